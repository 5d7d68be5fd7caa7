"""Surveying whole lines: what a worker process does, and all that it loads (no pydantic here)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from workbench.core.evidence.dataset.checks import EVASIONS, LEAST_CARD, evades, has_card, has_email, refuses
from workbench.core.evidence.dataset.chunk import Chunk
from workbench.core.evidence.dataset.folding import digits, ends, fold, folds, short_windows, windows
from workbench.core.evidence.dataset.frames import Frame
from workbench.core.evidence.dataset.parsing import parse, repeats_a_key
from workbench.core.evidence.dataset.row_tokens import Count, RowTokens
from workbench.core.evidence.dataset.rows import Example, Layout, Malformed, example, layout, parts

LABEL = 48
"""Longest answer, in characters, that may be a label."""
_NONE = (0, 0, 0, 0)
_LABELS = 1000
_SHORT = 8
_SHORT_ANSWER = 4


class Surveyor:
    """Surveys chunk after chunk.

    Args:
        count: Tokens of a text, exactly; None estimates.
        estimate: Tokens of a text, about.
        frame: What questions share, which is not compared.
    """

    def __init__(self, count: Count | None, estimate: Count, frame: Frame | None = None) -> None:
        self._frame = frame
        self._tokens = RowTokens(count, estimate)

    def survey(self, block: bytes, first_line: int, offset: int) -> Chunk:
        """Return what some whole lines hold; the first is line `first_line` and begins at byte `offset`."""
        chunk = Chunk()
        lines = block.split(b"\n")
        if not lines[-1]:
            lines.pop()
        chunk.lines = len(lines)
        self._tokens.begin(len(lines))
        for number, raw in enumerate(lines, first_line):
            line = raw.strip()
            if line:
                chunk.rows += 1
                try:
                    row = example(parse(line))
                except Malformed as problem:
                    chunk.malformed.append((number, str(problem)))
                else:
                    self._row(chunk, number, offset, line, row)
            offset += len(raw) + 1
        return chunk

    def _row(self, chunk: Chunk, number: int, offset: int, line: bytes, row: Example) -> None:
        shape = layout(row.roles)
        system, asked, answer = row.texts if shape.single else parts(row)
        (spaceless, folded), answered = folds(asked), fold(answer)
        numbers = digits(folded)
        _note_texts(chunk, number, asked, answer, folded, answered)
        if not row.chat or shape.lacks or row.uncounted:
            _note_shape(chunk, number, row, shape)
        chunk.chats += row.chat
        if b"@" in line or len(numbers) + len(digits(answered)) >= LEAST_CARD or len(row.texts) > 3:
            for kind in _personal([row.texts[at] for at in shape.spoken]):
                chunk.note(kind, number)
        if system:
            _add_system(chunk, number, system)
        # Half a surrogate pair can only come from an escape: bytes that hold one are no UTF-8.
        if b"\\u" in line and any(map(_is_broken, row.texts)):
            chunk.note("surrogates", number)
        if repeats_a_key(row, line):
            chunk.note("duplicate_keys", number)
        input_hash, answer_hash = hash(folded), hash(answered if len(answer) > LABEL else _short_form(answer))
        digits_hash, (first, last) = hash(numbers), ends(answered)
        head, tail = hash(first), hash(last)
        to_head, to_tail = digits_hash ^ head, digits_hash ^ tail
        bare = fold(self._frame.bare(asked)) if self._frame else folded
        one, two, three, four = windows(bare)
        more = _NONE
        if not numbers and (short := short_windows(bare)):
            five, six, seven, eight = map(hash, short)
            more = (five ^ to_head, six ^ to_tail, seven ^ to_tail, eight ^ to_head)
        chunk.columns.extend(
            (
                number, offset, hash((row.roles, *row.texts)), hash((input_hash, answer_hash)),
                hash((system, spaceless)), answer_hash, input_hash, digits_hash, head, tail, self._tokens.of(row),
                hash(one) ^ to_head, hash(two) ^ to_tail, hash(three) ^ to_tail, hash(four) ^ to_head, *more,
            )
        )  # fmt: skip


def _note_shape(chunk: Chunk, number: int, row: Example, shape: Layout) -> None:
    if row.chat:
        for kind in shape.lacks:
            chunk.note(kind, number)
    else:
        chunk.note("prompt_form", number)
    chunk.guessed += row.uncounted


def _note_texts(chunk: Chunk, number: int, asked: str, answer: str, folded: bytes, answered: bytes) -> None:
    if not (folded and answered) and not (asked.strip() and answer.strip()):
        chunk.note("empty", number)
    elif len(folded) < _SHORT:
        chunk.note("short", number)
    if refuses(answer):
        chunk.note("refusal", number)
    elif len(answer) <= LABEL and answer.strip():
        if 0 < len(answered) < _SHORT_ANSWER:
            chunk.note("short_answer", number)
        if answered in EVASIONS and evades(answer, answered):
            chunk.note("evasion", number)
        _label(chunk, number, answer)


def _add_system(chunk: Chunk, number: int, system: str) -> None:
    key = hash(system)
    count = chunk.systems.get(key)
    if count is None:
        chunk.systems[key] = [1, number, *_personal([system])]
    else:
        count[0] += 1


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
        entry.append(number)
    elif len(labels) < _LABELS:
        labels[answer] = array("q", (1, number))
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
