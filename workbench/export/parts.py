"""What every export tells, as plain text in tables: how it is escaped and ruled is each format's own business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from workbench.core.amounts import Amount, point, show
from workbench.core.costs.bills import bill, cost_to_date, plan
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.words import break_even
from workbench.core.evidence.accuracy import wilson
from workbench.core.figures import money, months_text, number, plain, ratio
from workbench.core.inputs import Costs, inputs
from workbench.core.known.compared import comparison_kept
from workbench.core.known.metrics import chosen
from workbench.core.log.journal import Entry
from workbench.core.prices.option_prices import origin
from workbench.core.record.decision import Constraints, Decision, Score
from workbench.core.record.text_hash import text_hash
from workbench.core.text import counted
from workbench.export.exported import Exported

_MONTHS = (0, 1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 360)
_FEW_MONTHS = 6
NONE = "–"
"""In a cell: there is none."""
ADR_STATUS = {"retired": "deprecated"}
"""What ADRs call a status, where that is another word."""


class Table(NamedTuple):
    """Rows under a heading; the first `left` columns are words, those after them figures."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int


def approach(decision: Decision) -> str:
    """Return the approach with its method: ``fine-tuning with lora``."""
    return decision.approach + (f" with {decision.method}" if decision.method else "")


def facts(one: Exported) -> list[tuple[str, str]]:
    """Return what stands at the head of a decision, without what is not known."""
    decision = one.decision
    review = one.standing.review_by
    rows = [
        ("Status", one.status),
        ("Approach", approach(decision)),
        ("Decided", str(decision.decided or "")),
        ("Review by", f"{review}, overdue" if one.standing.overdue and one.in_force else review),
        ("Authors", ", ".join(decision.authors)),
        ("Tags", ", ".join(decision.tags)),
        ("Id", decision.id),
    ]
    return [(label, str(value)) for label, value in rows if value]


def context(one: Exported) -> list[tuple[str, str]]:
    """Return the figures a decision was made with: volume, limits to keep to, the scorecard's factors."""
    decision, currency = one.decision, one.decision.costs.currency
    rows = []
    for name in ("requests_per_month", "growth_per_month"):
        value = getattr(decision.costs, name)
        if value:
            rows.append((inputs(Costs)[name].label, show(value, inputs(Costs)[name].kind, currency)))
    if decision.constraints.ship_by is not None:
        rows.append(("Live by", str(decision.constraints.ship_by)))
    for name, unit in (("budget", ""), ("latency_ms", " ms")):
        if (value := getattr(decision.constraints, name)) is not None:
            declared = inputs(Constraints)[name]
            rows.append((declared.label, f"{show(value, declared.kind, currency)}{unit}"))
    for name in ("prompt_accuracy", "labelled_examples", "requests_per_day"):
        if (value := getattr(decision.score, name)) is not None:
            declared = inputs(Score)[name]
            rows.append((declared.label, show(value, declared.kind, currency)))
    for label, flag in (
        ("Exact format needed", decision.score.exact_format),
        ("Domain of its own", decision.score.specialised_domain),
    ):
        if flag is not None:
            rows.append((label, "yes" if flag else "no"))
    return rows


def options(one: Exported) -> list[str]:
    """Return the approaches that were considered, the one taken first, then the other options of the costs."""
    decision = one.decision
    taken = [] if decision.approach == "undecided" else [decision.approach]
    priced = [figures.option.approach for figures in one.comparison.options]
    return list(dict.fromkeys([*taken, *decision.alternative, *(name for name in priced if name != "undecided")]))


def cost_table(comparison: Comparison) -> Table | None:
    """Return what each option costs, an option a row; None without options."""
    if not comparison.options:
        return None
    currency = comparison.currency
    worths = [
        (label, name)
        for label, name in (("a right answer", "cost_per_success"), ("expected", "expected_cost"))
        if any(getattr(figures.quality, name, None) is not None for figures in comparison.options)
    ]
    heading = (
        "option", "approach", "a request", "upfront", "a month", months_text(comparison.horizon),
        *(label for label, _ in worths), "break-even",
    )  # fmt: skip
    rows = tuple(
        (
            figures.name,
            figures.option.approach,
            shown(figures.per_request, currency),
            shown(figures.upfront, currency),
            shown(figures.monthly, currency),
            total(figures, comparison),
            *(shown(getattr(figures.quality, name, None), currency) for _, name in worths),
            break_even(figures, comparison),
        )
        for figures in comparison.options
    )
    return Table(heading, rows, 2)


def shown(value: Decimal | None, currency: str) -> str:
    """Return money, or that there is none."""
    return NONE if value is None else money(value, currency)


def total(figures: Figures, comparison: Comparison) -> str:
    """Return an option's total, with its months where they are fewer than the others'."""
    told = shown(figures.total, comparison.currency)
    return told if figures.horizon == comparison.horizon or figures.total is None else f"{told} in {figures.horizon}"


def cost_notes(one: Exported) -> list[str]:
    """Return what is to be said about the costs: why an option pays or not, assumptions, where prices are from."""
    notes = []
    for figures in one.comparison.options:
        reason = figures.reason or (figures.versus.reason if figures.versus else "")
        notes += [f"{figures.name}: {reason}"] if reason else []
    notes += one.comparison.notes
    notes += [f"volume from {one.decision.costs.usage_source}"] if one.decision.costs.usage_source else []
    for figures in one.comparison.options:
        option = figures.option
        if option.price_source or option.price_date:
            model = f"{option.model}, " if option.model else ""
            notes.append(f"prices of {figures.name}: {model}{origin(option, one.today)}")
    return notes


def to_date(one: Exported) -> Table | None:
    """Return what each option has cost by the end of some months, and which is the cheapest by then."""
    comparison = one.comparison
    priced = [figures for figures in comparison.options if figures.total is not None]
    if len(priced) < 2:
        return None
    schedule = plan(one.decision.costs, comparison.horizon, Decimal)
    totals = {figures.name: cost_to_date(bill(figures.option, Decimal), schedule) for figures in priced}
    rows = []
    for month in _months(comparison.horizon):
        running = {figures.name: totals[figures.name][month] for figures in priced if month <= figures.horizon}
        cells = [shown(running.get(figures.name), comparison.currency) for figures in priced]
        rows.append((str(month) if month else "start", *cells, _cheapest(running)))
    return Table(("month", *(figures.name for figures in priced), "cheapest"), tuple(rows), 1)


def _months(horizon: int) -> list[int]:
    if horizon <= _FEW_MONTHS:
        return list(range(horizon + 1))
    return [*(month for month in _MONTHS if month < horizon), horizon]


def _cheapest(running: Mapping[str, Decimal]) -> str:
    least = min(running.values(), default=None)
    names = [name for name, value in running.items() if value == least]
    return "all the same" if len(names) == len(running) > 1 else ", ".join(names) or NONE


def chosen_option(one: Exported) -> Figures | None:
    """Return the option of the costs that stands for the approach taken."""
    return None if one.decision.approach == "undecided" else chosen(one.decision, one.comparison)


def accuracy(decision: Decision) -> Table | None:
    """Return the measured accuracy of every version with its 95 % interval."""
    rows = []
    for name, entry in decision.accuracy.items():
        value = None if entry.value is None else point(entry.value)
        interval = NONE
        if value is not None and entry.cases:
            low, high = wilson(value, entry.cases)
            interval = f"{low:.2f}..{high:.2f}"
        told = NONE if value is None else ratio(value)
        rows.append((name, entry.kind, told, interval, f"{entry.cases:,}" if entry.cases else NONE))
    heading = ("version", "kind", "accuracy", "95 % interval", "cases")
    return Table(heading, tuple(rows), 2) if rows else None


def answers(one: Exported) -> Table | None:
    """Return the answers of the questionnaire, in the flowchart's words where it is known."""
    rows = []
    for id, given in one.decision.flow.answer.items():
        question = next((flow.questions[id] for flow in one.flows if id in flow.questions), None)
        choice = question.choice(given.answer) if question is not None else None
        label = choice.said if choice is not None and question is not None and question.kind != "number" else ""
        rows.append((question.text if question else id, label or given.answer, given.note, given.source or ""))
    heading = ("question", "answer", "what it rests on", "from")
    return Table(heading, tuple(rows), 4) if rows else None


def answered(one: Exported) -> list[tuple[str, str]]:
    """Return the questions with their answers and notes, as a list takes them."""
    found = answers(one)
    rows = found.rows if found is not None else ()
    return [(question, f"{answer} ({note})" if note else answer) for question, answer, note, _ in rows]


def metrics(decision: Decision) -> Table | None:
    """Return the figures the team tracks."""
    rows = []
    for name, metric in decision.metric.items():
        stale = "" if metric.stale_after_days is None else counted(metric.stale_after_days, "day")
        rows.append((name, metric.unit, metric.source, _figure(metric.target), stale or NONE))
    heading = ("metric", "unit", "source", "target", "too old after")
    return Table(heading, tuple(rows), 3) if rows else None


def _figure(value: Amount | None) -> str:
    return NONE if value is None else number(point(value), 4)


def triggers(one: Exported) -> Table | None:
    """Return where every trigger stands, its reading beside its limit."""
    rows = []
    for trigger in one.standing.triggers:
        state = trigger.state.replace("-", " ") + (", kept" if trigger.acknowledged else "")
        rows.append(
            (state, trigger.when, trigger.then, trigger.because, _figure(trigger.value), _figure(trigger.limit),
             str(trigger.read_on or NONE))
        )  # fmt: skip
    heading = ("state", "when", "then", "because", "reading", "limit", "read on")
    return Table(heading, tuple(rows), 4) if rows else None


def journal(one: Exported) -> Table | None:
    """Return what happened since: reviews and readings, the earliest first."""
    now = text_hash(one.decision)
    rows = []
    for entry in one.entries:
        read = ", ".join(f"{name} {number(value, 4)}" for name, value in entry.reading.items())
        told = [entry.note, f"from {entry.source}" if entry.source else ""]
        told += [f"review by {entry.review_by}"] if entry.review_by else []
        rows.append((f"{entry.at:%Y-%m-%d}", entry.by, _verdict(entry, now), read, "\n".join(filter(None, told))))
    heading = ("date", "by", "what", "readings", "note")
    return Table(heading, tuple(rows), 5) if rows else None


def _verdict(entry: Entry, now: str) -> str:
    if entry.verdict == "approve" and entry.text_hash and entry.text_hash != now:
        return "approve, of an earlier text"
    return entry.verdict or entry.kind


def evidence(decision: Decision) -> Table | None:
    """Return the kept figures of data sets, evaluations and sizes."""
    rows = [(name, label, value) for name, kept in decision.evidence.items() for label, value in _flat(kept, "")]
    rows += [("evaluation", "judged otherwise", f"{told}.") for told in evidence_notes(decision)]
    return Table(("evidence", "figure", "value"), tuple(rows), 2) if rows else None


def evidence_notes(decision: Decision) -> list[str]:
    """Return what is to be known of the kept comparison: what another way to judge its answers would say."""
    found = comparison_kept(decision)
    return [found.caveat] if found is not None and found.caveat else []


def _flat(kept: Mapping[str, object], before: str) -> Iterator[tuple[str, str]]:
    for name, value in kept.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}, ")
        else:
            yield f"{before}{name}".replace("_", " "), _value(value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value) if value.is_finite() else str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_value, value))
    return str(value)
