"""Versions of the accuracy history from outside: typed shares, rows of an export, a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.amounts import parse, point
from workbench.core.approaches import says_tuned
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.figures import ratio
from workbench.core.record.decision import Accuracy, Decision
from workbench.core.text import clean_line, clip
from workbench.errors import ValueProblem

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "version"),
    "value": ("value", "accuracy"),
    "right": ("right", "correct"),
    "cases": ("cases", "n", "total"),
    "kind": ("kind",),
}
"""What a row may hold, and the names its columns may have."""
_FRACTION = re.compile(r"\s*(\d{1,12})\s*/\s*(\d{1,12})\s*", re.A)
_MOST_CASES = 10**12


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions by name, in the order they stood in, and the rows left out as (line, why)."""

    entries: Mapping[str, Accuracy]
    skipped: tuple[tuple[int, str], ...]


def read_share(text: str) -> tuple[Decimal, int | None]:
    """Return an accuracy as a person writes it (``0.78``, ``78 %``, ``71/100``) and its cases where it says them.

    Raises:
        ValueProblem: It is none; a decimal comma is named as one.
    """
    if found := _FRACTION.fullmatch(text):
        return share(int(found[1]), int(found[2])), int(found[2])
    quoted = f"“{clip(clean_line(text.strip()), 40)}”"
    if "," in text:
        figure = text.strip().replace(",", ".", 1)
        one = re.fullmatch(r"\s*\d*,\d+\s*(?:%\s*)?", text, re.A)
        hint = f"write {figure}" if one else "write them with blanks between: 0.70 0.75"
        raise ValueProblem("a comma in a figure", quoted, hint)
    value = parse(text, "ratio")
    if not isinstance(value, Decimal):
        raise ValueProblem("a range", quoted, "one measured share is needed, like 0.78")
    return value, None


def share(right: int, cases: int) -> Decimal:
    """Return the share of right cases, rounded to six decimals.

    Raises:
        ValueProblem: There are no cases, or more are right than there are.
    """
    if not 1 <= cases <= _MOST_CASES or right > cases or right < 0:
        raise ValueProblem("not a share", f"{right} of {cases} cases", "right cases of all cases, like 71/100")
    return Decimal(f"{Decimal(right) / cases:.6f}").normalize() + 0


def read_versions(records: Iterable[tuple[int, object]]) -> Versions:
    """Return the versions in rows of an export, see `COLUMNS`; a row that is none is left out and said.

    Args:
        records: (line, row by column), the values as text or as JSON has them.
    """
    entries: dict[str, Accuracy] = {}
    skipped: list[tuple[int, str]] = []
    for line, record in records:
        try:
            name, entry = _version(record)
            if name in entries:
                raise ValueProblem("named twice", name, "give each version a name of its own")
            entries[name] = entry
        except ValueProblem as problem:
            skipped.append((line, problem.brief))
    return Versions(entries, tuple(skipped))


def _version(record: object) -> tuple[str, Accuracy]:
    if not isinstance(record, Mapping):
        raise ValueProblem("not an object", "", 'write {"name": "prompt v1", "value": 0.7, "cases": 100}')
    given = {role: text for role, names in COLUMNS.items() if (text := _cell(record, names))}
    if "name" not in given:
        raise ValueProblem("no name", f"there are {_columns(record)}", "a column name is needed")
    name = clip(clean_line(given["name"]), 80)
    cases = _whole(given["cases"], "cases") if "cases" in given else None
    if "value" in given:
        value, counted = read_share(given["value"])
        cases = cases if cases is not None else counted
    elif "right" in given and cases is not None:
        value = share(_whole(given["right"], "right"), cases)
    else:
        raise ValueProblem("no accuracy", f"there are {_columns(record)}", "value, or right and cases, are needed")
    if cases is not None and cases < 1:
        raise ValueProblem("no cases", given["cases"], "leave it empty where it is not known")
    return name, Accuracy(value=value, cases=cases, kind=_kind(given.get("kind", ""), name))


def _cell(record: Mapping[object, object], names: tuple[str, ...]) -> str:
    for key, value in record.items():
        if str(key).strip().lower() in names and value is not None and not isinstance(value, bool | dict | list):
            return str(value).strip()
    return ""


def _columns(record: Mapping[object, object]) -> str:
    return ", ".join(clip(clean_line(str(name)), 30) for name in list(record)[:8]) or "none"


def _whole(text: str, what: str) -> int:
    plain = text.replace("_", "").removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 12:
        raise ValueProblem(f"{what} is no whole number", f"“{clip(clean_line(text), 40)}”", "write it like 200")
    return int(plain)


def _kind(text: str, name: str) -> str:
    plain = clean_line(text).lower().replace("_", "-").replace(" ", "-")
    if not plain:
        return kind_of_name(name)
    if plain in {"prompt", "prompting"}:
        return "prompt"
    if plain in {"fine-tuned", "finetuned", "tuned", "fine-tuning", "fine-tune"}:
        return "fine-tuned"
    raise ValueProblem("no such kind", f"“{clip(plain, 40)}”", "prompt or fine-tuned")


def kind_of_name(name: str) -> str:
    """Return what a version's name says of its kind."""
    return "fine-tuned" if says_tuned(name) else "prompt"


def imported(decision: Decision, found: Versions) -> tuple[Decision, str]:
    """Return the decision with versions from outside in its accuracy history, and what that changed, in words.

    One of the same name takes the place of the one that is there; new ones come after, in their order.
    """
    before = decision.accuracy
    added = sum(name not in before for name in found.entries)
    changed = sum(name in before and before[name] != entry for name, entry in found.entries.items())
    left = len(found.skipped)
    counts = [(added, "added"), (changed, "changed"), (len(found.entries) - added - changed, "as before")]
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    if left:
        line, why = found.skipped[0]
        told = ", ".join(part for part in (told, f"{left} left out (line {line}: {why})") if part)
    return decision.model_copy(update={"accuracy": {**before, **found.entries}}), told


def measured_as(existing: Mapping[str, Accuracy], names: tuple[str, str], report: Evaluation) -> dict[str, Accuracy]:
    """Return both sides of a comparison as versions: the kind of one that is there stays, else its name says it."""
    found = {}
    for name, side in zip(names, (report.base, report.candidate), strict=True):
        before = existing.get(name)
        kind = before.kind if before is not None else kind_of_name(name)
        value = share(side.right, report.pairs.n)
        found[name] = Accuracy(value=value, cases=report.pairs.n, kind=kind)
    return found


def replaced(before: Mapping[str, Accuracy], added: Mapping[str, Accuracy]) -> str:
    """Return which versions others of the same name take the place of, in words; empty where none are."""
    told = []
    for name, entry in added.items():
        was = before.get(name)
        if was is not None and was != entry and (was.value is not None or was.cases is not None):
            told.append(f"{name} was {_measured(was)}, now {_measured(entry)}")
    return "; ".join(told)


def _measured(entry: Accuracy) -> str:
    value = "not measured" if entry.value is None else ratio(point(entry.value))
    return value if entry.cases is None else f"{value} of {entry.cases:,}"
