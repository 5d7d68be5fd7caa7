"""What questions share is learnt and taken off, and nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.dataset.frames import LEAST, Frame, learnt

HEAD = "Classify the sentiment of the text. Answer with the label only.\n\nText: "
TAIL = "\n\nThe label is one of positive, neutral and negative:"
TASKS = ("Summarise what follows in one sentence, without any words of your own and without names in it.\n",
         "Translate what follows into French, keep every placeholder as it is and add nothing to it at all.\n",
         "Say whether the author of what follows is pleased, and with what, in five words of prose.\n")  # fmt: skip


def sayings(count: int = 60) -> list[str]:
    draw = random.Random(3)
    return ["".join(draw.choices("abcdefghij klmno pqrstu vwxyz", k=40)) for _ in range(count)]


def test_an_instruction_before_and_after_is_learnt_to_its_last_word() -> None:
    frame = learnt(f"{HEAD}{text}{TAIL}" for text in sayings())
    assert frame == Frame((HEAD,), (TAIL,))
    assert [frame.bare(f"{HEAD}{text}{TAIL}") for text in sayings()] == sayings()


def test_a_line_among_others_is_learnt() -> None:
    frame = learnt(f"{text}\nAnswer in one word.\n{text[::-1]}" for text in sayings())
    assert frame.bare("a\nAnswer in one word.\nb") == "a\nb"


def test_of_several_tasks_in_one_file_each_has_its_own() -> None:
    texts = [TASKS[at % 3] + text for at, text in enumerate(sayings(90))]
    frame = learnt(texts)
    assert set(frame.heads) == set(TASKS) and [frame.bare(text) for text in texts] == sayings(90)


@pytest.mark.parametrize("texts", [sayings(), [HEAD + text for text in sayings(LEAST - 1)], [HEAD] * 100, []])
def test_few_questions_or_different_ones_share_nothing(texts: list[str]) -> None:
    assert not learnt(texts)


def test_of_two_questions_only_what_both_have_is_taken_off() -> None:
    frame = Frame((HEAD,), (TAIL,))
    assert frame.apart(f"{HEAD}a{TAIL}", f"{HEAD}b") == (f"a{TAIL}", "b")


@pytest.mark.parametrize("change", [("label only", "labels only"), ("Classify", "classify"), ("one of", "any of")])
def test_a_frame_with_a_change_in_it_is_known_by_its_ends(change: tuple[str, str]) -> None:
    text = f"{HEAD}where is it{TAIL}"
    bare = Frame((HEAD,), (TAIL,)).bare(text.replace(*change))
    assert bare == (text.replace(*change) if change[0] == "Classify" else "where is it").removesuffix(TAIL)


@given(st.lists(st.text(alphabet="ab \n", max_size=60), max_size=60), st.text(alphabet="ab \n"), st.text())
def test_what_is_left_of_each_line_is_part_of_the_question(texts: list[str], one: str, other: str) -> None:
    frame = learnt(texts)
    for text in [*texts, one, other]:
        assert all(line in text for line in frame.bare(text).split("\n"))
    assert frame.apart(one, one)[0] == frame.apart(one, one)[1]
