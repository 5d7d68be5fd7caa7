"""The weights of a model: its linear layers one kind at a time, its embeddings, its output head, and the rest."""

from __future__ import annotations

from dataclasses import dataclass

TARGETS = ("q", "k", "v", "o", "gate", "up", "down")
"""What a linear layer is there for: attention's four projections, and the feed-forward's three."""


@dataclass(frozen=True, slots=True)
class Linear:
    """One kind of linear layer.

    Args:
        name: As the family's module is called, for instance ``q_proj`` or ``c_attn``.
        covers: Which of `TARGETS` it is; a fused layer is several of them.
        inputs, outputs: Its size.
        count: How many of them the whole model has: layers, times experts.
        bias: Whether each has a bias of `outputs` weights.
    """

    name: str
    covers: tuple[str, ...]
    inputs: int
    outputs: int
    count: int
    bias: bool = False

    @property
    def weights(self) -> int:
        """The weights of all of them, biases included."""
        return self.count * self.outputs * (self.inputs + self.bias)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model is made of, in weights.

    Args:
        name: Of the model, for people.
        family: The ``model_type`` it was read as.
        hidden, layers: Width of the stream of activations, and number of blocks.
        logits: Scores it gives for each token: the vocabulary, 0 where it predicts no tokens.
        linears: The layers that an adapter can be set beside.
        embeddings: Weights in embeddings (words, positions).
        head: Weights of the output head, 0 where it is the embedding once more.
        rest: Norms, routers, poolers.
        notes: What had to be assumed when the config was read.
    """

    name: str
    family: str
    hidden: int
    layers: int
    logits: int
    linears: tuple[Linear, ...]
    embeddings: int
    head: int
    rest: int
    notes: tuple[str, ...] = ()

    @property
    def linear_weights(self) -> int:
        """Weights in the linear layers of the blocks, which is what four-bit storage packs."""
        return sum(linear.weights for linear in self.linears)

    @property
    def weights(self) -> int:
        """All weights."""
        return self.linear_weights + self.embeddings + self.head + self.rest

    @property
    def targets(self) -> tuple[str, ...]:
        """Those of `TARGETS` that the model has."""
        return tuple(target for target in TARGETS if any(target in linear.covers for linear in self.linears))
