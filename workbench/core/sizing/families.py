"""From a ``config.json`` to a shape: how each family of models lays out its weights, as transformers builds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.core.sizing.config import MOST_LAYERS, Config
from workbench.core.sizing.shape import Linear, Shape
from workbench.core.text import clean_line, clip
from workbench.errors import ValueProblem


@dataclass(frozen=True, slots=True)
class Llama:
    """What sets a family of Llama's layout apart.

    Args:
        qkv_bias: Query, key and value have a bias whatever the config says; else ``attention_bias`` gives all four one.
        norms: Norms of a block.
        qk_norm: Query and key are normed by head.
        tied: Output head and embedding are one unless the config says otherwise.
        defaults: Values that published configs of the family leave out.
    """

    qkv_bias: bool = False
    norms: int = 2
    qk_norm: bool = False
    tied: bool = False
    defaults: Mapping[str, int] | None = None


_GEMMA3 = {"num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256, "vocab_size": 262_208}
_LLAMAS = {
    "llama": Llama(),
    "mistral": Llama(),
    "mixtral": Llama(),
    "qwen2": Llama(qkv_bias=True),
    "qwen2_moe": Llama(qkv_bias=True),
    "qwen3": Llama(qk_norm=True),
    "qwen3_moe": Llama(qk_norm=True),
    "gemma": Llama(tied=True, defaults={"head_dim": 256}),
    "gemma2": Llama(norms=4, tied=True, defaults={"head_dim": 256}),
    "gemma3_text": Llama(norms=4, qk_norm=True, tied=True, defaults=_GEMMA3),
}
_ALIASES = {
    "qwen2_vl": "qwen2", "qwen2_vl_text": "qwen2", "qwen2_5_vl": "qwen2", "qwen2_5_vl_text": "qwen2",
    "qwen3_vl_text": "qwen3", "qwen3_vl_moe_text": "qwen3_moe", "ministral": "mistral", "ministral3": "mistral",
    "phi3_v": "phi3",
}  # fmt: skip
_NESTED = ("text_config", "llm_config", "language_config")
_NOT_COUNTED = ("kv_lora_rank", "ssm_cfg", "state_size", "d_state", "is_encoder_decoder", "d_kv")
"""Keys of models that have no such layers: latent attention, state spaces, encoder and decoder."""


def read_shape(data: Mapping[str, Any], name: str) -> Shape:
    """Return the shape that a parsed ``config.json`` describes.

    Args:
        data: The object; of a model that also sees pictures only the text part is read.
        name: Of the model, for people.

    Raises:
        ValueProblem: Keys are missing (all of them are named), a value is impossible, or such models are not counted.
    """
    values, notes = _text_part(data)
    told = _model_type(values)
    family = _ALIASES.get(told, told)
    uncounted = [key for key in _NOT_COUNTED if values.get(key)]
    if uncounted and family not in _READERS:
        told_keys = f"model_type {told or 'not given'} with {uncounted[0]}"
        raise ValueProblem("not counted here", told_keys, "decoder models of Llama's layout are", uncounted[0])
    if family not in _READERS:
        called = f"model_type {told}" if told else "a config without model_type"
        notes.append(f"{called} is not known here: counted as if it were llama")
    if isinstance(data.get("vision_config"), dict) and values is data:
        notes.append("the vision part is not counted")
    defaults = _LLAMAS[family].defaults if family in _LLAMAS else None
    config = Config(values, defaults or {})
    shape = _READERS.get(family, _read_llama)(config, family, name)
    config.refuse_missing()
    return Shape(
        shape.name, shape.family, shape.hidden, shape.layers, shape.logits, shape.linears,
        shape.embeddings, shape.head, shape.rest, (*notes, *config.notes),
    )  # fmt: skip


def _text_part(data: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    for key in _NESTED:
        inner = data.get(key)
        if inner is None:
            continue
        if not isinstance(inner, dict):
            raise ValueProblem("not a table", key, "take the model's own config.json", key)
        outer = {"tie_word_embeddings": data["tie_word_embeddings"]} if "tie_word_embeddings" in data else {}
        return outer | inner, [f"{key} is used: what else the model has, such as vision, is not counted"]
    return data, []


def _model_type(values: Mapping[str, Any]) -> str:
    told = values.get("model_type")
    if isinstance(told, str) and told:
        return clip(clean_line(told[:80]), 30)
    classes = values.get("architectures")
    first = classes[0] if isinstance(classes, list) and classes else None
    plain = first.partition("For")[0].lower() if isinstance(first, str) else ""
    return next((family for family in _READERS if family.replace("_", "") == plain), "")


def _shape(
    config: Config, name: str, family: str, linears: list[Linear], rest: int, positions: int = 0, tied: bool = False
) -> Shape:
    """Return a shape whose embeddings are words and positions, as wide as the stream."""
    hidden, vocab = config.number("hidden_size", "n_embd"), config.number("vocab_size")
    layers = config.number("num_hidden_layers", "n_layer", most=MOST_LAYERS)
    head = 0 if config.flag("tie_word_embeddings", absent=tied) else vocab * hidden
    embeddings = (vocab + positions) * hidden
    return Shape(name, family, hidden, layers, vocab, tuple(linears), embeddings, head, rest)


def _read_llama(config: Config, family: str, name: str) -> Shape:
    traits = _LLAMAS.get(family, Llama())
    hidden = config.number("hidden_size")
    layers = config.number("num_hidden_layers", most=MOST_LAYERS)
    queries, keys, head_size = _heads(config, hidden)
    bias = config.flag("attention_bias")
    own = bias or traits.qkv_bias
    linears = [
        Linear("q_proj", ("q",), hidden, queries, layers, own),
        Linear("k_proj", ("k",), hidden, keys, layers, own),
        Linear("v_proj", ("v",), hidden, keys, layers, own),
        Linear("o_proj", ("o",), queries, hidden, layers, bias),
    ]
    feeds, routers = _feed_forward(config, hidden, layers)
    norms = layers * (traits.norms * hidden + 2 * head_size * traits.qk_norm) + hidden
    if family not in _LLAMAS and not config.has("tie_word_embeddings"):
        config.notes.append("tie_word_embeddings is not in the config: an output head of its own is counted")
    return _shape(config, name, family, linears + feeds, norms + routers, tied=traits.tied)


def _heads(config: Config, hidden: int) -> tuple[int, int, int]:
    """Return the width of all queries, of all keys, and of one head."""
    heads = config.number("num_attention_heads", "n_head")
    groups = config.number("num_key_value_heads", absent=heads)
    size = config.number("head_dim", absent=max(1, hidden // heads))
    if heads % groups and not config.missing:
        raise ValueProblem(
            "heads do not divide",
            f"num_attention_heads {heads:,} by num_key_value_heads {groups:,}",
            "correct it in the config",
            "num_key_value_heads",
        )
    return heads * size, groups * size, size


def _gated(hidden: int, width: int, count: int, bias: bool = False) -> list[Linear]:
    return [
        Linear("gate_proj", ("gate",), hidden, width, count, bias),
        Linear("up_proj", ("up",), hidden, width, count, bias),
        Linear("down_proj", ("down",), width, hidden, count, bias),
    ]


def _feed_forward(config: Config, hidden: int, layers: int) -> tuple[list[Linear], int]:
    """Return the feed-forward layers, every expert counted, and the routers' weights."""
    experts = config.optional("num_local_experts", "num_experts", "n_routed_experts")
    if experts <= 1:
        return _gated(hidden, config.number("intermediate_size"), layers, config.flag("mlp_bias")), 0
    step, first = config.number("decoder_sparse_step", absent=1), config.optional("first_k_dense_replace")
    plain = config.places("mlp_only_layers", layers)
    sparse = sum(1 for layer in range(first, layers) if layer not in plain and (layer + 1) % step == 0)
    width = config.number("moe_intermediate_size", "intermediate_size")
    found, routers = _gated(hidden, width, sparse * experts), sparse * hidden * experts
    shared = config.optional("shared_expert_intermediate_size")
    if shared:
        routers += sparse * hidden
    shared = shared or width * config.optional("n_shared_experts")
    if shared:
        found += _gated(hidden, shared, sparse)
    if sparse < layers:
        found += _gated(hidden, config.number("intermediate_size"), layers - sparse)
    config.notes.append(f"an adapter on gate, up or down is counted for each of the {experts:,} experts of a layer")
    return found, routers


def _read_phi3(config: Config, family: str, name: str) -> Shape:
    hidden, width = config.number("hidden_size"), config.number("intermediate_size")
    layers = config.number("num_hidden_layers", most=MOST_LAYERS)
    queries, keys, _ = _heads(config, hidden)
    linears = [
        Linear("qkv_proj", ("q", "k", "v"), hidden, queries + 2 * keys, layers),
        Linear("o_proj", ("o",), queries, hidden, layers),
        Linear("gate_up_proj", ("gate", "up"), hidden, 2 * width, layers),
        Linear("down_proj", ("down",), width, hidden, layers),
    ]
    return _shape(config, name, family, linears, (2 * layers + 1) * hidden)


def _read_qwen(config: Config, family: str, name: str) -> Shape:
    """Qwen's first generation: its ``intermediate_size`` is that of gate and up together."""
    hidden, width = config.number("hidden_size"), max(1, config.number("intermediate_size") // 2)
    layers = config.number("num_hidden_layers", most=MOST_LAYERS)
    heads = config.number("num_attention_heads")
    inner = config.number("kv_channels", absent=max(1, hidden // heads)) * heads
    linears = [
        Linear("c_attn", ("q", "k", "v"), hidden, 3 * inner, layers, bias=True),
        Linear("c_proj", ("o",), inner, hidden, layers),
        Linear("w2", ("gate",), hidden, width, layers),
        Linear("w1", ("up",), hidden, width, layers),
        Linear("c_proj", ("down",), width, hidden, layers),
    ]
    return _shape(config, name, family, linears, (2 * layers + 1) * hidden)


def _read_gpt2(config: Config, family: str, name: str) -> Shape:
    hidden, layers = config.number("n_embd"), config.number("n_layer", most=MOST_LAYERS)
    width = config.number("n_inner", absent=4 * hidden)
    linears = [
        Linear("c_attn", ("q", "k", "v"), hidden, 3 * hidden, layers, bias=True),
        Linear("c_proj", ("o",), hidden, hidden, layers, bias=True),
        Linear("c_fc", ("up",), hidden, width, layers, bias=True),
        Linear("c_proj", ("down",), width, hidden, layers, bias=True),
    ]
    positions = config.number("n_positions")
    return _shape(config, name, family, linears, (2 * layers + 1) * 2 * hidden, positions, tied=True)


def _read_gpt_neox(config: Config, family: str, name: str) -> Shape:
    hidden, width = config.number("hidden_size"), config.number("intermediate_size")
    layers = config.number("num_hidden_layers", most=MOST_LAYERS)
    bias = config.flag("attention_bias", absent=True)
    linears = [
        Linear("query_key_value", ("q", "k", "v"), hidden, 3 * hidden, layers, bias),
        Linear("dense", ("o",), hidden, hidden, layers, bias),
        Linear("dense_h_to_4h", ("up",), hidden, width, layers, bias=True),
        Linear("dense_4h_to_h", ("down",), width, hidden, layers, bias=True),
    ]
    return _shape(config, name, family, linears, (2 * layers + 1) * 2 * hidden)


def _read_opt(config: Config, family: str, name: str) -> Shape:
    hidden, width = config.number("hidden_size"), config.number("ffn_dim")
    layers = config.number("num_hidden_layers", most=MOST_LAYERS)
    vocab, inner = config.number("vocab_size"), config.number("word_embed_proj_dim", absent=hidden)
    bias = config.flag("enable_bias", absent=True)
    linears = [
        *(Linear(f"{target}_proj", (target,), hidden, hidden, layers, bias) for target in "qkv"),
        Linear("out_proj", ("o",), hidden, hidden, layers, bias),
        Linear("fc1", ("up",), hidden, width, layers, bias),
        Linear("fc2", ("down",), width, hidden, layers, bias),
    ]
    last = config.flag("do_layer_norm_before", absent=True) and not config.flag("_remove_final_layer_norm")
    rest = (2 * layers + last) * 2 * hidden + (2 * inner * hidden if inner != hidden else 0)
    # Two positions more than the config says: the first ones stand for padding.
    embeddings = vocab * inner + (config.number("max_position_embeddings") + 2) * hidden
    head = 0 if config.flag("tie_word_embeddings", absent=True) else vocab * inner
    return Shape(name, family, hidden, layers, vocab, tuple(linears), embeddings, head, rest)


def _read_bert(config: Config, family: str, name: str) -> Shape:
    hidden, width = config.number("hidden_size"), config.number("intermediate_size")
    layers = config.number("num_hidden_layers", most=MOST_LAYERS)
    linears = [
        *(Linear(module, (target,), hidden, hidden, layers, bias=True)
          for module, target in (("query", "q"), ("key", "k"), ("value", "v"))),
        Linear("dense", ("o",), hidden, hidden, layers, bias=True),
        Linear("dense", ("up",), hidden, width, layers, bias=True),
        Linear("dense", ("down",), width, hidden, layers, bias=True),
    ]  # fmt: skip
    rows = config.number("vocab_size") + config.number("max_position_embeddings")
    rows += config.number("type_vocab_size", absent=2)
    config.notes.append("counted with its pooler and without a head, which depends on the task")
    rest = (2 * layers + 1) * 2 * hidden + hidden * (hidden + 1)
    return Shape(name, family, hidden, layers, 0, tuple(linears), rows * hidden, 0, rest)


_READERS: dict[str, Callable[[Config, str, str], Shape]] = {
    **dict.fromkeys(_LLAMAS, _read_llama),
    "phi3": _read_phi3,
    "qwen": _read_qwen,
    "gpt2": _read_gpt2,
    "gpt_neox": _read_gpt_neox,
    "opt": _read_opt,
    "bert": _read_bert,
}
"""By ``model_type``: families whose weights are counted to the last one."""
