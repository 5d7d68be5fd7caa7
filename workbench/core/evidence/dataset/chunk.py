"""A survey of some whole lines of a file: findings by line, and a few numbers for each row instead of its text."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from workbench.core.evidence.dataset.checks import LEAST_CARD, has_card, has_email, refuses
from workbench.core.evidence.dataset.folding import digits, ends, fold, windows
from workbench.core.evidence.dataset.rows import Example, Layout, Malformed, example, layout, parts

Count = Callable[[str], int]
WINDOWS, SHORT = ("w1", "w2", "w3", "w4"), ("w5", "w6", "w7", "w8")
COLUMNS = (
    "line", "offset", "same", "whole", "asked", "answer", "input", "digits", "head", "tail", "tokens",
    *WINDOWS, *SHORT,
)  # fmt: skip
"""What is kept of a row, 8 bytes each.

`same` is a hash of all its turns; `asked` of its folded system text and question, `input` of the folded question,
`answer` of the folded answer (a short one keeps its signs), `whole` of both; `digits` of the question's digits, `head`
and `tail` of the answer's ends. `w1` to `w8` are hashes of the question's windows, each xor those of its digits and of
one end of the answer, by turns: what is near in all three is worth a look. `w5` to `w8` are 0 where the question is
long. Hashes are alike among surveys of one process, or of processes with one hash seed, and no others.
"""
LABEL = 48
"""Longest answer, in characters, that may be a label."""
_NONE = (0, 0, 0, 0)
_LABELS = 1000
_LINES = 5
_SHORT = 8
_SHORT_ANSWER = 4
_SHORT_TEXT = 64
_TELLING = 40
_KEPT = 4096
_ROOM = 200_000


@dataclass(slots=True)
class Chunk:
    """What some lines of a file hold.

    Args:
        lines: Line ends passed, blank ones too.
        rows: Lines that are not blank.
        malformed: (line, why).
        chats: Well-formed rows that have turns; the others are a prompt and a completion.
        found: Line numbers by kind of finding.
        labels: Short answers as they are spelled, with [count, first lines]; None when there are too many to be labels.
        systems: Hash of each system text with [rows, first line, kinds of personal data in it, ...].
        columns: `COLUMNS` of every well-formed row, one row after the other.
        guessed: Rows with tokens that can only be guessed.
    """

    lines: int = 0
    rows: int = 0
    malformed: list[tuple[int, str]] = field(default_factory=list)
    chats: int = 0
    found: dict[str, array[int]] = field(default_factory=dict)
    labels: dict[str, list[int]] | None = field(default_factory=dict)
    systems: dict[int, list[Any]] = field(default_factory=dict)
    columns: array[int] = field(default_factory=lambda: array("q"))
    guessed: int = 0

    def note(self, kind: str, line: int) -> None:
        """Keep a line for a kind of finding."""
        lines = self.found.get(kind)
        if lines is None:
            lines = self.found[kind] = array("q")
        lines.append(line)


class NotJson(ValueError):
    """A number that JSON does not have."""


def _refuse(name: str) -> float:
    raise NotJson(f"{name} is not JSON")


# `decode` looks for blanks around the value first; here they are cut off already.
_scan: Callable[[str, int], tuple[object, int]] = json.JSONDecoder(parse_constant=_refuse).scan_once  # type: ignore[attr-defined]


def parse(line: bytes) -> object:
    """Return a line's JSON.

    Raises:
        Malformed: It is none; names what is wrong, and where.
    """
    try:
        text = line.decode("utf-8")
        data, end = _scan(text, 0)
    except UnicodeDecodeError as error:
        raise Malformed(f"not UTF-8: byte 0x{error.object[error.start]:02x} at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error.msg}, at character {error.pos + 1}") from None
    except StopIteration as error:
        raise Malformed(f"not JSON: a value is expected at character {error.value + 1}") from None
    except NotJson as error:
        raise Malformed(str(error)) from None
    except RecursionError:
        raise Malformed("not JSON that can be read: nested too deep") from None
    except ValueError:
        raise Malformed("not JSON that can be read: a number of too many digits") from None
    if end != len(text):
        raise Malformed(f"not JSON: more after the end, at character {len(text) - len(text[end:].lstrip()) + 1}")
    return data


class Surveyor:
    """Surveys chunk after chunk.

    Args:
        count: Tokens of a text, exactly; None estimates.
        estimate: Tokens of a text, about; of a chunk of many rows only some are asked for, and the others follow from
            these by their length.
    """

    def __init__(self, count: Count | None, estimate: Count) -> None:
        self._exact = count
        self._estimate = estimate
        self._known: dict[str, int] = {}
        self._frames: dict[tuple[str, ...], int] = {}
        self._room = _ROOM
        self._ratio = 0.0
        self._stride = 1
        self._seen = 0

    def survey(self, block: bytes, first_line: int, offset: int) -> Chunk:
        """Return what some whole lines hold; the first is line `first_line` and begins at byte `offset`."""
        chunk = Chunk()
        lines = block.split(b"\n")
        if not lines[-1]:
            lines.pop()
        chunk.lines = len(lines)
        self._stride, self._seen, self._ratio = max(1, len(lines) // 128), 0, 0.0
        number = first_line - 1
        for raw in lines:
            number += 1
            line = raw.strip()
            if line:
                chunk.rows += 1
                try:
                    self._row(chunk, number, offset, line, example(parse(line)))
                except Malformed as problem:
                    chunk.malformed.append((number, str(problem)))
            offset += len(raw) + 1
        return chunk

    def _row(self, chunk: Chunk, number: int, offset: int, line: bytes, row: Example) -> None:
        system, asked, answer = parts(row)
        folded, answered = fold(asked), fold(answer)
        numbers = digits(folded)
        input_hash = hash(folded)
        answer_hash = hash(answered) if len(answer) > LABEL else hash(_short_form(answer))
        system_hash = hash(system) if system else 0
        number_hash = hash(numbers)
        head, tail = map(hash, ends(answered))
        to_head, to_tail = number_hash ^ head, number_hash ^ tail
        one, two, three, four, *short = map(hash, windows(folded))
        chunk.columns.extend(
            (
                number, offset, hash((row.roles, *row.texts)), hash((input_hash, answer_hash)),
                hash((system_hash, input_hash)), answer_hash, input_hash, number_hash, head, tail, self._tokens(row),
                one ^ to_head, two ^ to_tail, three ^ to_tail, four ^ to_head,
            )
        )  # fmt: skip
        if short:
            five, six, seven, eight = short
            chunk.columns.extend((five ^ to_head, six ^ to_tail, seven ^ to_tail, eight ^ to_head))
        else:
            chunk.columns.extend(_NONE)
        _texts(chunk, number, asked, answer, folded, answered)
        spoken = [row.texts[at] for at in _shape(chunk, number, row).spoken]
        if b"@" in line or len(numbers) + len(digits(answered)) >= LEAST_CARD or len(spoken) > 2:
            for kind in _personal(spoken):
                chunk.note(kind, number)
        if system:
            count = chunk.systems.get(system_hash)
            if count is None:
                chunk.systems[system_hash] = [1, number, *_personal([system])]
            else:
                count[0] += 1
        for text in row.texts:
            if not text.isascii() and _is_broken(text):
                chunk.note("surrogates", number)
                break
        if _doubtful(row, line):
            _twins(chunk, number, line)

    def _tokens(self, row: Example) -> int:
        """Return a row's tokens: 3 a message, its values, 1 more for a name, 3 for the reply; of a prompt its texts."""
        total = self._frame(row.roles) if row.chat else 0
        for text in row.texts:
            total += self._of(text)
        if row.names:
            total += sum(1 + self._of(name) for name in row.names)
        return total + (self._of(row.tools) if row.tools else 0)

    def _frame(self, roles: tuple[str, ...]) -> int:
        tokens = self._frames.get(roles)
        if tokens is None:
            tokens = 3 + sum(3 + self._of(role) for role in roles)
            if len(self._frames) < _KEPT:
                self._frames[roles] = tokens
        return tokens

    def _of(self, text: str) -> int:
        tokens = self._known.get(text)
        if tokens is None:
            if self._exact is None:
                return self._about(text)
            tokens = self._exact(text)
            if len(self._known) < _KEPT and (len(text) <= _SHORT_TEXT or self._room > 0):
                self._room -= len(text)
                self._known[text] = tokens
        return tokens

    def _about(self, text: str) -> int:
        if not text:
            return 0
        self._seen += 1
        if self._ratio and self._seen % self._stride:
            return max(1, round(self._ratio * len(text)))
        tokens = self._estimate(text)
        if len(text) >= _TELLING:
            ratio = tokens / len(text)
            self._ratio = 0.9 * self._ratio + 0.1 * ratio if self._ratio else ratio
        return tokens


def _shape(chunk: Chunk, number: int, row: Example) -> Layout:
    shape = layout(row.roles)
    if row.chat:
        chunk.chats += 1
        for kind in shape.lacks:
            chunk.note(kind, number)
    else:
        chunk.note("prompt_form", number)
    if row.uncounted:
        chunk.guessed += 1
    return shape


def _texts(chunk: Chunk, number: int, asked: str, answer: str, folded: bytes, answered: bytes) -> None:
    if not (folded and answered) and not (asked.strip() and answer.strip()):
        chunk.note("empty", number)
    elif len(folded) < _SHORT:
        chunk.note("short", number)
    if refuses(answer):
        chunk.note("refusal", number)
    elif len(answer) <= LABEL and answer.strip():
        if 0 < len(answered) < _SHORT_ANSWER:
            chunk.note("short_answer", number)
        _label(chunk, number, answer)


def _short_form(answer: str) -> str:
    """Fold a short answer: ``-1`` is not ``1``, and ``3.5`` is not ``35``."""
    return " ".join(answer.casefold().split()).rstrip(".!")


def _label(chunk: Chunk, number: int, answer: str) -> None:
    labels = chunk.labels
    if labels is None or "\n" in answer.strip():
        return
    entry = labels.get(answer)
    if entry is not None:
        entry[0] += 1
        if len(entry) <= _LINES:
            entry.append(number)
    elif len(labels) < _LABELS:
        labels[answer] = [1, number]
    else:
        chunk.labels = None


def _personal(texts: Iterable[str]) -> tuple[str, ...]:
    kinds = {}
    for text in texts:
        if has_email(text):
            kinds["email"] = True
        if has_card(text):
            kinds["card"] = True
    return tuple(kinds)


def _is_broken(text: str) -> bool:
    """Whether there is half a surrogate pair in a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _doubtful(row: Example, line: bytes) -> bool:
    """Whether a key may be there twice; the answer is quick, and rarely yes."""
    turns = len(row.roles)
    if row.plain and line.count(b'":') == 2 * turns + 1:
        return False
    if not row.chat:
        return line.count(b'"prompt"') != 1 or line.count(b'"completion"') != 1
    return line.count(b'"role"') != turns or line.count(b'"content"') != turns or line.count(b'"messages"') > 1


class _Twin(Exception):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twin
    return found


def _twins(chunk: Chunk, number: int, line: bytes) -> None:
    try:
        json.loads(line, object_pairs_hook=_once)
    except _Twin:
        chunk.note("duplicate_keys", number)
