"""An instruction in every prompt makes no row like another, neither within a file nor to held-out rows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.store.dataset_made import chat, report, write
from workbench.core.evidence.dataset import near as comparing

INSTRUCTION = (
    "You are a careful annotator for an electronics shop. Read the sentence below and say whether it is positive, "
    "neutral or negative. Never explain. If unsure prefer neutral. Sentence: "
)
WORDS = tuple(
    word
    for line in (
        "the player works well and the sound is rich but its screen broke after few days so i would send back or sell",
        "cheap again never buy this brand since their help is slow and kind staff was of no use at all",
    )
    for word in line.split()
)


def sentences(seed: int, count: int = 150) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=9)) + "." for _ in range(count)]


def rows(
    texts: list[str], before: str = INSTRUCTION, after: str = "\nLabel, in one word alone:"
) -> list[dict[str, object]]:
    return [chat(f"{before}{text}{after}", ("positive", "negative")[text.count("the") % 2], None) for text in texts]


@pytest.mark.parametrize("small", [20_000, 0])
def test_of_short_texts_behind_one_instruction_only_the_real_repeat_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(comparing, "_SMALL", small)
    found = report(tmp_path, rows([*sentences(1), f"So, {sentences(1)[70]}"]), task="labels")
    assert found.near_duplicates == ((71, 151),) and found.shared[0] == INSTRUCTION


def test_held_out_rows_are_told_apart_behind_one_instruction(tmp_path: Path) -> None:
    held = write(tmp_path / "held.jsonl", rows(sentences(2)))
    found = report(tmp_path, rows([*sentences(1), sentences(2)[3]]), against=held)
    assert found.overlap == ((151, 4),) and found.held_rows == 150


def test_a_held_out_row_is_found_where_only_one_file_has_the_instruction(tmp_path: Path) -> None:
    held = write(tmp_path / "held.jsonl", rows(sentences(2), "", ""))
    found = report(tmp_path, rows([*sentences(1), sentences(2)[3]]), against=held)
    assert found.overlap == ((151, 4),)


def test_likeness_is_not_handed_on_from_row_to_row() -> None:
    chain = {(at, at + 1) for at in range(9)}
    assert comparing._groups(chain, lambda one, other: False) == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]
    assert comparing._groups(chain, lambda one, other: other - one < 4) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
