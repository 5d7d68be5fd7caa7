"""Documents that are nearly right: valid ones with lines and values changed, which find more than random text."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

LONGEST = 4_000
"""Bytes of a small file."""


def one_of(part: int) -> settings:
    """Return settings for as many examples as the profile says, divided: for what takes long."""
    return settings(max_examples=max(5, settings().max_examples // part))


VALUES = (
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    "0.5",
    "1e400",
    "-1e400",
    "1e-400",
    "1e9999",
    "1e99999999999999",
    "1e-99999999999999",
    "nan",
    "inf",
    "-inf",
    "1_000",
    "0x1f",
    "0o7",
    "0b1",
    "9" * 18,
    "9" * 99,
    "9" * 101,
    "0." + "1" * 90,
    "1e17",
    "1e15",
    "0x" + "f" * 120,
    "true",
    "false",
    '""',
    '"x"',
    '"fine-tuning"',
    '"accepted"',
    '"guided"',
    '"method"',
    '"n/a"',
    '"1e400"',
    '"٣"',
    '"³"',
    '"-0"',
    '"nan"',
    "'''x'''",
    '"""x\n"""',
    "[]",
    "[[]]",
    '["x", "x"]',
    "[1, 'x']",
    "{}",
    "{ low = 1, high = 2 }",
    "{ low = 2, high = 1 }",
    "{ low = nan, high = inf }",
    "{ low = 0, high = 0 }",
    "{ low = 1, likely = 3, high = 2 }",
    "{ low = 1e-9, high = 1e15 }",
    "{ low = 1 }",
    "{ a.b.c = 1 }",
    "2026-11-23",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "07:32:00",
    "2026-11-23T00:00:00",
    "2026-11-23T00:00:00Z",
    "2026-11-23T25:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2026-11-23 07:32:00.123456789",
    '"\\ud800"',
    '"\\u0000\\u001b[2J"',
    '"\\U0010ffff"',
    '"\\u202e"',
    "[" * 70,
    "{a=" * 70,
    '"' + "x" * 500 + '"',
    "٣",
    "1 2",
    "accuracy < 0.9",
    '"accuracy < 0.9"',
    '"accuracy < 1e9"',
    '"on 2026-02-30"',
    '"on 9999-12-31"',
    '"after 99999 days"',
    '"after 0 days"',
    '"accuracy < 0.9 for 999 readings"',
    '"requests_per_month > -5"',
)
LINES = (
    "schema = 1",
    "schema = 0",
    "schema = 99",
    "schema = -1",
    "[costs]",
    "[costs.option]",
    '[costs.option.""]',
    "[[costs]]",
    "[costs.option.a.b.c]",
    "[trigger.x]",
    "[trigger]",
    "trigger = 1",
    '"" = 1',
    '"a.b" = 1',
    "a.b.c = 1",
    "[flow]",
    ".".join("a" * 40) + " = 1",
    "[" + ".".join("a" * 40) + "]",
    "[evidence.dataset]",
    "[evidence.evaluation]",
    "=",
    "[evidence.size]",
    "[score]",
    "[constraints]",
    "[metric.accuracy]",
    '[accuracy."\\u202e"]',
    "<<<<<<< a",
    "=======",
    ">>>>>>> b",
    "# x",
    "",
    "\x00",
    "\x1b",
    "\ufeff",
    "é = 1",
    "x",
    '"',
    "'''",
    '"""',
    "{",
    "]",
    "\r",
    "\u2028",
    "[question.a]",
    '[question.""]',
    "[question.a.answer.yes]",
    "[outcome.go]",
    "[reading]",
    "[pending]",
    "[decision]",
)
_changes = st.tuples(
    st.sampled_from(("delete", "double", "swap", "value", "key", "line", "cut", "char")),
    st.integers(0, 300),
    st.integers(0, 300),
    st.sampled_from(VALUES),
    st.sampled_from(LINES),
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\x00\x1b\x7f\x85\u202e\u2028.=[]{}\"'#\\\r\n")),
)


def _changed(text: str, changes: Sequence[tuple[str, int, int, str, str, str]]) -> str:
    lines = text.split("\n")
    for how, at, other, value, line, char in changes:
        at, other = at % len(lines), other % len(lines)
        key, is_pair, _ = lines[at].partition(" = ")
        if how == "delete" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(other, lines[at])
        elif how == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif how == "value" and is_pair:
            lines[at] = f"{key} = {value}"
        elif how == "key" and is_pair:
            lines[at] = f"{lines[other].partition(' = ')[0]} = {lines[at].partition(' = ')[2]}"
        elif how == "line":
            lines.insert(at, line)
        elif how == "cut":
            del lines[at + 1 :]
            lines[at] = lines[at][: other % (len(lines[at]) + 1)]
        elif how == "char":
            lines[at] = lines[at][: other % (len(lines[at]) + 1)] + char + lines[at][other % (len(lines[at]) + 1) :]
    return "\n".join(lines)


def toml_near(*texts: str) -> st.SearchStrategy[str]:
    """Texts near valid TOML documents, most with a few values changed, of a small file's size."""
    changed = st.builds(_changed, st.sampled_from(texts), st.lists(_changes, max_size=6))
    return changed.map(lambda text: text.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore"))


_BIG = st.sampled_from([0, -1, 1, 2**31, 2**63, 2**64, 10**18, 10**30, -(10**30), 0.5, -0.0, 1e300, 1e-300])
json_values: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        _BIG,
        st.text(st.characters(exclude_categories=[]), max_size=8),
        st.sampled_from(["", "\ud800", "\x1b[2J", "nan", "1e400", "٣", "yes", "user", "prompt", "0.7", "70 %", "7/10"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=5,
)
RAW = (
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "-1e999999",
    "1E+99999999999999999",
    "9" * 400,
    "[" * 300,
    '{"a":' * 300,
    "-",
    "",
)
"""What may stand for a value in a text of JSON."""


def _with(data: object, where: Sequence[int], value: object, how: str) -> object:
    """Return data in which one value, found by going down, is another, is gone, or stands twice."""
    if not where or not isinstance(data, list | dict) or not data:
        return value
    step = where[0] % len(data)
    if isinstance(data, list):
        inner = _with(data[step], where[1:], value, how)
        middle = [] if how == "delete" and len(where) == 1 else [inner, inner] if how == "double" else [inner]
        return [*data[:step], *middle, *data[step + 1 :]]
    key = list(data)[step]
    if how == "delete" and len(where) == 1:
        return {name: one for name, one in data.items() if name != key}
    if how == "key" and len(where) == 1:
        return {str(value)[:9] if name == key else name: one for name, one in data.items()}
    return {**data, key: _with(data[key], where[1:], value, how)}


def json_near(*examples: object) -> st.SearchStrategy[object]:
    """Data near some that is right, at most four values changed."""
    change = st.tuples(
        st.lists(st.integers(0, 12), min_size=1, max_size=5),
        json_values,
        st.sampled_from(["value", "delete", "key", "double"]),
    )

    def changed(data: object, changes: Sequence[tuple[Sequence[int], object, str]]) -> object:
        for where, value, how in changes:
            data = _with(data, where, value, how)
        return data

    return st.builds(changed, st.sampled_from(examples), st.lists(change, max_size=4))


def _spoiled(text: str, at: int, raw: str, how: str) -> bytes:
    at %= len(text) + 1
    if how == "raw":
        # The next figure or text behind a place is another.
        colon = text.find(": ", at)
        end = min((found for mark in ",}\n" if (found := text.find(mark, colon)) >= 0), default=len(text))
        text = f"{text[: colon + 2]}{raw}{text[end:]}" if colon >= 0 else text + raw
    elif how == "cut":
        text = text[:at]
    elif how == "ends":
        text = text.replace("\n", "\r\n")
    elif how == "bom":
        text = f"\ufeff{text}"
    elif how == "twice":
        text += text
    data = text.encode("utf-8", "surrogatepass")
    return data[:at] + b"\xff\x9b\x00" + data[at:] if how == "bytes" else data


def json_bytes(rows: st.SearchStrategy[object]) -> st.SearchStrategy[bytes]:
    """Bytes of data as JSON, mostly right."""
    text = st.builds(lambda row, plain: json.dumps(row, ensure_ascii=plain), rows, st.booleans())
    how = st.sampled_from(["", "", "", "raw", "cut", "ends", "bom", "twice", "bytes"])
    return st.builds(_spoiled, text, st.integers(0, LONGEST), st.sampled_from(RAW), how)


def json_lines(*examples: object) -> st.SearchStrategy[bytes]:
    """Bytes of a file of JSON, a row a line, mostly right."""
    return st.lists(json_bytes(json_near(*examples)), max_size=6).map(b"\n".join)
