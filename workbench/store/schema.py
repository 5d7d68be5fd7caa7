"""The JSON Schema of a decision file, for editors and `taplo lint`."""

from __future__ import annotations

import json
from typing import Any

from workbench.core.record.decision import SCHEMA, Decision

# What the forms need of a field, and pydantic's own names for things.
_OURS = ("label", "kind", "group", "title", "default")


def schema_text() -> str:
    """Return the schema as JSON text; unknown keys are allowed, text in place of a number is not."""
    schema = _plain(Decision.model_json_schema(by_alias=True))
    schema["properties"]["schema"]["maximum"] = SCHEMA
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Decision"}
    # taplo reads draft 7, where definitions have their old name.
    text = json.dumps({**head, **schema}, indent=2, ensure_ascii=False)
    return text.replace('"$defs"', '"definitions"').replace('"#/$defs/', '"#/definitions/') + "\n"


def _plain(node: Any) -> Any:
    if not isinstance(node, dict):
        return [_plain(item) for item in node] if isinstance(node, list) else node
    kept = {}
    for name, value in node.items():
        if name in {"properties", "$defs"}:
            kept[name] = {inner: _plain(schema) for inner, schema in value.items()}
        elif name == "anyOf":
            kept |= _without_null([_plain(choice) for choice in value])
        elif name not in _OURS:
            kept[name] = _plain(value)
    return kept


def _without_null(choices: list[dict[str, Any]]) -> dict[str, Any]:
    # TOML has no null: a key that is not set is not there.
    choices = [choice for choice in choices if choice != {"type": "null"}]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}
