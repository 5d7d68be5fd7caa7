"""Everything found in a file as sentences, with the lines concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.core.evidence.dataset.report import Finding, Kind, Weight
from workbench.core.text import counted

if TYPE_CHECKING:
    from workbench.core.evidence.dataset.gathering import Gathering

_PERSONAL: tuple[tuple[Kind, str], ...] = (
    ("email", "row has an e-mail address|rows have an e-mail address"),
    ("card", "row has a card number|rows have a card number"),
)
_ONE_LABEL = 0.8
_FEW_INPUTS = 0.5
_FEW_EVADE = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds besides what its lines were noted for; lines throughout."""

    gathered: Gathering
    lines: Sequence[int]
    duplicates: tuple[tuple[int, int], ...]
    near_duplicates: tuple[tuple[int, ...], ...]
    contradictions: tuple[tuple[int, int], ...]
    contradicting: tuple[tuple[tuple[int, ...], ...], ...]
    repeated: int
    label_variants: tuple[tuple[str, ...], ...]
    spellings: Mapping[str, Sequence[int]] | None
    rare_labels: tuple[str, ...]
    over_limit: tuple[int, ...]
    overlap: tuple[tuple[int, int], ...] | None
    personal: tuple[tuple[int, str], ...]
    distinct_inputs: int

    def refusals(self) -> Sequence[int]:
        """Return the lines of answers that decline, or evade where so few do that it is no class of its own."""
        evasions = self.noted("evasion")
        few = len(evasions) <= _FEW_EVADE * len(self.lines)
        return sorted({*self.noted("refusal"), *evasions}) if few else self.noted("refusal")

    def noted(self, kind: str) -> Sequence[int]:
        """Return the lines that were noted for a kind."""
        return self.gathered.found.get(kind, ())


def findings(found: Found, limit: int | None, open_ended: bool) -> list[Finding]:
    """Return what was found; nothing for a clean file.

    Args:
        found: What was found, by lines.
        limit: Tokens of a row.
        open_ended: Whether a question may have several answers.
    """
    told = [*_shapes(found), *_texts(found), *_repeats(found, open_ended), *_labels(found), *_rest(found, limit)]
    return [finding for finding in told if finding.count]


def _finding(kind: Kind, count: int, says: str, lines: Iterable[int], weight: Weight = "mend") -> Finding:
    """Return a finding; `says` is the sentence for one and the one for several, parted by ``|``, without the number."""
    one, _, several = says.partition("|")
    return Finding(kind, weight, count, f"{count:,} {one if count == 1 else several}", tuple(lines))


def _lines(kind: Kind, says: str, found: Found, noted: str, weight: Weight = "mend") -> Finding:
    lines = found.noted(noted)
    return _finding(kind, len(lines), says, lines, weight)


def _shapes(found: Found) -> Iterable[Finding]:
    gathered, rows = found.gathered, len(found.lines)
    bad = gathered.malformed
    yield _finding("malformed", len(bad), "row is malformed|rows are malformed", (line for line, _ in bad))
    prompts = rows - gathered.chats
    if prompts and gathered.chats:
        few = set(found.noted("prompt_form"))
        lines = few if prompts <= gathered.chats else set(found.lines) - few
        form, other = ("prompt", "messages") if prompts <= gathered.chats else ("messages", "prompt")
        yield _finding(
            "mixed_forms",
            len(lines),
            f"row has {form} where the others have {other}|rows have {form} where the others have {other}",
            sorted(lines),
        )
    if found.gathered.count("missing_system") < gathered.chats:
        yield _lines(
            "missing_system",
            "row has no system turn, the others do|rows have no system turn, the others do",
            found,
            "missing_system",
            "note",
        )
    yield _lines("missing_user", "row has no user turn|rows have no user turn", found, "missing_user")
    yield _lines(
        "missing_assistant", "row has no assistant turn|rows have no assistant turn", found, "missing_assistant"
    )
    yield _lines("no_last_answer", "row ends without an answer|rows end without an answer", found, "no_last_answer")
    yield _lines(
        "duplicate_keys",
        "row has a key twice: the last one counts|rows have a key twice: the last one counts",
        found,
        "duplicate_keys",
    )
    yield _lines(
        "surrogates",
        "row has half a character, a lone surrogate|rows have half a character, a lone surrogate",
        found,
        "surrogates",
    )


def _texts(found: Found) -> Iterable[Finding]:
    yield _lines("empty", "row has an empty question or answer|rows have an empty question or answer", found, "empty")
    refusals = found.refusals()
    share = f"{100 * len(refusals) / len(found.lines):.1f} %" if found.lines else ""
    yield _finding(
        "refusals",
        len(refusals),
        f"answer refuses: it teaches refusing ({share})|answers refuse: they teach refusing ({share})",
        refusals,
    )
    yield _lines("short", "question is very short|questions are very short", found, "short", "note")
    if found.spellings is None:
        yield _lines("short_answers", "answer is very short|answers are very short", found, "short_answer", "note")


def _repeats(found: Found, open_ended: bool) -> Iterable[Finding]:
    pairs = found.duplicates
    yield _finding(
        "duplicates",
        len(pairs),
        "row repeats an earlier one|rows repeat an earlier one",
        (later for _, later in pairs),
    )
    groups = found.near_duplicates
    near = sorted(line for group in groups for line in group)
    near_finding = _finding(
        "near_duplicates",
        len(groups),
        f"group of {len(near):,} rows is nearly the same|groups of rows are nearly the same, {len(near):,} rows",
        near,
    )
    yield replace(near_finding, stay=frozenset(group[0] for group in groups))
    lines = sorted(line for question in found.contradicting for answer in question for line in answer)
    yield _finding(
        "contradictions",
        len(found.contradicting),
        f"question with several answers, {len(lines):,} rows|questions with several answers, {len(lines):,} rows",
        lines,
        "note" if open_ended else "mend",
    )
    if found.overlap:
        held = sorted(line for line, _ in found.overlap)
        yield _finding(
            "overlap", len(held), "row is in the held-out file, too|rows are in the held-out file, too", held
        )


def _labels(found: Found) -> Iterable[Finding]:
    spellings = found.spellings
    if not spellings:
        return
    odd = sorted({line for _, *others in found.label_variants for name in others for line in spellings[name][1:]})
    yield _finding(
        "label_variants",
        len(found.label_variants),
        "label is spelled in several ways|labels are spelled in several ways",
        odd,
    )
    rare = sorted({line for name in found.rare_labels for line in spellings[name][1:]})
    yield _finding(
        "rare_labels",
        len(found.rare_labels),
        "label is rare, under ten examples|labels are rare, under ten examples",
        rare,
        "note",
    )
    total, most = sum(entry[0] for entry in spellings.values()), max(entry[0] for entry in spellings.values())
    if len(spellings) > 1 and most >= _ONE_LABEL * total:
        yield Finding("imbalance", "note", 1, f"one label has {100 * most / total:.0f} % of the rows")


def _rest(found: Found, limit: int | None) -> Iterable[Finding]:
    if limit is not None:
        over = f"over {counted(limit, 'token')}, the end is cut off"
        says = f"row is {over}|rows are {over}"
        yield _finding("over_limit", len(found.over_limit), says, found.over_limit)
    for kind, says in _PERSONAL:
        lines = [line for line, which in found.personal if which == kind]
        yield _finding(kind, len(lines), says, lines)
    rows = len(found.lines)
    if found.spellings is None and rows >= 10 and found.distinct_inputs < _FEW_INPUTS * rows:
        says = f"only {counted(found.distinct_inputs, 'different question')} in {rows:,} rows"
        yield Finding("diversity", "note", rows - found.distinct_inputs, says)
