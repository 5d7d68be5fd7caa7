"""What a file is that was given for another one, by what its first row holds."""

from __future__ import annotations

from collections.abc import Mapping


def what_rows(row: object) -> tuple[str, str]:
    """Return what a file with such a row is and where it is read, both in a few words; empty where nothing says so."""
    keys = {str(key) for key in row} if isinstance(row, Mapping) else set()
    if "messages" in keys or {"prompt", "completion"} <= keys:
        return "training data, no versions", "o under Data, or: workbench data"
    if "output" in keys and keys & {"id", "expected", "correct", "input"}:
        return "answers, no versions", "o under Evaluation, or: workbench compare"
    if {"model_type", "hidden_size"} & keys:
        return "a model's config", "o under Size, or: workbench size --config"
    return "", ""
