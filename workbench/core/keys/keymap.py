"""The keys in force: the usual ones, and what the settings change of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from workbench.core.keys.actions import ACTIONS, BY_ID, PLACES, WHILE_TYPING, Action, meet
from workbench.core.keys.names import is_typed, key_name, shown_key
from workbench.core.text import clean_line
from workbench.errors import ValueProblem

_LETTERS = {"questions": ("ynd", "answers the question"), "review": ("kram", "picks the verdict of a review")}
"""Letters that a place needs for itself."""


@dataclass(frozen=True)
class Keymap:
    """Which keys run which action; `changed` holds what the settings say, as written there."""

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, id: str) -> tuple[str, ...]:
        """Return the keys of an action, as people write them."""
        return self.changed.get(id) or BY_ID[id].keys

    def shown(self, id: str) -> str:
        """Return the first key of an action as the screens show it."""
        return shown_key(self.keys(id)[0])

    def all_shown(self, id: str) -> list[str]:
        """Return every key of an action as the screens show it."""
        return [shown_key(key) for key in self.keys(id)]

    def shown_pair(self, id: str) -> str:
        """Return the key of an action with that of the other direction, where it has one."""
        other = BY_ID[id].other
        if not other:
            return self.shown(id)
        both = (self.shown(id), self.shown(other))
        return "".join(both) if all(len(key) == 1 for key in both) else " ".join(both)


USUAL = Keymap()


def read_keymap(table: Mapping[str, object]) -> tuple[Keymap, list[ValueProblem]]:
    """Return the keymap that a table of the settings asks for, and what is wrong with it.

    What is wrong keeps its usual key. A problem's `field` is the dotted key in the table.
    """
    changed: dict[str, tuple[str, ...]] = {}
    problems: list[ValueProblem] = []
    for id, value in _flat(table):
        try:
            changed[id] = _keys_of(id, value)
        except ValueProblem as problem:
            problem.field = problem.field or id
            problems.append(problem)
    problems += _part(changed)
    return Keymap(changed), problems


def _flat(table: Mapping[str, object], before: str = "") -> list[tuple[str, object]]:
    """Return the entries of a table and the tables in it by their dotted keys; ``pane.log`` is a table in TOML."""
    found: list[tuple[str, object]] = []
    for name, value in table.items():
        id = f"{before}{clean_line(str(name))}"
        found += _flat(value, f"{id}.") if isinstance(value, Mapping) else [(id, value)]
    return found


def _keys_of(id: str, value: object) -> tuple[str, ...]:
    """Return the keys that an entry gives an action.

    Raises:
        ValueProblem: There is no such action, or a key cannot be used for it.
    """
    if id not in BY_ID:
        import difflib

        near = difflib.get_close_matches(id, BY_ID, 1, 0.5)
        raise ValueProblem("no such action", "", f"did you mean {near[0]}?" if near else "workbench keys lists them")
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(one, str) and one for one in values):
        raise ValueProblem("not a key", "", f'write {id} = "{BY_ID[id].keys[0]}", or a list of keys')
    keys = tuple(dict.fromkeys(one if len(one) == 1 else clean_line(one.strip()) for one in values))
    for key in keys:
        key_name(key)
        _check_use(BY_ID[id], key)
    return keys


def _check_use(action: Action, key: str) -> None:
    if action.id in WHILE_TYPING and is_typed(key):
        raise ValueProblem(
            f"{shown_key(key)} is needed for typing", "", f"{action.id} works then too: write ctrl+e or f2"
        )
    for place, (letters, use) in _LETTERS.items():
        if key in letters and len(key) == 1 and meet(action.where, place):
            raise ValueProblem(f"{key} {use}", "", f"take another key for {action.id}")


def _part(changed: dict[str, tuple[str, ...]]) -> list[ValueProblem]:
    """Let go of what would put two actions on one key in one place; return what was wrong."""
    problems: list[ValueProblem] = []
    while found := _clash(changed):
        mine, other, key = found
        del changed[mine.id]
        where = "" if meet(mine.where, other.where) and other.where == "everywhere" else f" in {PLACES[other.where]}"
        title = f"{shown_key(key)} is {other.id} already{where}"
        problems.append(ValueProblem(title, other.does, f"take another key for {mine.id}, or for {other.id}", mine.id))
    return problems


def _clash(changed: Mapping[str, tuple[str, ...]]) -> tuple[Action, Action, str] | None:
    """Return two actions on one key that can meet: one that was changed, the other one, and the key."""
    in_force = Keymap(changed)
    names = {action.id: {key_name(key): key for key in in_force.keys(action.id)} for action in ACTIONS}
    usual = {action.id: {key_name(key) for key in action.keys} for action in ACTIONS}
    for one, other in combinations(ACTIONS, 2):
        common = names[one.id].keys() & names[other.id].keys()
        if not common or not ({one.id, other.id} & changed.keys()) or not meet(one.where, other.where):
            continue
        if usual[one.id] & usual[other.id]:
            # They stand one over the other with the usual keys, too: the nearer one is meant.
            continue
        mine, theirs = (other, one) if other.id in changed else (one, other)
        return mine, theirs, names[mine.id][min(common)]
    return None
