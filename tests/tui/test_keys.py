"""Keys changed in the settings: what they do, and that everything that names a key names the one in force."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from workbench.core.keys.actions import ACTIONS, BY_ID, WHILE_TYPING
from workbench.core.keys.keymap import read_keymap
from workbench.core.keys.names import shown_key
from workbench.tui import bound
from workbench.tui.widgets.rows import Rows

SAVED = Path(__file__).parents[2] / "saved"
TUI = Path(__file__).parents[2] / "workbench" / "tui"
LETTERS = [chr(code) for code in range(0xC0, 0x17F) if chr(code).isalpha() and chr(code).isprintable()]
OTHERS = [f"ctrl+{letter}" for letter in "fglnrtvxy"] + [f"f{number}" for number in range(2, 13)]


def everything_changed() -> dict[str, str]:
    """Return a table that gives every action a key that none has."""
    letters, others = iter(LETTERS), iter(OTHERS)
    return {action.id: next(others if action.id in WHILE_TYPING else letters) for action in ACTIONS}


def settings(tmp_path: Path, table: dict[str, str]) -> Path:
    file = tmp_path / "config" / "tuning-workbench" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[keys]\n" + "".join(f'{id} = "{key}"\n' for id, key in table.items()))
    return file


@pytest.fixture(autouse=True)
def usual_keys_afterwards() -> Iterator[None]:
    yield
    bound.use(bound.USUAL)


async def test_keys_from_the_settings_work_and_the_usual_ones_no_more(open_app: Opener, tmp_path: Path) -> None:
    settings(tmp_path, {"pane.costs": "C", "undo": "f4", "costs.chart": "n", "cell.edit": "E", "text.done": "f5"})
    async with open_app() as hand:
        await hand.keys("2")
        assert hand.screen.pane_number == 1
        await hand.keys("C", "c")
        assert hand.screen.pane_number == 2
        assert hand.screen.pane(2).kind == "cumulative"  # type: ignore[union-attr]
        await hand.keys("n")
        assert hand.screen.pane(2).kind != "cumulative"  # type: ignore[union-attr]
        await hand.keys("E")
        await hand.type("12")
        await hand.keys("f5")
        assert hand.screen.session.decision.costs.requests_per_month == 12
        await hand.keys("u")
        assert hand.screen.session.decision.costs.requests_per_month == 12
        await hand.keys("f4")
        assert hand.screen.session.decision.costs.requests_per_month is None
        assert " C Costs" in hand.text("tabs")


async def test_two_keys_are_swapped_and_an_action_has_several(open_app: Opener, tmp_path: Path) -> None:
    file = settings(tmp_path, {"pane.costs": "3", "pane.evidence": "2"})
    file.write_text(file.read_text() + 'list.down = ["down", "J"]\nlist.up = "K"\n')
    async with open_app() as hand:
        await hand.keys("2")
        assert hand.screen.pane_number == 3
        shown = hand.screen.pane(3)
        await hand.keys("J", "down", "K")
        assert shown.chosen == "dataset"  # type: ignore[union-attr]
        await hand.keys("3")
        assert hand.screen.pane_number == 2


async def test_what_is_wrong_is_told_once_and_the_rest_is_taken(open_app: Opener, tmp_path: Path) -> None:
    settings(tmp_path, {"svae": "f2", "undo": "y", "pane.costs": "C"})
    async with open_app(size=(120, 40)) as hand:
        assert "settings.toml:2: keys.svae: no such action; did you mean save? (1 more: workbench keys)" in hand.line(
            "keys"
        )
        await hand.keys("C")
        assert hand.screen.pane_number == 2
        assert "svae" not in hand.line("keys")


async def test_a_file_that_is_no_table_of_keys_does_not_stop_the_start(open_app: Opener, tmp_path: Path) -> None:
    settings(tmp_path, {}).write_text("keys = 3\n")
    async with open_app(size=(120, 40)) as hand:
        assert "keys is not a table" in hand.line("keys")


def key_words(hand: Hand) -> set[str]:
    """Return what is shown as a key anywhere on the screen."""
    return {
        word
        for rows in hand.screen.query(Rows)
        if rows.display
        for row in rows.rows
        for part in row
        if part.role.split("+")[0] == "key" and not part.text.strip().startswith("[")
        for word in part.text.split()
    }


PLACES = {
    "questions": ["pane.questions"],
    "score": ["pane.questions", "questions.score"],
    "costs": ["pane.costs"],
    "costs edited": ["pane.costs", "cell.edit"],
    "options": ["pane.costs", "costs.option"],
    "prices": ["pane.costs", "costs.prices"],
    "tokens": ["pane.costs", "cell.down", "cell.down", "cell.down", "costs.tokens"],
    "evidence": ["pane.evidence"],
    "accuracy": ["pane.evidence", "evidence.open"],
    "decision": ["pane.decision"],
    "verdict": ["pane.decision", "decision.verdict"],
    "rationale": ["pane.decision", "decision.rationale"],
    "record": ["pane.decision", "decision.record"],
    "log": ["pane.log"],
    "preview": ["pane.log", "section.next"],
    "review": ["pane.log", "log.review"],
    "changes": ["pane.log", "log.changed"],
    "reference": ["pane.questions", "questions.reference"],
    "tour": ["pane.questions", "tour"],
    "flow": ["pane.questions", "questions.flow"],
    "jump": ["jump"],
    "palette": ["palette"],
    "help": ["help"],
    "trigger": ["pane.decision", "decision.trigger"],
    "open": ["pane.log", "log.open-file"],
}
"""Ways to every pane and sheet, from the start."""
SHEETS = set(list(PLACES)[list(PLACES).index("review") :]) | {"options", "prices", "tokens"}


@pytest.mark.parametrize("file", ["20260615-review-sentiment-7b93.toml", None], ids=["saved", "empty"])
async def test_with_every_key_changed_no_usual_key_is_shown(open_app: Opener, tmp_path: Path, file: str | None) -> None:
    table = everything_changed()
    assert not read_keymap(table)[1]
    settings(tmp_path, table)
    usual = {shown_key(key) for action in ACTIONS for key in action.keys}
    mine = {shown_key(key) for key in table.values()}
    async with open_app(file=SAVED / file if file else None, saved=SAVED if file else None) as hand:
        for place, way in PLACES.items():
            await hand.keys(*(table[id] for id in way))
            assert (hand.screen.sheet is not None) == (place in SHEETS) or not file, place
            words = key_words(hand)
            letters = answer_letters(hand)
            assert not (words & usual) - letters - mine, place
            for _ in range(3):
                await hand.keys(table["sheet.close"] if hand.screen.sheet else table["text.leave"], table["back"])
            assert hand.screen.sheet is None, place


def answer_letters(hand: Hand) -> set[str]:
    """Return the letters that answer, pick an item or a verdict: they are no actions, and stay."""
    flow = hand.screen.view.asked
    answers = {choice.key for question in flow.questions.values() for choice in question.choices.values()}
    items = {item.key for item in getattr(hand.screen.sheet, "_items", ())}
    return answers | items | set("kram" if hand.screen.sheet is not None else "")


NAMES_A_KEY = re.compile(
    r"(?:^|[ :;,(])(?:(?:esc|enter|tab|space|\^[a-z]|[a-zA-Z?/]):? )"
    r"(?:adds|answers|brings|changes|closes|edits|fills|folds|groups|judges|keeps|leaves|loads|moves|names|opens|picks|quits"
    r"|reads|saves|shows|skips|starts|stops|supersedes|takes|undoes|writes)\b"
)


def test_no_text_of_the_screens_spells_a_key() -> None:
    """A hint that names a key asks which one it is: `key_of`, or a span made by `key_span`."""
    found = []
    for path in TUI.rglob("*.py"):
        tree = ast.parse(path.read_text())
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                found += [f"{path.name}: {node.value}"] if NAMES_A_KEY.search(node.value) else []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "span" and len(node.args) == 2:
                text, role = node.args
                if isinstance(role, ast.Constant) and role.value == "key" and isinstance(text, ast.Constant):
                    found.append(f"{path.name}: {text.value}")
    assert not found


def test_every_binding_of_the_screens_is_an_action_of_the_list() -> None:
    made = {binding.id for _, binding in all_bindings()}
    assert made == set(BY_ID)


def all_bindings():  # type: ignore[no-untyped-def]
    """Yield every binding that our own classes make, with its class."""
    import importlib

    from textual.binding import Binding
    from textual.dom import DOMNode

    for path in TUI.rglob("*.py"):
        importlib.import_module(".".join(("workbench", "tui", *path.relative_to(TUI).with_suffix("").parts)))
    seen: list[type] = [DOMNode]
    for cls in seen:
        seen += [sub for sub in cls.__subclasses__() if sub not in seen]
        if cls.__module__.startswith("workbench."):
            for binding in cls.__dict__.get("BINDINGS", ()):
                assert isinstance(binding, Binding)
                yield cls, binding
