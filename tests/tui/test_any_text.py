"""Whatever text a decision or a flowchart holds: rows are as wide as their widget, and hold nothing that is obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.export.made import hostile
from tests.fuzz.made import one_of
from tests.hostile import FORBIDDEN, PIECES, hostile_folder
from tests.tui.conftest import Hand, Opener
from workbench.core.charts.cost_views import CHARTS
from workbench.core.editing.session import Session
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import Flowchart
from workbench.core.log.lines import Listed
from workbench.core.record.decision import Decision
from workbench.core.text import clean_block, clean_line
from workbench.plot.beside import beside
from workbench.plot.flowchart import draw_flow
from workbench.plot.pictures import picture
from workbench.plot.rows import Row
from workbench.store.themes import read_theme, shipped_folder
from workbench.tui.lines import fit, paragraph, span, spread
from workbench.tui.panes.accuracy_rows import accuracy_form
from workbench.tui.panes.card import card_rows
from workbench.tui.panes.cost_results import result_rows
from workbench.tui.panes.cost_table import input_cells
from workbench.tui.panes.diff_rows import diff_rows
from workbench.tui.panes.evidence_rows import lines, summary_rows
from workbench.tui.panes.log_rows import list_row
from workbench.tui.panes.record import record_form, trigger_rows, trigger_table, why_form
from workbench.tui.panes.score import score_rows
from workbench.tui.panes.verdict_rows import lay, verdict_told
from workbench.tui.roles import Roles, to_textual
from workbench.tui.view import View
from workbench.tui.widgets.rows import _strip

TODAY = date(2026, 11, 23)
ROLES = Roles(to_textual(read_theme(shipped_folder() / "dark.toml")))
LETTERS = st.sampled_from(
    [
        *PIECES,
        "e\u0301",
        "日本",
        "👩\u200d💻",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "👍🏽",
        "🇩🇪",
        "שלום",
        "سلام",
        "ที่",
        "नमस्ते",
        "\u0301",
        "\ud800",
    ]
)
any_text = st.one_of(
    st.lists(LETTERS, max_size=6).map("".join), st.text(st.characters(exclude_categories=[]), max_size=30)
)
widths = st.integers(0, 130)
# Selectors that belong where they stand say how a sign looks, and hide nothing.
KEPT = dict.fromkeys((65038, 65039, *range(917760, 918000), *range(65024, 65038)))


def assert_shown_safely(row: Row, width: int) -> str:
    """Paint a row as its widget does; return the text."""
    strip = _strip(fit(row, width), ROLES, width)
    text = strip.text
    assert strip.cell_length == cell_len(text) == width, (text, width)
    assert not FORBIDDEN.search(text.translate(KEPT)), ascii(text)
    assert not any(segment.style and (segment.style.meta or segment.style.link) for segment in strip)
    return text


@given(st.lists(st.tuples(any_text, st.sampled_from(["text", "muted", "accent+sel", "bad"])), max_size=4), widths)
def test_a_row_of_any_spans_fills_its_width_and_obeys_nothing(parts: list[tuple[str, str]], width: int) -> None:
    spans = [span(text, role) for text, role in parts]
    assert_shown_safely(tuple(spans), width)
    assert_shown_safely(spread(spans, spans, width), width)


@given(st.sampled_from([piece for piece in PIECES if "[" in piece and piece.isascii() and piece.isprintable()]))
def test_markup_is_text(piece: str) -> None:
    assert assert_shown_safely((span(piece),), 60).rstrip() == piece


@given(any_text, any_text, widths)
def test_prose_wraps_within_its_width(one: str, other: str, width: int) -> None:
    for row in [*paragraph(clean_block(one), width), *beside(clean_block(one), clean_block(other), max(width, 20))]:
        assert_shown_safely(row, max(width, 20))


def flow_of(text: str) -> Flowchart:
    """Return a flowchart with a text wherever one stands."""
    answer = {"label": text, "reason": text, "veto": text, "because": text, "then": "reopen"}
    return load_flow(
        {
            "name": text or "x",
            "title": text,
            "start": "a",
            "question": {
                "a": {
                    "text": text or "x",
                    "short": text,
                    "why": text,
                    "answer": {
                        "yes": {**answer, "outcome": "go", "trigger": "labelled_examples >= 500"},
                        "no": {"label": text, "next": "examples"},
                    },
                },
                "examples": {
                    "text": text or "x",
                    "why": text,
                    "answer": {"yes": {"outcome": "go"}, "no": {"outcome": "stay"}},
                },
            },
            "outcome": {
                "go": {"approach": "fine-tuning", "headline": text or "x", "text": text},
                "stay": {"approach": "prompting", "headline": text or "x"},
            },
        }
    )


def pages(view: View, decision: Decision, text: str, width: int, wide: bool) -> Iterator[Sequence[Row]]:
    """Yield the rows of every section of every pane."""
    yield card_rows(view, view.asked_path, width, None, wide)[0]
    yield draw_flow(view.flow, view.path, width, 20)
    yield draw_flow(view.flow, view.path, width, 6)
    yield score_rows(view, width)[0]
    yield input_cells(view, width, wide, True, None)[0]
    yield result_rows(view, width, wide, None)
    yield accuracy_form(view, width, wide)[0]
    found = lines(view)
    yield summary_rows(found, width, 0)
    yield lay(verdict_told(view, width, wide), width, 20, True, None).rows
    yield why_form(view, width, wide)[0]
    yield trigger_table(view, trigger_rows(view), width, wide, None)[0]
    yield record_form(view, width, wide)[0]
    yield diff_rows(decision, Decision(), TODAY, width)
    listed = [
        Listed("x", title=text, status="accepted", approach="rag", tags=(text,), authors=(text,), words=text),
        Listed(clean_line(text), file=clean_line(text), problem=clean_line(text)),
    ]
    yield [list_row(line, TODAY, width, wide, under) for line in listed for under in (True, False)]
    for make in CHARTS.values():
        spec = make(decision.costs, view.comparison)
        yield picture(spec, width, 14)


@one_of(4)
@given(any_text.map(clean_line), st.integers(30, 130), st.booleans())
def test_every_pane_shows_any_text_in_its_width(text: str, width: int, wide: bool) -> None:
    flow = flow_of(text)
    decision = hostile(text, flow={"name": flow.name, "answer": {"a": {"answer": "yes", "note": text}}}, status="draft")
    decision = Decision.model_validate(decision.model_dump(by_alias=True))
    view = View(Session.start(decision), flow, TODAY, text)
    for rows in pages(view, decision, text, width, wide):
        for row in rows:
            assert_shown_safely(row, width)


def assert_screen_is_safe(hand: Hand) -> None:
    width = hand.app.size.width
    for strip in hand.screen._compositor.render_strips():
        assert strip.cell_length == width
        assert not FORBIDDEN.search(strip.text.translate(KEPT)), ascii(strip.text)
        actions = [segment.style.meta for segment in strip if segment.style and segment.style.meta.get("@click")]
        assert not actions and not any(segment.style and segment.style.link for segment in strip)


async def test_no_screen_of_a_hostile_folder_shows_or_obeys_it(open_app: Opener, tmp_path: Path) -> None:
    saved = hostile_folder(tmp_path / "theirs") / "saved"
    keys = (
        "1",
        "left",
        "e",
        "escape",
        "f",
        "escape",
        "s",
        "s",
        "question_mark",
        "escape",
        "ctrl+o",
        "escape",
        "2",
        "o",
        "escape",
        "c",
        "c",
        "p",
        "escape",
        "3",
        "down",
        "down",
        "down",
        "4",
        "v",
        "down",
        "4",
        "tab",
        "r",
        "question_mark",
        "escape",
        "5",
        "down",
        "down",
        "down",
        "down",
        "down",
        "down",
        "down",
        "down",
        "v",
        "escape",
        "r",
        "escape",
        "ctrl+p",
        "escape",
    )
    async with open_app(file=saved / "20261102-proposed-0002.toml", saved=saved) as hand:
        for key in keys:
            await hand.keys(key)
            assert_screen_is_safe(hand)
