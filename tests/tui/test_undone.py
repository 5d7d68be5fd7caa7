"""What an undo is called: the words that stand on the screen, not the names in the file."""

from __future__ import annotations

import pytest

from workbench.core.editing.session import Session, fresh
from workbench.core.inputs import Option
from workbench.core.presets import load_preset
from workbench.core.record.decision import Accuracy, Answer, Decision, Path, Trigger, with_value
from workbench.tui.undone import undone, undone_at

QUESTIONS = {"tried": "Careful prompt measured?"}
ANSWER: Path = ("flow", "answer", "tried")
PROMPT: Path = ("costs", "option", "prompt")


def told(before: Decision, path: Path, value: object) -> str:
    session = Session.start(before).changed(with_value(before, path, value))
    return undone(session, session.undone(), QUESTIONS)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("title",), "Triage", "undone: title"),
        (("costs", "requests_per_month"), 5, "undone: requests a month"),
        ((*PROMPT, "input_price"), 5, "undone: prompt, input price"),
        (PROMPT, Option(input_price=5, output_price=5), "undone: costs of prompt"),
        (("costs", "option", "cached"), Option(), "undone: option cached"),
        (("costs",), load_preset("a-template").costs, "undone: the costs"),
        (ANSWER, Answer(answer="yes", note="counted"), "undone: answer to “Careful prompt measured?”"),
        (("flow", "answer", "old_one"), Answer(answer="yes"), "undone: answer to “old one”"),
        (("flow", "name"), "classic", "undone: the flowchart"),
        (("accuracy", "v1"), Accuracy(), "undone: version v1"),
        (("trigger", "volume"), Trigger(when="requests_per_month < 10000"), "undone: trigger volume"),
    ],
)
def test_an_edit_is_called_as_on_the_screen(path: Path, value: object, expected: str) -> None:
    before = fresh() if value != "classic" else with_value(fresh(), ("flow", "name"), "ours")
    assert told(before, path, value) == expected


def test_a_field_of_an_entry_is_called_by_both() -> None:
    before = with_value(with_value(fresh(), ANSWER, Answer(answer="yes")), ("accuracy", "v1"), Accuracy())
    assert told(before, (*ANSWER, "note"), "counted") == "undone: note to “Careful prompt measured?”"
    assert told(before, ("accuracy", "v1", "cases"), 200) == "undone: cases of v1"
    assert told(before, ("accuracy", "v1", "value"), 1) == "undone: accuracy of v1"


def test_half_typed_text_is_called_by_its_field() -> None:
    session = Session.start(fresh()).confirmed((*ANSWER, "note"), "first note")
    assert undone(session, session.undone(), QUESTIONS) == "undone: note to “Careful prompt measured?”"
    assert undone_at(session, session.undone()) == (*ANSWER, "note")
    assert undone(session, session, QUESTIONS) == "undone"
    assert undone_at(session, session) == ()
