"""``workbench cost`` with what people type: missing, wrong, nothing to save, gone, two currencies; its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import main

SHARED = "[costs]\nrequests_per_month = 1000\n"
PROMPT = "[costs.option.prompt]\ninput_tokens = 500\noutput_tokens = 200\ninput_price = 30\noutput_price = 60\n"
TUNED = (
    '[costs.option.tuned]\napproach = "fine-tuning"\ninput_tokens = 100\noutput_tokens = 200\n'
    "input_price = 12\noutput_price = 12\n"
)
TRAINED = "training_tokens = 2500000\nepochs = 2\ntraining_price = 8\n"

Answer = dict[str, Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Return a function from a file's text and more arguments to (exit code, standard output, standard error)."""

    def started(text: str, *arguments: str) -> tuple[int, str, str]:
        file = tmp_path / "costs.toml"
        file.write_text(text, encoding="utf-8")
        code = main(["cost", str(file), *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return started


def answer(told: tuple[int, str, str]) -> Answer:
    code, out, err = told
    assert (code, err) == (0, "")

    def refuse(constant: str) -> float:
        raise AssertionError(f"{constant} is no JSON number")

    found: Answer = json.loads(out, parse_constant=refuse)
    return found


def options(told: tuple[int, str, str]) -> dict[str, Answer]:
    return {option["name"]: option for option in answer(told)["options"]}


@pytest.mark.parametrize(
    ("lines", "needed"),
    [
        ("input_tokens = 500\n", "input price"),
        ("input_tokens = 500\noutput_tokens = 9\ninput_price = 3\n", "output price"),
        ("input_tokens = 500\ncached_tokens = 100\ninput_price = 3\n", "cached price"),
        ("input_tokens = 500\ninput_price = 3\ntraining_tokens = 1e6\n", "training price"),
        ("input_tokens = 500\ninput_price = 3\nlabels = 40\n", "cost per label"),
        ("input_tokens = 500\ninput_price = 3\nengineering_hours = 8\n", "hourly rate"),
        ("", "input tokens, output tokens, input price, output price"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_an_option_without_a_price_is_named_and_the_others_are_counted(
    run: Any, lines: str, needed: str, first: bool
) -> None:
    unpriced = f"[costs.option.unpriced]\n{lines}"
    text = SHARED + (unpriced + PROMPT + TUNED if first else PROMPT + unpriced + TUNED)
    found = options(run(text, "--json"))
    assert found["unpriced"]["reason"] == f"needs {needed}"
    figures = ("per_request", "upfront", "monthly", "total", "versus_baseline", "saved")
    assert [found["unpriced"][name] for name in figures] == [None] * len(figures)
    assert (found["prompt"]["monthly"], found["tuned"]["monthly"]) == (27, 3.6)
    assert (found["tuned"]["versus_baseline"] is None) == first
    code, out, err = run(text)
    assert (code, err) == (0, "")
    assert f"unpriced: needs {needed}" in out
    assert f"{needed.count(',') + 1} needed" in out
    assert "$3.60" in out


WRONG = [
    # (where, its line in the file, what is said)
    ("option.tuned.input_price", "input_price = -12", "negative"),
    ("option.tuned.output_tokens", "output_tokens = -200", "negative"),
    ("option.tuned.input_price", "input_price = nan", "not a number"),
    ("option.tuned.input_price", "input_price = inf", "not a number"),
    ("option.tuned.input_price", 'input_price = "12"', "must be a number"),
    ("option.tuned.input_price", "input_price = true", "must be a number"),
    ("option.tuned.input_price", "input_price = [12]", "must be a number"),
    ("option.tuned.cached_tokens", "cached_tokens = 60\ncache_write_tokens = 41", "more cached than sent"),
    ("option.tuned.cached_tokens", "cached_tokens = 101", "more cached than sent"),
    ("option.tuned.cache_write_tokens", "cache_write_tokens = { low = 90, high = 120 }", "more cached than sent"),
    ("option.tuned.input_price", "input_price = { low = 9, high = 8 }", "ends swapped"),
    ("option.tuned.input_price", "input_price = { low = 7, likely = 9, high = 8 }", "ends swapped"),
    ("option.tuned.input_price", "input_price = { low = 7, high = nan }", "not a number"),
    ("option.tuned.input_price", "input_price = { low = 7 }", "a range has low and high"),
    ("option.tuned.batch_discount", "batch_discount = 1.01", "over 100 %"),
    ("option.tuned.batch_discount", "batch_discount = { low = 0.5, high = 2 }", "over 100 %"),
    ("option.tuned.batch_discount", "batch_discount = -0.1", "negative"),
    ("option.tuned.accuracy", "accuracy = 95", "over 100 %"),
    ("option.tuned.retrain_every_months", "retrain_every_months = 2.5", "not a number of months"),
    ("option.tuned.available_until", 'available_until = "soon"', "available_until"),
    ("option.tuned.available_until", "available_until = 2027", "available_until"),
    ("option.tuned.approach", 'approach = "finetuning"', "approach"),
    ("horizon_months", "horizon_months = 0", "not a number of months"),
    ("horizon_months", "horizon_months = 601", "not a number of months"),
    ("horizon_months", "horizon_months = 12.5", "not a number of months"),
    ("horizon_months", "horizon_months = { low = 6, high = 601 }", "not a number of months"),
    ("horizon_months", "horizon_months = -1", "negative"),
    ("requests_per_month", "requests_per_month = -1", "negative"),
    ("requests_per_month", 'requests_per_month = "1000"', "must be a number"),
    ("growth_per_month", "growth_per_month = -1", "too low"),
    ("discount_rate", "discount_rate = nan", "not a number"),
    ("currency", "currency = 978", "currency"),
]


@pytest.mark.parametrize(("where", "line", "told"), WRONG, ids=[line for _, line, _ in WRONG])
@pytest.mark.parametrize("json_asked", [[], ["--json"]])
def test_a_wrong_value_refuses_the_file_names_the_field_and_its_line(
    run: Any, where: str, line: str, told: str, json_asked: list[str]
) -> None:
    given = {text.partition(" ")[0] for text in line.splitlines()}
    if where.startswith("option."):
        kept = "".join(text + "\n" for text in TUNED.splitlines() if text.partition(" ")[0] not in given)
        text = f"{SHARED}{PROMPT}{kept}{line}\n"
    else:
        text = f"[costs]\n{line}\n{PROMPT}"
    code, out, err = run(text, *json_asked)
    assert (code, out) == (2, "")
    assert f"costs.{where}" in err or (told in err and where.rpartition(".")[2] in err)
    assert told in err
    number = 1 + next(index for index, row in enumerate(text.splitlines()) if row == line.splitlines()[0])
    assert f"costs.toml:{number}:" in err
    assert len(err.splitlines()) == 2, "what is wrong, and how to mend it"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("option.tuned.input_price=-12", "negative"),
        ("option.tuned.input_price=nan", "not a number"),
        ("option.tuned.input_price=cheap", "not a number"),
        ("option.tuned.input_price=9..8", "ends swapped"),
        ("option.tuned.cached_tokens=101", "more cached than sent"),
        ("option.tuned.batch_discount=1.2", "over 1"),
        ("option.tuned.batch_discount=120 %", "over 100 %"),
        ("option.tuned.available_until=soon", "not a day"),
        ("option.tuned.approach=guessing", "not one of the choices"),
        ("horizon_months=0", "not a number of months"),
        ("horizon_months=601", "not a number of months"),
        ("requests_per_month=-1", "negative"),
    ],
)
def test_a_wrong_setting_names_its_field_as_it_was_typed(run: Any, setting: str, told: str) -> None:
    code, out, err = run(SHARED + PROMPT + TUNED, "--set", setting)
    assert (code, out) == (2, "")
    assert err.startswith(f"workbench: {setting.partition('=')[0]}: ")
    assert told in err


@pytest.mark.parametrize(
    ("setting", "near"),
    [
        ("option.tunde.input_price=3", "option.tuned.input_price"),
        ("option.promt.output_price=3", "option.prompt.output_price"),
        ("option.Tuned.epochs=3", "option.tuned.epochs"),
        ("costs.option.tuned.input_prise=3", "option.tuned.input_price"),
        ("option.tuned.imput_tokens=3", "option.tuned.input_tokens"),
        ("tuned.input_price=3", "option.tuned.input_price"),
        ("request_per_month=3", "requests_per_month"),
        ("curency=EUR", "currency"),
    ],
)
def test_an_unknown_name_suggests_the_near_one(run: Any, setting: str, near: str) -> None:
    code, out, err = run(SHARED + PROMPT + TUNED, "--set", setting)
    assert (code, out) == (2, "")
    assert "no such input" in err
    assert f"did you mean {near}?" in err


def test_without_requests_a_request_is_counted_and_nothing_is_spent(run: Any) -> None:
    text = SHARED.replace("1000", "0") + PROMPT + TUNED + TRAINED
    tuned = options(run(text, "--json"))["tuned"]
    assert (tuned["per_request"], tuned["upfront"], tuned["monthly"], tuned["total"]) == (0.0036, 40, 0, 40)
    versus = tuned["versus_baseline"]
    assert (versus["verdict"], versus["reason"]) == ("never", "no requests, so nothing is saved")
    assert (versus["break_even_months"], versus["first_month"], versus["lasting_month"]) == (None, None, None)
    # How many it would take is known all the same.
    assert versus["break_even_requests"] == 1710
    for chart in ("cumulative", "volume", "tornado", "split", "tipping"):
        code, out, err = run(text, "--chart", chart)
        assert (code, err) == (0, "")
        assert "no requests, so nothing is saved" in out and "nan" not in out.lower()


def test_left_out_requests_are_asked_for(run: Any) -> None:
    text = "[costs]\n" + PROMPT + TUNED + TRAINED
    tuned = options(run(text, "--json"))["tuned"]
    assert (tuned["per_request"], tuned["upfront"], tuned["monthly"], tuned["total"]) == (0.0036, 40, None, None)
    assert tuned["reason"] == "needs requests a month"
    assert tuned["versus_baseline"]["break_even_requests"] == 1710
    assert "needs requests a month" in run(text)[1]


@pytest.mark.parametrize(
    ("more", "verdict", "told"),
    [
        ("", "pays", None),
        ("other_upfront = 40\n", "never", "each request costs the same as with prompt"),
        ("hosting_per_hour = 1\n", "never", "each request costs the same as with prompt"),
        ("extra_per_request = 0.001\n", "never", "each request costs $0.0010 more than with prompt"),
    ],
)
def test_an_option_that_saves_nothing_on_a_request(run: Any, more: str, verdict: str, told: str | None) -> None:
    copy = PROMPT.replace("prompt", "copy")
    text = f"{SHARED}{PROMPT}{copy}{more}"
    found = options(run(text, "--json"))["copy"]
    versus = found["versus_baseline"]
    assert versus["verdict"] == verdict
    assert versus["saving_per_request"] == (-0.001 if "extra" in more else 0)
    assert (versus["break_even_requests"], versus["break_even_requests_exact"]) == (None, None)
    assert found["saved"] <= 0
    if told is not None:
        assert versus["reason"] == told
        assert versus["break_even_months"] is None
        out = run(text)[1]
        assert f"copy: {told}" in out
        assert "-1" not in out and "inf" not in out.lower()


@pytest.mark.parametrize("gone", ["tuned", "prompt"])
def test_a_model_already_gone_is_a_note_and_no_error(run: Any, gone: str) -> None:
    table = f"[costs.option.{gone}]\n"
    text = (SHARED + PROMPT + TUNED + TRAINED).replace(table, f"{table}available_until = 2020-01-31\n")
    told = f"{gone} was available until 2020-01-31: no month is counted for it"
    found = answer(run(text, "--json"))
    assert told in found["notes"]
    by_name = {option["name"]: option for option in found["options"]}
    # Neither can be compared over a month that one of them has not.
    assert by_name["tuned"]["horizon_months"] == 0
    assert (by_name["tuned"]["total"], by_name["tuned"]["saved"]) == (40, -40)
    assert by_name["tuned"]["versus_baseline"]["verdict"] == "after-horizon"
    for chart in ("cumulative", "volume", "tornado", "split", "tipping"):
        code, out, err = run(text, "--chart", chart)
        assert (code, err) == (0, "")
        assert f"! {told}" in out


def test_a_file_has_one_currency_for_all_its_options(run: Any) -> None:
    text = SHARED + 'currency = "EUR"\n' + PROMPT + TUNED
    assert answer(run(text, "--json"))["currency"] == "EUR"
    out = run(text)[1]
    assert "€27" in out and "$" not in out


@pytest.mark.parametrize(("typed", "sign"), [("EUR", "€27"), ("GBP", "£27"), ("CHF", "CHF 27")])
def test_another_currency_can_be_tried_and_converts_nothing(run: Any, typed: str, sign: str) -> None:
    text = SHARED + PROMPT + TUNED + TRAINED
    found, plain = (answer(run(text, *more, "--json")) for more in (("--set", f"currency={typed}"), ()))
    assert (found["currency"], plain["currency"]) == (typed, "USD")
    figures = [[option[name] for option in one["options"]] for one in (found, plain) for name in ("monthly", "total")]
    assert figures[:2] == figures[2:]
    code, out, _ = run(text, "--set", f"currency={typed}")
    assert code == 0
    assert sign in out and "$" not in out


def test_two_files_in_two_currencies_show_no_difference_in_money(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    dollars, euros, dearer = tmp_path / "usd.toml", tmp_path / "eur.toml", tmp_path / "dearer.toml"
    text = SHARED + PROMPT + TUNED
    dollars.write_text(text, encoding="utf-8")
    dearer.write_text(text.replace("input_price = 12", "input_price = 25"), encoding="utf-8")
    euros.write_text(SHARED + 'currency = "EUR"\n' + PROMPT + TUNED.replace("12", "25"), encoding="utf-8")

    def differences(other: Path) -> list[str]:
        assert main(["cost", str(dollars), str(other)]) == 0
        rows = capsys.readouterr().out.splitlines()
        money = ("per request", "upfront", "a month", "12 months")
        return [row.split()[-1] for row in rows if row.strip().startswith(money)]

    assert differences(euros) == ["-"] * 8
    assert differences(dearer) == ["same"] * 4 + ["+$0.0013", "same", "+$1.30", "+$15.60"]
    assert main(["cost", str(dollars), str(euros), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"input": "currency", "values": ["USD", "EUR"]} in found["differences"]
    assert [file["currency"] for file in found["files"]] == ["USD", "EUR"]
    # Tried in one currency for both, they can be set against each other.
    assert main(["cost", str(dollars), str(euros), "--set", "currency=EUR"]) == 0
    assert "+€0.0039" in capsys.readouterr().out


NUMBER = (int, float)
OR_NONE = type(None)
OPTION = {
    "name": str,
    "approach": str,
    "per_request": (*NUMBER, OR_NONE),
    "upfront": (*NUMBER, OR_NONE),
    "monthly": (*NUMBER, OR_NONE),
    "total": (*NUMBER, OR_NONE),
    "versus_baseline": (dict, OR_NONE),
}
VERSUS = {
    "saving_per_request": NUMBER,
    "break_even_requests_exact": (*NUMBER, OR_NONE),
    "break_even_requests": (int, OR_NONE),
    "break_even_months": (*NUMBER, OR_NONE),
    "first_month": (int, OR_NONE),
    "lasting_month": (int, OR_NONE),
    "volume_floor": (*NUMBER, OR_NONE),
    "verdict": (str, OR_NONE),
    "reason": str,
}
UNCERTAINTY = {
    "p10": (*NUMBER, OR_NONE),
    "p50": (*NUMBER, OR_NONE),
    "p90": (*NUMBER, OR_NONE),
    "probability": NUMBER,
    "tornado": list,
}


def assert_typed(found: Answer, declared: dict[str, Any]) -> None:
    assert declared.keys() <= found.keys()
    for name, kind in declared.items():
        assert isinstance(found[name], kind) and not isinstance(found[name], bool), name


CASES = {
    "pays": SHARED + PROMPT + TUNED + TRAINED,
    "after-horizon": SHARED + PROMPT + TUNED + "other_upfront = 500\n",
    "never": SHARED + PROMPT + TUNED.replace("12", "120"),
    "hosted": SHARED + PROMPT + TUNED + "other_monthly = 5\nretrain_every_months = 6\nretrain_cost = 9\n",
    "no volume": "[costs]\n" + PROMPT + TUNED + TRAINED,
    "no price": SHARED + PROMPT + TUNED.replace("output_price = 12\n", ""),
    "ranges": SHARED.replace("1000", "{ low = 100, high = 2000 }") + PROMPT + TUNED + TRAINED,
    "ranges that never pay": SHARED + PROMPT + TUNED.replace("output_price = 12", "output_price = {low=90,high=200}"),
    "one option": SHARED + PROMPT,
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_the_json_has_every_key_with_a_value_of_its_type(run: Any, text: str) -> None:
    found = answer(run(text, "--json"))
    assert isinstance(found["options"], list)
    for place, option in enumerate(found["options"]):
        assert_typed(option, OPTION)
        versus = option["versus_baseline"]
        assert versus is None or place
        if versus is not None:
            assert_typed(versus, VERSUS)
            assert versus["verdict"] in {"pays", "never", "after-horizon", None}
        drawn = option.get("uncertainty")
        assert (drawn is not None) == ("low" in text and versus is not None)
        if drawn is not None:
            assert_typed(drawn, UNCERTAINTY)
            assert 0 <= drawn["probability"] <= 1
            assert drawn["tornado"]
            for bar in drawn["tornado"]:
                assert_typed(bar, {"input": str, "low": NUMBER, "high": NUMBER, "swing": NUMBER})
        if option["per_request"] is None:
            assert option["reason"].startswith("needs ")


@pytest.mark.parametrize("verdict", ["pays", "after-horizon", "never"])
def test_the_json_spells_the_verdict(run: Any, verdict: str) -> None:
    tuned = options(run(CASES[verdict], "--json"))["tuned"]
    assert tuned["versus_baseline"]["verdict"] == verdict
    assert tuned["versus_baseline"]["reason"]


def test_the_json_s_month_and_total_are_what_the_design_says_they_are(run: Any) -> None:
    text = (
        "[costs]\nrequests_per_month = 1000\ngrowth_per_month = 1\ndiscount_rate = 0.5\nhorizon_months = 12\n"
        + PROMPT + TUNED + TRAINED
        + "hosting_per_hour = 0.01\nother_monthly = 5\nretrain_every_months = 1\nretrain_cost = 100\nlabels = 10\n"
        + "cost_per_label = 2\n"
    )  # fmt: skip
    found = options(run(text, "--json"))["tuned"]
    # Requests, hosting and other of month 1; neither a retraining nor a discount.
    assert found["monthly"] == pytest.approx(3.6 + 7.2 + 5, abs=1e-12)
    assert found["upfront"] == 2.5 * 8 * 2 + 10 * 2
    months = range(1, 13)
    expected = 60 + sum((3.6 * 2 ** (month - 1) + 12.2 + 100) / 1.5 ** (month / 12) for month in months)
    assert found["total"] == pytest.approx(expected, rel=1e-12)


def test_a_baseline_that_is_no_option_is_refused_with_the_nearest(run: Any) -> None:
    code, out, err = run(SHARED + PROMPT + TUNED + TRAINED, "--set", "baseline=tunde")
    assert (code, out) == (2, "")
    assert "no such option" in err and "did you mean tuned?" in err
    assert run(SHARED + PROMPT + TUNED + TRAINED, "--set", "baseline=tuned")[0] == 0


def test_a_currency_of_an_option_is_refused_because_nothing_converts_it(run: Any) -> None:
    code, out, err = run(SHARED + PROMPT + 'currency = "EUR"\n')
    assert (code, out) == (2, "")
    assert "costs.option.prompt" in err and "currency" in err


def test_lines_stay_short_whatever_grows(run: Any) -> None:
    grown = "[costs]\nrequests_per_month = 1000\ngrowth_per_month = 3\nhorizon_months = 600\n"
    code, out, _ = run(grown + PROMPT + TUNED + TRAINED)
    assert code == 0
    assert max(map(len, out.splitlines())) < 160
