"""The report that a file's surveys make, once its rows were held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workbench.core.costs.epochs import default_epochs
from workbench.core.evidence.dataset import labels as labelling
from workbench.core.evidence.dataset.contradicting import contradictions
from workbench.core.evidence.dataset.findings import Found, findings
from workbench.core.evidence.dataset.frames import Frame
from workbench.core.evidence.dataset.gathering import Gathering
from workbench.core.evidence.dataset.near import (
    GoOn,
    Texts,
    duplicates,
    near_duplicates,
    overlap,
    table,
)
from workbench.core.evidence.dataset.readiness import TASKS, Task, concerned, open_ended, stand, taken_out, weighed
from workbench.core.evidence.dataset.report import Finding, Report, Verdict
from workbench.core.evidence.dataset.sharing import Table
from workbench.core.evidence.dataset.spread import token_spread

_PERSONAL = ("email", "card")
_SHARED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for: the kind of task (None guesses), the limit of a row, how tokens are counted."""

    task: str | None = None
    max_tokens: int | None = None
    exact: bool = False
    how: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report is of: its name, sha256 of what was read, whether that was all, notes, what questions share.

    `hint` says how to make rows of it, where that can be told from the file.
    """

    file: str
    sha256: str = ""
    complete: bool = True
    notes: tuple[str, ...] = ()
    frame: Frame = field(default_factory=Frame)
    hint: str = ""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A held-out file: its name, what it holds, and what reads one of its rows again."""

    file: str
    gathered: Gathering
    texts: Texts


def make_report(
    gathered: Gathering, source: Source, asked: Asked, texts: Texts, go_on: GoOn, held: HeldOut | None = None
) -> Report:
    """Return the report of a file.

    Args:
        gathered: Its surveys.
        source: Which file.
        asked: What a person asked for.
        texts: Reads a row again.
        go_on: Asked now and then while rows are compared; False stops that.
        held: A held-out file.
    """
    rows = table(gathered.columns)
    found, notes = _find(gathered, rows, asked, texts, go_on, held, source.frame)
    task = TASKS[asked.task or ("labels" if found.spellings else "narrow")]
    told = weighed(findings(found, asked.max_tokens, open_ended(task, found)), gathered.rows)
    usable, mend = gathered.rows - len(taken_out(told)), concerned(told)
    verdict, reasons = _verdict(gathered, usable, task, told, source.hint)
    return Report(
        file=source.file,
        sha256=source.sha256,
        complete=source.complete,
        rows=gathered.rows,
        usable=usable,
        malformed=tuple(gathered.malformed),
        forms={"messages": gathered.chats, "prompt": len(found.lines) - gathered.chats},
        missing={name: gathered.count(f"missing_{name}") for name in ("system", "user", "assistant")},
        duplicates=found.duplicates,
        near_duplicates=found.near_duplicates,
        contradictions=found.contradictions,
        contradicting=found.contradicting,
        refusals=tuple(found.refusals()),
        label_variants=found.label_variants,
        labels=None if found.spellings is None else _by_count(found.spellings),
        rare_labels=found.rare_labels,
        evenness=None if not found.spellings else labelling.evenness(entry[0] for entry in found.spellings.values()),
        systems=len(gathered.systems),
        distinct_inputs=found.distinct_inputs,
        over_limit=len(found.over_limit),
        max_tokens=asked.max_tokens,
        tokens=token_spread(rows["tokens"], asked.max_tokens, asked.exact, asked.how, gathered.guessed),
        epochs=default_epochs(Decimal(len(found.lines))),
        overlap=found.overlap,
        held_out=None if held is None else held.file,
        held_rows=None if held is None else held.gathered.rows,
        personal_data=found.personal,
        task=task.name,
        assumed_task=asked.task is None,
        findings=told,
        mend=len(mend),
        look=len(concerned(told, "look")),
        shared=(*source.frame.heads, *source.frame.tails),
        verdict=verdict,
        reasons=reasons,
        notes=(*source.notes, *notes),
    )


def _find(
    gathered: Gathering, rows: Table, asked: Asked, texts: Texts, go_on: GoOn, held: HeldOut | None, frame: Frame
) -> tuple[Found, list[str]]:
    """Return what is found by holding rows against each other, and notes on it."""
    lines = rows["line"]
    spellings = gathered.labels if labelling.are_labels(gathered.labels, len(lines)) else None
    variants = tuple(map(tuple, labelling.variants(spellings))) if spellings else ()
    near, compared = near_duplicates(rows, texts, spellings is not None, go_on, frame)
    questions, repeated = contradictions(rows, texts)
    notes = _shared_personal(gathered)
    if not compared:
        notes.append("near duplicates were not all looked for: " + ("too many alike" if go_on() else "stopped"))
    return Found(
        gathered=gathered,
        lines=lines,
        duplicates=tuple((lines[a], lines[b]) for a, b in duplicates(rows)),
        near_duplicates=tuple(tuple(lines[at] for at in group) for group in near),
        contradictions=tuple((lines[a], lines[b]) for question in questions for a, b in question.pairs),
        contradicting=tuple(
            tuple(tuple(lines[at] for at in answer) for answer in question.answers) for question in questions
        ),
        repeated=repeated,
        label_variants=variants,
        spellings=spellings,
        rare_labels=_rare(spellings, variants),
        over_limit=_over(lines, rows["tokens"], asked.max_tokens),
        overlap=_overlap(rows, texts, held, go_on, notes, frame),
        personal=_personal(gathered),
        distinct_inputs=len(set(rows["input"])),
    ), notes


def _over(lines: Sequence[int], tokens: Sequence[int], limit: int | None) -> tuple[int, ...]:
    if limit is None:
        return ()
    return tuple(line for line, size in zip(lines, tokens, strict=True) if size > limit)


def _overlap(
    rows: Table, texts: Texts, held: HeldOut | None, go_on: GoOn, notes: list[str], frame: Frame
) -> tuple[tuple[int, int], ...] | None:
    if held is None:
        return None
    theirs = table(held.gathered.columns)
    pairs, complete = overlap(rows, texts, theirs, held.texts, go_on, frame)
    if not complete:
        notes.append("rows near held-out ones were not all looked for: " + ("too many alike" if go_on() else "stopped"))
    return tuple((rows["line"][at], theirs["line"][other]) for at, other in pairs)


def _verdict(
    gathered: Gathering, usable: int, task: Task, told: Sequence[Finding], hint: str
) -> tuple[Verdict, tuple[str, ...]]:
    wrongs = [finding.says for finding in told if finding.weight == "mend"]
    if not gathered.columns:
        if not gathered.rows:
            return "unreadable", ("there are no rows",)
        return "unreadable", (
            "no row can be read",
            *wrongs,
            f"one JSON object a line is expected, with messages or with prompt and completion{hint}",
        )
    stands = stand(usable, task)
    if usable < task.least:
        return "too few", (stands, *wrongs)
    if wrongs:
        return "mend first", (*wrongs, stands)
    return "ready", (stands, *(f"{finding.says}: to look at" for finding in told if finding.weight == "look"))


def _by_count(spellings: Mapping[str, Sequence[int]]) -> dict[str, int]:
    counts = {label: entry[0] for label, entry in spellings.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _rare(spellings: Mapping[str, Sequence[int]] | None, variants: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return labels of under ten examples and a tenth of an even share; spellings of one label count together."""
    if not spellings:
        return ()
    sums = {label: entry[0] for label, entry in spellings.items()}
    for first, *others in variants:
        sums[first] += sum(sums.pop(other) for other in others)
    even = sum(sums.values()) / len(sums)
    return tuple(label for label, count in sums.items() if count < labelling.RARE and count <= even / 10)


def _personal(gathered: Gathering) -> tuple[tuple[int, str], ...]:
    """Return (line, kind), each once; of a system text at its first row, unless many share it."""
    found = {(line, kind) for kind in _PERSONAL for line in gathered.found.get(kind, ())}
    for rows, line, *kinds in gathered.systems.values():
        if not _is_shared(gathered, rows):
            found |= {(line, kind) for kind in kinds}
    return tuple(sorted(found))


def _is_shared(gathered: Gathering, rows: int) -> bool:
    """Whether a system text of so many rows is the team's, and not of one customer."""
    return rows >= _SHARED or 1 < rows >= gathered.rows / 2


def _shared_personal(gathered: Gathering) -> list[str]:
    words = {"email": "an e-mail address", "card": "a card number"}
    texts = gathered.systems.values()
    found = {kind for rows, _, *kinds in texts if _is_shared(gathered, rows) for kind in kinds}
    return [f"a system text that many rows share has {words[kind]}" for kind in sorted(found)]
