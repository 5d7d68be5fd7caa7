"""Every reader of a file or of typed text: it reads, or says what is wrong; nothing else, and soon."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.made import VALUES, json_bytes, json_lines, json_near, one_of, toml_near
from tests.fuzz.watch import tried
from workbench.core.amounts import check, edit_text, parse, show
from workbench.core.evidence.versions import read_share
from workbench.core.sizing.form import Typed
from workbench.core.sizing.form import read as read_size
from workbench.core.triggers import Known, condition_of, parse_trigger, state
from workbench.errors import WorkbenchError
from workbench.store.cache import cache_file, kept_lines
from workbench.store.case_files import evaluate
from workbench.store.dataset_files import read_dataset
from workbench.store.decisions import entry_of, read_version
from workbench.store.drafts import offered
from workbench.store.flows import load_named_flow, remarks
from workbench.store.journal import read_entry
from workbench.store.metric_files import read_metrics
from workbench.store.model_config import read_model_config
from workbench.store.plain_toml import read_plain
from workbench.store.settings import load_settings, save_settings
from workbench.store.summary_lines import DoubtfulLine, data_of, row_of
from workbench.store.themes import read_theme
from workbench.store.toml_text import parse_toml
from workbench.store.usage_files import read_usage
from workbench.store.version_files import read_version_file

TOP = Path(__file__).parents[2]
DECISIONS = [file.read_text("utf-8") for file in sorted((TOP / "saved").glob("2*.toml"))]
FLOWS = [file.read_text("utf-8") for file in sorted((TOP / "workbench/core/flows").glob("*.toml"))]
THEMES = [file.read_text("utf-8") for file in sorted((TOP / "themes").glob("*.toml"))]
SMALL = """schema = 1
id = "20261123-x-0000"
title = "T"
status = "accepted"
approach = "fine-tuning"
method = "lora"
decided = 2026-11-01
authors = ["a"]
review_by = 2027-02-01
supersedes = ["20261001-y-0000"]
rationale = "why"
[alternative.prompting]
rejected_because = "no"
[flow]
name = "guided"
[flow.answer.tried]
answer = "yes"
source = "person"
[constraints]
ship_by = 2026-12-15
budget = 5000
[score]
prompt_accuracy = 0.78
exact_format = true
[costs]
requests_per_month = { low = 900, high = 2000 }
growth_per_month = 0.1
horizon_months = 12
discount_rate = 0.05
baseline = "prompting"
[costs.option.prompting]
approach = "prompting"
input_tokens = 500
output_tokens = 200
cached_tokens = 100
cached_price = 1
input_price = 30
output_price = 60
accuracy = 0.7
value_of_right = 1
cost_of_wrong = 2
[costs.option.tuned]
approach = "fine-tuning"
input_tokens = 100
output_tokens = 200
input_price = 12
output_price = 12
training_tokens = 2500000
epochs = 3
training_price = 8
retrain_every_months = 3
hosting_per_hour = 0.1
available_until = 2027-01-01
[accuracy.v1]
value = 0.70
cases = 100
[accuracy.v2]
value = 0.9
cases = 100
kind = "fine-tuned"
[evidence.dataset]
rows = 612
sha256 = "ab"
[evidence.evaluation]
base = { name = "a", accuracy = 0.5 }
[metric.accuracy]
unit = "ratio"
target = 0.92
stale_after_days = 30
[trigger.volume]
when = "requests_per_month < 10000"
then = "prompting"
because = "x"
[trigger.old]
when = "after 180 days"
[trigger.day]
when = "on 2027-01-14"
"""
ENTRY = """kind = "review"
at = 2026-11-23T09:00:00Z
by = "zoe"
source = "x"
verdict = "keep"
note = "n"
text_hash = "ab"
review_by = 2027-01-01
[reading]
accuracy = 0.9
"""
SETTINGS = 'theme = "dark"\nflow = "guided"\nauthor = "zoe"\ntoured = "yes"\ncommit = "no"\n'
DRAFT = f"""pid = 1
started = "x"
saved = "SAVED"
saved_at = 2026-11-23T09:00:00Z
path = "SAVED/x.toml"
base_text = "x"
digest = "ab"
pane = "2"
[pending]
"costs.horizon_months" = "12x"
[decision]
{SMALL.replace("[", "[decision.").replace("decision.]", "]").replace('= [decision."', '= ["')}"""
METRICS = '{"accuracy": 0.91, "20261123-x-0000": {"accuracy": 0.5}}'
CHAT = {"messages": [{"role": "user", "content": "Ask"}, {"role": "assistant", "content": "Answer a@b.example"}]}
ROWS = (
    CHAT,
    {"prompt": "Ask", "completion": "Answer"},
    {
        "messages": [
            {"role": "system", "content": "S"},
            {"role": "user", "content": [{"type": "text", "text": "Ask"}]},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
                "weight": 0,
            },
        ],
        "tools": [],
        "label": "x",
    },
)
CASES = (
    {"id": "1", "input": "q", "expected": "a", "output": "a", "lang": "de"},
    {"id": 2, "input": {"q": 1}, "expected": {"a": 1}, "output": '{"a": 1.0}', "correct": True},
)
CONFIG = {
    "_name_or_path": "org/m",
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 100,
    "tie_word_embeddings": False,
    "head_dim": 16,
    "quantization_config": {"quant_method": "gptq"},
}
CONFIGS = (
    CONFIG,
    {**CONFIG, "model_type": "qwen2"},
    {**CONFIG, "model_type": "phi3"},
    {**CONFIG, "model_type": "bert"},
    {"model_type": "gpt2", "n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 32, "vocab_size": 100},
    {"model_type": "x", "text_config": CONFIG, "num_local_experts": 8, "num_experts_per_tok": 2},
)
USAGE = (
    {"date": "2026-10-01", "model": "m", "requests": 10, "input_tokens": 100, "output_tokens": 5},
    {"data": [{"start_time": 1759276800, "results": [{"input_tokens": 1, "num_model_requests": 2}]}]},
)
VERSIONS = ({"name": "a", "value": 0.7, "cases": 100, "kind": "prompt"}, {"version": "b", "right": 7, "total": "10"})
typed = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=12),
    st.lists(
        st.sampled_from(
            [
                *"0123456789.,eE+-_ %kKmMbB$€/x:=<>",
                "..",
                "1e",
                "²",
                "٣",
                "for ",
                "readings",
                "accuracy",
                "on ",
                "after ",
                "days",
                "2026-02-30",
                " / 1K tokens",
                "999",
                "per",
            ]
        ),
        max_size=9,
    ).map("".join),
    st.sampled_from(VALUES),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("fuzz")
    for name in ("saved", "flows", "state/tuning-workbench/drafts", "config/tuning-workbench"):
        (root / name).mkdir(parents=True)
    return root


@one_of(2)
@given(toml_near(SMALL, *DECISIONS))
def test_decisions(text: str) -> None:
    if tried(lambda: read_version(text, Path("saved/20261123-x-0000.toml"))) is not None:
        assert isinstance(parse_toml(text, "x"), dict)


@one_of(2)
@given(toml_near(SMALL, *DECISIONS, *FLOWS))
def test_the_quick_reader_reads_what_the_standard_one_does(text: str) -> None:
    found = read_plain(text)
    if found is not None:
        assert repr(found) == repr(tomllib.loads(text, parse_float=Decimal))


@one_of(2)
@given(text=toml_near(ENTRY))
def test_journal_entries(folder: Path, text: str) -> None:
    file = folder / "entry.toml"
    file.write_bytes(text.encode())
    tried(lambda: read_entry(file))


@one_of(2)
@given(text=toml_near(*FLOWS))
def test_flowcharts(folder: Path, text: str) -> None:
    file = folder / "flows" / "ours.toml"
    file.write_bytes(text.encode())
    if tried(lambda: load_named_flow("ours", folder / "saved")) is not None:
        assert all(isinstance(one, WorkbenchError) for one in remarks("ours", folder / "saved"))


@one_of(2)
@given(text=toml_near(*THEMES))
def test_themes(folder: Path, text: str) -> None:
    file = folder / "theme.toml"
    file.write_bytes(text.encode())
    tried(lambda: read_theme(file))


@one_of(2)
@given(text=toml_near(SETTINGS))
def test_settings_are_read_and_never_overwritten_when_they_cannot_be(folder: Path, text: str) -> None:
    env = {"XDG_CONFIG_HOME": str(folder / "config")}
    file = folder / "config/tuning-workbench/settings.toml"
    file.write_bytes(text.encode())
    settings, _ = load_settings(env)
    if tried(lambda: (save_settings(settings, env), True)) is None:
        assert file.read_bytes() == text.encode()
    else:
        assert load_settings(env)[0] == settings


@one_of(2)
@given(text=toml_near(DRAFT))
def test_drafts_are_offered_or_named_and_stay(folder: Path, text: str) -> None:
    file = folder / "state/tuning-workbench/drafts/1-x.toml"
    told = text.replace("SAVED", str(folder / "saved")).encode()
    file.write_bytes(told)
    with_env = {"XDG_STATE_HOME": str(folder / "state")}
    tried(lambda: offered(folder / "saved", with_env))
    assert file.read_bytes() == told


@one_of(2)
@given(data=json_lines({"format": 1, "program": "x", "saved": "y", "bytes": 1, "crc": 1, "at": 1.0}))
def test_the_cache_counts_as_empty_where_it_is_odd(folder: Path, data: bytes) -> None:
    env = {"XDG_CACHE_HOME": str(folder / "cache")}
    file = cache_file(folder / "saved", env)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    assert tried(lambda: kept_lines(folder / "saved", env)) == []


LINE = [
    "x.toml",
    [1, 2, 3, 4],
    None,
    [
        "T",
        "draft",
        "rag",
        "2026-01-01",
        None,
        ["t"],
        ["a"],
        [],
        "r",
        [["v", "accuracy < 0.9", "reopen", "why"]],
        {"accuracy": 3},
        {"accuracy": "ratio"},
        [{"accuracy": "0.5"}, None, None],
        [["2026-11-23T09:00:00+00:00", "keep", None, {"accuracy": "0.5"}, "by"]],
    ],
    None,
    [["t", "m", "h", "p", 3]],
]


@one_of(2)
@given(json_bytes(json_near(LINE)))
def test_a_line_of_the_cache_is_doubted_or_read(data: bytes) -> None:
    with suppress(DoubtfulLine):
        tried(lambda: row_of(data_of(data.decode("utf-8", "surrogateescape")), "saved/"))


@one_of(2)
@given(data=json_lines(*ROWS), other=json_lines(*ROWS))
def test_training_data(folder: Path, data: bytes, other: bytes) -> None:
    file, held_out = folder / "train.jsonl", folder / "held.jsonl"
    file.write_bytes(data)
    held_out.write_bytes(other)
    tried(lambda: read_dataset(file, held_out))


@one_of(2)
@given(one=json_lines(*CASES), other=json_lines(*CASES), match=st.sampled_from([None, "exact", "json", "label"]))
def test_answers_to_compare(folder: Path, one: bytes, other: bytes, match: object) -> None:
    base, candidate = folder / "base.jsonl", folder / "candidate.jsonl"
    base.write_bytes(one)
    candidate.write_bytes(other)
    tried(lambda: evaluate(base, candidate, match, "lang", base))  # type: ignore[arg-type]


@one_of(2)
@given(data=json_lines(*VERSIONS), ending=st.sampled_from(["jsonl", "json", "csv"]))
def test_versions(folder: Path, data: bytes, ending: str) -> None:
    file = folder / f"versions.{ending}"
    file.write_bytes(data)
    tried(lambda: read_version_file(file))


rows_of_csv = st.lists(
    st.lists(
        st.one_of(
            typed,
            st.sampled_from(
                [
                    "name",
                    "value",
                    "cases",
                    "kind",
                    "date",
                    "requests",
                    "input_tokens",
                    "model",
                    "metric",
                    "accuracy",
                    "0.7",
                    "2026-10-01",
                    "10",
                ]
            ),
        ),
        max_size=5,
    ).map(",".join),
    max_size=5,
)


@one_of(2)
@given(lines=rows_of_csv)
def test_rows_of_csv(folder: Path, lines: list[str]) -> None:
    text = "\n".join(lines).encode("utf-8", "replace")
    for name in ("versions.csv", "usage.csv"):
        (folder / name).write_bytes(b"date,name,value,requests,input_tokens\n" + text)
    tried(lambda: read_version_file(folder / "versions.csv"))
    tried(lambda: read_usage(folder / "usage.csv"))
    tried(lambda: read_metrics(text.decode(), "m.csv"))


@one_of(2)
@given(data=st.one_of(json_bytes(json_near(*USAGE)), json_lines(*USAGE)))
def test_usage(folder: Path, data: bytes) -> None:
    file = folder / "usage.json"
    file.write_bytes(data)
    tried(lambda: read_usage(file))


@one_of(2)
@given(data=json_bytes(json_near(*CONFIGS)))
def test_model_configs(folder: Path, data: bytes) -> None:
    file = folder / "config.json"
    file.write_bytes(data)
    tried(lambda: read_model_config(file))


@one_of(2)
@given(
    st.one_of(
        json_bytes(json_near({"accuracy": 0.9, "x": {"accuracy": 1}})).map(
            lambda data: data.decode("utf-8", "replace")
        ),
        toml_near("accuracy = 0.9\n[x]\naccuracy = 3\n"),
        typed,
    ),
    st.sampled_from(["m.json", "m.toml", "m.csv", "m", "-"]),
)
@example('{"a": 1e9999999999999999999}', "m.json")
def test_metrics(text: str, name: str) -> None:
    tried(lambda: read_metrics(text, name))


OUT_OF_REACH = ("1e99999999", "-1e-99999999", "0e99999999", "1e99999999999999999999")


@pytest.mark.parametrize("figure", OUT_OF_REACH)
def test_a_figure_that_would_fill_the_memory_is_refused(folder: Path, figure: str) -> None:
    file = folder / "x.json"
    with pytest.raises(WorkbenchError):
        parse_toml(f"a = {figure}\n", "x.toml")
    with pytest.raises(WorkbenchError):
        read_metrics(f'{{"accuracy": {figure}}}', "x.json")
    for text in (
        f'[{{"date": "2026-10-01", "requests": {figure}}}]',
        f'{{"date": "2026-10-01", "requests": {figure}}}\n',
    ):
        file.write_text(text)
        with pytest.raises(WorkbenchError):
            read_usage(file)
    base = folder / "base.jsonl"
    base.write_text(f'{{"id": 1, "expected": {figure}, "output": {figure}}}\n')
    with pytest.raises(WorkbenchError):
        evaluate(base, base)


def test_a_reading_out_of_reach_hides_no_other_decision(folder: Path) -> None:
    file = folder / "saved" / "20261123-x-0000.toml"
    file.write_text(SMALL)
    journal = file.with_suffix("")
    journal.mkdir(exist_ok=True)
    (journal / "x.toml").write_text(ENTRY.replace("0.9", "1e99999999"))
    entry = entry_of(file)
    (journal / "x.toml").unlink()
    assert entry.decision is not None and "out of reach" in str(entry.journal.problems[0])


@pytest.mark.parametrize("text", ["a,b\r\x00,1", "a," + "1" * 200_000, 'a,"1'])
def test_rows_that_no_reader_of_csv_takes_are_told(text: str) -> None:
    tried(lambda: read_metrics(text, "m.csv"))


KINDS = [
    "tokens",
    "count",
    "money",
    "price",
    "share",
    "rate",
    "ratio",
    "months",
    "horizon",
    "hours",
    "ms",
    "number",
    "points",
]


@given(typed, st.sampled_from(KINDS))
def test_amounts(text: str, kind: str) -> None:
    amount = tried(lambda: parse(text, kind))
    if amount is not None:
        assert parse(edit_text(amount, kind), kind) == amount  # type: ignore[arg-type]
        show(check(amount, kind), kind)  # type: ignore[arg-type]


@given(typed)
def test_triggers(text: str) -> None:
    condition = tried(lambda: parse_trigger(text))
    assert (condition_of(text) is None) == (condition is None)
    if condition is not None:
        assert parse_trigger(str(condition)) == condition
        known = Known(date(2026, 11, 23), {"accuracy": Decimal(1)}, date.min)
        assert state(condition, known)  # type: ignore[arg-type]


@given(typed)
def test_shares(text: str) -> None:
    tried(lambda: read_share(text))


@one_of(2)
@given(typed, typed, typed)
def test_sizes(rank: str, targets: str, sequence: str) -> None:
    tried(lambda: read_size(Typed(model="Llama-2-7B", rank=rank, targets=targets, sequence=sequence)))


@one_of(2)
@given(data=st.one_of(toml_near(*DECISIONS).map(str.encode), st.binary(max_size=200)))
def test_any_file_is_a_row_of_the_log(folder: Path, data: bytes) -> None:
    file = folder / "saved" / "20261123-x-0000.toml"
    file.write_bytes(data)
    entry = tried(lambda: entry_of(file))
    assert entry is not None and (entry.decision is None) == (entry.problem is not None)  # type: ignore[attr-defined]
