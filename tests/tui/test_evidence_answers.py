"""What evidence answers, and for whom it asks before it writes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from workbench.core.inputs import Option
from workbench.core.record.decision import Accuracy, Answer, Decision, with_value


def take(hand: Hand, decision: Decision) -> None:
    hand.screen.update(hand.screen.session.changed(decision))


def asked_of_behaviour(hand: Hand, examples: str = "yes") -> None:
    """The guided flow on its behaviour path, up to the examples."""
    given = {
        "tried": "yes", "good_enough": "no", "gap": "behaviour", "plateau": "yes", "examples": examples,
    }  # fmt: skip
    decision = with_value(hand.screen.session.committed, ("flow", "name"), "guided")
    flow = hand.screen.desk.flow("guided")
    assert set(given) <= set(flow.questions)
    take(hand, with_value(decision, ("flow", "answer"), {id: Answer(answer=a) for id, a in given.items()}))


def few_rows(tmp_path: Path) -> Path:
    file = tmp_path / "train.jsonl"
    rows = [{"prompt": f"ticket number {n} says {n * 7}", "completion": f"answer {n}"} for n in range(40)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


async def test_evidence_answers_what_it_contradicts_on_the_path_and_nothing_off_it(
    open_app: Opener, tmp_path: Path
) -> None:
    async with open_app() as hand:
        asked_of_behaviour(hand)
        await hand.keys("3", "down", "o")
        await hand.type(str(few_rows(tmp_path)))
        await hand.keys("enter", "enter")
        row = hand.text("evidence-list").splitlines()[2]
        assert row.rstrip().endswith(" examples no") and "40 rows" in row, row
        assert "examples? no" in hand.text("dataset").splitlines()[0]
        assert "_examples" not in hand.text("evidence-list")
        await hand.keys("t")
        assert hand.screen.session.committed.flow.answer["examples"].answer == "no"
        told = hand.line("keys")
        assert "examples?" in told and "u takes it back" in told
        await hand.keys("t")
        assert not [id for id in hand.screen.session.committed.flow.answer if id in {"cost_examples", "both_examples"}]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_it_says_stands_apart_from_what_it_answers(
    open_app: Opener, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_app() as hand:
        asked_of_behaviour(hand)
        await hand.keys("3", "down", "o")
        await hand.type(str(few_rows(tmp_path)))
        await hand.keys("enter", "enter")
        head, _, row, *_ = hand.text("evidence-list").splitlines()
        assert "too few  " in row
        says, answers = head.index("says") + len("says"), head.index("answers") + len("answers")
        assert row[:says].endswith("too few")
        assert row[:answers].endswith(" no")


async def test_typed_training_tokens_are_asked_about_before_the_report_takes_their_place(
    open_app: Opener, tmp_path: Path
) -> None:
    async with open_app() as hand:
        option = Option(approach="fine-tuning", training_tokens=Decimal(630_000))
        take(hand, with_value(hand.screen.session.committed, ("costs", "option"), {"tuned": option}))
        await hand.keys("3", "down", "o")
        await hand.type(str(few_rows(tmp_path)))
        await hand.keys("enter", "enter", "c")

        def typed() -> object:
            return hand.screen.session.committed.costs.option["tuned"].training_tokens

        assert typed() == 630_000
        assert "630,000" in hand.text("sheet-list")
        await hand.keys("k")
        assert typed() == 630_000
        await hand.keys("c", "t")
        assert typed() != 630_000
        # What is there already is not asked about again.
        await hand.keys("c")
        assert not hand.screen.query("Sheet")


async def test_accuracy_of_the_question_asked_now_is_offered(open_app: Opener) -> None:
    async with open_app() as hand:
        history = {f"prompt v{n}": Accuracy(value=Decimal(v)) for n, v in enumerate(("0.70", "0.75", "0.78"), 1)}
        asked_of_behaviour(hand)
        decision = with_value(hand.screen.session.committed, ("accuracy",), history)
        take(hand, with_value(decision, ("flow", "answer"), {}))
        await hand.keys("3")
        now = hand.screen.view.asked_path.question
        assert now is not None
        assert "plateau yes" not in hand.text("evidence-list")


def two_files(tmp_path: Path) -> str:
    for name, right in (("base", 20), ("tuned", 38)):
        rows = (
            {"id": n, "input": f"t {n}", "expected": "yes", "output": "yes" if n < right else "no"} for n in range(40)
        )
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return f"{tmp_path / 'base.jsonl'} {tmp_path / 'tuned.jsonl'}"


async def test_a_version_that_a_comparison_takes_the_place_of_is_told(open_app: Opener, tmp_path: Path) -> None:
    async with open_app() as hand:
        there = {"prompt v3": Accuracy(value=Decimal("0.785"), cases=200)}
        take(hand, with_value(hand.screen.session.committed, ("accuracy",), there))
        await hand.keys("3", "down", "down", "o")
        await hand.type(two_files(tmp_path))
        await hand.keys("enter", "v")
        await hand.type("prompt v3, tuned v1")
        await hand.keys("enter")
        assert "prompt v3 was 0.785 of 200, now 0.50 of 40; u takes it back" in hand.line("keys")
        await hand.keys("u")
        assert hand.screen.session.committed.accuracy == there


async def test_a_comparison_answers_that_the_prompt_was_measured_once_it_is_known_which_side_that_is(
    open_app: Opener, tmp_path: Path
) -> None:
    async with open_app() as hand:
        decision = with_value(hand.screen.session.committed, ("flow", "name"), "guided")
        take(hand, with_value(decision, ("flow", "answer"), {}))
        await hand.keys("3", "down", "down", "o")
        await hand.type(two_files(tmp_path))
        await hand.keys("enter", "t")
        assert "which side is the prompt is not recorded: v names both as versions" in hand.line("keys")
        await hand.keys("v")
        await hand.type("prompt v3, tuned v1")
        await hand.keys("enter", "t")
        assert "its sides are versions now: the row Accuracy answers for them" in hand.line("keys")
        await hand.keys("up", "up")
        assert "tried yes" in hand.text("evidence-list").splitlines()[1]
        assert "t answers Careful prompt measured? yes" in hand.text("versions").splitlines()[0]
        await hand.keys("t")
        answer = hand.screen.session.committed.flow.answer["tried"]
        assert (answer.answer, answer.source) == ("yes", "accuracy")
        await hand.keys("1", "left")
        card = " ".join(hand.text("card").translate(str.maketrans("│┃", "  ")).split())
        assert "prompt v3 reached 0.50 on 40 cases" in card and "says yes, if it was written with care" in card
        await hand.keys("n")
        assert hand.screen.view.verdict.approach == "prompting"
        assert not any("Careful" in reason.text for reason in hand.screen.view.verdict.against)
