"""Two versions of a decision held against each other, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from workbench.core.record.decision import Decision, Path


class _Named:
    def __repr__(self) -> str:
        return "NAMED"


NAMED = _Named()
"""Value of a keyed table's entry in which nothing stands: it is there all the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; None on the side where it does not stand."""

    path: Path
    before: object
    after: object


def values(decision: Decision) -> dict[Path, object]:
    """Return every value that is set, by the path it has in a file, in file order. Lists are tuples."""
    return dict(_values(decision, ()))


def changes(before: Decision, after: Decision) -> list[Change]:
    """Return the fields in which two decisions differ, in file order: the later one's, then what only the earlier has.

    The id is no field: two versions of one decision have the same.
    """
    old, new = values(before), values(after)
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Change(path, old.get(path), new.get(path))
        for path in paths
        if path != ("id",) and not same(old.get(path), new.get(path))
    ]


def same(one: object, other: object) -> bool:
    """Return whether two values are equal in a file: 30 and 30.0 are, true and 1 are not; key order does not count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    one, other = _exact(one), _exact(other)
    # Not a number is itself, too: a kept figure may be one.
    return bool(one == other or (one != one and other != other))


def _exact(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, float) else value


def _values(node: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(node, BaseModel):
        for attribute, info in type(node).model_fields.items():
            yield from _values(getattr(node, attribute), (*path, info.alias or attribute))
    elif isinstance(node, Mapping):
        for name, entry in node.items():
            inside = list(_values(entry, (*path, name)))
            yield from inside or [((*path, name), NAMED)]
    elif node is not None and node not in ("", ()):
        yield path, node
