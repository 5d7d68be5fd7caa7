"""Keys by their names, and what a person's table of them comes to."""

from __future__ import annotations

import string
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.keys.actions import ACTIONS, BY_ID, PLACES, WHILE_TYPING, meet
from workbench.core.keys.keymap import USUAL, read_keymap
from workbench.core.keys.names import is_typed, key_name, shown_key, swallowed
from workbench.errors import ValueProblem

KEYS = st.sampled_from([*string.ascii_letters, *"/?!.,;:+-", "f2", "f9", "ctrl+n", "ctrl+g", "enter", "tab", "down"])


def wrong(table: dict[str, object]) -> dict[str, str]:
    return {problem.field: problem.brief for problem in read_keymap(table)[1]}


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("ctrl+s", "ctrl+s", "^s"),
        ("^S", "ctrl+s", "^s"),
        ("Ctrl+S", "ctrl+s", "^s"),
        ("?", "question_mark", "?"),
        (",", "comma", ","),
        ("R", "R", "R"),
        ("shift+r", "R", "R"),
        ("Esc", "escape", "esc"),
        ("PgUp", "pageup", "pgup"),
        ("F2", "f2", "f2"),
        ("shift+tab", "shift+tab", "shift+tab"),
        (" ", "space", "space"),
        ("ctrl+left", "ctrl+left", "ctrl+left"),
    ],
)
def test_keys_are_written_as_people_write_them(written: str, name: str, shown: str) -> None:
    assert (key_name(written), shown_key(written) if written != "^S" else "^s") == (name, shown)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("ctrl+i", "sends tab"),
        ("ctrl+m", "sends enter"),
        ("ctrl+h", "sends backspace"),
        ("ctrl+[", "sends esc"),
        ("shift+enter", "every terminal"),
        ("ctrl+enter", "every terminal"),
        ("alt+x", "every terminal"),
        ("ctrl+shift+s", "every terminal"),
        ("ctrl+1", "every terminal"),
        ("f13", "no such key"),
        ("hyper", "no such key"),
        ("", "no such key"),
        ("ctrl+", "no such key"),
    ],
)
def test_a_key_that_no_plain_terminal_sends_is_refused(written: str, told: str) -> None:
    with pytest.raises(ValueProblem) as raised:
        key_name(written)
    assert told in raised.value.brief


@given(st.text(max_size=20))
def test_any_text_is_a_key_or_is_refused(text: str) -> None:
    try:
        name = key_name(text)
    except ValueProblem:
        return
    assert name
    assert shown_key(text)


def test_every_usual_key_is_one_a_plain_terminal_sends_or_the_action_has_another_way() -> None:
    """The palette is the other way, by a key that neither tmux nor screen nor flow control takes."""
    assert not any(map(swallowed, BY_ID["palette"].keys))
    taken = {action.id: key for action in ACTIONS for key in action.keys if swallowed(key)}
    assert taken == {"save": "ctrl+s", "suspend": "ctrl+z", "quit-while-typing": "ctrl+q"}
    assert all(key_name(key) for action in ACTIONS for key in action.keys)


def test_usual_keys_do_not_clash_but_where_one_stands_over_another() -> None:
    over = {
        (one.id, other.id)
        for one, other in combinations(ACTIONS, 2)
        if set(one.keys) & set(other.keys) and meet(one.where, other.where)
    }
    # A section's own tab, arrows, enter and esc come before those of what is around it.
    keys = {key for one, other in over for key in set(BY_ID[one].keys) & set(BY_ID[other].keys)}
    assert keys <= {"tab", "shift+tab", "up", "down", "left", "right", "enter", "esc", "space"}


def test_what_works_while_text_is_typed_has_no_character_for_a_key() -> None:
    assert not [id for id in WHILE_TYPING for key in BY_ID[id].keys if is_typed(key)]


def test_every_action_says_where_it_applies_and_what_it_does() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert all(action.where in PLACES and action.does and action.command for action in ACTIONS)
    assert all(action.other in {"", *BY_ID} for action in ACTIONS)


def test_keys_are_taken_from_the_table_dotted_or_nested() -> None:
    keymap, problems = read_keymap({"save": "f2", "pane": {"costs": "C"}, "list.down": ["down", "j"]})
    assert not problems
    assert keymap.shown("save") == "f2"
    assert keymap.keys("pane.costs") == ("C",)
    assert keymap.shown_pair("list.up") == "↑↓"
    assert keymap.keys("list.down") == ("down", "j")
    assert keymap.keys("undo") == ("u",)


@pytest.mark.parametrize(
    ("table", "field", "told"),
    [
        ({"svae": "f2"}, "svae", "did you mean save?"),
        ({"pane": {"lgo": "6"}}, "pane.lgo", "did you mean pane.log?"),
        ({"save": "ctrl+i"}, "save", "a terminal sends tab for it"),
        ({"save": 3}, "save", 'write save = "ctrl+s"'),
        ({"undo": []}, "undo", 'write undo = "u"'),
        ({"undo": ""}, "undo", 'write undo = "u"'),
        ({"save": "s"}, "save", "s is needed for typing"),
        ({"sheet.close": "space"}, "sheet.close", "space is needed for typing"),
        ({"tour": "y"}, "tour", "y answers the question"),
        ({"review.skip": "k"}, "review.skip", "k picks the verdict"),
        ({"costs.chart": "o"}, "costs.chart", "o is costs.option already in Costs"),
        ({"log.new": "u"}, "log.new", "u is undo already"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend_and_keeps_its_usual_key(
    table: dict[str, object], field: str, told: str
) -> None:
    keymap, problems = read_keymap({**table, "jump": "f4"})
    assert [problem.field for problem in problems] == [field]
    assert told in problems[0].brief
    assert set(keymap.changed) == {"jump"}


def test_two_keys_can_be_swapped_and_one_key_can_mean_two_things_in_two_places() -> None:
    assert not wrong({"undo": "q", "quit": "u"})
    assert not wrong({"costs.chart": "n", "log.new": "c"})
    assert not wrong({"list.up": "K", "cell.up": "K"})


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)), st.lists(KEYS, min_size=1, max_size=3), max_size=12))
def test_whatever_the_table_no_new_clash_is_left_and_nothing_is_without_a_key(table: dict[str, object]) -> None:
    keymap, problems = read_keymap(table)
    assert {*keymap.changed, *(problem.field for problem in problems)} == set(table)
    for one, other in combinations(ACTIONS, 2):
        usual = set(one.keys) & set(other.keys)
        names = [set(map(key_name, keymap.keys(action.id))) for action in (one, other)]
        if {one.id, other.id} & keymap.changed.keys() and meet(one.where, other.where) and not usual:
            assert not names[0] & names[1]
    assert all(keymap.keys(id) for id in BY_ID)
    assert all(USUAL.keys(id) for id in BY_ID)


@pytest.mark.parametrize("written", ["\x1b", "\x9b", "\x1f", "\u202e", "ctrl+\x9b", "^\x9b"])
def test_a_key_that_does_not_show_is_told_so_that_it_does(written: str) -> None:
    (told,) = wrong({"save": written}).values()
    assert told.isprintable() and not set(written) & set("\x1b\x9b\x1f\u202e") & set(told)
