"""The text of a merged decision: comments, layout and unknown keys of both sides, as far as they go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.core.changes.differences import same
from workbench.core.changes.merge import Choices, FieldConflict, merge
from workbench.core.changes.text_merge import merge_lines
from workbench.core.record.decision import Decision, get_value
from workbench.errors import FileProblem, WorkbenchError
from workbench.store.document import edited, read_decision, with_line_ends
from workbench.store.edits import Editor
from workbench.store.layout import Keys, keyed_paths, tables, unknown_keys
from workbench.store.toml_text import parse_toml

UNKNOWN = "a key that this version does not know"


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a merge: a file's text, and the decision in it. An empty text is an empty decision."""

    text: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class MergedText:
    """What two sides made of one file, together.

    Args:
        text: The merged text; empty while there are conflicts.
        decision: The merged decision, our side's values where there are conflicts.
        conflicts: What both changed, unknown keys too.
        lost: Unknown keys that one side changed in a table that the other removed.
    """

    text: str
    decision: Decision
    conflicts: tuple[FieldConflict, ...]
    lost: tuple[Keys, ...] = ()


def merge_texts(base: Version, ours: Version, theirs: Version, choices: Choices | None = None) -> MergedText:
    """Return the merged text of a file.

    Raises:
        FileProblem: The two are laid out so that what they say cannot be written into one.
        ValueProblem: What was chosen goes with nothing.
    """
    choices = choices or {}
    merged = merge(base.decision, ours.decision, theirs.decision, choices)
    unknown, unsettled = _merge_unknown(_unknown(base.text), _unknown(ours.text), _unknown(theirs.text), choices)
    conflicts = (*merged.conflicts, *unsettled)
    decision = merged.decision
    if conflicts:
        return MergedText("", decision, conflicts)
    lost = tuple(path for path in unknown if not _has_room(decision, path))
    kept = {path: value for path, value in unknown.items() if path not in lost}
    text = _with_unknown(edited(_start(base, ours, theirs), ours.decision, decision), kept)
    read_decision(text, "")
    return MergedText(text, decision, (), tuple(path for path in lost if unknown[path] is not None))


def _start(base: Version, ours: Version, theirs: Version) -> str:
    """Return a text with the comments of both sides: merged by lines where that can be read, else ours."""
    texts = (version.text.replace("\r\n", "\n") for version in (base, ours, theirs))
    lines, _ = merge_lines(*(text.split("\n") for text in texts))
    text = with_line_ends("\n".join(lines), ours.text)
    try:
        read_decision(text, "")
    except WorkbenchError:
        return ours.text
    return text


def _unknown(text: str) -> dict[Keys, Any]:
    data = parse_toml(text, "")
    found: dict[Keys, Any] = {}
    for path in unknown_keys(data):
        value: Any = data
        for step in path:
            value = value[step]
        found |= _leaves(path, value)
    return found


def _leaves(path: Keys, value: Any) -> Iterator[tuple[Keys, Any]]:
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _leaves((*path, name), inner)
    else:
        yield path, value


def _merge_unknown(
    base: Mapping[Keys, Any], ours: Mapping[Keys, Any], theirs: Mapping[Keys, Any], choices: Choices
) -> tuple[dict[Keys, Any], list[FieldConflict]]:
    """Return the unknown keys of both sides (None stands for one that goes), and those that both changed."""
    wanted: dict[Keys, Any] = {}
    conflicts: list[FieldConflict] = []
    for path in dict.fromkeys((*ours, *theirs, *base)):
        before, own, other = (side.get(path) for side in (base, ours, theirs))
        choice = choices.get(path)
        if same(own, other) or same(before, other) or choice == "ours":
            wanted[path] = own
        elif same(before, own) or choice == "theirs":
            wanted[path] = other
        else:
            conflicts.append(FieldConflict(path, before, own, other, UNKNOWN))
    return wanted, conflicts


def _has_room(decision: Decision, path: Keys) -> bool:
    """Whether the named table that an unknown key belongs to is still there."""
    entries = [path[: len(table) + 1] for table in keyed_paths() if path[: len(table)] == table]
    return all(get_value(decision, entry) is not None for entry in entries if len(entry) < len(path))


def _with_unknown(text: str, unknown: Mapping[Keys, Any]) -> str:
    found = _unknown(text)
    changed = {path: value for path, value in unknown.items() if not same(found.get(path), value)}
    if not changed and found.keys() <= unknown.keys():
        return text
    editor = Editor(text.replace("\r\n", "\n"), [table.path for table in tables(read_decision(text, ""))])
    for path in found.keys() - unknown.keys():
        editor.remove(path)
    for path, value in changed.items():
        if value is None:
            editor.remove(path)
        else:
            editor.put(path, value, "", _siblings(editor.text, path))
    left = _unknown(editor.text)
    if any(not same(left.get(path), value) for path, value in unknown.items()):
        shown = ".".join(next(iter(changed), ("keys",)))
        raise FileProblem("cannot be merged in place", f"unknown keys, {shown}", "merge this file in an editor")
    return with_line_ends(editor.text, text)


def _siblings(text: str, path: Keys) -> list[str]:
    """Return the keys beside a new one, which goes after them."""
    node: Any = parse_toml(text, "")
    for step in path[:-1]:
        node = node.get(step) if isinstance(node, Mapping) else None
    beside = [name for name, value in node.items() if not isinstance(value, Mapping)] if node else []
    return [*beside, path[-1]]
