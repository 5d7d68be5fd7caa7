"""The Decision pane: notes of the verdict, what flips it soonest first, and what no longer fits marked where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Opener
from workbench.tui.panes.changes import changes

RECORD = """
title = "Ticket triage"
approach = "{approach}"
method = "lora"
rationale = "it fails in behaviour"
[alternative.{approach}]
rejected_because = "too slow"
[flow]
name = "guided"
[flow.answer]
tried = {{ answer = "yes" }}
good_enough = {{ answer = "no" }}
gap = {{ answer = "behaviour" }}
plateau = {{ answer = "yes" }}
examples = {{ answer = "yes" }}
stability = {{ answer = "no" }}
trainable = {{ answer = "yes" }}
[score]
labelled_examples = {examples}
[accuracy.prompt]
value = 0.78
[accuracy.tuned]
value = 0.91
kind = "fine-tuned"
[metric.accuracy]
target = 0.90
[trigger.volume]
when = "requests_per_month < 10000"
then = "{approach}"
[trigger.examples]
when = "labelled_examples >= 500"
then = "fine-tuning"
"""


def record(tmp_path: Path, approach: str = "fine-tuning", examples: int = 612) -> Path:
    path = tmp_path / "record.toml"
    path.write_text(RECORD.format(approach=approach, examples=examples), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_note_stands_last_and_is_no_reason(open_app: Opener, tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(size=size, file=record(tmp_path)) as hand:
        await hand.keys("4")
        rows = [row for row in hand.text("verdict").split("\n") if row.strip()]
        assert rows[-1].startswith("  Notes     0.91 is close to 0.90")
        assert sum("Notes" in row for row in rows) == 1


@pytest.mark.parametrize(("approach", "examples"), [("fine-tuning", 612), ("rag", 612), ("fine-tuning", 0), ("rag", 0)])
async def test_everything_that_no_longer_fits_is_marked_with_its_reason(
    open_app: Opener, tmp_path: Path, approach: str, examples: int
) -> None:
    async with open_app(size=(120, 40), file=record(tmp_path, approach, examples)) as hand:
        await hand.keys("4")
        shown = {
            "alternative": hand.text("why"), "trigger": hand.text("triggers"), "method": hand.text("record"),
        }  # fmt: skip
        misfits = hand.screen.view.verdict.misfits
        assert misfits
        for misfit in misfits:
            assert f"! {misfit.short}" in shown[misfit.path[0]], misfit
        marked = sum(text.count("  ! ") + text.count("▷ ! ") for text in shown.values())
        vetoed = hand.screen.view.verdict.sign == "vetoed"
        assert marked == len(misfits) + vetoed, "and nothing else is"
        assert ("fine-tuning  ! ruled out" in shown["method"]) == vetoed


@pytest.mark.parametrize("examples", [612, 0])
async def test_what_flips_it_soonest_stands_first_and_only_once(
    open_app: Opener, tmp_path: Path, examples: int
) -> None:
    async with open_app(file=record(tmp_path, "undecided", examples)) as hand:
        await hand.keys("4")
        view = hand.screen.view
        found = changes(view)
        assert view.verdict.turning is not None
        (path, _), *_ = reversed(view.verdict.turning.changes)
        if examples:
            assert found[0].question == path[2] == "trainable"
        else:
            assert (found[0].name, found[0].at, found[0].now) == ("labelled examples", "at 500", "0")
            assert found[0].then == "Fine-tune"
        names = [(change.name, change.at) for change in found]
        assert len(set(names)) == len(names)
        flips = next(row for row in hand.text("verdict").split("\n") if row.startswith("  Flips"))
        assert found[0].brief[:20] in flips
        reopened = [change for change in found if change.asks]
        assert {change.question for change in reopened} == {tip.question for tip in view.verdict.reopens}
