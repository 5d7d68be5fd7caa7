"""Prices taken from a catalogue: exact ids, tiers that reprice all tokens, typed prices that stay, ages told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from workbench.core.costs.comparison import compare
from workbench.core.editing.fields import set_field
from workbench.core.inputs import Costs, Option
from workbench.core.prices.catalogue import Catalogue, Model, Rate, Tier, TrainingPrice, search, uniform_share
from workbench.core.prices.option_prices import news, origin, price_notes, take, typed_prices
from workbench.core.prices.sources import OWN_TABLE
from workbench.core.record.decision import Decision

D = Decimal
READ = date(2026, 11, 3)
LATER = date(2027, 3, 1)
PLAIN = Model(
    "acme:small",
    "Acme Small",
    {"input_price": Rate(D("0.5")), "output_price": Rate(D(2)), "cached_price": Rate(D("0.05"))},
    {"input_price": Rate(D("0.25")), "output_price": Rate(D(1)), "cached_price": Rate(D("0.05"))},
    "https://acme.example/prices",
)
LONG = Model(
    "acme:long",
    "Acme Long",
    {
        "input_price": Rate(D("1.25"), (Tier(200_000, D("2.5")),)),
        "output_price": Rate(D(10), (Tier(200_000, D(15)),)),
    },
    {},
    "https://acme.example/prices",
)
TRAINED = Model(
    "acme:ft:small",
    "",
    {"input_price": Rate(D(1)), "output_price": Rate(D(4))},
    {"input_price": Rate(D("0.5")), "output_price": Rate(D(2))},
    "",
    TrainingPrice("acme:ft:small", D(3), f"{OWN_TABLE}acme.example/tuning", date(2024, 8, 20)),
)
CATALOGUE = Catalogue("genai-prices 9.9", READ, {model.id: model for model in (PLAIN, LONG, TRAINED)})


def decision(**options: Option) -> Decision:
    return Decision(costs=Costs(requests_per_month=D(1000), option=options))


def test_an_empty_option_takes_every_known_price_and_where_it_is_from() -> None:
    option = take(Option(), PLAIN, CATALOGUE).option
    assert (option.model, option.input_price, option.output_price, option.cached_price) == (
        "acme:small", D("0.5"), D(2), D("0.05"),
    )  # fmt: skip
    assert option.cache_write_price is None
    assert origin(option, READ) == "genai-prices 9.9, 2026-11-03"
    assert typed_prices(option) == ()


def test_a_typed_price_stays_and_is_named() -> None:
    taken = take(Option(input_price=D(12)), PLAIN, CATALOGUE)
    assert taken.option.input_price == D(12) and taken.option.output_price == D(2)
    assert taken.kept == ("input_price",)
    assert origin(taken.option, READ, "input_price") == "typed"
    again = take(taken.option, LONG, CATALOGUE)
    assert again.option.input_price == D(12) and again.option.output_price == D(10)
    assert again.option.cached_price is None, "another model's price does not stay"
    assert take(taken.option, LONG, CATALOGUE, over_typed=True).option.input_price == D("1.25")


def test_a_price_typed_over_the_catalogues_is_marked_and_stays() -> None:
    priced = decision(prompt=take(Option(), PLAIN, CATALOGUE).option)
    path = ("costs", "option", "prompt", "input_price")
    typed = set_field(priced, path, "0.75")
    assert typed.costs.option["prompt"].typed_prices == ("input_price",)
    assert take(typed.costs.option["prompt"], PLAIN, CATALOGUE).option.input_price == D("0.75")
    emptied = set_field(typed, path, "")
    assert emptied.costs.option["prompt"].typed_prices is None
    assert take(emptied.costs.option["prompt"], PLAIN, CATALOGUE).option.input_price == D("0.5")


def test_looking_at_a_price_does_not_make_it_typed() -> None:
    priced = decision(prompt=take(Option(), PLAIN, CATALOGUE).option)
    assert set_field(priced, ("costs", "option", "prompt", "input_price"), "0.50") == priced
    assert set_field(priced, ("costs", "option", "prompt", "labels"), "5").costs.option["prompt"].typed_prices is None


def test_a_source_that_a_person_wrote_is_no_catalogue_and_is_not_lost() -> None:
    own = Option(input_price=D(9), price_source="our contract of May", price_date=date(2026, 5, 1))
    taken = take(own, PLAIN, CATALOGUE).option
    assert taken.input_price == D(9)
    assert taken.price_source == "genai-prices 9.9; typed ones: our contract of May"
    twice = take(taken, PLAIN, CATALOGUE, batch=True).option
    assert twice.price_source == "genai-prices 9.9, batch; typed ones: our contract of May"


@pytest.mark.parametrize(
    ("tokens", "price", "between"),
    [(0, "1.25", (None, 200_000)), (200_000, "1.25", (None, 200_000)), (200_001, "2.5", (200_000, None))],
)
def test_a_tier_reprices_all_tokens(tokens: int, price: str, between: tuple[int | None, int | None]) -> None:
    option = take(Option(input_tokens=D(tokens)), LONG, CATALOGUE).option
    assert option.input_price == D(price)
    assert option.output_price == (D(10) if price == "1.25" else D(15))
    assert (option.prices_from, option.prices_to) == between


def test_a_prompt_that_grew_out_of_its_tier_is_noted() -> None:
    option = take(Option(input_tokens=D(1000), output_tokens=D(10)), LONG, CATALOGUE).option
    costs = Costs(option={"long": option.model_copy(update={"input_tokens": D(250_000)})})
    assert price_notes(costs, READ) == ["prices of long hold up to 200,000 input tokens: pick its model again"]
    above = take(Option(input_tokens=D(250_000)), LONG, CATALOGUE).option
    costs = Costs(option={"long": above.model_copy(update={"input_tokens": D(1000)})})
    assert price_notes(costs, READ) == ["prices of long hold from over 200,000 input tokens: pick its model again"]


def test_batch_prices_are_the_catalogues_own_and_not_taken_off_twice_unsaid() -> None:
    option = take(Option(), PLAIN, CATALOGUE, batch=True).option
    assert (option.input_price, option.cached_price, option.output_price) == (D("0.25"), D("0.05"), D(1))
    assert origin(option, READ) == "genai-prices 9.9, batch, 2026-11-03"
    twice = Costs(option={"b": option.model_copy(update={"batch_discount": D("0.5")})})
    assert price_notes(twice, READ) == [
        "prices of b are batch prices already, and its batch discount is taken off them"
    ]
    assert uniform_share(PLAIN) is None and uniform_share(TRAINED) == D("0.5") and uniform_share(LONG) is None


def test_a_training_price_has_a_source_and_an_age_of_its_own() -> None:
    option = take(Option(), TRAINED, CATALOGUE).option
    assert option.training_price == D(3)
    assert origin(option, READ, "training_price") == f"{OWN_TABLE}acme.example/tuning, 2024-08-20, 805 days old"
    assert take(Option(training_price=D(5)), TRAINED, CATALOGUE).kept == ("training_price",)
    assert take(option, PLAIN, CATALOGUE).option.training_price == D(3), "a model without one leaves it"


def test_old_prices_are_called_old() -> None:
    option = take(Option(input_tokens=D(10)), PLAIN, CATALOGUE).option
    assert price_notes(Costs(option={"p": option}), date(2027, 2, 1)) == []
    assert price_notes(Costs(option={"p": option}), date(2027, 2, 2)) == ["prices of p are 91 days old, of 2026-11-03"]
    assert "prices of p are 118 days old, of 2026-11-03" in compare(Costs(option={"p": option}), LATER).notes
    assert origin(option, LATER) == "genai-prices 9.9, 2026-11-03, 118 days old"


def test_a_model_that_is_gone_or_dearer_keeps_its_stored_prices_with_a_note() -> None:
    costs = Costs(option={"p": take(Option(), PLAIN, CATALOGUE).option, "typed": Option(model="acme:x")})
    assert news(costs, CATALOGUE) == []
    dearer = Model(PLAIN.id, "", {"input_price": Rate(D("0.6"))}, {}, "")
    told = news(costs, Catalogue("genai-prices 10", LATER, {dearer.id: dearer}))
    assert told == [
        "genai-prices 10 has other prices for acme:small (p): input price $0.6, cached price unknown, "
        "output price unknown; the stored are used"
    ]
    assert news(costs, Catalogue("genai-prices 10", LATER, {})) == [
        "acme:small (p) is not in genai-prices 10; its stored prices are used"
    ]


def test_a_search_holds_every_word_and_puts_what_begins_with_it_first() -> None:
    assert [model.id for model in search(CATALOGUE, "small")] == ["acme:small", "acme:ft:small"]
    assert [model.id for model in search(CATALOGUE, "acme long")] == ["acme:long"]
    assert [model.id for model in search(CATALOGUE, "acme:ft:small")] == ["acme:ft:small"]
    assert search(CATALOGUE, "smal1") == [] and len(search(CATALOGUE, "  ")) == 3


def test_the_age_of_a_training_price_that_is_not_there_is_no_matter() -> None:
    option = Option(training_price_date=date(2020, 1, 1))
    assert price_notes(Costs(option={"p": option}), date(2027, 2, 2)) == []
    priced = option.model_copy(update={"training_price": Decimal(8)})
    assert "the training price of p is" in price_notes(Costs(option={"p": priced}), date(2027, 2, 2))[0]
