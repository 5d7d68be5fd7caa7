"""Usage exports as providers write them: columns recognised or chosen, figures exact, bad rows named."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core.editing.fields import set_field
from workbench.core.inputs import Costs, Option
from workbench.core.prices.usage import one_day, told, with_usage
from workbench.core.record.decision import Decision
from workbench.errors import WorkbenchError
from workbench.store.usage_files import read_usage

D = Decimal
OPENAI = """start_time,start_time_iso,project_id,num_model_requests,model,input_tokens,output_tokens,input_cached_tokens
1791590400,2026-10-10T00:00:00+00:00,p,1000,gpt-4o,500000,200000,100000
1791676800,2026-10-11T00:00:00+00:00,p,3000,gpt-4o,1500000,600000,300000
"""
OPENROUTER = """created_at;model;generation_id;tokens_prompt;tokens_completion
2026-10-10 08:00:01;a/b;g1;400;100
2026-10-10 09:30:00;a/b;g2;600;300
"""
ANTHROPIC_API = [
    {"id": "m1", "timestamp": 1791590400, "model": "claude",
     "usage": {"input_tokens": 100, "cache_read_input_tokens": 300, "cache_creation_input_tokens": 100,
               "output_tokens": 50}},
    {"id": "m2", "timestamp": 1791590400000, "model": "claude", "usage": {"input_tokens": 500, "output_tokens": 150}},
]  # fmt: skip
OPENAI_LOG = [
    {"id": "r1", "created": 1791590400, "usage": {"prompt_tokens": 500, "completion_tokens": 20,
     "prompt_tokens_details": {"cached_tokens": 256}}},
    {"id": "r2", "created": 1791590401, "usage": {"prompt_tokens": 700, "completion_tokens": 40}},
]  # fmt: skip
BUCKETS = {
    "object": "page",
    "data": [
        {"start_time": 1791590400, "results": [{"input_tokens": 1000, "output_tokens": 200, "num_model_requests": 2}]},
        {"start_time": 1791676800, "results": [{"input_tokens": 3000, "output_tokens": 600, "num_model_requests": 6}]},
    ],
}
ANTHROPIC_CONSOLE = """usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,\
usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,count
2026-10-10,claude,1000,100,100,800,400,4
"""


def saved(folder: Path, text: str, name: str = "usage.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def lines(rows: list[dict[str, object]]) -> str:
    return "\n".join(map(json.dumps, rows))


@pytest.mark.parametrize(
    ("text", "per_request", "requests"),
    [
        (OPENAI, (500, 100, 0, 200), 4000),
        ("\ufeff" + OPENAI, (500, 100, 0, 200), 4000),
        (OPENROUTER, (500, 0, 0, 200), 2),
        (lines(ANTHROPIC_API), (500, 150, 50, 100), 2),
        (lines(OPENAI_LOG), (600, 128, 0, 30), 2),
        (json.dumps(BUCKETS), (500, 0, 0, 100), 8),
        (json.dumps(OPENAI_LOG, indent=1), (600, 128, 0, 30), 2),
    ],
    ids=["openai", "bom", "openrouter", "anthropic api", "openai log", "buckets", "list"],
)
def test_each_export_is_recognised(
    tmp_path: Path, text: str, per_request: tuple[int, int, int, int], requests: int
) -> None:
    usage = read_usage(saved(tmp_path, text))
    assert (usage.input_tokens, usage.cached_tokens, usage.cache_write_tokens, usage.output_tokens) == per_request
    assert usage.requests == requests and usage.first == date(2026, 10, 10) and not usage.skipped


def test_sums_without_a_count_ask_for_one(tmp_path: Path) -> None:
    file = saved(tmp_path, ANTHROPIC_CONSOLE)
    with pytest.raises(WorkbenchError, match="no count of requests") as problem:
        read_usage(file)
    assert "--column requests=NAME" in problem.value.hint and "count" in problem.value.hint
    usage = read_usage(file, {"requests": "count"})
    assert (usage.input_tokens, usage.cached_tokens, usage.cache_write_tokens) == (500, 200, 50)


def test_the_volume_is_that_of_the_last_thirty_days(tmp_path: Path) -> None:
    start = date(2026, 11, 20)
    rows = [f"{start + timedelta(days=n)},{1 if n < 60 else 100},10,10" for n in range(90)]
    usage = read_usage(saved(tmp_path, "date,requests,input_tokens,output_tokens\n" + "\n".join(rows)))
    assert usage.last == date(2027, 2, 17)
    assert usage.requests_per_month == 3000 and usage.requests == 3060
    assert told(usage) == "usage.csv: 3,060 requests from 2026-11-20 to 2027-02-17 (90 days, 90 rows)"
    few = read_usage(saved(tmp_path, "date,requests,input_tokens,output_tokens\n2026-11-20,50,10,10\n"))
    assert few.requests_per_month == 1500 and few.notes == ("1 day only: the volume is scaled to 30",)
    assert few.growth_per_month is None


@pytest.mark.parametrize("growth", ["0.1", "-0.2", "0"])
def test_a_steady_growth_is_found(tmp_path: Path, growth: str) -> None:
    rows = [
        f"{date(2026, 6, 1) + timedelta(days=n)},{round(100_000 * (1 + float(growth)) ** (n // 30))},0,0"
        for n in range(150)
    ]
    usage = read_usage(saved(tmp_path, "day,requests,input_tokens,output_tokens\n" + "\n".join(rows)))
    assert usage.growth_per_month == D(growth)


def test_bad_rows_are_named_and_the_others_count(tmp_path: Path) -> None:
    text = (
        "date,requests,input_tokens,output_tokens,cached_tokens\n2026-10-10,2,1000,100,0\nyesterday,1,1,1,0\n"
        "2026-10-10,-1,1,1,0\n2026-10-10,NaN,1,1,0\n2026-10-10,1,ten,1,0\n2026-10-10,1,5,1,9\n"
        '2026-10-10,"1,000",0,0,0\n'
    )
    usage = read_usage(saved(tmp_path, text))
    assert usage.requests == 1002
    assert [line for line, _ in usage.skipped] == [3, 4, 5, 6, 7]
    assert usage.skipped[0][1] == "no day" and "more cached" in usage.skipped[4][1]


def test_one_model_of_several(tmp_path: Path) -> None:
    text = OPENAI.replace("3000,gpt-4o", "3000,gpt-4o-mini")
    assert read_usage(saved(tmp_path, text), model="gpt-4o").requests == 1000
    with pytest.raises(WorkbenchError, match="no row of that model") as problem:
        read_usage(saved(tmp_path, text), model="gpt")
    assert "gpt-4o, gpt-4o-mini" in problem.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no rows"), ("\n\n", "no rows"), ("a,b\n1,2\n", "no date column"), ("date,x\n2026-10-10,2\n", "of tokens"),
        ("date,requests,input_tokens\nx,1,1\n", "no row can be counted"), ("[1, 2]", "no row can be counted"),
        ("{", "not JSON"), ("[" * 5000, "cannot read"), ("date,id,input_tokens\n", "no rows"),
    ],
)  # fmt: skip
def test_what_is_no_export_says_why(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkbenchError) as problem:
        read_usage(saved(tmp_path, text))
    assert said in str(problem.value) or "not JSON" in str(problem.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(WorkbenchError):
            read_usage(path)
    (tmp_path / "latin.csv").write_bytes(b"date,requests,input_tokens\n2026-10-10,1,\xff\n")
    with pytest.raises(WorkbenchError, match="not UTF-8"):
        read_usage(tmp_path / "latin.csv")
    with pytest.raises(WorkbenchError, match="no such role"):
        read_usage(saved(tmp_path, OPENAI), {"volume": "x"})
    with pytest.raises(WorkbenchError, match="no such column"):
        read_usage(saved(tmp_path, OPENAI), {"requests": "x"})


def test_hostile_text_reaches_no_message(tmp_path: Path) -> None:
    evil = "\x1b]0;x\x07\u202e[red]"
    with pytest.raises(WorkbenchError) as problem:
        read_usage(saved(tmp_path, f"{evil},b\n1,2\n"))
    said = f"{problem.value}{problem.value.hint}"
    usage = read_usage(saved(tmp_path, f"date,requests,input_tokens\n2026-10-10,1,1\n2026-10-10,{evil},1\n"))
    said += "".join(why for _, why in usage.skipped)
    assert not set("\x1b\x07\u202e") & set(said)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_figures_or_an_error_of_ours(tmp_path: Path, data: bytes) -> None:
    for head in (b"", b"date,requests,input_tokens,output_tokens\n", b'{"id": 1, "created": 1791590400, "usage": '):
        (tmp_path / "any").write_bytes(head + data)
        try:
            usage = read_usage(tmp_path / "any")
        except WorkbenchError:
            continue
        assert usage.requests > 0


def test_the_costs_take_volume_growth_and_tokens(tmp_path: Path) -> None:
    usage = read_usage(saved(tmp_path, OPENAI))
    costs = Costs(growth_per_month=D("0.05"), option={"prompt": Option(output_tokens=D(1)), "tuned": Option()})
    filled = with_usage(costs, usage)
    assert filled.requests_per_month == 60_000 and filled.growth_per_month == D("0.05"), "no growth is no growth of 0"
    assert filled.usage_source == "usage.csv: 4,000 requests from 2026-10-10 to 2026-10-11 (2 days, 2 rows)"
    typed = set_field(Decision(costs=filled), ("costs", "requests_per_month"), "5")
    assert typed.costs.usage_source is None, "a volume that is typed comes from no export"
    prompt = filled.option["prompt"]
    assert (prompt.input_tokens, prompt.cached_tokens, prompt.cache_write_tokens, prompt.output_tokens) == (
        500, 100, None, 200,
    )  # fmt: skip
    assert filled.option["tuned"] == Option()
    assert with_usage(costs, usage, "tuned").option["tuned"].input_tokens == 500
    assert with_usage(Costs(), usage).requests_per_month == 60_000


@pytest.mark.parametrize("day", ["²" * 10, "٣" * 10, "1" * 400, "1767225600", "2026-01-01T10:00:00Z"])
def test_a_day_is_a_day_or_none_whatever_digits_it_is_written_in(day: str) -> None:
    assert one_day(day) == (date(2026, 1, 1) if day.isascii() and len(day) < 99 else None)
