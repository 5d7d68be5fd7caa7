"""What the pen writes shows the same cells as every run written with all its codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.tui.conftest import Opener
from workbench.tui.widgets.exact import WholeUpdate
from workbench.tui.widgets.pen import Pen

SYSTEMS = (ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR)
COLOURS = st.sampled_from([None, "default", "red", "bright_cyan", "#5fd7d7", "#1c1c1c", "color(244)"])
FLAGS = st.sampled_from([None, True, False])
STYLES = st.builds(Style, color=COLOURS, bgcolor=COLOURS, bold=FLAGS, dim=FLAGS, reverse=FLAGS, underline=FLAGS)
SEGMENTS = st.lists(st.builds(Segment, st.text("ab ⣀日", max_size=3), st.none() | STYLES), max_size=12)
PIECE = re.compile(r"\x1b\[([0-9;]*)m|(.)", re.S)
LINES = frozenset({"4", "7", "9"})
Cell = tuple[str, str, str, frozenset[str]]


def shown(written: str) -> tuple[list[Cell], tuple[str, str, frozenset[str]]]:
    """Read text with SGR as a terminal does: each character with ink, ground and attributes; and what is on at the end.

    The terminal's own colour is "39" or "49". A blank without a line through or under it shows its ground alone.
    """
    ink, ground, on = "39", "49", frozenset[str]()
    cells: list[Cell] = []
    for codes, char in PIECE.findall(written):
        if char:
            cells.append((char, ink, ground, on) if char != " " or on & LINES else (char, "", ground, frozenset()))
            continue
        numbers = codes.split(";")
        while numbers:
            number = numbers.pop(0)
            if number in {"38", "48"}:
                count = 1 if numbers[0] == "5" else 3
                colour = ";".join([number, *numbers[: count + 1]])
                numbers = numbers[count + 1 :]
                ink, ground = (colour, ground) if number == "38" else (ink, colour)
            elif number in {"", "0"}:
                ink, ground, on = "39", "49", frozenset()
            elif re.fullmatch(r"3\d|9\d", number):
                ink = number
            elif re.fullmatch(r"4\d|10\d", number):
                ground = number
            else:
                on |= {number}
    return cells, (ink, ground, on)


@given(SEGMENTS, st.sampled_from(SYSTEMS))
def test_the_cells_are_those_of_runs_that_are_written_whole(segments: list[Segment], system: ColorSystem) -> None:
    pen = Pen(system)
    written = pen.write(segments) + pen.lift()
    whole = "".join(
        Strip.render_style(style, text, system) if style is not None else text for text, style, _ in segments
    )
    assert shown(written)[0] == shown(whole)[0]
    assert shown(written)[1] == ("39", "49", frozenset()), "nothing stays on"


@given(SEGMENTS)
def test_pieces_of_one_update_share_what_is_on(segments: list[Segment]) -> None:
    apart, at_once = Pen(ColorSystem.EIGHT_BIT), Pen(ColorSystem.EIGHT_BIT)
    pieces = "".join(apart.write([segment]) for segment in segments) + apart.lift()
    assert pieces == at_once.write(segments) + at_once.lift()


def test_a_blank_has_no_ink_of_its_own() -> None:
    pen = Pen(ColorSystem.EIGHT_BIT)
    curve, rule, marked = Style(color="color(80)"), Style(color="color(240)", bold=True), Style(reverse=True)
    assert pen.write([Segment("a", curve), Segment("  ", rule), Segment("b", curve)]) == "\x1b[38;5;80ma  b"
    assert pen.write([Segment("  ", marked)]) == "\x1b[7;39m  "


def test_only_what_differs_is_written() -> None:
    pen = Pen(ColorSystem.EIGHT_BIT)
    first, second = Style(color="color(80)", bgcolor="color(234)"), Style(color="color(114)", bgcolor="color(234)")
    assert pen.write([Segment("a", first), Segment("b", first)]) == "\x1b[38;5;80;48;5;234mab"
    assert pen.write([Segment("c", second)]) == "\x1b[38;5;114mc"
    assert pen.write([Segment("d", second + Style(bold=True)), Segment("e", second)]) == (
        "\x1b[1md\x1b[0;38;5;114;48;5;234me"
    )
    assert pen.lift() == "\x1b[0m" and pen.lift() == ""


@pytest.mark.parametrize("theme", ["dark", "light", "sixteen"])
async def test_a_whole_page_is_written_as_textual_would(open_app: Opener, theme: str) -> None:
    async with open_app(theme=theme) as hand:
        console = Console(color_system="256", force_terminal=True)
        update = hand.screen._compositor.render_full_update()
        assert isinstance(update, WholeUpdate)
        ours = update.render_segments(console)
        theirs = super(WholeUpdate, update).render_segments(console)
        move = r"\x1b\[[0-9;]*H|\n"
        assert shown(re.sub(move, "", ours))[0] == shown(re.sub(move, "", theirs))[0]
        assert len(ours) < len(theirs)
