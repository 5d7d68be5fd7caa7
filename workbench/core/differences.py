"""Two versions of a decision held against each other, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from workbench.core.decision import Decision, Path

NAMED = "named"
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
        if path != ("id",) and (type(old.get(path)), old.get(path)) != (type(new.get(path)), new.get(path))
    ]


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
