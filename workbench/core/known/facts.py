"""What the record already knows, as evidence for answers: each figure with where it comes from. DOMAIN section 2."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from workbench.core.amounts import DAYS_A_MONTH, point
from workbench.core.approaches import trained
from workbench.core.costs.comparison import Comparison
from workbench.core.evidence.accuracy import Measured, history
from workbench.core.evidence.kept_values import count_of, day_of
from workbench.core.figures import number, ratio
from workbench.core.known.compared import comparison_kept
from workbench.core.known.example_count import examples_path, labelled_examples
from workbench.core.known.metrics import own_values
from workbench.core.record.decision import Decision
from workbench.core.text import counted

Source = Literal["person", "costs", "accuracy", "dataset"]
PLACES: Mapping[str, str] = {
    "person": "from the scorecard",
    "costs": "from Costs",
    "accuracy": "from the accuracy history",
    "dataset": "from the data report",
}


class Fact(NamedTuple):
    """One figure that answers can be held against.

    Args:
        value: The figure a flowchart's `evidence` asks about.
        text: As part of a sentence: ``650 labelled examples``.
        figure: The same after a colon: ``650``.
        source: Where it comes from, as an answer's `source` in the file.
        day: When it was found out; None where that is not recorded.
        compared: Whether the comparison that is kept says so, and no version of the history.
        hint: What is asked besides and no figure says, as the end of “yes, if …”: then it contradicts no answer.
    """

    value: Decimal
    text: str
    figure: str
    source: Source
    day: date | None = None
    compared: bool = False
    hint: str = ""

    @property
    def place(self) -> str:
        """Where it comes from and of when, in words."""
        place = "from the comparison" if self.compared else PLACES[self.source]
        return place + (f", {self.day}" if self.day is not None else "")


def facts(decision: Decision, today: date, comparison: Comparison) -> dict[str, Fact]:
    """Return what is known, by the name that a flowchart's `evidence` uses.

    Besides the known metrics: `prompt_cases` (on how many a prompt was measured), `accuracy_margin` (best prompt less
    target), `prompt_plateau` (1 plateau, 0 rising, left out while unclear) and `days_past_horizon` (of the model to be
    trained; negative where it goes before).
    """
    day = decision.decided
    found: dict[str, Fact] = {
        name: Fact(value, f"{name.replace('_', ' ')} {number(value)}", number(value), "costs", day)
        for name, value in own_values(decision, today, comparison).items()
    }
    volume = found.get("requests_per_month")
    if volume is not None:
        source: Source = "person" if decision.costs.requests_per_month is None else "costs"
        told = counted(round(volume.value), "request")
        figure = f"{number(volume.value, 0)} a month"
        found["requests_per_month"] = Fact(volume.value, f"{told} a month", figure, source, day)
    found |= _examples(decision) | _measured_on(decision) | _margin(decision, comparison)
    found |= _plateau(decision) | _life(comparison, today)
    return found


def examples(decision: Decision) -> Fact | None:
    """Return the labelled examples: the usable rows of the data report, else as entered in the scorecard."""
    return _examples(decision).get("labelled_examples")


def _examples(decision: Decision) -> dict[str, Fact]:
    source: Source
    report, path, count = decision.evidence.get("dataset", {}), examples_path(decision), labelled_examples(decision)
    if count is None:
        return {}
    source, day = ("person", decision.decided) if path is None else ("dataset", day_of(report))
    told, rows = number(count, 0), count_of(report, "rows")
    every = Decimal(rows) if path is not None and rows is not None else count
    text = counted(round(every), "labelled example")
    text = f"{told} usable of {text}" if count < every else text
    return {"labelled_examples": Fact(count, text, told, source, day)}


_CARE = "it was written with care"


def _measured_on(decision: Decision) -> dict[str, Fact]:
    """The prompt measured on the most cases, the later of two; that it was written with care no figure can say."""
    versions = [version for version in measured(decision, "prompt") if version.cases is not None]
    day, compared = decision.decided, False
    if not versions:
        found = comparison_kept(decision)
        side = found.of("prompting") if found is not None else None
        if found is None or side is None:
            return {}
        versions = [Measured(side.name, side.accuracy, found.figures.n)]
        day, compared = found.figures.day, True
    most = max(reversed(versions), key=lambda version: version.cases or 0)
    cases = most.cases or 0
    figure = f"{ratio(most.value)} on {counted(cases, 'case')}"
    text = f"{most.name} reached {figure}"
    return {"prompt_cases": Fact(Decimal(cases), text, figure, "accuracy", day, compared, _CARE)}


def measured_open(decision: Decision) -> str:
    """Return what is known of a prompt that was measured nobody knows on how many cases; empty where there is none."""
    versions = measured(decision, "prompt")
    if versions:
        return f"{versions[-1].name} reached {ratio(versions[-1].value)}, on how many cases is not recorded"
    found = comparison_kept(decision)
    if found is None or found.known:
        return ""
    return f"{found.base.name} and {found.candidate.name} were compared; which one is the prompt is not recorded"


def plateau_open(decision: Decision) -> str:
    """Return why the accuracy history cannot tell yet whether the prompt still improves; empty where it can."""
    found = history(measured(decision, "prompt"))
    return found.reason if found.verdict == "unclear" else ""


def best_prompt(decision: Decision, comparison: Comparison) -> tuple[Decimal, Source] | None:
    """Return the accuracy of the best prompt that was measured, and where that stands."""
    if versions := measured(decision, "prompt"):
        return max(version.value for version in versions), "accuracy"
    if (compared := prompt_compared(decision)) is not None:
        return compared[0], "accuracy"
    if decision.score.prompt_accuracy is not None:
        return point(decision.score.prompt_accuracy), "person"
    prompts = [f.option for f in comparison.options if f.option.approach == "prompting"]
    known = [point(option.accuracy) for option in prompts if option.accuracy is not None]
    return (max(known), "costs") if known else None


def prompt_compared(decision: Decision) -> tuple[Decimal, date | None] | None:
    """Return the accuracy of the prompt as it was compared, and when, where the history has no version of one."""
    if measured(decision, "prompt"):
        return None
    found = comparison_kept(decision)
    side = found.of("prompting") if found is not None and not found.doubts else None
    return None if found is None or side is None else (side.accuracy, found.figures.day)


def target(decision: Decision) -> Decimal | None:
    """Return the accuracy that is aimed at."""
    metric = decision.metric.get("accuracy")
    return None if metric is None or metric.target is None else point(metric.target)


def _margin(decision: Decision, comparison: Comparison) -> dict[str, Fact]:
    best, aim = best_prompt(decision, comparison), target(decision)
    if best is None or aim is None:
        return {}
    value, source = best
    text, compared = f"{ratio(value)} where {ratio(aim)} is needed", prompt_compared(decision)
    day = compared[1] if compared is not None else decision.decided
    return {"accuracy_margin": Fact(value - aim, text, text, source, day, compared is not None)}


def measured(decision: Decision, kind: str) -> list[Measured]:
    """Return the versions of one kind that were measured, in the order entered."""
    return [
        Measured(name, point(entry.value), entry.cases)
        for name, entry in decision.accuracy.items()
        if entry.kind == kind and entry.value is not None
    ]


def _plateau(decision: Decision) -> dict[str, Fact]:
    versions = measured(decision, "prompt")
    found = history(versions)
    if found.verdict not in {"plateau", "rising"}:
        return {}
    values = ", ".join(ratio(version.value) for version in versions[-3:])
    text = f"{values}: {found.verdict}"
    return {"prompt_plateau": Fact(Decimal(found.verdict == "plateau"), text, values, "accuracy", decision.decided)}


def _life(comparison: Comparison, today: date) -> dict[str, Fact]:
    """How long the model to be trained stays: the one that stays longest, where the dates of all are known."""
    options = [figures.option for figures in comparison.options if trained(figures.option)]
    dates = [option.available_until for option in options if option.available_until is not None]
    if not dates or len(dates) < len(options):
        return {}
    # Looked at on one of the calendar's last days, the horizon ends with it.
    days = min(DAYS_A_MONTH * comparison.horizon, (date.max - today).days)
    ends, last = today + timedelta(days=days), max(dates)
    text = f"the model is available until {last}, the horizon ends {ends}"
    return {"days_past_horizon": Fact(Decimal((last - ends).days), text, f"until {last}", "costs")}
