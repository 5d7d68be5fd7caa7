"""A decision as the text of its file: a fresh document, or the differences applied to the text there is."""

from __future__ import annotations

from typing import Any

from workbench.core.changes.differences import same
from workbench.core.record.decision import SCHEMA, Decision, from_data, get_value
from workbench.errors import FileProblem, WorkbenchError
from workbench.store.edits import Editor
from workbench.store.layout import Keys, Table, file_data, keyed_paths, slots, tables
from workbench.store.migrate import migrated
from workbench.store.toml_text import parse_toml, refuse_markers
from workbench.store.values import key_text, value_text

DIRECTIVE = "#:schema ./decision.schema.json"
SORTED = ("tags", "supersedes")


def render(decision: Decision) -> str:
    """Return a fresh document, line ends ``\\n``: every key under its comment, tables in the model's order.

    Raises:
        FileProblem: What was written would not read back as the same decision.
        ValueProblem: The decision holds an impossible value.
    """
    decision = tidied(decision)
    root, *others = tables(decision)
    parts = [f"{DIRECTIVE}\n{entries_text(root)}", *(table_text(table) for table in others)]
    text = "\n".join(parts)
    _verify(text, decision)
    return text


def tidied(decision: Decision) -> Decision:
    """Return the decision as reading its file would give it: texts cleaned, tags and superseded ids sorted.

    Raises:
        ValueProblem: It holds an impossible value.
    """
    data = file_data(decision)
    for name in SORTED:
        data[name] = sorted(set(data.get(name, ())))
    data["schema"] = SCHEMA
    return from_data(data)


def table_text(table: Table) -> str:
    """Return a table with its header."""
    return f"[{key_text(table.path)}]\n{entries_text(table)}"


def entries_text(table: Table) -> str:
    """Return a table's keys, each under its comment."""
    lines = []
    for name, value in table.values.items():
        comment = slots(table.model)[name].comment if table.model is not None else ""
        lines += [f"# {comment}"] if comment else []
        lines.append(f"{key_text((name,))} = {value_text(value, name)}")
    return "".join(f"{line}\n" for line in lines)


def edited(text: str, before: Decision, after: Decision) -> str:
    """Return a decision's text with what differs changed and everything else as it was.

    Comments, order, unknown keys and line ends stay; one changed field changes one line. A text of an older version
    comes back as one of today's, whatever else is changed.

    Args:
        text: The file as read, line ends as they are.
        before: What the text says; its id is that of the file's name, which may differ from the one inside.
        after: What it shall say. The id inside is written only when the two ids differ.

    Raises:
        FileProblem: A newer version wrote the text, or it is laid out so that it cannot be edited; then it can still
            be saved as new.
        ValueProblem: `after` holds an impossible value.
    """
    today = migrated(text)
    inside = read_decision(today, "")
    after = _settled(inside, before, after)
    if _alike(inside, after):
        return text if today is text else with_line_ends(today, text)
    target = tables(after)
    editor = Editor(today.replace("\r\n", "\n"), [table.path for table in target])
    for path in keyed_paths():
        _rename(editor, path, get_value(inside, path), get_value(after, path))
    current = {table.path: table for table in tables(read_decision(editor.text, ""))}
    _remove(editor, current, {table.path: table for table in target})
    for table in target:
        _write(editor, table, current.get(table.path))
    for path in keyed_paths():
        editor.reorder(path, list(get_value(after, path)))
    _verify(editor.text, after)
    return with_line_ends(editor.text, text)


def read_decision(text: str, path: str) -> Decision:
    """Return the decision in a text.

    Raises:
        FileProblem: It cannot be read as TOML.
        ValueProblem: A value is wrong.
    """
    return from_data(parse_toml(text, path))


def _settled(inside: Decision, before: Decision, after: Decision) -> Decision:
    """Return what the file shall say: an id or an order of tags that nobody changed stays as it is inside."""
    data = file_data(after)
    for name in SORTED:
        written = list(getattr(inside, name))
        wanted = sorted(set(data[name]))
        data[name] = written if sorted(set(written)) == wanted else wanted
    data["schema"] = inside.schema_
    if before.id == after.id:
        data["id"] = inside.id
    return from_data(data)


def _alike(one: Decision, other: Decision) -> bool:
    orders = [[list(get_value(decision, path)) for path in keyed_paths()] for decision in (one, other)]
    return orders[0] == orders[1] and same(file_data(one), file_data(other))


def _rename(editor: Editor, path: Keys, old: dict[str, Any], new: dict[str, Any]) -> None:
    if len(old) != len(new):
        return
    for was, now in zip(old, new, strict=True):
        if was != now and was not in new and now not in old and _kin(old[was], new[now]):
            editor.rename((*path, was), now)


def _kin(one: Any, other: Any) -> bool:
    """Whether two entries say so much the same that one is the other under a new name."""
    left, right = dict(one), dict(other)
    alike = [same(value, right.get(name)) for name, value in left.items() if value is not None]
    return one == other or sum(alike) * 2 > len(alike)


def _remove(editor: Editor, current: dict[Keys, Table], target: dict[Keys, Table]) -> None:
    for path, table in current.items():
        kept = target.get(path)
        if kept is None and (table.model is None or path[:-1] in keyed_paths()):
            editor.remove(path)
            continue
        known = slots(table.model) if table.model is not None else {}
        for name in table.values:
            if kept is None or name not in kept.values:
                editor.remove((*path, name), known[name].comment if name in known else "")
        if kept is None:
            editor.drop_header(path)


def _write(editor: Editor, table: Table, current: Table | None) -> None:
    if current is None and table.path and not editor.holds(table.path):
        editor.add_table(table.path, table_text(table))
        return
    known = slots(table.model) if table.model is not None else {}
    for name, value in table.values.items():
        if current is None or name not in current.values or not same(current.values[name], value):
            comment = known[name].comment if name in known else ""
            editor.put((*table.path, name), value, comment, list(known or table.values))


def _verify(text: str, decision: Decision) -> None:
    hint = "save it as new, or change it in an editor"
    try:
        refuse_markers(text, "")
        good = same(file_data(read_decision(text, "")), file_data(decision))
    except WorkbenchError as error:
        raise FileProblem("cannot be written", str(error), hint) from None
    if not good:
        raise FileProblem("cannot be changed in place", "its layout is out of the ordinary", hint)


def with_line_ends(text: str, like: str) -> str:
    """Return a text with the line ends of another; in a mixed one the unchanged head and tail keep theirs."""
    if "\r\n" not in like:
        return text
    # What follows the last line end is no whole line and has none.
    *old, _ = like.split("\n")
    *new, last = text.split("\n")
    bare = [line.removesuffix("\r") for line in old]
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if bare[at] != new[at]), shorter)
    room = shorter - head
    tail = next((at for at in range(room) if bare[-1 - at] != new[-1 - at]), room)
    end = "\r" if like.count("\r\n") * 2 >= like.count("\n") else ""
    middle = [f"{line}{end}" for line in new[head : len(new) - tail]]
    return "\n".join([*old[:head], *middle, *old[len(old) - tail :], last])
