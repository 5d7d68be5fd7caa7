"""Files of other versions: older ones are read as if they were new and rewritten when saved, newer ones only read.

A step leads from one version to the next, once on parsed data, for reading, and once on the text, for writing, where
comments, order and line ends stay. No `schema` key means the version of today: a file may hold just some tables.

Version 0 never left this house. It was invented so that the path has a step to walk and to test: its review day is
`review_date`, and its triggers are lines of one table, ``[triggers]`` with ``volume = "requests_per_month < 10000 ->
prompting"``, where the part after the arrow may be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workbench.core.record.decision import SCHEMA, from_data
from workbench.core.text import clean_line
from workbench.errors import FileProblem, NewerVersion, WorkbenchError
from workbench.store.locate import line_of
from workbench.store.toml_text import parse_toml

Data = Mapping[str, Any]


class Step(NamedTuple):
    """One version to the next: on parsed data, and on a text with line ends ``\\n`` and the data in it."""

    data: Callable[[Data], Data]
    text: Callable[[str, Data], str]


def version(data: Data) -> int:
    """Return the version a file's data says it has; today's where it says none, or nothing that is a version."""
    told = data.get("schema", SCHEMA)
    return told if isinstance(told, int) and not isinstance(told, bool) else SCHEMA


def is_old(data: Data) -> bool:
    """Return whether there are steps from this data's version to today's."""
    return version(data) in STEPS


def newer(data: Data, text: str, path: Path | str) -> NewerVersion | None:
    """Return why a file of a newer version can only be read, None for any other file."""
    found = version(data)
    if found <= SCHEMA:
        return None
    told = f"schema {found if found < 10**6 else 'over a million'}, this version writes {SCHEMA}"
    where, line = clean_line(str(path)), line_of(text, "schema")
    return NewerVersion("written by a newer version", told, "update workbench", where, line)


def upgraded(data: Data) -> Data:
    """Return data as today's version has it; what is of no older version comes back as it is."""
    while is_old(data):
        data = STEPS[version(data)].data(data)
    return data


def migrated(text: str) -> str:
    """Return a text as today's version writes it, line ends ``\\n`` where it was older; today's comes back as it is.

    Raises:
        FileProblem: It is not TOML, is of a newer version, or is laid out so that it cannot be rewritten.
        ValueProblem: It holds a wrong value.
    """
    data: Data = parse_toml(text, "")
    problem = newer(data, text, "")
    if problem is not None:
        raise problem
    if not is_old(data):
        return text
    wanted = from_data(upgraded(data))
    text = text.replace("\r\n", "\n")
    while is_old(data):
        text = STEPS[version(data)].text(text, data)
        data = _parsed(text)
    try:
        same = from_data(data) == wanted
    except WorkbenchError:
        same = False
    if not same:
        raise _unusual()
    return text


def _parsed(text: str) -> Data:
    try:
        return parse_toml(text, "")
    except FileProblem:
        raise _unusual() from None


def _unusual() -> FileProblem:
    hint = "bring it to today's layout in an editor"
    return FileProblem("cannot be migrated in place", "its layout is out of the ordinary", hint)


def _data_of_0(data: Data) -> Data:
    new = {**data, "schema": 1}
    if "review_date" in new:
        new["review_by"] = new.pop("review_date")
    if "triggers" in new:
        old = new.pop("triggers")
        new["trigger"] = {name: _trigger_of_0(told) for name, told in old.items()} if isinstance(old, Mapping) else old
    return new


def _trigger_of_0(told: object) -> object:
    if not isinstance(told, str):
        return told
    when, arrow, then = told.partition("->")
    return {"when": when.strip(), "then": then.strip()} if arrow else {"when": when.strip()}


def _text_of_0(text: str, data: Data) -> str:
    from workbench.store.edits import Editor

    editor = Editor(text, [])
    editor.put(("schema",), 1, "", ["schema"])
    editor.rename(("review_date",), "review_by")
    return _triggers_of_0(editor.text, _data_of_0(data).get("trigger", {}))


def _triggers_of_0(text: str, triggers: Mapping[str, Mapping[str, str]]) -> str:
    """Write each trigger where it stood: a line of a table as a table, a dotted key as dotted keys."""
    from workbench.store.spans import statements
    from workbench.store.values import inline_text, key_text

    for one in reversed(statements(text)):
        if one.path[:1] != ("triggers",):
            continue
        tail = text[one.value[1] : one.end]
        if one.path == ("triggers",):
            new = "" if one.header else f"trigger = {inline_text(triggers)}{tail}"
        elif one.section:
            keys = "".join(f"{name} = {inline_text(value)}\n" for name, value in triggers[one.path[1]].items())
            new = f"[{key_text(('trigger', one.path[1]))}]{tail.rstrip()}\n{keys}"
            text = _set_off(text, one.start) + new + text[one.end :]
            continue
        else:
            own = key_text(("trigger", one.path[1]))
            lines = [f"{own}.{name} = {inline_text(value)}" for name, value in triggers[one.path[1]].items()]
            new = "\n".join(lines) + tail
        text = text[: one.start] + new + text[one.end :]
    return text


def _set_off(text: str, start: int) -> str:
    """Return a text up to a new table, with a blank line before it and the comments that belong to it."""
    above = start
    while (line := text.rfind("\n", 0, above - 1) + 1) < above and text[line:above].lstrip().startswith("#"):
        above = line
    before = text[:above].rstrip("\n")
    return f"{before}\n\n{text[above:start]}" if before else text[:start]


STEPS: Mapping[int, Step] = {0: Step(_data_of_0, _text_of_0)}
"""The step from each older version, by that version."""
