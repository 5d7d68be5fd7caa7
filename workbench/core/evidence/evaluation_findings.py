"""What a reader of a comparison should know besides its figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.core.evidence.evaluation import Other, Side
from workbench.core.evidence.matching import MATCHES
from workbench.core.evidence.pairing import File, Pairing
from workbench.core.text import counted
from workbench.errors import WorkbenchError

_NAMED = 5
_LIKE = 'write one {"id": 1, "input": "...", "expected": "...", "output": "..."} a line'


def nothing_paired(pairing: Pairing, names: tuple[str, str]) -> WorkbenchError:
    """Return why no case could be compared: no rows, none that is well formed, other ids, other expectations."""
    for file, name in zip(pairing.files, names, strict=True):
        if not file.lines:
            if not file.rows:
                return WorkbenchError("no rows", name, _LIKE)
            line, reason = file.malformed.first[0]
            return WorkbenchError("no row can be compared", f"{name}:{line}: {reason}", _LIKE)
    if pairing.unknown.count:
        line, _ = pairing.unknown.first[0]
        told = f"{names[0]}:{line}: no expected and no correct in either file; there are {pairing.unknown_keys}"
        return WorkbenchError("no row can be compared", told, _LIKE)
    if pairing.conflicts.count:
        _, told = pairing.conflicts.first[0]
        message = f"the expected answers of the {_cases(pairing.conflicts.count)} in both differ: {told}"
        return WorkbenchError("nothing to compare", message, "compare two answers to the same cases")
    told = " and ".join(f"{name} has {_some(file)}" for file, name in zip(pairing.files, names, strict=True))
    return WorkbenchError("no id is in both files", told, "an answer to the same case has the same id in both")


def _some(file: File) -> str:
    ids = [str(case.id) for case in list(file.waiting.values())[:3]]
    return ", ".join(one if len(one) <= 30 else f"{one[:30]}…" for one in ids) + (
        ", …" if len(file.waiting) > len(ids) else ""
    )


def findings(pairing: Pairing, sides: Sequence[Side], n: int, stopped: bool) -> Iterable[str]:
    """Yield what is wrong with the files, and what may be wrong with how they were judged."""
    if stopped:
        yield f"stopped: these are the {_cases(n)} compared until then"
    if sides[0].sha256 and sides[0].sha256 == sides[1].sha256:
        yield "the two files are the same, byte for byte"
    if pairing.other_kinds:
        yield "ids are numbers in one file and text in the other: they were paired by their text"
    if pairing.conflicts.count:
        _, told = pairing.conflicts.first[0]
        left = _cases(pairing.conflicts.count)
        yield f"{left} left out, whose expected answers differ between the files: {told}"
    if pairing.unknown.count:
        named = ", ".join(id if len(id) <= 30 else f"{id[:30]}…" for _, id in pairing.unknown.first[:_NAMED])
        more = ", …" if pairing.unknown.count > _NAMED else ""
        yield f"{_cases(pairing.unknown.count)} left out, without an expected answer in either file: {named}{more}"
    for file, side in zip(pairing.files, sides, strict=True):
        if file.borrowed:
            yield f"{_cases(file.borrowed)} in {side.name} without an expected answer: that of the other file counts"
        if file.fenced:
            count = f"{file.fenced:,} answer{' is' if file.fenced == 1 else 's are'}"
            yield f"{side.name}: {count} right once their ``` fence is taken off, as the JSON match does"
    for side in sides:
        if side.unmatched.count and not stopped:
            named = ", ".join(id if len(id) <= 30 else f"{id[:30]}…" for _, id in side.unmatched.first)
            more = ", …" if side.unmatched.count > len(side.unmatched.first) else ""
            yield f"{_cases(side.unmatched.count)} only in {side.name}: {named}{more}"
        if side.duplicates.count:
            line, told = side.duplicates.first[0]
            yield f"{side.name}:{line}: {told}; the first counts ({side.duplicates.count} such)"
        if side.malformed.count:
            line, told = side.malformed.first[0]
            yield f"{side.name}:{line}: {told} ({side.malformed.count} left out)"
        if side.empty:
            yield f"{_cases(side.empty)} without an answer in {side.name}, counted as they are"
    yield from _judging(pairing, sides, n)


def _judging(pairing: Pairing, sides: Sequence[Side], n: int) -> Iterable[str]:
    own = [file.own for file in pairing.files]
    for side, count in zip(sides, own, strict=True):
        if any(own) and count < n:
            rule = pairing.match or "exact"
            yield f"{side.name}: {_cases(n - count)} judged by the {rule} match, others by their own correct"
    if pairing.match == "json" and not any(side.matches and side.matches["json"] for side in sides):
        yield "no answer is the expected JSON: are the expected answers JSON?"
    if pairing.other_inputs:
        yield f"the input differs between the files in {_cases(pairing.other_inputs)}: fine where it holds the prompt"


def other_match(sides: Sequence[Side], pairing: Pairing) -> Other | None:
    """Return the way to judge by which many more would be right: a sign that the strict one was not meant."""
    base, candidate = (side.matches for side in sides)
    if pairing.match is not None or base is None or candidate is None or any(file.own for file in pairing.files):
        return None
    name = max(MATCHES[1:], key=lambda match: base[match] + candidate[match])
    more = max(side[name] - side["exact"] for side in (base, candidate))
    return Other(name, (base[name], candidate[name])) if more * 20 >= pairing.expected else None


def _cases(count: int) -> str:
    return counted(count, "case")
