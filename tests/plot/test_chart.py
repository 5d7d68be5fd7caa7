"""Line charts: exact drawings, and what holds for any spec and size."""

from __future__ import annotations

import subprocess
import sys
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.charts.specs import ChartSpec, Curve, Mark
from workbench.plot.ascii import to_ascii
from workbench.plot.chart import apart, draw
from workbench.plot.rows import Row, plain, width
from workbench.plot.ticks import short, tick_labels

PAYS = ChartSpec(
    "Cost so far",
    (
        Curve("prompt", 1, ((0, 0), (1, 69.2)), "$69", True),
        Curve("cached", 2, ((0, 0), (1, 42)), "$42"),
        Curve("small", 3, ((0, 0), (1, 1.4)), "$1"),
        Curve("tuned", 4, ((0, 20), (1, 29)), "$29", True),
    ),
    x_label="2,565 requests",
    y_max=70,
    mark=Mark(1 / 3, 23, "855"),
)

SIZES = [(20, 3), (40, 5), (79, 7), (51, 13), (200, 60)]

values = st.one_of(
    st.sampled_from([0.0, 1.0, 1e-9, 1e15, 5e-324, 1.7e308, -1.0]),
    st.floats(0, 1e15),
    st.floats(1e-9, 1),
    st.floats(allow_nan=True),
)
texts = st.one_of(st.text(max_size=12), st.sampled_from(["全角文字" * 20, "n" * 300, "e\u0301" * 30, "\x1b[31m", ""]))
points = st.lists(st.tuples(values, values), max_size=40).map(lambda many: tuple(sorted(many, key=repr)))
curves = st.builds(Curve, texts, st.integers(1, 9), points, texts, st.booleans())
specs = st.builds(
    lambda title, curves, **more: ChartSpec(title, curves, **more),
    texts,
    st.lists(curves, max_size=6).map(tuple),
    x_max=values.filter(isfinite),
    x_label=texts,
    y_min=values.filter(isfinite),
    y_max=values.filter(isfinite),
    y_unit=st.sampled_from(["money", "count", "ratio", "months"]),
    currency=st.sampled_from(["USD", "EUR", "CHF"]),
    mark=st.none() | st.builds(Mark, values, values, texts),
    note=texts,
)
sizes = st.tuples(st.integers(20, 200), st.integers(3, 60))


def column_of(rows: list[Row], sign: str) -> set[int]:
    lines = ["".join(span.text for span in row) for row in rows]
    return {x for line in lines for x, char in enumerate(line) if char == sign}


@settings(max_examples=150, deadline=None)
@given(specs, sizes)
def test_any_spec_fills_the_size_exactly_and_twice_the_same(spec: ChartSpec, size: tuple[int, int]) -> None:
    rows = draw(spec, *size)
    assert [width(row) for row in rows] == [size[0]] * size[1]
    assert draw(spec, *size) == rows
    ascii_rows = to_ascii(rows)
    assert all(span.text.isascii() for row in ascii_rows for span in row)
    assert [width(row) for row in ascii_rows] == [size[0]] * size[1]


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), sizes, st.sampled_from([1e-9, 1.0, 12.0, 1e15]))
def test_the_marker_stands_in_the_column_of_its_x(x: float, y: float, size: tuple[int, int], scale: float) -> None:
    spec = PAYS._replace(curves=(), mark=Mark(x * scale, y * 70, "m"), x_max=scale)
    curve = Curve("a", 1, ((0.0, 70.0), (scale, 70.0)), "$70")
    rows = draw(spec._replace(curves=(curve,)), *size)
    axis = "".join(span.text for span in rows[-1])
    left = axis.index("└") + 1
    area = next(
        x
        for x, char in enumerate("".join(span.text for span in rows[0])[left:])
        if char not in "┊◆" and char < "\u2800"
    )
    found = column_of(rows, "◆")
    assert found == {left + min(area - 1, int(x * scale / scale * area))}
    assert column_of(rows, "┊") <= found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "points",
    [((0, 0), (1, 0)), ((0, 5), (1, 5)), ((0.5, 5),), ((0, 0),), ((0, 0), (0, 9), (1, 9)), ((0, -1e15), (1, 1e15))],
)
def test_a_lone_line_is_drawn(size: tuple[int, int], points: tuple[tuple[float, float], ...]) -> None:
    top = max(y for _, y in points) or 1.0
    rows = draw(ChartSpec("c", (Curve("a", 1, points, "$5"),), y_max=top), *size)
    assert any("\u2800" < char < "\u28ff" for row in rows for span in row for char in span.text)


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1.0, 1e6, 1e15])
def test_the_picture_does_not_depend_on_the_scale(scale: float) -> None:
    def scaled(spec: ChartSpec) -> ChartSpec:
        many = tuple(
            curve._replace(points=tuple((x * scale, y * scale) for x, y in curve.points)) for curve in spec.curves
        )
        mark = Mark(scale / 3, 23 * scale, "855")
        return spec._replace(curves=many, x_max=scale, y_max=70 * scale, mark=mark, y_unit="count")

    def picture(spec: ChartSpec) -> list[str]:
        lines = plain(draw(scaled(spec), 79, 13)).split("\n")
        return [line[max(line.find("┤"), line.find("│")) + 1 : 60] for line in lines]

    wide = [line[:40] for line in picture(PAYS)]
    reference = plain(draw(scaled(PAYS)._replace(y_unit="months"), 79, 13)).split("\n")
    assert wide == [line[max(line.find("┤"), line.find("│")) + 1 : 60][:40] for line in reference]


def test_lines_far_outside_are_cut_off_quickly() -> None:
    rows = draw(ChartSpec("c", (Curve("a", 1, ((0, 0), (1e-3, 1e15)), "$1"),), x_max=1, y_max=1), 79, 7)
    assert len(rows) == 7


def test_under_ten_rows_only_kept_curves_are_drawn() -> None:
    roles = {span.role for row in draw(PAYS, 79, 7) for span in row}
    assert "series1" in roles and "series4" in roles and "series2" not in roles
    assert "series2" in {span.role for row in draw(PAYS, 79, 13) for span in row}


def test_exact_drawing_under_ten_rows() -> None:
    assert plain(draw(PAYS, 79, 7)) == SHORT.strip("\n")


SHORT = """
  $70┤                    ┊                               ⣀⣀⡠⠤⠤⠔⠒⠒⠉⠉ prompt $69
     │                    ┊                    ⢀⣀⣀⡠⠤⠤⠒⠒⠊⠉⠉
     │                    ┊          ⢀⣀⣀⠤⠤⠔⠒⠒⠉⠉⠁
     │                    ┊⣀⣀⣠⣤⣤⣒⣒⣒⣉⣉⣁⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤ tuned $29
     │⠒⠒⠒⠉⠉⠉⠉⠉⠉⠉⢉⣉⣉⠭⠭⠭⠛⠛⠋⠉◆⠉⠉
   $0┤⣀⣀⣀⠤⠤⠔⠒⠒⠉⠉⠁         ┊
     └────────────────── 855 ──────────────────────── 2,565 requests
"""


def test_exact_drawing_of_a_note_beside_curves() -> None:
    note = "tuned never pays: each request costs $0.003 more than the baseline"
    rows = draw(PAYS._replace(mark=None, note=note, x_label="12 months"), 79, 7)
    text = plain(rows).split("\n")
    assert text[0].startswith("  $70┤  tuned never pays: each request costs ")
    assert text[1].startswith("     │  $0.003 more than the baseline ")
    assert text[-1].endswith("─ 12 months")
    assert not column_of(rows, "┊")


def test_a_note_without_curves_stands_halfway_down() -> None:
    rows = draw(ChartSpec("c", note="Nothing to draw yet."), 79, 7)
    assert plain(rows) == "\n\n\n  Nothing to draw yet.\n\n\n"


def test_names_on_one_row_move_apart() -> None:
    same = tuple(Curve(name, slot, ((0, 1), (1, 1)), "$1", True) for slot, name in enumerate("abc", 1))
    ends = [line[-4:] for line in plain(draw(ChartSpec("c", same, y_max=2), 79, 7)).split("\n")]
    assert sorted(end for end in ends if end.endswith("$1")) == ["a $1", "b $1", "c $1"]
    assert apart([0, 0, 5, 5], 6) == [0, 1, 4, 5]
    assert apart([2, 2, 2], 3) == [0, 1, 2]


def test_ticks_are_short() -> None:
    assert tick_labels([70, 0], "money", "USD") == ["$70", "$0"]
    assert tick_labels([1500, 750, 0], "money", "USD") == ["$1.5k", "$750", "$0"]
    assert tick_labels([2.4e6, 0], "money", "USD") == ["$2.4M", "$0"]
    assert tick_labels([0.004, 0.002], "money", "EUR") == ["€0.004", "€0.002"]
    assert tick_labels([1_000_001, 1_000_000], "count", "USD") == ["1.000001M", "1M"]
    assert tick_labels([-5, 5], "money", "CHF") == ["-CHF 5", "CHF 5"]
    assert [short(value) for value in (999.9, 1e15, 1e-9, 0.75, 12)] == ["1k", "1e15", "1e-9", "0.75", "12"]


def test_plotext_is_loaded_only_when_a_line_is_drawn() -> None:
    code = (
        "import sys; from workbench.plot.chart import draw; from workbench.core.charts.specs import ChartSpec;"
        "draw(ChartSpec('c', note='x'), 79, 7); sys.exit('plotext' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_stays_behind_in_the_library() -> None:
    draw(PAYS, 79, 7)
    import plotext

    before = (plotext.figure.size(), plotext.terminal._limit, str(plotext.figure._signals))
    draw(PAYS, 190, 50)
    assert (plotext.figure.size(), plotext.terminal._limit, str(plotext.figure._signals)) == before
