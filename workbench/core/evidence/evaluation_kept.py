"""A comparison in short: as a decision keeps it under ``[evidence.evaluation]``, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from workbench.core.evidence.evaluation import Evaluation, Other, Verdict
from workbench.core.evidence.kept_values import day_of
from workbench.core.evidence.matching import MATCHES
from workbench.core.text import counted


class Summary(NamedTuple):
    """The figures of a comparison; `needed` is None where no difference was seen, `day` where it was not kept."""

    verdict: Verdict
    n: int
    base: str
    candidate: str
    accuracies: tuple[float, float]
    intervals: tuple[tuple[float, float], tuple[float, float]]
    similarities: tuple[float | None, float | None]
    difference: float
    interval: tuple[float, float]
    gained: int
    lost: int
    p: float
    needed: int | None
    match: str
    other: Other | None = None
    day: date | None = None


def summary_of(report: Evaluation) -> Summary:
    """Return a report's figures."""
    base, candidate = report.base, report.candidate
    return Summary(
        report.verdict, report.pairs.n, base.name, candidate.name,
        (base.accuracy, candidate.accuracy), (base.interval, candidate.interval),
        (base.similarity, candidate.similarity), report.pairs.difference, report.interval,
        len(report.gained), len(report.lost), report.p, report.needed, report.match, report.other,
    )  # fmt: skip


def kept(
    report: Evaluation,
    today: date,
    versions: tuple[str, str] | None = None,
    options: tuple[str, str] | None = None,
) -> dict[str, object]:
    """Return a report as a decision keeps it: figures, file names, sha256, date; no text of the cases.

    Args:
        today: The day.
        versions: Names of the two in the decision's accuracy history, where somebody said them.
        options: Names of the two among its cost options.
    """
    data: dict[str, object] = {"verdict": report.verdict, "n": report.pairs.n, "match": report.match}
    for at, (name, side) in enumerate((("base", report.base), ("candidate", report.candidate))):
        data[f"{name}_version"] = versions[at] if versions is not None else None
        data[f"{name}_option"] = options[at] if options is not None else None
        data[f"{name}_file"] = side.name
        data[f"{name}_sha256"] = side.sha256
        data[f"{name}_right"] = side.right
        data[f"{name}_accuracy"] = _figure(side.accuracy)
        data[f"{name}_low"], data[f"{name}_high"] = map(_figure, side.interval)
        data[f"{name}_similarity"] = None if side.similarity is None else _figure(side.similarity)
    data |= {
        "difference": _figure(report.pairs.difference),
        "difference_low": _figure(report.interval[0]),
        "difference_high": _figure(report.interval[1]),
        "gained": len(report.gained),
        "lost": len(report.lost),
        "mcnemar_p": Decimal(f"{report.p:.3g}"),
        "required_n": report.needed,
        "other_match": report.other.match if report.other is not None else None,
        "other_base_right": report.other.right[0] if report.other is not None else None,
        "other_candidate_right": report.other.right[1] if report.other is not None else None,
        "in_training": len(report.held_out.ids) if report.held_out is not None else None,
        "date": today,
    }
    return {key: value for key, value in data.items() if value is not None and value != ""}


def _figure(value: float) -> Decimal:
    return Decimal(f"{value:.6f}").normalize() + 0


def summary_from(data: Mapping[str, object]) -> Summary | None:
    """Return the figures a decision has kept; None where one that is needed is missing or no figure."""
    verdict = next((one for one in get_args(Verdict) if one == data.get("verdict")), None)
    figures = {name: _number(data.get(name)) for name in _FIGURES}
    if verdict is None or any(figures[name] is None for name in _NEEDED) or (figures["n"] or 0) < 1:
        return None
    found = {name: value if value is not None else 0.0 for name, value in figures.items()}
    needed = figures["required_n"]
    return Summary(
        verdict, int(found["n"]), str(data.get("base_file", "base")), str(data.get("candidate_file", "candidate")),
        (found["base_accuracy"], found["candidate_accuracy"]),
        ((found["base_low"], found["base_high"]), (found["candidate_low"], found["candidate_high"])),
        (figures["base_similarity"], figures["candidate_similarity"]),
        found["difference"], (found["difference_low"], found["difference_high"]),
        int(found["gained"]), int(found["lost"]), found["mcnemar_p"],
        None if needed is None else int(needed), str(data.get("match", "exact")), _other(data),
        day_of(data),
    )  # fmt: skip


_NEEDED = (
    "n", "base_accuracy", "base_low", "base_high", "candidate_accuracy", "candidate_low", "candidate_high",
    "difference", "difference_low", "difference_high", "gained", "lost", "mcnemar_p",
)  # fmt: skip
_FIGURES = (*_NEEDED, "base_similarity", "candidate_similarity", "required_n")


def _other(data: Mapping[str, object]) -> Other | None:
    base, candidate = _number(data.get("other_base_right")), _number(data.get("other_candidate_right"))
    match = data.get("other_match")
    if match not in MATCHES or base is None or candidate is None:
        return None
    return Other(str(match), (int(base), int(candidate)))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = float(value)
    return number if abs(number) < 1e15 else None


def change_text(value: float, places: int = 2) -> str:
    """Return a difference with its sign: ``+0.14``; a small one with the decimals it takes to see it."""
    while value and places < 6 and not round(value, places):
        places += 1
    return f"{value:+.{places}f}"


def accuracy_text(right: int, n: int) -> str:
    """Return a share of cases: ``0.75``; with three decimals where two would round it, ``0.725``, or it is of many."""
    if right in {0, n}:
        return f"{right / n:.2f}"
    return f"{right / n:.2f}" if n < 1000 and right * 100 % n == 0 else f"{right / n:.3f}"


def span_text(low: float, high: float) -> str:
    """Return an interval: ``0.08..0.20``; with three decimals where it is narrow, or an end is nearly nought."""
    close = high - low < 0.03 or any(end and not round(end, 2) for end in (low, high))
    places = 3 if close else 2
    texts = (f"{end:.{places}f}" for end in (low, high))
    return "..".join(text.removeprefix("-") if not float(text) else text for text in texts)


def p_text(p: float) -> str:
    """Return a p value: ``p 0.012``, ``p under 0.001``."""
    return "p under 0.001" if p < 0.001 else f"p {p:.3f}" if p < 0.0995 else f"p {p:.2f}"


def _places(summary: Summary) -> int:
    return 2 if summary.n < 1000 else 3


def headline(summary: Summary) -> str:
    """Return the figures in a line: ``+0.14 on 200 cases, 0.08..0.20``."""
    cases = counted(summary.n, "case")
    return f"{change_text(summary.difference, _places(summary))} on {cases}, {span_text(*summary.interval)}"


def sentence(summary: Summary) -> str:
    """Return the verdict in one sentence, with what it rests on."""
    apart = f"{summary.gained:,} gained, {summary.lost:,} lost"
    if summary.verdict != "inconclusive":
        word = "Improved" if summary.verdict == "improved" else "Regressed"
        return f"{word}: {headline(summary)}; {apart}, {p_text(summary.p)}."
    return f"Inconclusive: {headline(summary)}; {apart}, {p_text(summary.p)}. {needed_text(summary)}"


def other_short(summary: Summary, names: tuple[str, str]) -> str:
    """Return the same as `other_told` as part of a sentence, the figures that matter first.

    Args:
        summary: The figures.
        names: Of the base and the candidate.
    """
    other = summary.other
    if other is None:
        return ""
    counts = zip(names, other.right, (round(accuracy * summary.n) for accuracy in summary.accuracies), strict=True)
    told = [f"{name} {by_other:,} instead of {by_this:,}" for name, by_other, by_this in counts if by_other != by_this]
    if not told:
        return ""
    change = change_text((other.right[1] - other.right[0]) / summary.n, _places(summary))
    now = change_text(summary.difference, _places(summary))
    return f"{change} judged as {_AS[other.match]}, not {now}: right are of {' and '.join(told)}"


def other_told(summary: Summary) -> str:
    """Return what another way to judge would say, where by it many more answers are right; else nothing."""
    other = summary.other
    if other is None:
        return ""
    base, candidate = (round(accuracy * summary.n) for accuracy in summary.accuracies)
    places = _places(summary)
    change = change_text((other.right[1] - other.right[0]) / summary.n, places)
    verb = "is" if other.right[0] == 1 else "are"
    told = f"{counted(other.right[0], 'answer')} of {summary.base} {verb} right instead of {base:,}"
    if other.right[1] != candidate:
        told += f", and {other.right[1]:,} of {summary.candidate}"
        told += f" instead of {candidate:,}"
    return f"Judged as {_AS[other.match]} {told}: {change}, not {change_text(summary.difference, places)}."


_AS = {"exact": "text", "json": "JSON", "label": "labels"}


def needed_text(summary: Summary) -> str:
    """Return how many cases would tell, for what is inconclusive."""
    if summary.needed is None:
        same = "No case tells the two apart" if not summary.gained else "As many were gained as lost"
        return f"{same}: there is no difference that more cases could confirm."
    return f"About {summary.needed:,} cases would tell in four of five tries, if the difference stays as it is."
