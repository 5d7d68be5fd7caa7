"""Memory while training: full, LoRA and QLoRA, as low, expected and high, in bytes. GB is 1e9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.core.sizing.shape import Shape

Method = Literal["full", "lora", "qlora"]
METHODS: dict[Method, str] = {"full": "Full", "lora": "LoRA", "qlora": "QLoRA"}
GB = 10**9
_CONTEXT = 1_500_000_000
# Low and high in percent of expected: measured tables lie that far from any formula.
_ENDS: dict[Method, tuple[int, int]] = {"full": (85, 125), "lora": (85, 125), "qlora": (75, 130)}
ASSUMPTIONS = (
    "full: 16 bytes a weight: weights and gradients in bf16, a copy and Adam's two moments in fp32",
    "LoRA: weights in bf16, 2 bytes each, and 16 bytes for each adapter parameter",
    "QLoRA: 0.53 bytes a weight in linear layers (NF4, quantised twice), 3 in embeddings and head (2 to 4 are usual)",
    "activations: gradient checkpointing and fused attention; 12 bytes for each word of the vocabulary and "
    "2 x hidden x layers bytes, for each token of a batch; without checkpointing much more",
    "1.5 GB for the CUDA context and buffers; one card, nothing sharded or moved to the CPU",
    "low and high are 0.85 and 1.25 of expected, QLoRA's 0.75 and 1.3, as far as measured tables lie apart",
)


@dataclass(frozen=True, slots=True)
class Band:
    """What may be needed, in bytes."""

    low: int
    expected: int
    high: int


def activations(shape: Shape, sequence: int, batch: int) -> int:
    """Return the bytes that `batch` rows of `sequence` tokens hold."""
    return sequence * batch * (12 * shape.logits + 2 * shape.hidden * shape.layers)


def memory(shape: Shape, adapter: int, sequence: int, batch: int) -> dict[Method, Band]:
    """Return what each method needs.

    Args:
        adapter: Parameters of the adapter.
        sequence: Tokens of the longest row.
        batch: Rows at once.
    """
    on_top = _CONTEXT + activations(shape, sequence, batch)
    outside = shape.weights - shape.linear_weights
    expected: dict[Method, int] = {
        "full": 16 * shape.weights + on_top,
        "lora": 2 * shape.weights + 16 * adapter + on_top,
        "qlora": shape.linear_weights * 53 // 100 + 3 * outside + 16 * adapter + on_top,
    }
    return {method: _band(method, size) for method, size in expected.items()}


def _band(method: Method, expected: int) -> Band:
    low, high = _ENDS[method]
    return Band(expected * low // 100, expected, -(-expected * high // 100))
