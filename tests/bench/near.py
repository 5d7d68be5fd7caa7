"""Near duplicates among many rows: how many of those planted are found, by the length of their text."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.report import Line
from workbench.core.evidence.dataset.alike import Text, near
from workbench.store.dataset_files import read_dataset

ROWS, PLANTED = 20_000, 1_000
LENGTHS = ((6, 12), (13, 24), (25, 60))
_STARTS = ("b", "br", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "th", "v", "w")
_SYLLABLES = tuple(start + end for start in _STARTS for end in ("a", "e", "en", "i", "o", "er", "u"))


def _vocabulary(draw: random.Random, size: int = 3_000) -> tuple[list[str], list[float]]:
    """Words of one syllable to four, short ones first, and how often each is said: by Zipf's law."""
    words = list(dict.fromkeys("".join(draw.choices(_SYLLABLES, k=1 + at * 4 // size)) for at in range(size)))
    return words, [1 / (at + 2) for at in range(len(words))]


def _edited(
    draw: random.Random, text: Sequence[str], words: Sequence[str], weights: Sequence[float], most: int = 3
) -> list[str]:
    """Return a text in which one word or a few were put in, taken out or replaced."""
    changed = list(text)
    for _ in range(draw.randint(1, most)):
        at = draw.randrange(len(changed))
        change = draw.choice(("in", "out", "instead"))
        changed[at : at + (change != "in")] = [] if change == "out" else draw.choices(words, weights)
    return changed


def plant(
    path: Path, rows: int = ROWS, planted: int = PLANTED, lengths: tuple[int, int] = (6, 60)
) -> list[tuple[int, int, int]]:
    """Write a file of so many rows without digits, some of them others with a few words changed.

    Returns:
        (line, line, words) of those pairs that are near by definition: a word can be too much for a short text.
    """
    draw = random.Random(5)
    words, weights = _vocabulary(draw)
    texts = [draw.choices(words, weights, k=draw.randint(*lengths)) for _ in range(rows - planted)]
    answers = [draw.choices(words, weights, k=12) for _ in texts]
    origins = draw.sample(range(len(texts)), planted)
    texts += [_edited(draw, texts[at], words, weights) for at in origins]
    # Of every second one the answer was changed, too.
    answers += [_edited(draw, answers[at], words, weights, 1) if at % 2 else answers[at] for at in origins]
    lines = [[{"role": "user", "content": " ".join(one)}, {"role": "assistant", "content": " ".join(two)}]
             for one, two in zip(texts, answers, strict=True)]  # fmt: skip
    path.write_text("".join(json.dumps({"messages": line}) + "\n" for line in lines))
    pairs = [(at, rows - planted + place) for place, at in enumerate(origins)]
    return [
        (one + 1, other + 1, len(texts[one]))
        for one, other in pairs
        if texts[one] != texts[other]
        and all(near(*(Text(" ".join(side[at])) for at in (one, other))) for side in (texts, answers))
    ]


def found(path: Path, pairs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return those pairs that the report has in one group."""
    groups = read_dataset(path, task="tone").near_duplicates
    group = {line: at for at, lines in enumerate(groups) for line in lines}
    return [pair for pair in pairs if pair[0] in group and group[pair[0]] == group.get(pair[1])]


def measure() -> list[Line]:
    """Return the rows of the table."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.jsonl"
        for low, high in LENGTHS:
            pairs = plant(path, lengths=(low, high))
            share = len(found(path, pairs)) / len(pairs)
            told = f"{100 * share:.1f} % of {len(pairs):,}"
            lines.append(Line(f"near duplicates found among {ROWS:,} rows of {low} to {high} words", told))
    return lines
