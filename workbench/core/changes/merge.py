"""Two people's changes to one decision, brought together field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from workbench.core.changes.differences import same
from workbench.core.changes.text_merge import merge_lines
from workbench.core.inputs import Option
from workbench.core.record.decision import Decision, Path, check_option
from workbench.core.record.lifecycle import MOVES, frozen_changes
from workbench.errors import ValueProblem

REMOVED = "removed on one side, changed on the other"
_TOKENS = ("input_tokens", "cached_tokens", "cache_write_tokens")
"""What must go together in an option."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value that takes the place of both sides'."""

    value: object


Choice = Literal["ours", "theirs"] | Typed
Choices = Mapping[Path, Choice]


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """What both sides changed, each to something else. None stands for nothing.

    Args:
        path: The field; an entry of a keyed table where that was removed, or where fields of it do not go together.
        base, ours, theirs: Its values. Of a text: the whole of it, in which only what is contested differs. Of fields
            that do not go together: a mapping of them.
        why: More than that both changed it.
    """

    path: Path
    base: object
    ours: object
    theirs: object
    why: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The decision of both sides; where `conflicts` has a field, our side's value stands."""

    decision: Decision
    conflicts: tuple[FieldConflict, ...]


def merge(base: Decision, ours: Decision, theirs: Decision, choices: Choices | None = None) -> Merged:
    """Return what two sides made of one decision, together.

    Args:
        base: What both began with; an empty decision where they began with nothing.
        choices: What to take where both changed a field; once chosen it is no conflict any more. A choice can bring up
            a conflict that was not there before: fields of an option that do not go together.
    """
    merger = _Merger(choices or {})
    decision = merger.merged((), base, ours, theirs)
    return Merged(decision, tuple(merger.conflicts))


def accepted_otherwise(ours: Decision, theirs: Decision, merged: Decision) -> tuple[str, ...]:
    """Return the fields that an accepted decision rests on in which a merged one is not what a side accepted."""
    return tuple(dict.fromkeys((*frozen_changes(ours, merged), *frozen_changes(theirs, merged))))


def status_otherwise(ours: Decision, theirs: Decision, merged: Decision) -> tuple[str, ...]:
    """Return the statuses of the sides that a merged decision's status could not have followed, as it does now."""
    steps = (side.status for side in (ours, theirs) if merged.status not in {side.status, *MOVES[side.status]})
    return tuple(dict.fromkeys(steps))


def with_changes(earlier: Decision, before: Decision, after: Decision) -> Decision:
    """Return an earlier decision with what was changed between two later ones, which stands wherever it contradicts."""
    choices: dict[Path, Choice] = {}
    merged = merge(before, earlier, after)
    while merged.conflicts:
        choices |= {conflict.path: "theirs" for conflict in merged.conflicts}
        merged = merge(before, earlier, after, choices)
    return merged.decision


def alike(one: object, other: object) -> bool:
    """Return whether two values say the same, in one order: that of entries and lists is part of what they say."""
    if isinstance(one, BaseModel):
        return type(one) is type(other) and alike(dict(one), dict(other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(alike(one[name], other[name]) for name in one)
    return same(one, other)


@dataclass(slots=True)
class _Merger:
    choices: Choices
    conflicts: list[FieldConflict] = field(default_factory=list)

    def merged(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        """Return what stands at a path once both sides' changes are in."""
        if alike(ours, theirs) or alike(base, theirs):
            return ours
        if alike(base, ours):
            return theirs
        if isinstance(ours, BaseModel) and isinstance(theirs, BaseModel):
            return self._model(path, base, ours, theirs)
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and not _is_measurement(path):
            return self._keyed(path, base or {}, ours, theirs)
        if isinstance(ours, tuple) or isinstance(theirs, tuple):
            both = _set_of_both(base or (), ours or (), theirs or ())
            return both if both or None not in (ours, theirs) else None
        if base and all(isinstance(text, str) for text in (base, ours, theirs)) and "\n" in base + ours + theirs:
            with_ours, with_theirs = merge_lines(*(text.split("\n") for text in (base, ours, theirs)))
            ours, theirs = "\n".join(with_ours), "\n".join(with_theirs)
            if ours == theirs:
                return ours
        return self._chosen(FieldConflict(path, base, ours, theirs))

    def _chosen(self, conflict: FieldConflict) -> Any:
        choice = self.choices.get(conflict.path)
        if isinstance(choice, Typed):
            return choice.value
        if choice is None:
            self.conflicts.append(conflict)
        return conflict.theirs if choice == "theirs" else conflict.ours

    def _model(self, path: Path, base: Any, ours: BaseModel, theirs: BaseModel) -> BaseModel:
        kind, before = type(ours), len(self.conflicts)
        base = kind.model_construct() if base is None else base
        values = {
            name: self.merged(
                (*path, info.alias or name), getattr(base, name, None), getattr(ours, name), getattr(theirs, name)
            )
            for name, info in kind.model_fields.items()
        }
        merged = ours.model_copy(update=values)
        asked = {conflict.path[-1] for conflict in self.conflicts[before:]}
        if isinstance(merged, Option) and not asked & set(_TOKENS):
            return self._fitting(path, merged, base, ours, theirs)
        return merged

    def _fitting(self, path: Path, merged: Option, *sides: Any) -> Option:
        """Return an option whose tokens go together: each side's do, but those of both need not."""
        try:
            check_option(Option(**{name: getattr(merged, name) for name in _TOKENS}), "")
        except ValueProblem as problem:
            before, own, other = ({name: getattr(side, name, None) for name in _TOKENS} for side in sides)
            if alike(own, other):
                return merged
            taken: Mapping[str, Any] = self._chosen(FieldConflict(path, before, own, other, str(problem)))
            return merged.model_copy(update=dict(taken))
        return merged

    def _keyed(
        self, path: Path, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> dict[str, Any]:
        entries = {}
        for name in _order(list(base), list(ours), list(theirs)):
            entry = self._entry((*path, name), base.get(name), ours.get(name), theirs.get(name))
            if entry is not None:
                entries[name] = entry
        return entries

    def _entry(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        if ours is not None and theirs is not None:
            return self.merged(path, base, ours, theirs)
        left = theirs if ours is None else ours
        if base is None:
            return left
        return None if alike(base, left) else self._chosen(FieldConflict(path, base, ours, theirs, REMOVED))


def _is_measurement(path: Path) -> bool:
    """Whether a path is an entry of the evidence: its figures were taken together, and stay together."""
    return len(path) == 2 and path[0] == "evidence"


def _set_of_both(base: Iterable[str], ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    known, own, other = set(base), set(ours), set(theirs)
    kept = (own & other) | ((own | other) - known)
    ordered = _order(*(list(dict.fromkeys(side)) for side in (base, ours, theirs)))
    return tuple(name for name in ordered if name in kept)


def _order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return the names of both sides, in the order of the side that changed it, ours if both did.

    New ones stand after the name they stand after on their own side, ours before theirs.
    """
    known, own = set(base), set(ours)
    as_before = [name for name in ours if name in known] == [name for name in base if name in own]
    lead, other = (theirs, ours) if as_before else (ours, theirs)
    leading, following = set(lead), set(other)
    after: dict[str | None, list[str]] = {}
    anchor = None
    for name in other:
        if name in leading:
            anchor = name
        else:
            after.setdefault(anchor, []).append(name)
    found, waiting = [], after.get(None, [])
    for name in lead:
        if as_before or name in known or name in following:
            found += waiting
            waiting = []
        found.append(name)
        waiting = waiting + after.get(name, [])
    return found + waiting
