"""Shapes of well-known models, shipped: found by name, with the nearest ones where there is none."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from workbench.core.shipped import shipped_text
from workbench.core.sizing.families import read_shape
from workbench.core.sizing.shape import Shape
from workbench.core.text import clean_line, clip
from workbench.errors import UsageProblem

_VARIANT = re.compile(r"-(?:hf|instruct|chat|it|base|pt)$")
_LISTED = 4


@dataclass(frozen=True, slots=True)
class Known:
    """One model of the table.

    Args:
        name: Of the model.
        repo: The public repository whose config it is.
        parameters: Its weights, as published and as transformers builds them.
        config: What counts of its ``config.json``.
        seen: The day it was looked up.
    """

    name: str
    repo: str
    parameters: int
    config: dict[str, Any]
    seen: date

    @property
    def source(self) -> str:
        """Where its shape is from."""
        return f"https://huggingface.co/{self.repo}/blob/main/config.json"


@cache
def known() -> dict[str, Known]:
    """Return the table, by name."""
    data = tomllib.loads(shipped_text(__package__, "shapes.toml"))
    seen = data.pop("seen")
    return {
        name: Known(name, one["repo"], one["parameters"], one["config"], seen)
        for name, one in data.items()
    }  # fmt: skip


@cache
def known_shape(name: str) -> Shape:
    """Return the shape of a model of the table."""
    return read_shape(known()[name].config, name)


def find(text: str) -> Shape:
    """Return the shape of the model that a person named: by its name or repository, tuned for chat or not.

    Raises:
        UsageProblem: It is not in the table; names the nearest.
    """
    told = clip(clean_line(text.strip()[:200]), 60)
    wanted = _plain(told)
    for name, one in known().items():
        if wanted in {_plain(name), _plain(one.repo), _plain(one.repo.partition("/")[2])}:
            return known_shape(name)
    raise UsageProblem("no such model" if told else "no model", f"“{told}”" if told else "", _nearest(wanted))


def _plain(name: str) -> str:
    plain = name.lower().replace("_", "-").replace(" ", "-")
    while plain != (shorter := _VARIANT.sub("", plain)):
        plain = shorter
    return plain.replace("meta-", "")


def _nearest(wanted: str) -> str:
    names = {_plain(name): name for name in known()}
    tail = wanted.rpartition("/")[2]
    near = [name for name in names if tail and name.startswith(tail)]
    near += [name for name in get_close_matches(tail, names, _LISTED, 0.5) if name not in near]
    near += [name for name in names if tail and tail in name and name not in near]
    otherwise = "any model's config.json can be read: --config FILE, or o in the Evidence pane"
    if not near:
        return f"{otherwise}; workbench size --models lists the models that are known"
    return f"did you mean {', '.join(names[name] for name in near[:_LISTED])}? {otherwise}"
