"""``workbench price``: exact ids, and JSON with source, date and age."""

from __future__ import annotations

import json
from datetime import date

import pytest

from workbench.cli.main import main


def test_json_names_source_date_and_every_price(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "openai:gpt-4o", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    first = answer["models"][0]
    assert first["id"] == "openai:gpt-4o"
    assert (first["input_price"], first["cached_price"], first["output_price"]) == (2.5, 1.25, 10)
    assert first["source"].startswith("genai-prices ") and date.fromisoformat(first["date"]) <= date.today()
    assert first["age_days"] >= 0 and first["page"].startswith("https://")
    assert first["batch"]["input_price"] == 1.25


def test_tiers_are_in_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "google:gemini-2.5-pro", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["models"][0]
    (tier,) = first["tiers"]
    assert first["id"] == "google:gemini-2.5-pro"
    assert tier["over_input_tokens"] == 200_000 and tier["input_price"] == 2 * first["input_price"]


def test_the_table_says_how_old_and_how_many_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "gpt"]) == 0
    told = capsys.readouterr().out
    assert "days old" in told and "more: narrow it" in told
    assert main(["price", "ft:"]) == 0
    assert "training openai:ft:gpt-4o-mini: $3, workbench's table, openai.com" in capsys.readouterr().out


def test_a_word_that_fits_none_is_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "no-such-model\x1b[31m"]) == 1
    assert "No model fits" in capsys.readouterr().out
    assert main(["price", "no-such-model", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["models"] == []
