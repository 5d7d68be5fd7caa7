"""The catalogue that ships: read offline, exact ids, cleaned texts, and a broken one said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from workbench.core.prices.catalogue import Catalogue, search
from workbench.errors import WorkbenchError
from workbench.store import catalogue as shipped
from workbench.store.cache import keep, kept_lines
from workbench.store.catalogue_kept import kept_catalogue

D = Decimal
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Before each test, and after it: a made-up catalogue is not left to whoever asks next."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shipped.catalogue.cache_clear()
    yield
    shipped.catalogue.cache_clear()


def test_the_catalogue_has_models_of_many_providers_with_plain_prices() -> None:
    found = shipped.catalogue(TODAY)
    assert len(found.models) > 2000
    assert len({id.partition(":")[0] for id in found.models}) > 40
    assert found.source.startswith("genai-prices 0.2.")
    assert date(2026, 1, 1) <= found.read <= TODAY
    for model in found.models.values():
        assert model.id.isprintable() and model.rates
        for rate in (*model.rates.values(), *model.batch.values()):
            assert rate.base >= 0 and [tier.over for tier in rate.tiers] == sorted(tier.over for tier in rate.tiers)


def test_prices_are_those_of_the_day() -> None:
    """o3 became cheaper on 2025-06-10: $10 and $40 before, $2 and $8 since (OpenAI's price page)."""
    before = shipped.catalogue(date(2025, 6, 1)).models["openai:o3"].rates
    since = shipped.catalogue(TODAY).models["openai:o3"].rates
    assert (before["input_price"].base, before["output_price"].base) == (D(10), D(40))
    assert (since["input_price"].base, since["output_price"].base) == (D(2), D(8))


def test_fine_tuned_models_have_our_training_price() -> None:
    model = shipped.catalogue(TODAY).models["openai:ft:gpt-4o-mini"]
    assert model.rates["input_price"].base == D("0.3") and model.training is not None
    assert model.training.price == D(3)
    trained = {id for id, model in shipped.catalogue(TODAY).models.items() if model.training is not None}
    assert trained == {price.model for price in shipped.TRAINING}, "every id of the table is one of the catalogue's"


def test_a_search_finds_the_makers_model_first() -> None:
    assert [model.id for model in search(shipped.catalogue(TODAY), "gpt-4o")][:2] == [
        "openai:gpt-4o",
        "openai:gpt-4o-mini",
    ]


def test_a_catalogue_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices.data", None)
    with pytest.raises(WorkbenchError) as told:
        shipped.catalogue(TODAY)
    assert "price catalogue" in str(told.value) and "pip install" in told.value.hint


def test_a_catalogue_of_another_shape_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = ModuleType("genai_prices.data")
    strange.providers = [object()]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "genai_prices.data", strange)
    with pytest.raises(WorkbenchError):
        shipped.catalogue(TODAY)


def test_hostile_text_in_a_catalogue_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    from genai_prices.types import ClauseEquals, ModelInfo, ModelPrice, Provider

    evil = "x\x1b]0;pwned\x07[red]\u202e"
    match = ClauseEquals(equals="x")
    info = ModelInfo(id=evil, match=match, name=evil, price_comments=evil, prices=ModelPrice(input_mtok=D(1)))
    module = ModuleType("genai_prices.data")
    module.providers = [Provider(id="acme", name="Acme", api_pattern="", models=[info])]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "genai_prices.data", module)
    (model,) = shipped.catalogue(TODAY).models.values()
    assert not any(char in f"{model.id}{model.name}{model.comment}" for char in "\x1b\x07\u202e")


def kept_of(today: date) -> Catalogue | None:
    return kept_catalogue(today, {price.model: price for price in shipped.TRAINING})


def test_what_was_kept_is_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = shipped.catalogue(TODAY)
    monkeypatch.delitem(sys.modules, "genai_prices.data")
    assert kept_of(TODAY) == read
    assert any(rate.tiers for model in read.models.values() for rate in model.rates.values())


def test_it_is_read_anew_on_another_day_of_another_package_and_where_what_was_kept_is_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped.catalogue(TODAY)
    monkeypatch.delitem(sys.modules, "genai_prices.data")
    assert kept_of(TODAY) is not None and kept_of(date(2026, 11, 25)) is None
    with monkeypatch.context() as patch:
        patch.setattr("workbench.store.catalogue_kept._stamp", lambda *_: "another version")
        assert kept_of(TODAY) is None
    (file,) = (path for path in tmp_path.rglob("*.jsonl"))
    whole = file.read_bytes()
    for odd in (whole[:-1], whole.replace(b"openai:gpt-4o", b"openai:gpt-4x"), b"", b"[]"):
        file.write_bytes(odd)
        assert kept_of(TODAY) is None


@pytest.mark.parametrize(
    "line", ["[]", "{}", "nonsense", '["s", "2026-11-24", [["id"]]]', '["s", "2026-11-24", [["id", "", {"a": "x"}]]]']
)
def test_a_line_of_another_shape_counts_as_nothing_kept(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped.catalogue(TODAY)
    file = Path(sys.modules["genai_prices.data"].__file__ or "")
    (stamp, _) = kept_lines(file)
    keep(file, [stamp, line])
    monkeypatch.delitem(sys.modules, "genai_prices.data")
    assert kept_of(TODAY) is None
