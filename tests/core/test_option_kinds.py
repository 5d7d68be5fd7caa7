"""The usual ways to build a feature: each keeps what is the baseline's, and says what it still needs."""

from __future__ import annotations

import pytest

from tests.core.made import PROMPT, TODAY, D
from workbench.core.costs.comparison import compare, missing
from workbench.core.costs.option_kinds import KINDS, Kind, made
from workbench.core.inputs import Costs, Option, inputs


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_stays_is_the_baselines(kind: Kind) -> None:
    base = PROMPT.model_copy(update={"value_of_right": D(2), "accuracy": D("0.8"), "other_monthly": D(9)})
    option = made(kind, base)
    assert option.output_tokens == base.output_tokens and option.value_of_right == D(2)
    assert option.accuracy is None and option.other_monthly is None, "what was measured or paid is not the new one's"
    assert kind.first in inputs(Option)
    assert made(kind, None).approach == (kind.approach or "undecided")


def test_the_same_prompt_costs_the_same_until_its_difference_is_typed() -> None:
    options = {kind.name: made(kind, PROMPT) for kind in KINDS}
    figures = {f.name: f for f in compare(Costs(requests_per_month=D(10), option=options), TODAY).options}
    assert figures["cached"].per_request == figures["batched"].per_request == figures["rag"].per_request == D("0.027")
    assert figures["own-hardware"].per_request == 0
    for name in ("other-model", "fine-tuned", "rag-tuned"):
        assert missing(options[name]) == ("input_price", "output_price")


@pytest.mark.parametrize("name", ["rag", "batched"])
def test_what_keeps_the_prompt_keeps_what_is_cached_of_it(name: str) -> None:
    base = PROMPT.model_copy(update={"cached_tokens": D(400), "cached_price": D(3)})
    kind = next(kind for kind in KINDS if kind.name == name)
    found = made(kind, base)
    assert (found.cached_tokens, found.cached_price, missing(found)) == (400, 3, ())


def test_a_hint_names_rows_that_are_there() -> None:
    labels = {declared.label.lower() for declared in inputs(Option).values()}
    hint = next(kind.hint for kind in KINDS if kind.name == "rag")
    assert set(hint.split(", ")) <= labels
