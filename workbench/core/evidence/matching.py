"""Whether an answer is the expected one: as text, as JSON, as a label; and how near it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from workbench.core.evidence.folding import fold_label
from workbench.core.figures import as_written

Match = Literal["exact", "json", "label"]
MATCHES: tuple[Match, ...] = ("exact", "json", "label")
_TEXT_PARTS = {"text", "output_text", "input_text"}
_LIKE_JSON = frozenset('{["-0123456789tfn')
_NONE = object()
_FENCE = "```"
_FARTHEST = 999_999
LONGEST_COMPARED = 10_000
"""Characters of each text that similarity looks at: its time grows with the product of the two lengths."""


def text_of(value: object) -> str:
    """Return an answer as text: itself, the text of its content parts, else its JSON; None is an empty one."""
    text = _text(value)
    return json.dumps(value, ensure_ascii=False, default=_number) if text is None else text


def _text(value: object) -> str | None:
    """Return what is text by its form: a text, nothing, content parts, a message; None where it is data."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and value and all(_is_part(part) for part in value):
        return "".join(part["text"] for part in value)
    if isinstance(value, Mapping) and "role" in value and isinstance(value.get("content"), str | list):
        return _text(value["content"])
    return None


def _is_part(value: object) -> bool:
    return isinstance(value, Mapping) and value.get("type") in _TEXT_PARTS and isinstance(value.get("text"), str)


def _number(value: object) -> object:
    # All that the reader makes besides plain JSON: a figure with all its digits.
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() and value.copy_abs() < 10**15 else float(value)


def exact(expected: object, output: object) -> bool:
    """Whether the two are equal after trimming; where one of them is a list or an object, both are read as JSON."""
    if isinstance(expected, str) and isinstance(output, str):
        return expected.strip() == output.strip()
    if any(isinstance(value, list | dict) and _text(value) is None for value in (expected, output)):
        return _same_data(expected, output)
    return text_of(expected).strip() == text_of(output).strip()


def same_json(expected: object, output: object) -> bool:
    """Whether the two are the same JSON: numbers by value, objects whatever the order of their keys.

    A fence round all of the output (```` ```json ````), as chat models set one, is no part of it.
    """
    return _same_data(expected, unfenced(output))


def unfenced(output: object) -> object:
    """Return an answer without the fence it stands in; as it is where it is no text, or more than that stands there."""
    text = _text(output)
    if text is None or not (text := text.strip()).startswith(_FENCE) or not text.endswith(_FENCE):
        return output
    inside = text[len(_FENCE) : -len(_FENCE)]
    if len(text) < 2 * len(_FENCE) or _FENCE in inside:
        return output
    return inside[4:] if inside[:4].lower() == "json" else inside


def _same_data(expected: object, output: object) -> bool:
    try:
        one, other = parsed(expected), parsed(output)
        return one is not _NONE and other is not _NONE and _same(one, other)
    except RecursionError:
        return False


def same_label(expected: object, output: object) -> bool:
    """Whether the two are the same label, case, blanks and the punctuation around it left aside."""
    one, other = text_of(expected), text_of(output)
    return one == other or fold_label(one) == fold_label(other)


JUDGES: Mapping[Match, Callable[[object, object], bool]] = {"exact": exact, "json": same_json, "label": same_label}


def parsed(value: object) -> object:
    """Return the JSON in a value: the value itself where it is data, else what its text says; `_NONE` without one."""
    text = _text(value)
    if text is None:
        return value
    text = text.strip()
    if text[:1] not in _LIKE_JSON:
        return _NONE
    try:
        return read_json(text)
    except ValueError:
        return _NONE


def read_json(text: str) -> object:
    """Return what a JSON text says, its figures exact.

    Raises:
        ValueError: It is not JSON (NaN and Infinity are not), nested too deep, or a number is out of reach.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _figure(text: str) -> int | Decimal:
    return int(text) if len(text) < 19 and text.lstrip("-").isdecimal() else as_written(text, _FARTHEST)


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_float=_figure, parse_int=_figure, parse_constant=_refuse)


def _same(one: object, other: object) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other


def similarity(expected: object, output: object) -> float:
    """Return how near two texts are, 0..1: by the least insertions and deletions that make one of the other."""
    from rapidfuzz import fuzz

    one, other = text_of(expected).strip(), text_of(output).strip()
    if one == other:
        return 1.0
    return fuzz.ratio(one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]) / 100
