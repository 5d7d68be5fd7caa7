"""``workbench cost``: DOMAIN's worked table to the digit, settings, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.cost_command import CHART_NAMES
from workbench.cli.main import main
from workbench.core.charts.cost_views import CHARTS


def cost(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["cost", *arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    return {option["name"]: option for option in answer["options"]}


@pytest.mark.parametrize(
    ("preset", "prompt", "tuned", "requests", "months"),
    [
        ("a-template", 13500, 1800, 0, 0),
        ("b-payback", 100, 0, 50000, 0.5),
        ("c-printed", 2700, 120, 776, None),
        ("c-output-counted", 2700, 360, 855, None),
        ("c-three-epochs", 2700, 360, 2565, None),
    ],
)
def test_the_worked_table(
    capsys: pytest.CaptureFixture[str], preset: str, prompt: int, tuned: int, requests: int, months: float | None
) -> None:
    options = cost(capsys, "--preset", preset)
    assert options["prompting"]["monthly"] == prompt
    assert options["prompting"]["versus_baseline"] is None
    assert options["fine-tuned"]["monthly"] == tuned
    versus = options["fine-tuned"]["versus_baseline"]
    assert versus["break_even_requests"] == requests
    assert versus["verdict"] == "pays"
    if months is not None:
        assert versus["break_even_months"] == months


def test_the_worked_details(capsys: pytest.CaptureFixture[str]) -> None:
    assert cost(capsys, "--preset", "a-template")["cached"]["monthly"] == 1350
    printed = cost(capsys, "--preset", "c-printed")["fine-tuned"]
    assert printed["upfront"] == 20
    assert printed["versus_baseline"]["break_even_requests_exact"] == pytest.approx(775.19, abs=0.01)
    counted = cost(capsys, "--preset", "c-output-counted")
    assert (counted["prompting"]["per_request"], counted["fine-tuned"]["per_request"]) == (0.027, 0.0036)
    assert counted["fine-tuned"]["versus_baseline"]["break_even_requests_exact"] == pytest.approx(854.7, abs=0.01)
    same = cost(capsys, "--preset", "c-same-model")
    assert (same["prompting"]["per_request"], same["fine-tuned"]["per_request"]) == (0.00055, 0.0015)
    never = same["fine-tuned"]["versus_baseline"]
    assert (never["verdict"], never["break_even_requests"], never["break_even_months"]) == ("never", None, None)
    assert "costs $0.00095 more" in never["reason"]


def test_the_five_numbers_of_compare_costs(capsys: pytest.CaptureFixture[str]) -> None:
    five = ["prompt_tokens=1500", "fine_tuned_tokens=200", "queries_per_month=300000", "cost_per_token=0.00003"]
    options = cost(capsys, "--preset", "compare-costs", *(f"--set={text}" for text in [*five, "training_cost=11700"]))
    assert (options["prompting"]["monthly"], options["fine-tuned"]["monthly"]) == (13500, 1800)
    assert options["fine-tuned"]["versus_baseline"]["break_even_months"] == 1


def test_set_tries_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    options = cost(
        capsys, "--preset", "c-output-counted", "--set", "requests_per_month=5e4", "--set", "option.fine-tuned.epochs=3"
    )
    assert options["prompting"]["monthly"] == 1350
    assert options["fine-tuned"]["upfront"] == 60


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("requests_per_moth=5", "requests_per_month"),
        ("option.fine-tuned.epochs=-1", "negative"),
        ("horizon_months=x", "12"),
    ],
)
def test_a_wrong_setting_is_refused(capsys: pytest.CaptureFixture[str], setting: str, told: str) -> None:
    assert main(["cost", "--preset", "c-printed", "--set", setting]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("input_tokens = -5", "input_tokens"),
        ("input_tokens = nan", "input_tokens"),
        ('input_tokens = "5"', "input_tokens"),
        ("input_tokens = 5\ncached_tokens = 9", "cached_tokens"),
    ],
)
def test_a_wrong_value_refuses_the_file_and_names_the_field(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, named: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(f"[costs]\nrequests_per_month = 10\n[costs.option.a]\n{line}\n")
    assert main(["cost", str(file), "--json"]) == 2
    told = capsys.readouterr().err
    assert named in told
    assert "wrong.toml:" in told


def test_a_missing_price_leaves_only_its_option_empty(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "part.toml"
    file.write_text(
        "[costs]\nrequests_per_month = 10\n[costs.option.a]\ninput_tokens = 5\ninput_price = 2\n"
        "[costs.option.b]\ninput_tokens = 5\n"
    )
    options = cost(capsys, str(file))
    assert options["a"]["monthly"] is not None
    assert options["b"]["monthly"] is None
    assert "input price" in options["b"]["reason"]


def test_plain_text_has_the_table_the_reason_and_the_chart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost", "--preset", "c-output-counted"]) == 0
    told = capsys.readouterr().out
    assert "855 requests" in told
    assert "◆" in told
    assert main(["cost", "--preset", "c-printed"]) == 0
    assert "not like for like" in capsys.readouterr().out


RANGES = """
[costs]
requests_per_month = { low = 80000, likely = 100000, high = 150000 }
[costs.option.prompt]
input_tokens = 500
output_tokens = 200
input_price = 30
output_price = 60
[costs.option.tuned]
approach = "fine-tuning"
input_tokens = 100
output_tokens = 200
input_price = 12
output_price = 12
other_upfront = { low = 5000, high = 30000 }
"""


def test_ranges_answer_with_percentiles_odds_and_a_tornado(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "ranges.toml"
    file.write_text(RANGES, encoding="utf-8")
    options = cost(capsys, str(file))
    assert "uncertainty" not in options["prompt"]
    found = options["tuned"]["uncertainty"]
    assert 2 < found["p10"] < found["p50"] < found["p90"] < 12
    assert 0.9 < found["probability"] <= 1
    assert [bar["input"] for bar in found["tornado"]] == ["option.tuned.other_upfront", "requests_per_month"]
    assert found["tornado"][0]["swing"] == 25_000
    assert main(["cost", str(file)]) == 0
    told = capsys.readouterr().out
    assert "tuned: break-even in months P10" in told and "of 100 cases (10,000 draws)" in told


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("volume", "A month, by volume"),
        ("tornado", "What moves tuned"),
        ("split", "Cost by part"),
        ("cumulative", "Cost so far"),
    ],
)
def test_each_chart_is_drawn_under_the_table(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, chart: str, said: str
) -> None:
    file = tmp_path / "ranges.toml"
    file.write_text(RANGES, encoding="utf-8")
    assert main(["cost", str(file), "--chart", chart]) == 0
    assert f"\n{said}" in capsys.readouterr().out


def test_two_files_are_compared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(RANGES, encoding="utf-8")
    dearer = RANGES.replace("input_price = 12", "input_price = 25").replace('approach = "fine-tuning"\n', "")
    other.write_text(f"{dearer}[costs.option.rag]\napproach = 'rag'\n", encoding="utf-8")
    assert main(["cost", str(one), str(other), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["differences"] == [
        {"input": "option.tuned.input_price", "values": [12, 25]},
        {"input": "option.tuned.approach", "values": ["fine-tuning", "undecided"]},
        {"input": "option.rag", "values": ["not there", "there"]},
    ]
    assert [len(file["options"]) for file in answer["files"]] == [2, 3]
    assert main(["cost", str(one), str(other)]) == 0
    told = capsys.readouterr().out
    assert "option.tuned.input_price" in told and "+$0.0013" in told
    assert main(["cost", str(one), str(one)]) == 0
    assert "No input differs." in capsys.readouterr().out
    assert main(["cost", str(one), str(other), str(one)]) == 2
    assert "give one FILE" in capsys.readouterr().err


def test_a_retired_model_ends_the_horizon_and_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "gone.toml"
    file.write_text(RANGES.replace("[costs.option.tuned]", "[costs.option.tuned]\navailable_until = 2020-01-31"))
    options = cost(capsys, str(file))
    assert options["tuned"]["horizon_months"] == 0
    assert options["tuned"]["versus_baseline"]["verdict"] == "after-horizon"
    assert options["tuned"]["total"] == options["tuned"]["upfront"]
    assert main(["cost", str(file)]) == 0
    assert "tuned was available until 2020-01-31: no month is counted for it" in capsys.readouterr().out


def test_figures_have_all_their_digits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cost", "--preset", "c-output-counted", "--json"]) == 0
    told = capsys.readouterr().out
    assert '"break_even_requests_exact": 854.7008547008547008547008547,' in told
    assert '"per_request": 0.0036,' in told


def test_a_text_that_looks_like_an_escaped_figure_stays_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "odd.toml"
    file.write_text("[costs.option.'\\u00007']\ninput_tokens = 1\n", encoding="utf-8")
    assert main(["cost", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["options"][0]["name"] == "\\u00007"


USAGE = "date,requests,model,input_tokens,output_tokens\n2026-10-10,1000,a,500000,200000\n2026-10-11,3000,b,1500000,0\n"


def test_a_usage_export_is_tried_in_the_costs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    file.write_text(USAGE, encoding="utf-8")
    command = ["cost", "--preset", "c-output-counted", "--usage", str(file)]
    assert main([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["usage"]["requests_per_month"] == 60_000 and answer["usage"]["source"] == "usage.csv"
    # 500 tokens in at $30, 50 out at $60.
    assert answer["options"][0]["per_request"] == 0.018
    assert main([*command, "--model", "a", "--option", "fine-tuned", "--set", "requests_per_month=10"]) == 0
    told = capsys.readouterr().out
    assert "usage.csv: 1,000 requests from 2026-10-10 to 2026-10-10 (1 day, 1 row)" in told
    assert re.search(r"output tokens of a request +200\n", told) and "$0.0270" in told


def test_a_usage_export_alone_says_its_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    file.write_text(USAGE.replace("requests", "count"), encoding="utf-8")
    assert main(["cost", "--usage", str(file)]) == 2
    assert "--column requests=NAME" in capsys.readouterr().err
    assert main(["cost", "--usage", str(file), "--column", "requests=count"]) == 0
    assert "requests a month" in capsys.readouterr().out
    assert main(["cost", "--usage", str(file), "--column", "requests=count", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["usage"]["requests"] == 4000
    assert main(["cost", "--usage", str(file), "--column", "requests"]) == 2
    assert main(["cost", "--preset", "c-printed", "--usage", str(tmp_path / "none")]) == 2
    assert (
        main(["cost", "--preset", "c-printed", "--usage", str(file), "--column", "requests=count", "--option", "x"])
        == 2
    )


def test_every_chart_of_the_key_is_one_of_the_command() -> None:
    assert tuple(CHARTS) == CHART_NAMES


def test_a_price_that_is_tried_has_no_source(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    option = 'input_price = 3\noutput_price = 15\nprice_source = "genai-prices 0.1"\nprice_date = 2026-11-01\n'
    file.write_text(
        f"[costs]\nrequests_per_month = 1000\n[costs.option.p]\ninput_tokens = 9\noutput_tokens = 9\n{option}"
    )

    def told(*settings: str) -> list[str]:
        assert main(["cost", str(file), *(part for text in settings for part in ("--set", text))]) == 0
        return [line for line in capsys.readouterr().out.split("\n") if line.startswith("prices of p: ")]

    source = "prices of p: genai-prices 0.1, 2026-11-01"
    assert [line.rstrip() for line in told()] == [source]
    assert told("option.p.input_price=0.15") == [f"{source}; typed here: input price"]
    assert told("option.p.input_price=0.15", "option.p.output_price=1") == []
