"""What a terminal was sent is judged alike however far the program has come with it."""

from __future__ import annotations

import pytest

from tests.hostile import assert_harmless

SENT = "\x1b[?1049h\x1b[1;1H\x1b[38;5;12m━ Decisions ━\x1b[0m\x1b]22;default\x07\x1b[?2026$p日".encode()


def test_what_came_so_far_is_harmless_wherever_it_ends() -> None:
    for end in range(len(SENT) + 1):
        assert_harmless(SENT[:end], running=True)
    assert_harmless(SENT)


@pytest.mark.parametrize(
    "bad", [b"\x1b]0;owned\x07", b"\x1b[2J", b"\x9b31m", "\u202e".encode(), b"\x1b]22;other\x07", b"\xe2\x94a"]
)
def test_what_is_not_the_programs_own_is_found(bad: bytes) -> None:
    for raw in (bad, SENT + bad + b"x", bad + SENT):
        with pytest.raises(AssertionError, match="reached the terminal"):
            assert_harmless(raw, running=True)
        with pytest.raises(AssertionError, match="reached the terminal"):
            assert_harmless(raw)


@pytest.mark.parametrize("cut", [b"\x1b", b"\x1b[38;5", b"\xe2\x94"])
def test_a_program_that_has_ended_leaves_nothing_half_sent(cut: bytes) -> None:
    with pytest.raises(AssertionError, match="reached the terminal"):
        assert_harmless(SENT + cut)
