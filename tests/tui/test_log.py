"""The Log pane: the order, the preview, the filter, reviews, superseding, the editor."""

from __future__ import annotations

import subprocess
from contextlib import nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.made import example
from tests.tui.conftest import TODAY, Hand, Opener
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Answer, Flow, Trigger
from workbench.core.record.text_hash import text_hash
from workbench.store.decisions import Opened, open_decision
from workbench.store.journal import read_journal, write_entry
from workbench.store.saving import save
from workbench.tui.widgets.review_sheet import ReviewForm

HOSTILE = "\x1b]52;c;aGFja2Vk\x07[/][@click=app.bell]x[/]"


def put(saved: Path, title: str, **changes: object) -> Opened:
    given = {"id": "", "title": title, "status": "accepted", "trigger": {}, **changes}
    return save(None, example(**given), saved, TODAY)


def read(opened: Opened, day: date, **values: str) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    figures = {name: Decimal(value) for name, value in values.items()}
    write_entry(opened.path, Entry(kind="reading", at=at, by="nightly", reading=figures))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    put(folder, "Quiet one", trigger={"a": Trigger(when="accuracy < 0.10")})
    fired = put(folder, "Invoice fields", trigger={"a": Trigger(when="accuracy < 0.90", then="prompting")})
    read(fired, date(2026, 11, 20), accuracy="0.95")
    read(fired, date(2026, 11, 23), accuracy="0.85")
    put(folder, "Chat titles", status="draft", tags=("chat",))
    return folder


def titles(hand: Hand) -> list[str]:
    return [line.title for line in hand.screen.pane(5)._shown]  # type: ignore[union-attr]


async def test_what_fired_comes_first_and_its_reading_stands_beside_its_limit(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        assert titles(hand)[0] == "Invoice fields"
        assert "! fired" in hand.text("preview")
        assert "0.05 under" in hand.text("preview")
        assert "accuracy 0.85" in hand.text("preview")


async def test_a_wide_preview_draws_the_readings_against_the_limit(open_app: Opener, saved: Path) -> None:
    async with open_app(size=(120, 50)) as hand:
        await hand.keys("5")
        assert "limit 0.9" in hand.text("preview")
        assert "now 0.85" in hand.text("preview")


async def test_words_and_views_narrow_the_list(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("status:draft")
        assert titles(hand) == ["Chat titles"]
        await hand.keys("enter", "escape")
        assert len(titles(hand)) == 3
        await hand.keys("v")
        assert "state:waiting" in hand.text("sheet-list")
        await hand.type("tag:chat")
        await hand.keys("enter")
        assert titles(hand) == ["Chat titles"]
        await hand.keys("slash")
        await hand.type(" zzz")
        assert "No decision has" in hand.text("log-list")
        await hand.keys("escape")
        assert len(titles(hand)) == 3


async def test_a_review_is_one_key_a_note_and_save(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "k")
        await hand.type("still good")
        await hand.keys("ctrl+s")
        assert "keep written to" in hand.line("keys")
        assert "✓ holds" in hand.text("preview")
        assert "kept" in hand.text("preview")
        path = hand.screen.pane(5).entry.path  # type: ignore[union-attr]
    entry = read_journal(path).entries[-1]
    assert (entry.kind, entry.verdict, entry.note) == ("review", "keep", "still good")
    assert entry.text_hash == text_hash(open_decision(path).decision)


async def test_a_typed_reading_shows_what_it_would_mean(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "down", "down", "down", "enter")
        await hand.type("0.95")
        assert "✓ holds" in hand.text("sheet-list")
        await hand.keys("enter", "ctrl+s")
        assert "reading written to" in hand.line("keys")
        path = hand.screen.pane(5)._read(titles(hand) and hand.screen.pane(5).line.id).path  # type: ignore[union-attr]
    last = read_journal(path).entries[-1]
    assert (last.kind, last.verdict, last.reading) == ("reading", None, {"accuracy": Decimal("0.95")})


async def test_nothing_is_written_without_a_verdict_or_a_reading(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "ctrl+s")
        assert "a verdict is needed" in hand.text("sheet-list")
        await hand.keys("down", "down", "down", "enter")
        await hand.type("many")
        await hand.keys("enter", "ctrl+s")
        assert "not a number" in hand.text("sheet-list")
        await hand.keys("escape")
        entry = hand.screen.pane(5).entry  # type: ignore[union-attr]
    assert len(read_journal(entry.path).entries) == 2


async def test_a_review_that_is_closed_stands_there_again(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "m")
        await hand.type("half a thought")
        await hand.keys("enter", "escape", "r")
        assert "half a thought" in hand.text("sheet-list")
        assert "▌m comment" in hand.text("sheet-list")


async def test_what_waits_is_reviewed_one_after_the_other(open_app: Opener, saved: Path) -> None:
    put(saved, "Overdue one", review_by=date(2026, 11, 1))
    async with open_app() as hand:
        await hand.keys("5", "R")
        assert "Review Invoice fields" in hand.text("sheet-list")
        assert "1 of 3" in hand.text("sheet-list")
        await hand.keys("k", "ctrl+s")
        assert "Review Overdue one" in hand.text("sheet-list")
        await hand.keys("x", "x")
        assert "that was the last one" in hand.line("keys")


async def test_under_a_sheet_nothing_is_saved_or_undone(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("y", "5", "r")
        assert "undo" not in hand.line("keys")
        await hand.keys("u")
        assert hand.screen.session.decision.flow.answer


async def test_superseding_starts_a_draft_and_leaves_the_old_file(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        old = hand.screen.pane(5).entry  # type: ignore[union-attr]
        text = old.path.read_text()
        await hand.keys("s")
        assert hand.screen.session.decision.supersedes == (old.id,)
        assert hand.screen.session.unsaved
        await hand.keys("ctrl+s", "5")
        assert "saved to" in hand.line("keys") or "Invoice fields" in hand.text("log-list")
        assert hand.screen.session.stored.status == "draft"
        assert old.path.read_text() == text


async def test_what_is_typed_after_superseding_is_the_title(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        # Typed ahead: nothing waits for the pane in between.
        await hand.pilot.press("s", "ctrl+u", *"quieter", "enter")
        await hand.settled()
        assert hand.screen.session.decision.title == "quieter"
        assert hand.screen.session.decision.supersedes and hand.screen.pane_number == 4


async def test_a_decision_replaced_by_an_accepted_one_is_superseded(open_app: Opener, saved: Path) -> None:
    old = put(saved, "Old way", trigger={"a": Trigger(when="accuracy < 0.99")})
    put(saved, "New way", supersedes=(old.decision.id,))
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("old way")
        assert "superseded" in hand.text("log-list")
        await hand.keys("enter", "r", "k", "enter", "ctrl+s")
        assert "it is not in force" in hand.text("sheet-list") and not list(old.path.with_suffix("").glob("*"))
        await hand.keys("m", "enter", "ctrl+s")
        assert len(list(old.path.with_suffix("").glob("*"))) == 1
        assert "replaced by" in hand.text("preview")
        assert "New way" in hand.text("preview")


async def test_an_approval_of_an_earlier_text_says_so(open_app: Opener, saved: Path) -> None:
    opened = put(saved, "Approved")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    write_entry(opened.path, Entry(kind="review", at=at, by="lead", verdict="approve", text_hash="of another text"))
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("approved")
        assert "of an earlier text" in hand.text("preview")


async def test_a_broken_file_is_opened_in_the_editor_and_checked(
    open_app: Opener, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    (saved / "20260101-broken-0000.toml").write_text('title = "a"\ntitle = "b"\n')
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("state:unreadable")
        await hand.keys("enter")
        assert "line 2" in hand.text("preview")
        await hand.keys("r")
        assert "cannot be read" in hand.line("keys")
        await hand.keys("e")
        assert "make room for an editor" in hand.line("keys")


async def test_hostile_text_in_a_journal_is_harmless(open_app: Opener, saved: Path) -> None:
    opened = put(saved, "Hostile")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    write_entry(opened.path, Entry(kind="review", at=at, by=HOSTILE, verdict="comment", note=HOSTILE))
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("hostile")
        assert "\x1b" not in hand.text("preview")
        assert "[@click=app.bell]" in hand.text("preview")


async def test_the_preview_scrolls_with_the_focus_on_it(open_app: Opener, saved: Path) -> None:
    opened = put(saved, "Long one")
    for number in range(1, 12):
        at = datetime(2026, 11, number, tzinfo=UTC)
        write_entry(opened.path, Entry(kind="review", at=at, by="lead", verdict="comment", note=f"note {number}"))
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("long one")
        await hand.keys("enter", "tab")
        assert "note 1\n" not in hand.text("preview")
        await hand.keys("pagedown", "pagedown")
        assert "comment: note 1 " in hand.text("preview")


async def test_a_decision_is_written_as_markdown(open_app: Opener, saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    async with open_app() as hand:
        await hand.keys("5", "y")
        assert "clipboard" in hand.text("sheet-list")
        await hand.keys("f")
        await hand.type(str(target))
        await hand.keys("enter")
        assert "written to" in hand.line("keys")
        assert target.read_text().startswith("# Invoice fields")
        await hand.keys("y", "f")
        await hand.type(str(target))
        await hand.keys("enter")
        assert "there already" in hand.text("sheet-list")


async def test_a_decision_is_copied_to_the_terminals_clipboard(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "y", "c")
        assert "characters sent" in hand.line("keys")
        assert hand.app.clipboard.startswith("# Invoice fields")


async def test_a_file_of_a_newer_version_is_shown_and_not_reviewed(open_app: Opener, saved: Path) -> None:
    opened = put(saved, "From the future")
    opened.path.write_text(opened.text.replace("schema = 1", "schema = 9"))
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("future")
        await hand.keys("enter", "r")
        assert "newer version" in hand.line("keys")
        assert not hand.screen.query("#sheet-list")
        await hand.keys("enter")
        assert "newer version" in hand.line("keys")


async def test_a_page_has_the_questions_in_their_own_words(open_app: Opener, saved: Path, tmp_path: Path) -> None:
    answers = {"tried": Answer(answer="yes"), "of_no_flow": Answer(answer="no")}
    put(saved, "Asked", flow=Flow(name="guided", answer=answers))
    put(saved, "Lost flow", flow=Flow(name="gone", answer=answers))
    async with open_app(saved=saved) as hand:
        for title in ("asked", "lost flow"):
            await hand.keys("5", "slash")
            await hand.type(title)
            await hand.keys("enter", "y", "c")
            assert ("Has a careful prompt" in hand.app.clipboard) == (title == "asked")
            assert "of_no_flow" in hand.app.clipboard
            await hand.keys("escape")


async def test_an_editor_gets_the_file_as_its_first_argument(
    open_app: Opener, saved: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("VISUAL", "code --wait")
    monkeypatch.setattr("workbench.store.editor.subprocess.run", run)
    async with open_app() as hand:
        monkeypatch.setattr(hand.app, "suspend", nullcontext)
        await hand.keys("5")
        path = hand.screen.pane(5).entry.path  # type: ignore[union-attr]
        await hand.keys("e")
        assert "reads well" in hand.line("keys")
    assert ran == [["code", "--wait", str(path.absolute())]]


async def test_what_another_wrote_since_is_reviewed_too(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        pane = hand.screen.pane(5)
        quiet = next(line.id for line in pane.lines if line.title == "Quiet one")  # type: ignore[union-attr]
        read(open_decision(saved / f"{quiet}.toml"), date(2026, 11, 23), accuracy="0.05")
        await hand.keys("R")
        assert "1 of 2" in hand.text("sheet-list")


async def test_a_key_typed_ahead_reaches_the_review(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        await hand.pilot.press("r", "k", "o", "k")
        await hand.settled()
        assert "▌k keep" in hand.text("sheet-list")
        assert hand.screen.query_one("#sheet-list").editor.text == "ok"  # type: ignore[attr-defined]


async def test_nothing_waits_is_said_after_looking(open_app: Opener, tmp_path: Path) -> None:
    put(tmp_path / "saved", "Quiet one")
    async with open_app() as hand:
        await hand.keys("5", "R")
        assert "nothing waits" in hand.line("keys")


async def test_the_last_reading_stands_where_none_is_typed(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r")
        assert "last 0.85, today" in hand.text("sheet-list")
        await hand.keys("down", "down", "down", "enter")
        await hand.type("0.9x")
        row = next(row for row in hand.text("sheet-list").split("\n") if row.strip().startswith("accuracy"))
        assert "not a number" in row and "holds" not in row


async def test_what_is_wrong_has_a_row_and_the_cursor(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "down", "down", "down", "enter")
        await hand.type("many")
        await hand.keys("enter", "up", "up", "ctrl+s")
        rows = hand.text("sheet-list").split("\n")
        assert "accuracy: not a number" in rows[1]
        assert any("Readings in this review" in row for row in rows)
        form = hand.screen.query_one("#sheet-list", ReviewForm)
        assert form.cursor is not None and form.cursor.path == ("reading", "accuracy")
        await hand.keys("up", "enter")
        await hand.type("soon")
        await hand.keys("enter", "down", "enter")
        await hand.type("0.95")
        await hand.keys("ctrl+s")
        assert "again by: not a day" in hand.text("sheet-list")
        assert form.cursor.path == ("review_by",)


async def test_the_open_decision_is_marked(open_app: Opener, saved: Path) -> None:
    path = next(path for path in saved.glob("*.toml") if "chat" in path.name)
    async with open_app(file=path) as hand:
        await hand.keys("5")
        marked = [row for row in hand.text("log-list").split("\n") if "◆" in row]
        assert len(marked) == 1 and "◆ Chat titles" in marked[0]


async def test_a_short_list_leaves_the_rest_to_the_preview(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        assert hand.screen.query_one("#log-list").size.height == 5
        assert hand.screen.query_one("#preview").size.height == 16
        await hand.pilot.resize_terminal(120, 40)
        await hand.settled()
        assert hand.screen.query_one("#log-list").size.height == 37
    for number in range(20):
        put(saved, f"More {number}")
    async with open_app() as hand:
        await hand.keys("5")
        assert hand.screen.query_one("#log-list").size.height == 13


async def test_a_value_and_its_distance_are_kept_apart(open_app: Opener, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    given = put(saved, "Far", trigger={"a": Trigger(when="requests_per_month > 72")})
    read(given, date(2026, 11, 23), requests_per_month="100000")
    async with open_app() as hand:
        await hand.keys("5")
        assert "100,000   far above" in hand.text("preview")


@pytest.mark.parametrize("days", [(20, 20), (20, 22)])
async def test_one_trigger_has_a_chart_where_its_readings_span_days(
    open_app: Opener, tmp_path: Path, days: tuple[int, int]
) -> None:
    saved = tmp_path / "saved"
    because = "word " * 30 + "last"
    triggers = {
        "volume": Trigger(when="requests_per_month > 1", because=because),
        "accuracy": Trigger(when="accuracy < 0.2"),
    }
    given = put(saved, "Two", trigger=triggers, decided=date(2026, 11, 20))
    for day in days:
        read(given, date(2026, 11, day), requests_per_month="100000", accuracy=f"0.{day}")
    async with open_app(size=(120, 40)) as hand:
        await hand.keys("5")
        text = hand.text("preview")
        assert text.count("now ") == (1 if days[0] != days[1] else 0)
        assert "last\n" in "".join(f"{line.rstrip()}\n" for line in text.split("\n"))


async def test_a_share_over_one_is_refused_on_the_sheet(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "down", "down", "down", "enter")
        await hand.type("91")
        await hand.keys("enter", "ctrl+s")
        assert "beyond its unit" in hand.text("sheet-list")
        path = hand.screen.pane(5).entry.path  # type: ignore[union-attr]
    assert len(read_journal(path).entries) == 2


async def test_a_day_that_has_passed_is_refused_on_the_sheet(open_app: Opener, saved: Path) -> None:
    async with open_app() as hand:
        await hand.keys("5", "r", "k", "enter", "down", "enter")
        await hand.type("2020-01-01")
        await hand.keys("enter", "ctrl+s")
        assert "has passed" in hand.text("sheet-list")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_reopened_decision_is_marked_in_its_row(
    open_app: Opener, tmp_path: Path, size: tuple[int, int]
) -> None:
    opened = put(tmp_path / "saved", "Invoice fields", review_by=date(2027, 3, 1))
    async with open_app(size=size) as hand:
        for day, verdict, told in ((20, "reopen", "reopened"), (21, "keep", "Mar 2027")):
            at = datetime(2026, 11, day, 9, tzinfo=UTC)
            write_entry(opened.path, Entry(kind="review", at=at, by="us", verdict=verdict))  # type: ignore[arg-type]
            await hand.keys("5")
            await hand.settled()
            row = next(row for row in hand.text("log-list").split("\n") if "Invoice fields" in row)
            assert row.rstrip().endswith(told)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_a_filter_that_names_no_status_says_all_of_them(
    open_app: Opener, saved: Path, size: tuple[int, int]
) -> None:
    async with open_app(size=size, saved=saved) as hand:
        await hand.keys("5", "slash")
        await hand.type("status:zzz")
        told = " ".join(hand.text("log-list").split())
        assert "draft, proposed, accepted, rejected, superseded, retired, newer" in told
        assert "esc shows all." in told


async def test_a_long_entry_of_the_journal_has_its_note_first_and_whole(open_app: Opener, tmp_path: Path) -> None:
    opened = put(tmp_path / "saved", "Long")
    figures = {"accuracy": Decimal("0.86"), "days_left": Decimal(60), "cost_per_month": Decimal(2100)}
    at, note = datetime(2026, 11, 22, 9, tzinfo=UTC), "the model is retired in January and the new one is not tried"
    write_entry(opened.path, Entry(kind="review", at=at, by="ana", verdict="reopen", note=note, reading=figures))
    async with open_app(size=(80, 40)) as hand:
        await hand.keys("5")
        shown = " ".join(hand.text("preview").split())
        assert f"reopen: {note} accuracy 0.86, days_left 60, cost_per_month 2,100" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_reading_for_what_was_replaced_says_so(open_app: Opener, tmp_path: Path, size: tuple[int, int]) -> None:
    watched = {"ends": Trigger(when="days_left < 90")}
    old = put(tmp_path / "saved", "Old", trigger=watched)
    read(old, date(2026, 11, 20), days_left="60")
    put(tmp_path / "saved", "New", trigger=watched, supersedes=(old.decision.id,))
    async with open_app(size=size) as hand:
        await hand.keys("5")
        assert titles(hand) == ["New", "Old"]
        assert "! fired" in hand.text("preview")
        assert "on 20 Nov, read for what this replaces" in " ".join(hand.text("preview").replace("│", "").split())
        assert "nightly" not in hand.text("preview"), "its journal has its own entries alone"
        await hand.keys("down")
        assert "nightly" in hand.text("preview")
