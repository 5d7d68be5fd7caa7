"""How a decision lies in a file: its tables in order, each key with its comment. Follows from the model's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from workbench.core.inputs import dump_amount
from workbench.core.record.decision import Decision

Keys = tuple[str, ...]


class Slot(NamedTuple):
    """One field of a model as a file has it.

    Args:
        name: Its key in the file.
        attribute: Its name in the model.
        comment: Its unit or help, for the line above the key.
        inner: The model of its table, or of each entry of its keyed table.
        keyed: It is a table of named entries.
        required: It stands in the file even when empty.
    """

    name: str
    attribute: str
    comment: str
    inner: type[BaseModel] | None
    keyed: bool
    required: bool

    @property
    def table(self) -> bool:
        """Whether it is a table rather than a value."""
        return self.keyed or self.inner is not None


class Table(NamedTuple):
    """One table as it stands in a file: its path, its values by key, and its model where it has one."""

    path: Keys
    values: dict[str, Any]
    model: type[BaseModel] | None


@cache
def slots(model: type[BaseModel]) -> dict[str, Slot]:
    """Return a model's fields by their key in the file, values and tables in the order of the model."""
    found = {}
    for attribute, info in model.model_fields.items():
        name = info.alias or attribute
        inner: Any = info.annotation
        keyed = get_origin(inner) is dict
        if keyed:
            inner = get_args(inner)[1]
        is_model = isinstance(inner, type) and issubclass(inner, BaseModel)
        found[name] = Slot(
            name, attribute, info.description or "", inner if is_model else None, keyed, info.is_required()
        )
    return found


def tables(decision: Decision) -> list[Table]:
    """Return every table a file of this decision has, in file order; the first is the root."""
    return list(_tables(decision, ()))


def _tables(node: BaseModel, path: Keys) -> Iterator[Table]:
    own = slots(type(node))
    yield Table(path, _values(node), type(node))
    for slot in own.values():
        value = getattr(node, slot.attribute)
        here = (*path, slot.name)
        if slot.keyed:
            for name, entry in value.items():
                if isinstance(entry, BaseModel):
                    yield from _tables(entry, (*here, name))
                else:
                    yield from _free_tables(entry, (*here, name))
        elif slot.inner is not None and value != slot.inner():
            inner = list(_tables(value, here))
            # A table that only holds tables needs no header of its own.
            yield from inner if inner[0].values else inner[1:]


def _values(node: BaseModel) -> dict[str, Any]:
    values = {}
    for slot in slots(type(node)).values():
        value = dump_amount(getattr(node, slot.attribute)) if not slot.table else None
        if value is not None and (value != "" or slot.required):
            values[slot.name] = list(value) if isinstance(value, tuple) else value
    return values


def _free_tables(node: Mapping[str, Any], path: Keys) -> Iterator[Table]:
    values = {name: value for name, value in node.items() if value is not None and not isinstance(value, dict)}
    yield Table(path, values, None)
    for name, value in node.items():
        if isinstance(value, dict):
            yield from _free_tables(value, (*path, name))


def file_data(decision: Decision) -> dict[str, Any]:
    """Return a decision as the nested data of its file; what is unset or as it is by default is left out."""
    data: dict[str, Any] = {}
    for table in tables(decision):
        node = data
        for step in table.path:
            node = node.setdefault(step, {})
        node.update(table.values)
    return data


@cache
def keyed_paths() -> tuple[Keys, ...]:
    """Return where the tables of named entries stand, in file order."""

    def below(model: type[BaseModel], path: Keys) -> Iterator[Keys]:
        for slot in slots(model).values():
            if slot.keyed:
                yield (*path, slot.name)
            elif slot.inner is not None:
                yield from below(slot.inner, (*path, slot.name))

    return tuple(below(Decision, ()))


def unknown_keys(data: Mapping[str, Any], model: type[BaseModel] = Decision) -> Iterator[Keys]:
    """Yield where the keys of a file's data stand that no field is for; of a whole table only the table."""
    known = slots(model)
    for name, value in data.items():
        slot = known.get(name)
        if slot is None:
            yield (name,)
        elif slot.inner is not None and isinstance(value, Mapping):
            entries = value.items() if slot.keyed else [(None, value)]
            for key, entry in entries:
                inside = (name,) if key is None else (name, key)
                yield from ((*inside, *path) for path in unknown_keys(entry, slot.inner))
