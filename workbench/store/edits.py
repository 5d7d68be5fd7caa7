"""Small changes to a TOML text: each touches the lines it is about and no others."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from typing import Any

from workbench.errors import FileProblem
from workbench.store.spans import Keys, Statement, statements
from workbench.store.values import inline_text, key_text, merged_list, value_text

_start = attrgetter("start")


class Editor:
    """A TOML text being changed. Line ends are ``\\n``.

    Args:
        text: A text that can be parsed.
        order: The tables it shall have, in their order; a new one goes to its place among them.
    """

    def __init__(self, text: str, order: Sequence[Keys]) -> None:
        self.text = text
        self._order = list(order)
        self._found: list[Statement] | None = None

    def holds(self, path: Keys) -> bool:
        """Return whether a table has a header, dotted keys, or stands inside an inline table."""
        return self._inline_around((*path, "")) is not None or any(
            _under(path, statement.path) and (statement.path == path or len(statement.section) < len(path))
            for statement in self._all()
        )

    def put(self, path: Keys, value: Any, comment: str, names: Sequence[str]) -> None:
        """Set a key; a new one goes under its comment to its place among its siblings, ordered as in `names`."""
        found = next((one for one in self._all() if not one.header and one.path == path), None)
        if found is not None:
            start, end = found.value
            old = self.text[start:end]
            parsed = _parsed(old)
            if parsed != value or isinstance(parsed, bool) != isinstance(value, bool):
                lists = isinstance(value, list) and isinstance(parsed, list)
                self._splice(start, end, merged_list(value, old, parsed) if lists else value_text(value, path[-1], old))
        elif inline := self._inline_around(path):
            self._change_inline(inline, path, value)
        else:
            self.remove(path)  # a range written as a table of its own
            self._insert(path, value, comment, names)

    def remove(self, path: Keys, comment: str = "") -> None:
        """Remove a key with its own comment line, or a table with all that is in it."""
        for statement in reversed(self._all()):
            if not _under(path, statement.path):
                continue
            if statement.header:
                start, end = self._block(statement)
                self._splice(self._blank_above(start), end, "")
            elif len(statement.section) < len(path):
                start = statement.start
                above = self._line_above(start)
                if comment and self.text[above:start].strip() == f"# {comment}":
                    start = above
                self._splice(start, statement.end, "")
        if inline := self._inline_around(path):
            self._change_inline(inline, path, None)

    def rename(self, path: Keys, name: str) -> None:
        """Give a table another name where it stands, with all that is in it."""
        for statement in reversed(self._all()):
            if _under(path, statement.path) and (statement.header or len(statement.section) < len(path)):
                moved = (*path[:-1], name, *statement.path[len(path) :])
                own = moved if statement.header else moved[len(statement.section) :]
                self._splice(*statement.name, key_text(own))

    def drop_header(self, path: Keys) -> None:
        """Remove the header of a table in which nothing stands any more, not even a comment."""
        for statement in reversed(self._all()):
            if statement.header and statement.path == path:
                start, end = self._block(statement)
                if not self.text[statement.end : end].strip() and start == statement.start:
                    self._splice(self._blank_above(start), end, "")

    def add_table(self, path: Keys, block: str) -> None:
        """Add a table, header included, after the last of those that go before it."""
        at = self._place_for(path)
        before, after = self.text[:at], self.text[at:]
        if before and not before.endswith("\n"):
            before += "\n"
        lead = "\n" if before.strip() else ""
        tail = "\n" if after and not after.startswith("\n") else ""
        self._splice(0, len(self.text), f"{before}{lead}{block}{tail}{after}")

    def reorder(self, path: Keys, names: Sequence[str]) -> None:
        """Bring the entries of a keyed table into an order, where each stands in one piece under its own header."""
        found = self._regions(path)
        spans = {name: found[name] for name in names if name in found}
        places = sorted(spans.values())
        if list(spans.values()) == places:
            return
        pieces = [self.text[start:end].rstrip("\n") + "\n" for start, end in spans.values()]
        for (start, end), piece in zip(reversed(places), reversed(pieces), strict=True):
            self._splice(start, end, piece)

    def _all(self) -> list[Statement]:
        if self._found is None:
            self._found = statements(self.text)
        return self._found

    def _splice(self, start: int, end: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        self._found = None

    def _line_above(self, start: int) -> int:
        return self.text.rfind("\n", 0, start - 1) + 1 if start else 0

    def _comments_above(self, start: int) -> int:
        """Return where the comment lines directly above a line begin; directives are not comments."""
        while start:
            above = self._line_above(start)
            line = self.text[above:start].strip()
            if not line.startswith("#") or line.startswith("#:"):
                break
            start = above
        return start

    def _blank_above(self, start: int) -> int:
        while start and not self.text[self._line_above(start) : start].strip():
            start = self._line_above(start)
        return start

    def _block(self, header: Statement) -> tuple[int, int]:
        """Return a table's lines: the comments that touch its header, to its last key and the comments that touch it.

        What follows after a blank line is about the next table.
        """
        found = self._all()
        at = bisect_left(found, header.start, key=_start)
        last, limit = header, len(self.text)
        for statement in islice(found, at + 1, None):
            if statement.header:
                limit = self._comments_above(statement.start)
                break
            last = statement
        return self._comments_above(header.start), self._comments_below(last.end, limit)

    def _comments_below(self, end: int, limit: int) -> int:
        while end < limit and self.text[end : (stop := self._line_end(end))].lstrip().startswith("#"):
            end = stop
        return end

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _regions(self, path: Keys) -> dict[str, tuple[int, int]]:
        """Return where the entries of a keyed table stand, those that stand in one piece under headers of their own."""
        headers = [one for one in self._all() if one.header]
        own: dict[str, list[int]] = {}
        for at, one in enumerate(headers):
            if one.path != path and _under(path, one.path):
                own.setdefault(one.path[len(path)], []).append(at)
        return {
            name: (self._block(headers[places[0]])[0], self._block(headers[places[-1]])[1])
            for name, places in own.items()
            if places[-1] - places[0] == len(places) - 1
        }

    def _place_for(self, path: Keys) -> int:
        headers = [one for one in self._all() if one.header]
        earlier = self._order[: self._order.index(path)] if path in self._order else self._order
        for before in reversed(earlier):
            inside = [one for one in headers if before and _under(before, one.path)]
            if inside:
                return self._block(inside[-1])[1]
        limit = self._comments_above(headers[0].start) if headers else len(self.text)
        root = [one.end for one in self._all() if not one.section and not one.header]
        return self._comments_below(root[-1], limit) if root else limit

    def _insert(self, path: Keys, value: Any, comment: str, names: Sequence[str]) -> None:
        table = path[:-1]
        at, section, indent = self._place_among(path, names)
        if at is None:
            block = f"[{key_text(table)}]\n" if table else ""
            entry = _entry(path[len(table) :], value, comment, "")
            if table:
                self.add_table(table, block + entry)
            else:
                start = self._line_end(0) if self.text.startswith("#:") else 0
                gap = "\n" if self.text[start:].strip() and not self.text[start:].startswith("\n") else ""
                self._splice(start, start, entry + gap)
            return
        lead = "\n" if at and not self.text[:at].endswith("\n") else ""
        self._splice(at, at, lead + _entry(path[len(section) :], value, comment, indent))

    def _place_among(self, path: Keys, names: Sequence[str]) -> tuple[int | None, Keys, str]:
        """Return the offset for a new key, the section that is in, and its indentation; None where its table is not."""
        table = path[:-1]
        siblings = [
            one
            for one in self._all()
            if not one.header and one.path != table and _under(table, one.path) and len(one.section) <= len(table)
        ]
        ranked = [(names.index(name), one) for one in siblings if (name := one.path[len(table)]) in names]
        own = names.index(path[-1])
        before = [(rank, one.start, one) for rank, one in ranked if rank < own]
        if before:
            anchor = max(before, key=lambda place: place[:2])[2]
            return anchor.end, anchor.section, self._indent(anchor)
        if siblings:
            anchor = min(ranked, key=lambda place: place[0])[1] if ranked else siblings[0]
            return self._comments_above(anchor.start), anchor.section, self._indent(anchor)
        header = next((one for one in self._all() if one.header and one.path == table), None)
        return (None, table, "") if header is None else (header.end, table, "")

    def _indent(self, statement: Statement) -> str:
        return self.text[statement.start : statement.name[0]]

    def _inline_around(self, path: Keys) -> Statement | None:
        for one in self._all():
            if not one.header and one.path != path and _under(one.path, path) and self.text[one.value[0]] == "{":
                return one
        return None

    def _change_inline(self, statement: Statement, path: Keys, value: Any) -> None:
        """Set (None: remove) a key within an inline table, whose other keys stay as written."""
        from tomlkit import inline_table, parse
        from tomlkit.exceptions import TOMLKitError

        start, end = statement.value
        document = parse(f"x = {self.text[start:end]}")
        node: Any = document["x"]
        *steps, last = path[len(statement.path) :]
        try:
            for step in steps:
                if step not in node:
                    if value is None:
                        return
                    node[step] = inline_table()
                node = node[step]
            if value is not None:
                node[last] = parse(f"x = {inline_text(value)}")["x"]
            elif last in node:
                del node[last]
        except (TOMLKitError, TypeError, AttributeError):
            raise FileProblem("cannot be changed in place", ".".join(path), "save it as new") from None
        self._splice(start, end, document["x"].as_string())


def _under(path: Keys, other: Keys) -> bool:
    return other[: len(path)] == path


def _parsed(text: str) -> Any:
    return tomllib.loads(f"x = {text}", parse_float=Decimal)["x"]


def _entry(keys: Keys, value: Any, comment: str, indent: str) -> str:
    told = f"{indent}# {comment}\n" if comment else ""
    return f"{told}{indent}{key_text(keys)} = {value_text(value, keys[-1])}\n"
