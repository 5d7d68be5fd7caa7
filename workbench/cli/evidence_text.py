"""The evidence a decision keeps, a line for each instrument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from workbench.cli.common import hanging
from workbench.core.text import clean_line, clip

_WIDTH = 78
Kept = Mapping[str, object]


def evidence_lines(evidence: Mapping[str, Kept]) -> list[str]:
    """Return what was found, with the files and the day; what cannot be read is said to be so."""
    lines = []
    for name, kept in evidence.items():
        told = {"dataset": _dataset, "evaluation": _evaluation, "size": _size}.get(name, _other)(kept)
        lines += hanging("", f"{name}: {told or 'its figures cannot be read'}{_read(kept)}", _WIDTH, 2)
    return lines


def _dataset(kept: Kept) -> str:
    rows, usable = _count(kept.get("rows")), _count(kept.get("usable"))
    if not rows:
        return ""
    return (
        f"{rows} row{'' if rows == '1' else 's'}{f', {usable} usable' if usable else ''}: {_text(kept.get('verdict'))}"
    )


def _evaluation(kept: Kept) -> str:
    from workbench.core.evidence.evaluation_kept import other_told, sentence, summary_from

    summary = summary_from(kept)
    if summary is None:
        return ""
    match = f"judged {_text(kept.get('match'))}" if kept.get("match") else ""
    return " ".join(part for part in (sentence(summary), other_told(summary), match) if part)


def _size(kept: Kept) -> str:
    from workbench.core.sizing.memory import METHODS
    from workbench.core.sizing.report import gb

    method = next((said for name, said in METHODS.items() if name == kept.get("method")), "")
    band = kept.get(str(kept.get("method")))
    expected = band.get("expected") if isinstance(band, Mapping) else None
    if not method or not isinstance(expected, int | Decimal) or not _count(expected):
        return ""
    rank = "" if method == "Full" else f" r={_text(kept.get('rank'))}"
    return f"{method}{rank} on {_text(kept.get('model'))}: {gb(int(expected))} GB expected"


def _other(kept: Kept) -> str:
    return ", ".join(f"{clean_line(name)} {_text(value)}" for name, value in kept.items() if name != "date")


def _read(kept: Kept) -> str:
    names = [_text(kept[key]) for key in ("file", "base_file", "candidate_file") if kept.get(key)]
    day = kept.get("date")
    told = [", ".join(names), f"{day}" if isinstance(day, date) else ""]
    return f" ({'; '.join(part for part in told if part)})" if any(told) else ""


def _count(value: object) -> str:
    whole = isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 <= value < 10**18
    return f"{int(value):,}" if whole and isinstance(value, int | Decimal) else ""


def _text(value: object) -> str:
    return clip(clean_line(str(value)), 60)
