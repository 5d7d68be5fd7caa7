"""The inputs as typed: texts of a form or of a command line, and what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workbench.core.amounts import Range, parse
from workbench.core.sizing.adapter import MOST_RANK, parse_targets
from workbench.core.sizing.cards import cards
from workbench.core.sizing.known import find
from workbench.core.sizing.memory import METHODS, Method
from workbench.core.sizing.report import Inputs
from workbench.core.sizing.shape import Shape
from workbench.core.text import clean_line, clip
from workbench.errors import UsageProblem, ValueProblem

MOST_TOKENS = 10_000_000
MOST_ROWS = 1_000_000
MOST_GB = 100_000
MOST_CARD_GB = 1_000
"""From here on a bare number is a card's name, and a misspelt one."""
HELP: Mapping[str, tuple[str, str]] = MappingProxyType({
    "model": ("Model", "a well-known model, or a config.json"),
    "method": ("Method", "lora, qlora or full"),
    "rank": ("Rank", "of the adapter; 8 or 16 is usual"),
    "targets": ("Targets", "q,k,v,o,gate,up,down or all"),
    "sequence": ("Tokens", "tokens of the longest row"),
    "batch": ("Batch", "rows at once on a card"),
    "card": ("Card", "GB or name of the card at hand; empty asks for the smallest"),
})  # fmt: skip
"""Label and help of each input, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts in the cells of a form; the defaults are an example that works."""

    model: str = "Llama-2-7B"
    method: str = "lora"
    rank: str = "8"
    targets: str = "q,v"
    sequence: str = "2,048"
    batch: str = "1"
    card: str = ""


def read(typed: Typed) -> tuple[Shape, Inputs]:
    """Return what a form says.

    Raises:
        ValueProblem: One text means nothing; names the field as `Typed` has it.
    """
    return read_model(typed.model), read_inputs(typed)


def read_inputs(typed: Typed) -> Inputs:
    """Return what a form says, the model left out, which a config may stand for.

    Raises:
        ValueProblem: One text means nothing; names the field as `Typed` has it.
    """
    return Inputs(
        rank=read_rank(typed.rank),
        targets=read_targets(typed.targets),
        sequence=read_sequence(typed.sequence),
        batch=read_batch(typed.batch),
        method=read_method(typed.method),
        card=read_card(typed.card),
    )


def read_model(text: str) -> Shape:
    """Return the shape of a model of the shipped table.

    Raises:
        ValueProblem: It is not in the table; names the nearest.
    """
    try:
        return find(text)
    except UsageProblem as problem:
        raise ValueProblem(problem.title, problem.message, problem.hint, "model") from None


def read_rank(text: str) -> int:
    """Return a rank; whether a layer can have it is told when it is counted. Raises ValueProblem."""
    return _whole(text, "rank", MOST_RANK, "8 or 16 is usual")


def read_sequence(text: str) -> int:
    """Return the tokens of the longest row. Raises ValueProblem."""
    return _whole(text, "sequence", MOST_TOKENS, "write 2,048 or 8k")


def read_batch(text: str) -> int:
    """Return the rows at once. Raises ValueProblem."""
    return _whole(text, "batch", MOST_ROWS, "write 1 or more")


def read_targets(text: str) -> tuple[str, ...]:
    """Return the layers that get an adapter. Raises ValueProblem."""
    return parse_targets(text)


def read_method(text: str) -> Method:
    """Return a method. Raises ValueProblem."""
    plain = text.strip().lower()
    for method in METHODS:
        if plain == method:
            return method
    raise ValueProblem("no such method", _quote(text), f"write one of {', '.join(METHODS)}", "method")


def read_card(text: str) -> int | None:
    """Return the GB of the card at hand, typed as such (``24``, ``24 GB``) or as its name. Raises ValueProblem."""
    plain = " ".join(text.lower().split())
    if not plain:
        return None
    for card in cards():
        if plain == card.name.lower():
            return card.gb
    try:
        found = _whole(plain.removesuffix("gb").strip(), "card", MOST_GB, "")
        if not plain.isdigit() or found <= MOST_CARD_GB:
            return found
    except ValueProblem:
        pass
    # Nobody's card has 9,090 GB, and “3090” is half a name.
    named = [card for card in cards() if plain in card.name.lower().split()]
    if plain.isdigit() and named:
        return named[0].gb
    names = ", ".join(card.name for card in cards() if plain in card.name.lower()) or "24, RTX 4090, H100, …"
    raise ValueProblem("no such card", _quote(text), f"write its GB, or a name: {names}", "card")


def _whole(text: str, field: str, most: int, hint: str) -> int:
    try:
        value = parse(text, "count", field)
    except ValueProblem as problem:
        raise ValueProblem(problem.title, problem.message, hint or problem.hint, field) from None
    if isinstance(value, Range) or value != value.to_integral_value():
        raise ValueProblem("not a whole number", _quote(text), hint, field)
    if not 1 <= value <= most:
        raise ValueProblem("out of reach", f"{_quote(text)}: from 1 to {most:,}", hint, field)
    return int(value)


def _quote(text: str) -> str:
    return f"“{clip(clean_line(text.strip()[:80]), 40)}”"
