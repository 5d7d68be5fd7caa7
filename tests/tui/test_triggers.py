"""Triggers in the Decision pane: what is written by them is a file that validate likes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from tests.tui.conftest import Opener
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Metric
from workbench.store.decisions import open_decision
from workbench.store.journal import now, write_entry
from workbench.store.saving import save
from workbench.store.validate import findings
from workbench.tui.widgets.form import Form


@pytest.fixture
def file(tmp_path: Path, open_app: Opener) -> Path:
    return save(None, example(), tmp_path / "saved", TODAY, lambda: "0001").path


async def test_a_trigger_of_ones_own_tracks_its_metric(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4", "t")
        await hand.type("latency_ms > 800")
        await hand.keys("enter", "t")
        await hand.type("accuracy < 0.8")
        await hand.keys("enter", "ctrl+s")
    decision = open_decision(file).decision
    assert decision.metric["latency_ms"] == Metric()
    assert set(decision.metric) == {*example().metric, "latency_ms"}
    assert not [found for found in findings(file.parent) if "not tracked" in str(found)]


async def test_a_trigger_that_is_rewritten_tracks_its_new_metric_and_undo_takes_both(
    open_app: Opener, file: Path
) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4", "enter")
        await hand.keys("ctrl+a", "ctrl+k")
        await hand.type("tickets_reopened > 5")
        await hand.keys("enter")
        assert "tickets_reopened" in hand.screen.session.decision.metric
        await hand.keys("u")
        assert hand.screen.session.decision == hand.screen.session.stored


async def test_a_misspelt_metric_is_told_and_leaves_nothing_behind_when_it_is_mended(
    open_app: Opener, file: Path
) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4", "t")
        await hand.type("acuracy < 0.78")
        await hand.keys("enter")
        assert "a new metric, acuracy; did you mean accuracy?" in hand.line("keys")
        screen = hand.screen
        screen.confirm(("trigger", "acuracy", "when"), "accuracy < 0.78")
        assert set(screen.session.decision.metric) == set(example().metric)
        screen.confirm(("trigger", "acuracy", "when"), "tickets_reopened > 5")
        await hand.keys("up")
        assert "tickets_reopened" in screen.session.decision.metric


async def test_what_is_saved_of_a_mended_trigger_has_nothing_of_the_misspelt_name(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4", "t")
        await hand.type("acuracy < 0.78")
        await hand.keys("enter", "ctrl+s")
        assert "[trigger.acuracy]" in file.read_text("utf-8")
        hand.screen.confirm(("trigger", "acuracy", "when"), "accuracy < 0.78")
        hand.screen.confirm(("trigger", "acuracy", "because"), "as it was before")
        await hand.keys("ctrl+s")
        assert "acuracy" not in file.read_text("utf-8")
        mended = [one for one in hand.screen.session.decision.trigger.values() if one.because == "as it was before"]
        assert [one.when for one in mended] == ["accuracy < 0.78"]
        assert open_decision(file).decision.trigger == hand.screen.session.decision.trigger


async def test_a_limit_beyond_its_unit_is_refused_where_it_is_typed(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        before = dict(hand.screen.session.decision.trigger)
        await hand.keys("4", "t")
        await hand.type("accuracy < 88")
        await hand.keys("enter")
        assert hand.screen.session.decision.trigger == before
        await hand.type(" %")
        await hand.keys("enter")
        made = [one.when for id, one in hand.screen.session.decision.trigger.items() if id not in before]
        assert made == ["accuracy < 0.88"]


async def test_a_metric_that_holds_something_stays_when_its_trigger_is_rewritten(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4", "t")
        await hand.type("latency_ms > 800")
        await hand.keys("enter")
        screen = hand.screen
        screen.confirm(("metric", "latency_ms", "target"), "500")
        screen.confirm(("trigger", "latency-ms", "when"), "accuracy < 0.78")
        assert "latency_ms" in screen.session.decision.metric


async def test_a_misspelt_metric_stays_marked_until_it_is_measured_or_mended(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4", "t")
        await hand.type("acuracy < 0.78")
        await hand.keys("enter", "ctrl+s", "2", "4")
        assert "did you mean accuracy?" in hand.text("triggers")
        hand.screen.confirm(("metric", "acuracy", "target"), "0.9")
        assert "did you mean" not in hand.text("triggers")
        hand.screen.confirm(("metric", "acuracy", "target"), "")
        assert "did you mean accuracy?" in hand.text("triggers")
        write_entry(file, Entry(kind="reading", at=now(), reading={"acuracy": Decimal("0.9")}))
        await hand.keys("2", "4")
        hand.screen.update(hand.screen.session)
        assert "did you mean" not in hand.text("triggers")


async def test_a_click_on_the_box_of_a_trigger_takes_it_or_leaves_it(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        await hand.keys("4")
        form = hand.screen.query_one("#triggers", Form)
        taken = len(hand.screen.session.decision.trigger)
        row = form.line_of(form.cells[0].row)
        await hand.pilot.click("#triggers", offset=(3, row))
        await hand.settled()
        assert len(hand.screen.session.decision.trigger) == taken - 1
        assert "[ ]" in hand.text("triggers").splitlines()[row]
        await hand.pilot.click("#triggers", offset=(3, row))
        await hand.settled()
        assert len(hand.screen.session.decision.trigger) == taken
        await hand.pilot.click("#triggers", offset=(8, row))
        await hand.settled()
        assert len(hand.screen.session.decision.trigger) == taken
