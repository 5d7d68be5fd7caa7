"""The widget: only changed cells are refreshed and sent; a theme switch repaints all."""

from __future__ import annotations

import io

from rich.console import Console
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.theme import Theme

from tests.plot.test_chart import PAYS
from workbench.plot.rows import Row, Span
from workbench.tui.roles import Roles
from workbench.tui.widgets.chart import Chart
from workbench.tui.widgets.exact import ExactUpdate, send_exactly
from workbench.tui.widgets.rows import Rows, changed

DARK = Theme("one", primary="#5fd7d7", accent="#5fd7d7", foreground="#dadada", background="#1c1c1c", surface="#3a3a3a")
LIGHT = Theme("two", primary="#005f87", accent="#005f87", foreground="#1c1c1c", background="#ffffff", surface="#d0d0d0")


class Page(Screen[None]):
    def __init__(self, *widgets: Rows, exact: bool = True) -> None:
        super().__init__()
        self._widgets = widgets
        if exact:
            send_exactly(self)

    def compose(self) -> ComposeResult:
        yield from self._widgets


class Small(App[None]):
    def __init__(self, *widgets: Rows, exact: bool = True) -> None:
        super().__init__()
        self.page = Page(*widgets, exact=exact)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.roles = Roles(DARK)
        self.theme = "one"

    def _watch_theme(self, theme_name: str) -> None:
        self.roles = Roles(self.available_themes[theme_name])
        super()._watch_theme(theme_name)

    def get_default_screen(self) -> Screen[None]:
        return self.page


def row(*parts: tuple[str, str]) -> Row:
    return tuple(Span(text, role) for text, role in parts)  # type: ignore[arg-type]


def shown(app: Small) -> list[str]:
    return ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]


class Watched(Rows):
    """Keeps what it was told to refresh."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Region, ...]] = []

    def refresh(self, *regions: Region, **kwargs: bool) -> Watched:
        self.asked.append(regions)
        super().refresh(*regions, **kwargs)
        return self


async def test_only_what_changed_is_refreshed() -> None:
    widget = Watched()
    async with Small(widget).run_test(size=(40, 6)) as pilot:
        widget.show([row(("abc", "text")), row(("def", "good"))])
        await pilot.pause()
        widget.asked.clear()
        widget.show([row(("abc", "text")), row(("def", "good"))])
        assert widget.asked == []
        widget.show([row(("abc", "text")), row(("dXf", "good"), (" " * 30, "rule"), ("end", "muted"))])
        assert widget.asked == [(Region(1, 1, 1, 1), Region(33, 1, 3, 1))]
        await pilot.pause()
        assert shown(pilot.app)[1] == "dXf" + " " * 30 + "end    "  # type: ignore[arg-type]
        widget.asked.clear()
        widget.show([row(("abc", "text"))])
        assert widget.asked == [(Region(0, 1, 3, 1), Region(33, 1, 3, 1))]


async def test_rows_past_the_lower_edge_are_kept_for_a_taller_terminal() -> None:
    widget = Rows()
    app = Small(widget)
    async with app.run_test(size=(20, 3)) as pilot:
        widget.show([row((str(y), "text")) for y in range(6)])
        await pilot.pause()
        await pilot.resize_terminal(24, 6)
        await pilot.pause()
        assert [line.rstrip() for line in shown(app)] == list("012345")


async def test_wide_and_combining_characters_keep_the_columns() -> None:
    widget = Rows()
    app = Small(widget)
    async with app.run_test(size=(12, 2)) as pilot:
        widget.show([row(("全角", "text"), ("ab", "good")), row(("e\u0301e\u0301全" * 9, "text"))])
        await pilot.pause()
        assert [strip.cell_length for strip in app.screen._compositor.render_strips()] == [12, 12]
        widget.show([row(("全金", "text"), ("ab", "good"))])
        await pilot.pause()
        assert shown(app)[0] == "全金ab      "


def test_runs() -> None:
    old, new = row(("abcdefghijklmnop", "text")), row(("Xbcdefghijklmnop", "text"))
    assert changed(old, new, True) == [(0, 1)]
    both = row(("XbcdefghijklmnoX", "text"))
    assert changed(old, both, True) == [(0, 1), (15, 1)]
    assert changed(old, both, False) == [(0, 16)]
    assert changed(row(("全b", "text")), row(("金b", "text")), True) == [(0, 2)]
    assert changed(row(("a ", "text")), row(("a", "text"), (" ", "rule")), True) == []
    assert changed(row(("a ", "text")), row(("a", "text"), (" ", "text+sel")), True) == [(1, 1)]


def test_what_lies_between_two_changes_is_left_out_where_going_there_takes_fewer_bytes() -> None:
    old = row(("a· · · ·b", "text"))
    assert changed(old, row(("x· · · ·y", "text")), True) == [(0, 1), (8, 1)], "a dot takes two bytes"
    assert changed(row(("a       b", "text")), row(("x       y", "text")), True) == [(0, 9)]
    mixed = row(("a", "text"), ("--", "rule"), ("b", "text"))
    assert changed(mixed, row(("x", "text"), ("--", "rule"), ("y", "text")), True) == [(0, 1), (3, 1)]


async def test_a_theme_switch_repaints_everything_in_new_colours() -> None:
    widget = Rows()
    app = Small(widget)
    async with app.run_test(size=(20, 3)) as pilot:
        widget.show([row((name, name)) for name in ("text", "accent", "muted")])
        await pilot.pause()
        app.theme = "two"
        await pilot.pause()
        for line in app.screen._compositor.render_strips():
            for part in line:
                assert part.style is not None and part.style.bgcolor is not None
                assert part.style.bgcolor.name == "#ffffff"
        assert widget.render_line(1)._segments[0].style == app.roles["accent"]


async def test_markup_is_only_text() -> None:
    widget = Rows()
    app = Small(widget)
    async with app.run_test(size=(40, 2)) as pilot:
        widget.show([row(("[@click=app.quit]x[/] [/", "text"))])
        await pilot.pause()
        assert shown(app)[0].rstrip() == "[@click=app.quit]x[/] [/"


async def test_a_chart_draws_again_only_for_other_numbers_or_another_size() -> None:
    chart = Chart(PAYS)
    app = Small(chart)
    async with app.run_test(size=(80, 8)) as pilot:
        await pilot.pause()
        first = chart.rows
        assert len(first) == 8 and "┊" in shown(app)[0]
        chart.spec = PAYS._replace()
        assert chart.rows is first
        chart.spec = PAYS._replace(y_max=140)
        await pilot.pause()
        assert "$140" in shown(app)[0]
        await pilot.resize_terminal(60, 12)
        await pilot.pause()
        assert len(chart.rows) == 12


async def test_an_exact_update_sends_the_run_and_leaves_the_right_screen() -> None:
    widget = Rows()
    app = Small(widget)
    async with app.run_test(size=(40, 3)) as pilot:
        widget.show([row(("a" * 40, "text"))])
        await pilot.pause()
        widget.show([row(("a" * 30 + "b" + "a" * 9, "text"))])
        app.screen._compositor.update_widgets({widget})
        update = app.screen._compositor.render_partial_update()
        assert isinstance(update, ExactUpdate)
        console = Console(file=io.StringIO(), force_terminal=True, color_system="256")
        written = update.render_segments(console)
        assert written.startswith("\x1b[1;31H") and written.count("a") == 0 and written.count("b") == 1
