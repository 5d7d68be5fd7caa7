"""``workbench size`` through main(): JSON, text, configs of every kind, and what is kept in a decision."""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import main
from workbench.core.sizing.known import known
from workbench.store.decisions import open_decision

LLAMA = known()["Llama-2-7B"].config


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["size", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def written(folder: Path, config: object, name: str = "config.json") -> str:
    path = folder / name
    path.write_text(config if isinstance(config, str) else json.dumps(config))
    return str(path)


def test_json_has_counts_bytes_and_what_is_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "Llama-2-7B")
    assert (told["trainable"], told["total"], told["percent"]) == (4_194_304, 6_742_609_920, 0.0622)
    assert (told["adapter_bytes"], told["adapter_bytes_fp32"]) == (8_388_608, 16_777_216)
    assert list(told["memory"]) == ["full", "lora", "qlora"]
    for band in told["memory"].values():
        assert band["low"] <= band["expected"] <= band["high"]
    # 2P + 16A + 1.5 GB + s * b * (12 V + 2 h L)
    expected = 2 * 6_738_415_616 + 16 * 4_194_304 + 1_500_000_000 + 2048 * (12 * 32_000 + 2 * 4096 * 32)
    assert told["memory"]["lora"]["expected"] == expected
    assert any("checkpointing" in one for one in told["assumptions"])
    held = {card["name"]: (card["full"], card["lora"], card["qlora"]) for card in told["cards"]}
    assert held["T4"] == ("no", "no", "fits") and held["RTX 4090"] == ("no", "fits", "fits")
    assert held["RTX 4060"] == ("no", "no", "tight") and held["B200"] == ("fits", "fits", "fits")


def test_every_option_reaches_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    usual = answer(capsys, "Qwen2.5-0.5B")["memory"]
    for option, value in (("--seq", "4096"), ("--batch", "2"), ("--rank", "16"), ("--targets", "q_proj,v_proj,o_proj")):
        more = answer(capsys, "Qwen2.5-0.5B", option, value)["memory"]
        assert more["lora"]["expected"] > usual["lora"]["expected"], option


def test_a_config_gives_what_the_name_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_name = answer(capsys, "Llama-2-7B")
    by_file = answer(capsys, "--config", written(tmp_path, LLAMA))
    by_folder = answer(capsys, "--config", str(tmp_path))
    for told in (by_file, by_folder):
        assert told["model"] == tmp_path.name
        assert told["total"] == by_name["total"] and told["memory"] == by_name["memory"]
    named = LLAMA | {"_name_or_path": "someone/Own-7B"}
    assert answer(capsys, "--config", written(tmp_path, named, "own.json"))["model"] == "Own-7B"


def test_the_text_fits_80_columns_and_begins_with_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["Llama-2-7B"], ["Llama-3.1-70B", "--targets", "all", "--rank", "64", "--batch", "4"]):
        for more in ([], ["--card", "400"], ["--method", "full", "--card", "5000 GB"]):
            assert main(["size", *arguments, *more]) == 0
            told = capsys.readouterr().out
            assert told.startswith(("LoRA r=", "Full training of"))
            assert max(map(len, told.splitlines())) <= 80
            assert "Provider-hosted" in told and "assumed:" in told and "workbench reference methods" in told


def test_a_card_that_is_too_small_is_a_finding_with_what_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "Llama-2-7B", "--card", "RTX 3060"]) == 1
    told = capsys.readouterr().out
    assert "too large for a 12 GB card" in told
    assert "QLoRA instead of LoRA: 5.3..9.3 GB, fits" in told and "a provider's training" in told
    assert main(["size", "Llama-2-7B", "--card", "24"]) == 0
    assert "what to change" not in capsys.readouterr().out


def test_the_known_models_are_listed_with_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "--models"]) == 0
    told = capsys.readouterr().out
    assert "Mixtral-8x7B" in told and "46.7B" in told and "mistralai/Mixtral-8x7B-v0.1" in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "a MODEL or --config FILE is needed"),
        (["Lama-2-7B"], "did you mean Llama-2-7B"),
        (["gpt2", "--config", "x"], "a MODEL and --config were given"),
        (["gpt2", "--rank", "0"], "--rank"),
        (["gpt2", "--rank", "769"], "rank over the layer"),
        (["gpt2", "--seq", "none"], "--seq"),
        (["gpt2", "--batch", "-1"], "--batch"),
        (["gpt2", "--targets", "lm_head"], "--targets"),
        (["gpt2", "--card", "abacus"], "--card"),
        (["\x1b]52;c;x\x07"], "no such model"),
        (["--config", "/nowhere/config.json"], "cannot read"),
        (["--config", "/dev/zero"], "not a regular file"),
        (["--config", "~nobody-here/x"], "cannot read"),
        (["--config", "x" * 5000], "cannot read"),
    ],
)
def test_wrong_use_says_what_and_how_to_mend_it(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["size", *arguments]) == 2
    out = capsys.readouterr()
    assert not out.out and "\x1b" not in out.err and len(out.err.splitlines()) == 2
    assert told in out.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"hidden_size": NaN}', "NaN is no JSON number"),
        ('{"hidden_size": ' + "9" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("{}", "hidden_size, num_hidden_layers, num_attention_heads, intermediate_size, vocab_size"),
        (json.dumps(LLAMA | {"vocab_size": "32000"}), "vocab_size: “32000” is text"),
        (json.dumps(LLAMA | {"hidden_size": -1}), "negative: hidden_size"),
        (json.dumps(LLAMA | {"num_hidden_layers": 10**9}), "too large to be meant: num_hidden_layers"),
        (json.dumps(LLAMA | {"text_config": "x"}), "not a table: text_config"),
        (json.dumps(LLAMA | {"model_type": "deepseek_v3", "kv_lora_rank": 512}), "not counted here"),
        ("x" * 2_000_000, "too large"),
    ],
)
def test_a_config_that_cannot_be_used_is_refused_with_its_reason(
    text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["size", "--config", written(tmp_path, text)]) == 2
    err = capsys.readouterr().err
    assert told in err and "config.json" in err and "Traceback" not in err


def test_a_hostile_config_reaches_no_terminal_raw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b]52;c;aGFja2Vk\x07\x1b[2J\x9b31m\u202e"
    config = LLAMA | {"_name_or_path": f"a/{evil}", "model_type": evil}
    for more in ([], ["--json"]):
        assert main(["size", "--config", written(tmp_path, config), *more]) == 0
        told = capsys.readouterr().out
        assert not [sign for sign in "\x1b\x07\x9b\u202e" if sign in told]


@pytest.fixture
def decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    saved = tmp_path / "saved"
    assert main(["new", "--title", "Triage", "--approach", "fine-tuning", "--saved", str(saved)]) == 0
    capsys.readouterr()
    (path,) = saved.glob("2*.toml")
    return path


def test_the_figures_are_kept_and_the_rest_of_the_file_stays(
    decision: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = decision.read_text()
    config = written(tmp_path, LLAMA)
    assert main(["size", "--config", config, "--into", str(decision), "--card", "24"]) == 0
    assert decision.read_text().startswith(before.rstrip("\n"))
    kept = tomllib.loads(decision.read_text())["evidence"]["size"]
    assert kept["sha256"] == hashlib.sha256(Path(config).read_bytes()).hexdigest()
    assert (kept["file"], kept["trainable"], kept["card_gb"]) == ("config.json", 4_194_304, 24)
    assert kept["lora"]["low"] < kept["lora"]["expected"] < kept["lora"]["high"]
    assert kept["date"] == date.today()
    assert main(["validate", "--saved", str(decision.parent)]) == 0
    once = decision.read_text()
    assert main(["size", "--config", config, "--into", decision.stem, "--card", "24", "--saved",
                 str(decision.parent)]) == 0  # fmt: skip
    assert decision.read_text() == once
    assert "Triage" not in capsys.readouterr().err


def test_an_accepted_decision_still_takes_evidence_and_nothing_else_changes(decision: Path) -> None:
    assert main(["status", decision.stem, "accepted", "--saved", str(decision.parent)]) == 0
    before = open_decision(decision).decision
    assert main(["size", "Llama-2-7B", "--into", str(decision)]) == 0
    after = open_decision(decision).decision
    assert after.evidence["size"]["model"] == "Llama-2-7B"
    assert after.model_copy(update={"evidence": {}}) == before


@pytest.mark.parametrize(
    ("method", "led", "told"),
    [
        ("qlora", "QLoRA r=8", "the decision's method is qlora"),
        ("hosted", "LoRA r=8", "none of this memory is yours"),
        ("dpo", "LoRA r=8", "twice the batch"),
        ("\\u001b[2Jmagic", "LoRA r=8", "the decision's method is"),
    ],
)
def test_the_method_of_the_decision_leads(
    method: str, led: str, told: str, decision: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = decision.read_text()
    assert "method" not in tomllib.loads(text)
    decision.write_text(text.replace('approach = "fine-tuning"', f'approach = "fine-tuning"\nmethod = "{method}"'))
    assert main(["size", "Llama-2-7B", "--into", str(decision)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert out.startswith(led) and told in out and "\x1b" not in out
    kept = open_decision(decision).decision.evidence["size"]
    assert kept["method"] == ("qlora" if method == "qlora" else "lora")
    assert main(["size", "Llama-2-7B", "--into", str(decision), "--method", "full"]) == 0
    assert open_decision(decision).decision.evidence["size"]["method"] == "full"


def test_a_decision_that_is_not_there_or_cannot_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("title = ")
    for into in (str(tmp_path / "none.toml"), str(broken), "no-such-id"):
        assert main(["size", "gpt2", "--into", into, "--saved", str(tmp_path)]) == 2
        out = capsys.readouterr()
        assert not out.out and out.err
    assert broken.read_text() == "title = "
