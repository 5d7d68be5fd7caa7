"""What is read beside the screen: it belongs to the decision it was asked for, and to the last time it was asked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.test_evidence import answers, examples
from workbench.errors import WorkbenchError
from workbench.tui.panes.data_asked import DataAsked
from workbench.tui.panes.evidence import EvidencePane
from workbench.tui.screens import data_report


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Gate:
    """Stands before a reader: it goes on when the test lets it."""

    def __init__(self, reader: Callable[..., Any]) -> None:
        self.reader, self.reached, self.open = reader, threading.Event(), threading.Event()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        found = self.reader(*args, **kwargs)
        self.reached.set()
        self.open.wait(10)
        return found


async def reached(gate: Gate) -> None:
    await asyncio.to_thread(gate.reached.wait, 10)


async def another_decision(hand: Hand, gate: Gate) -> None:
    """Open a new decision while the reader is at the gate, then let it go on."""
    await reached(gate)
    hand.screen.show_session(hand.screen.desk.start(), 3)
    await hand.pilot.pause()
    gate.open.set()
    await hand.settled()


@pytest.mark.parametrize("instrument", ["dataset", "evaluation"])
async def test_what_was_read_for_one_decision_is_not_kept_in_the_next(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instrument: str
) -> None:
    from workbench.store import case_files, dataset_files

    if instrument == "dataset":
        gate = Gate(dataset_files.read_dataset)
        monkeypatch.setattr("workbench.tui.screens.data_report.read_dataset", gate)
        examples(tmp_path / "train.jsonl")
        typed, moves, then = "train.jsonl", ["down"], ["enter", "g"]
    else:
        gate = Gate(case_files.evaluate)
        monkeypatch.setattr(case_files, "evaluate", gate)
        answers(tmp_path / "base.jsonl", set(range(20)))
        answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
        typed, moves, then = "base.jsonl tuned.jsonl", ["down", "down"], ["enter"]
    async with open_app() as hand:
        await hand.keys("3", *moves, "o")
        await hand.type(typed)
        for key in then:
            await hand.pilot.press(key)
        await another_decision(hand, gate)
        assert not hand.screen.session.decision.evidence
        pane = hand.screen.query_one(EvidencePane)
        assert pane.data is None and pane.evaluation is None and not pane.reading
        assert "takes it back" not in hand.line("keys")


async def test_usage_read_for_one_decision_does_not_fill_the_costs_of_the_next(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.store import usage_files

    gate = Gate(usage_files.read_usage)
    monkeypatch.setattr(usage_files, "read_usage", gate)
    (tmp_path / "usage.csv").write_text("date,requests,input_tokens,output_tokens\n2026-10-01,1000,500000,200000\n")
    async with open_app() as hand:
        await hand.keys("2", "i")
        await hand.type("usage.csv")
        await hand.pilot.press("enter")
        await another_decision(hand, gate)
        assert hand.screen.session.decision.costs.requests_per_month is None


async def test_a_comparison_that_is_stopped_is_shown_and_not_kept(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.store import case_files

    evaluate = case_files.evaluate
    monkeypatch.setattr(case_files, "evaluate", lambda *args: evaluate(*args)._replace(stopped=True))
    answers(tmp_path / "base.jsonl", set(range(20)))
    answers(tmp_path / "tuned.jsonl", set(range(2, 40)))
    async with open_app() as hand:
        await hand.keys("3", "down", "down", "o")
        await hand.type("base.jsonl tuned.jsonl")
        await hand.keys("enter")
        assert "evaluation" not in hand.screen.session.decision.evidence
        assert "not kept" in hand.line("keys")
        assert "candidate" in hand.text("evaluation")


async def test_a_file_that_fails_after_another_was_asked_for_does_not_stop_that_one(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Gate(lambda: None), Gate(lambda: None)

    def fails(path: Path, *_: Any, **__: Any) -> None:
        (first if path.name == "one.jsonl" else second)()
        raise WorkbenchError("not read", path.name)

    async with open_app() as hand:
        await hand.keys("3", "down")
        called, call = threading.Event(), hand.app.call_from_thread

        def told(*args: Any) -> None:
            call(*args)
            called.set()

        monkeypatch.setattr(hand.app, "call_from_thread", told)
        monkeypatch.setattr(data_report, "read_dataset", fails)
        data_report._start(hand.screen, DataAsked(tmp_path / "one.jsonl"))
        await reached(first)
        data_report._start(hand.screen, DataAsked(tmp_path / "two.jsonl"))
        await reached(second)
        first.open.set()
        await asyncio.to_thread(called.wait, 10)
        assert hand.screen.query_one(EvidencePane).reading
        assert "one.jsonl" not in hand.line("keys")
        second.open.set()
        await hand.settled()
        assert "two.jsonl" in hand.line("keys") and not hand.screen.query_one(EvidencePane).reading
