"""LoRA: which layers get an adapter, and how many parameters those have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.core.sizing.shape import TARGETS, Linear, Shape
from workbench.core.text import clean_line, clip
from workbench.errors import ValueProblem

ALL = "all"
MOST_RANK = 100_000
_MODULES = {
    **{f"{target}_proj": target for target in TARGETS},
    "all-linear": ALL,
    "all_linear": ALL,
    "query": "q",
    "key": "k",
    "value": "v",
    "out_proj": "o",
    "fc1": "up",
    "fc2": "down",
}
_FUSED = (
    "qkv_proj", "gate_up_proj", "c_attn", "c_proj", "c_fc", "w1", "w2",
    "query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h",
)  # fmt: skip
_HINT = f"write q,v or any of {', '.join(TARGETS)}, all"


def lora_parameters(inputs: int, outputs: int, rank: int) -> int:
    """Return the parameters of one adapter: two matrices, `rank` by `inputs` and `outputs` by `rank`."""
    return rank * (inputs + outputs)


def parse_targets(text: str) -> tuple[str, ...]:
    """Return targets as typed (``q,v``, ``q_proj v_proj``, ``all``, ``c_attn``), each once.

    Raises:
        ValueProblem: One of them is no layer of any model known here, or there is none.
    """
    found: list[str] = []
    for word in re.split(r"[\s,+;]+", text.strip().lower()):
        target = _MODULES.get(word, word)
        if target not in (*TARGETS, ALL, *_FUSED):
            title = "no target" if not word else "no such target"
            told = f"“{clip(clean_line(word[:80]), 30)}”" if word else ""
            raise ValueProblem(title, told, _HINT, "targets")
        found.append(target)
    return (ALL,) if ALL in found else tuple(dict.fromkeys(found))


def adapted(shape: Shape, targets: Sequence[str]) -> list[Linear]:
    """Return the layers that get an adapter; a fused one counts once.

    Raises:
        ValueProblem: The model has no such layer.
    """
    wanted = shape.targets if ALL in targets else targets
    for target in wanted:
        if not any(target in linear.covers or target == linear.name for linear in shape.linears):
            has = ", ".join(shape.targets)
            raise ValueProblem("no such layer", f"{target} in {shape.name}", f"it has {has}; or all", "targets")
    return [one for one in shape.linears if one.name in wanted or not set(wanted).isdisjoint(one.covers)]


def adapter_parameters(shape: Shape, rank: int, targets: Sequence[str]) -> int:
    """Return the parameters of all adapters of a model.

    Raises:
        ValueProblem: The rank is under 1 or over what one of the layers can have, or the model has no such layer.
    """
    linears = adapted(shape, targets)
    narrow = min(linears, key=lambda linear: min(linear.inputs, linear.outputs))
    most = min(narrow.inputs, narrow.outputs)
    if not 1 <= rank <= most:
        told = f"rank {rank:,}; {narrow.name} of {shape.name} is {narrow.inputs:,} by {narrow.outputs:,}"
        title = "rank over the layer" if rank > most else "rank under 1"
        raise ValueProblem(title, told, f"write 1 to {most:,}; 8 or 16 is usual", "rank")
    return sum(linear.count * lora_parameters(linear.inputs, linear.outputs, rank) for linear in linears)


def fused_notes(shape: Shape, targets: Sequence[str]) -> list[str]:
    """Return what is said of layers that are several targets in one, where not all of them were asked for."""
    notes = []
    for linear in adapted(shape, targets):
        asked = ALL in targets or linear.name in targets or set(linear.covers) <= set(targets)
        if len(linear.covers) > 1 and not asked:
            told = f"{', '.join(linear.covers[:-1])} and {linear.covers[-1]}"
            notes.append(f"{linear.name} is {told} in one layer: its adapter is for all of them")
    return notes
