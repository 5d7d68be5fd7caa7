"""Intervals, ASCII and colours."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.charts.specs import Interval, IntervalSpec
from workbench.plot.ascii import ascii_text, to_ascii
from workbench.plot.intervals import draw_intervals
from workbench.plot.rows import Canvas, plain, width

ACCURACY = IntervalSpec(
    (
        Interval("prompt v1", 0.70, 0.63, 0.76, 1, "0.70  0.63..0.76"),
        Interval("prompt v2", 0.75, None, None, 1, "0.75"),
        Interval("tuned v1", 0.92, 0.87, 0.95, 2, "0.92  0.87..0.95"),
    ),
    0.6,
    1.0,
    0.9,
    "target 0.90",
)
DRAWN = """
            0.6        0.7         0.8        0.9        1.0
  prompt v1     ━━━━━━━━●━━━━━━━               ┊             0.70  0.63..0.76
  prompt v2                   ●                ┊                         0.75
  · · ·                                        ┊
  tuned v1                                 ━━━━━━●━━━        0.92  0.87..0.95
                                          target 0.90
"""
SIGNS = "● ○ ◆ ◇ ■ ▌ ▷ ▼ ▽ ✓ × · – … ┊ ╎ ╌ ─ ━ ═ │ ┃ ║ ┌ ┏ ╔ ┴ ┷ █ ⠒ ⣿"

floats = st.floats(allow_nan=True) | st.floats(0, 1)
texts = st.text(max_size=30) | st.sampled_from(["n" * 300, "全角" * 30])
intervals = st.builds(Interval, texts, floats, st.none() | floats, st.none() | floats, st.integers(1, 8), texts)
specs = st.builds(IntervalSpec, st.lists(intervals, max_size=5).map(tuple), floats, floats, st.none() | floats, texts)


def test_exact_drawing() -> None:
    assert plain(draw_intervals(ACCURACY, 77)) == DRAWN.strip("\n")


@settings(max_examples=150, deadline=None)
@given(specs, st.integers(1, 200))
def test_any_spec_fills_the_width(spec: IntervalSpec, columns: int) -> None:
    rows = draw_intervals(spec, columns)
    assert {width(row) for row in rows} == {columns}
    assert draw_intervals(spec, columns) == rows
    assert all(span.text.isascii() for row in to_ascii(rows) for span in row)


def test_every_sign_of_ours_has_an_ascii_one_of_its_own_kind() -> None:
    plain_signs = ascii_text(SIGNS)
    assert len(plain_signs) == len(SIGNS) and "?" not in plain_signs
    assert ascii_text("⠒⣿\u2800") == ".* "
    assert ascii_text("全é") == "???"


def test_a_wide_character_is_never_left_in_half() -> None:
    canvas = Canvas(6, 1)
    canvas.put(1, 0, "全角")
    canvas.put(2, 0, "x")
    assert plain(canvas.rows()) == "  x角"
    canvas.put(5, 0, "全")
    assert width(canvas.rows()[0]) == 6


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(-3, 20), st.text("ab全角é\u0301 ", max_size=9)), max_size=8))
def test_a_canvas_keeps_its_width(writes: list[tuple[int, str]]) -> None:
    canvas = Canvas(17, 1)
    for x, text in writes:
        canvas.put(x, 0, text)
    assert width(canvas.rows()[0]) == 17
