"""One row of training data, ``messages`` or ``prompt`` and ``completion``: taken apart, or refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
SYSTEM = frozenset({"system", "developer"})
_SHOWN = 40


class Malformed(ValueError):
    """A row that cannot be trained on; the message says why, in ASCII, without more than 40 characters of the row."""


class Example(NamedTuple):
    """One row, taken apart.

    Args:
        chat: Whether it has turns; else it is a prompt and a completion.
        roles: Who speaks, in order.
        texts: What each says; images leave no text, tool calls are JSON.
        names: Names of speakers, each counted with one token more.
        tools: Declared tools as JSON, empty without.
        uncounted: Whether tokens can only be guessed: images, tool calls, declared tools.
        plain: Whether there are no keys but the two of each turn and the one around them.
    """

    chat: bool
    roles: tuple[str, ...]
    texts: list[str]
    names: tuple[str, ...] = ()
    tools: str = ""
    uncounted: bool = False
    plain: bool = False


def example(data: object) -> Example:
    """Return a parsed row taken apart.

    Raises:
        Malformed: Not an object, neither form, no turn, a turn without role or content, an unknown role.
    """
    if not isinstance(data, dict):
        raise Malformed(f"not an object but {_kind(data)}")
    messages = data.get("messages")
    if messages is None:
        return _prompt(data)
    roles, texts, names, uncounted, plain = _turns(messages, "messages")
    tools = data.get("tools") or data.get("functions") if len(data) > 1 else None
    if tools:
        return Example(True, tuple(roles), texts, names, _as_json(tools), True)
    return Example(True, tuple(roles), texts, names, "", uncounted, plain and len(data) == 1)


def _prompt(data: Mapping[str, Any]) -> Example:
    """Take a prompt and its completion apart; each is text, or a list of turns as TRL has them."""
    if "messages" in data:
        raise Malformed("messages is null")
    if "prompt" not in data or "completion" not in data:
        raise Malformed(_neither(data))
    asked, answer = data["prompt"], data["completion"]
    if isinstance(asked, str) and isinstance(answer, str):
        return Example(False, ("user", "assistant"), [asked, answer])
    if isinstance(asked, list) and isinstance(answer, list):
        roles, texts, names, guessed, _ = _turns(asked, "prompt")
        more_roles, more_texts, more_names, also, _ = _turns(answer, "completion")
        return Example(True, (*roles, *more_roles), texts + more_texts, names + more_names, "", guessed or also)
    wrong = next((name for name in ("prompt", "completion") if not isinstance(data[name], str | list)), "completion")
    if isinstance(data[wrong], str | list):
        raise Malformed("one of prompt and completion is text, the other a list")
    raise Malformed(f"{wrong} is {_kind(data[wrong])}, not text")


def _neither(data: Mapping[str, Any]) -> str:
    keys = ", ".join(_shown(key) for key in list(data)[:4])
    return f"neither messages nor prompt and completion, but {keys}" if keys else "an empty object"


def _turns(messages: object, where: str) -> tuple[list[str], list[str], tuple[str, ...], bool, bool]:
    if not isinstance(messages, list):
        raise Malformed(f"{where} is {_kind(messages)}, not a list")
    if not messages:
        raise Malformed(f"{where} is empty")
    roles: list[str] = []
    texts: list[str] = []
    names: tuple[str, ...] = ()
    uncounted, plain = False, True
    for message in messages:
        if type(message) is not dict:
            raise Malformed(f"turn {len(roles) + 1} is {_kind(message)}, not an object")
        role, text = message.get("role"), message.get("content")
        if type(role) is not str or role not in ROLES:
            raise Malformed(_bad_role(len(roles) + 1, message))
        if type(text) is not str:
            text, unsure = _content(len(roles) + 1, message)
            uncounted, plain = uncounted or unsure, False
        elif len(message) > 2 and (calls := _calls(message)):
            text, uncounted = f"{text}\n{calls}", True
        if len(message) > 2:
            plain = False
            if isinstance(message.get("name"), str):
                names += (message["name"],)
        roles.append(role)
        texts.append(text)
    return roles, texts, names, uncounted, plain


def _bad_role(turn: int, message: Mapping[str, Any]) -> str:
    if message.get("role") is None:
        return f"turn {turn} has no role"
    return f"turn {turn} has the unknown role {_shown(message['role'])}"


def _content(turn: int, message: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the text of a turn whose content is not plain text, and whether its tokens can only be guessed."""
    content, calls = message.get("content"), _calls(message)
    if content is None and calls:
        return calls, True
    if content is None:
        raise Malformed(f"turn {turn} has no content")
    if not isinstance(content, list):
        raise Malformed(f"turn {turn} has {_kind(content)} as content")
    texts, unsure = [], bool(calls)
    for part in content:
        if not isinstance(part, dict):
            raise Malformed(f"turn {turn} has a part that is {_kind(part)}")
        text = part.get("text", part.get("refusal"))
        if isinstance(text, str):
            texts.append(text)
        elif isinstance(part.get("type"), str) and part["type"] != "text":
            unsure = True
        else:
            raise Malformed(f"turn {turn} has a part without type or text")
    return "\n".join([*texts, *([calls] if calls else [])]), unsure


def _calls(message: Mapping[str, Any]) -> str:
    calls = message.get("tool_calls") or message.get("function_call")
    return _as_json(calls) if calls else ""


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _shown(value: object) -> str:
    """Return other people's text in ASCII, quoted and cut."""
    text = ascii(value if isinstance(value, str) else _kind(value))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def parts(row: Example) -> tuple[str, str, str]:
    """Return (system, asked, answer): the answer is the last assistant turn, asked is all that is before it."""
    shape, texts = layout(row.roles), row.texts
    if shape.single:
        return texts[0], texts[1], texts[2]
    return (
        "\n".join([texts[at] for at in shape.system]),
        "\n".join([texts[at] for at in shape.asked]),
        texts[shape.answer] if shape.answer >= 0 else "",
    )


class Layout(NamedTuple):
    """Where system text, question and answer stand among the turns, and what the roles lack; `answer` -1 is none."""

    system: tuple[int, ...]
    asked: tuple[int, ...]
    answer: int
    spoken: tuple[int, ...]
    lacks: tuple[str, ...]
    single: bool


@lru_cache(maxsize=4096)
def layout(roles: tuple[str, ...]) -> Layout:
    """Return how the turns of a row are laid out."""
    answer = max((at for at, role in enumerate(roles) if role == "assistant"), default=-1)
    before = range(answer if answer >= 0 else len(roles))
    lacks = [
        name
        for name, wanted in (("system", SYSTEM), ("user", {"user"}), ("assistant", {"assistant"}))
        if not wanted & set(roles)
    ]
    kinds = tuple(f"missing_{name}" for name in lacks)
    return Layout(
        tuple(at for at in before if roles[at] in SYSTEM),
        tuple(at for at in before if roles[at] not in SYSTEM),
        answer,
        tuple(at for at, role in enumerate(roles) if role not in SYSTEM),
        kinds if answer in {-1, len(roles) - 1} else (*kinds, "no_last_answer"),
        roles == ("system", "user", "assistant"),
    )
