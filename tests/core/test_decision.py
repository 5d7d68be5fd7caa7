"""The record: read from data, written as data, changed without being changed, and refused by field."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from workbench.core.amounts import Range
from workbench.core.inputs import APPROACHES, Costs, Option
from workbench.core.record.decision import (
    Accuracy,
    Alternative,
    Answer,
    Constraints,
    Decision,
    Flow,
    Metric,
    Score,
    Trigger,
    check_decision,
    from_data,
    get_value,
    renamed,
    with_value,
    without,
)
from workbench.core.record.status import STATUSES
from workbench.core.text import clean_block, clean_line
from workbench.errors import ValueProblem
from workbench.store.layout import file_data

D = Decimal
OVER = "costs.option.t.cached_tokens"
EXAMPLE = """
schema = 1
id = "20261123-ticket-triage-3f9a"
title = "Ticket triage"
status = "accepted"
approach = "fine-tuning"
method = "lora"
decided = 2026-11-23
authors = ["support-team"]
tags = ["support"]
review_by = 2027-02-01
supersedes = []
rationale = '''
Because it pays.
'''
[alternative.prompting]
rejected_because = "too dear"
[flow]
name = "guided"
[flow.answer.examples]
answer = "yes"
note = "612 labelled tickets"
source = "dataset"
[constraints]
ship_by = 2026-12-15
budget = 5000
latency_ms = 800
[score]
prompt_accuracy = 0.78
labelled_examples = 612
requests_per_day = 3333
exact_format = true
specialised_domain = false
[costs]
requests_per_month = { low = 80000, likely = 100000, high = 150000 }
growth_per_month = 0
horizon_months = 12
discount_rate = 0
currency = "USD"
baseline = "prompting"
[costs.option.prompting]
approach = "prompting"
input_tokens = 500
input_price = 30
[costs.option.fine-tuned]
approach = "fine-tuning"
input_tokens = 100
input_price = 0.00055
[accuracy.prompt_v1]
value = 0.70
cases = 100
kind = "prompt"
[evidence.dataset]
rows = 612
sha256 = "ab"
[metric.accuracy]
unit = "ratio"
target = 0.92
source = "nightly eval"
stale_after_days = 30
[trigger.volume]
when = "requests_per_month < 10000"
then = "prompting"
because = "under this volume training no longer pays"
"""


def toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def test_the_worked_example_reads_as_it_says() -> None:
    decision = from_data(toml(EXAMPLE))
    assert decision == Decision(
        id="20261123-ticket-triage-3f9a",
        title="Ticket triage",
        status="accepted",
        approach="fine-tuning",
        method="lora",
        decided=date(2026, 11, 23),
        authors=("support-team",),
        tags=("support",),
        review_by=date(2027, 2, 1),
        rationale="Because it pays.\n",
        alternative={"prompting": Alternative(rejected_because="too dear")},
        flow=Flow(
            name="guided",
            answer={"examples": Answer(answer="yes", note="612 labelled tickets", source="dataset")},
        ),
        constraints=Constraints(ship_by=date(2026, 12, 15), budget=D(5000), latency_ms=D(800)),
        score=Score(
            prompt_accuracy=D("0.78"),
            labelled_examples=D(612),
            requests_per_day=D(3333),
            exact_format=True,
            specialised_domain=False,
        ),
        costs=Costs(
            requests_per_month=Range(D(80_000), D(150_000), D(100_000)),
            baseline="prompting",
            option={
                "prompting": Option(approach="prompting", input_tokens=D(500), input_price=D(30)),
                "fine-tuned": Option(approach="fine-tuning", input_tokens=D(100), input_price=D("0.00055")),
            },
        ),
        accuracy={"prompt_v1": Accuracy(value=D("0.70"), cases=100)},
        evidence={"dataset": {"rows": 612, "sha256": "ab"}},
        metric={
            "accuracy": Metric(unit="ratio", target=D("0.92"), source="nightly eval", stale_after_days=30),
        },
        trigger={
            "volume": Trigger(
                when="requests_per_month < 10000",
                then="prompting",
                because="under this volume training no longer pays",
            )
        },
    )
    assert file_data(decision) == toml(EXAMPLE)
    assert list(file_data(decision)) == list(toml(EXAMPLE))


def test_an_empty_file_is_an_empty_decision() -> None:
    decision = from_data({})
    assert decision == Decision()
    assert (decision.schema_, decision.status, decision.approach) == (1, "draft", "undecided")
    assert (decision.flow.name, decision.costs.currency, decision.costs.horizon_months) == ("classic", "USD", 12)
    assert from_data(file_data(decision)) == decision


lines = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(clean_line)
blocks = st.text(st.one_of(st.just("\n"), st.characters(codec="utf-8")), min_size=1, max_size=20).map(clean_block)
numbers = st.one_of(st.integers(0, 10**12).map(D), st.decimals(D("0.000001"), D(10) ** 9, places=6))
shares = st.decimals(D("0.001"), D(1), places=3)
sorted_ends = st.lists(numbers, min_size=2, max_size=3).map(sorted)
amounts = st.one_of(
    numbers, sorted_ends.map(lambda ends: Range(ends[0], ends[-1], ends[1] if len(ends) == 3 else None))
)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def some(model: type[BaseModel], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a model: each field given or left out."""
    return st.fixed_dictionaries({}, optional=fields).map(lambda given: model(**given))


def keyed(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.one_of(st.sampled_from(["a", "b.c", "d e"]), lines), entries, max_size=3)


options = some(
    Option,
    approach=st.sampled_from(APPROACHES),
    model=lines,
    input_tokens=amounts,
    input_price=amounts,
    batch_discount=shares,
    retrain_every_months=st.integers(0, 600).map(D),
    available_until=days,
    accuracy=shares,
    price_source=lines,
    price_date=days,
)
scraps = st.one_of(lines, numbers, st.booleans(), days, st.lists(lines, min_size=1, max_size=3))
inner = st.dictionaries(lines, scraps, min_size=1, max_size=2)
kinds = st.sampled_from(["prompt", "fine-tuned"])
decisions = some(
    Decision,
    id=lines,
    title=lines,
    status=st.sampled_from(STATUSES),
    approach=st.sampled_from(APPROACHES),
    method=lines,
    decided=days,
    authors=st.lists(lines, max_size=3).map(tuple),
    tags=st.lists(lines, max_size=3).map(tuple),
    review_by=days,
    supersedes=st.lists(lines, max_size=2).map(tuple),
    rationale=blocks,
    alternative=keyed(st.builds(Alternative, rejected_because=blocks)),
    flow=some(Flow, name=lines, answer=keyed(st.builds(Answer, answer=lines, note=blocks))),
    constraints=some(Constraints, ship_by=days, budget=amounts, latency_ms=amounts),
    score=some(Score, prompt_accuracy=shares, labelled_examples=amounts, exact_format=st.booleans()),
    costs=some(
        Costs,
        requests_per_month=amounts,
        growth_per_month=st.decimals(D("-0.9"), D(3), places=2),
        horizon_months=st.integers(1, 600).map(D),
        currency=lines,
        baseline=lines,
        option=keyed(options),
    ),
    accuracy=keyed(some(Accuracy, value=shares, cases=st.integers(1, 10**6), kind=kinds)),
    evidence=keyed(st.dictionaries(lines, st.one_of(scraps, inner), min_size=1, max_size=3)),
    metric=keyed(st.builds(Metric, unit=lines, target=amounts, stale_after_days=st.integers(1, 999))),
    trigger=keyed(st.builds(Trigger, when=lines, then=lines, because=blocks)),
)  # fmt: skip


@given(decisions)
def test_a_decision_as_data_and_back(decision: Decision) -> None:
    data = file_data(decision)
    again = from_data(data)
    assert again == decision
    assert file_data(again) == data
    for table in ("alternative", "accuracy", "metric", "trigger", "evidence"):
        assert list(getattr(again, table)) == list(getattr(decision, table))
    assert list(again.costs.option) == list(decision.costs.option)


@pytest.mark.parametrize(
    "decision",
    [
        Decision(alternative={"rag": Alternative()}),
        Decision(metric={"accuracy": Metric()}),
        Decision(evidence={"dataset": {}}),
    ],
)
def test_what_is_named_and_says_nothing_yet_is_kept(decision: Decision) -> None:
    assert from_data(file_data(decision)) == decision


def test_unknown_keys_are_no_error_and_known_ones_beside_them_are_read() -> None:
    data = toml(EXAMPLE)
    for table in (data, data["flow"], data["costs"]["option"]["prompting"], data["trigger"]["volume"]):
        table["colour"] = {"of": ["the", 1, {"future": True}]}
    assert from_data(data) == from_data(toml(EXAMPLE))


def test_evidence_keeps_whatever_was_measured() -> None:
    kept = {"evaluation": {"n": 200, "difference": {"value": D("0.14"), "interval": [D("0.1"), D("0.18")]}, "new": [1]}}
    assert from_data({"evidence": kept}).evidence == kept
    assert file_data(from_data({"evidence": kept}))["evidence"] == kept


HOSTILE = "a\x1b]52;c;aGk=\x07\x9b2J\u202e\u2066[@click=app.quit]"
SHOWN = "a␛]52;c;aGk=␇<U+009B>2J<U+202E><U+2066>[@click=app.quit]"


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in strings(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in strings(part)]
    return []


def test_hidden_characters_in_every_text_and_key_become_visible() -> None:
    data: dict[str, Any] = {
        "id": HOSTILE,
        "title": HOSTILE,
        "method": HOSTILE,
        "authors": [HOSTILE],
        "tags": [HOSTILE],
        "supersedes": [HOSTILE],
        "rationale": HOSTILE,
        "alternative": {HOSTILE: {"rejected_because": HOSTILE}},
        "flow": {"name": HOSTILE, "answer": {HOSTILE: {"answer": HOSTILE, "note": HOSTILE}}},
        "costs": {
            "currency": HOSTILE,
            "baseline": HOSTILE,
            "option": {HOSTILE: {"model": HOSTILE, "price_source": HOSTILE}},
        },
        "accuracy": {HOSTILE: {"value": D("0.7")}},
        "evidence": {HOSTILE: {HOSTILE: [HOSTILE, {HOSTILE: HOSTILE}]}},
        "metric": {HOSTILE: {"unit": HOSTILE, "source": HOSTILE}},
        "trigger": {HOSTILE: {"when": HOSTILE, "then": HOSTILE, "because": HOSTILE}},
    }
    decision = from_data(data)
    found = strings(decision.model_dump())
    assert found.count(SHOWN) == strings(data).count(HOSTILE) == 31
    assert not [text for text in found if re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)]
    assert decision.costs.option[SHOWN].model == SHOWN
    assert decision.costs.baseline_name == SHOWN


def test_line_ends_stay_in_blocks_and_show_in_lines() -> None:
    decision = from_data({"title": "a\nb", "rationale": "a\r\nb\tc"})
    assert (decision.title, decision.rationale) == ("a␊b", "a\nb   c")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title\x1b": "a", "title␛": "b"}, "title␛"),
        ({"costs": {"option": {"a\x1b": {}, "a␛": {}}}}, "costs.option.a␛"),
        ({"evidence": {"x": {"a\u202e": 1, "a<U+202E>": 2}}}, "evidence.x.a<U+202E>"),
    ],
)
def test_keys_that_look_the_same_are_refused(data: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueProblem, match="key given twice") as refused:
        from_data(data)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("schema = '1'", "schema"),
        ("schema = 0", "schema"),
        ("schema = true", "schema"),
        ("title = 5", "title"),
        ("title = ['a']", "title"),
        ("status = 'done'", "status"),
        ("status = 'Accepted'", "status"),
        ("approach = 'magic'", "approach"),
        ("approach = 1", "approach"),
        ("method = true", "method"),
        ("decided = 'tomorrow'", "decided"),
        ("decided = 2026-11-23T10:00:00", "decided"),
        ("decided = true", "decided"),
        ("review_by = 1.5", "review_by"),
        ("authors = 'zoe'", "authors"),
        ("authors = ['zoe', 5]", "authors.1"),
        ("tags = { a = 1 }", "tags"),
        ("rationale = ['a']", "rationale"),
        ("alternative = []", "alternative"),
        ("alternative.rag = 'no'", "alternative.rag"),
        ("alternative.rag.rejected_because = 5", "alternative.rag.rejected_because"),
        ("flow = 'classic'", "flow"),
        ("flow.name = 5", "flow.name"),
        ("flow.answer.examples = 'yes'", "flow.answer.examples"),
        ("flow.answer.examples.note = 'a'", "flow.answer.examples.answer"),
        ("flow.answer.examples = { answer = true }", "flow.answer.examples.answer"),
        ("flow.answer.examples = { answer = 'yes', source = 'oracle' }", "flow.answer.examples.source"),
        ("constraints.budget = '5000'", "constraints.budget"),
        ("constraints.budget = true", "constraints.budget"),
        ("constraints.latency_ms = -1", "constraints.latency_ms"),
        ("score.exact_format = 'maybe'", "score.exact_format"),
        ("score.exact_format = 2", "score.exact_format"),
        ("score.prompt_accuracy = 1.01", "score.prompt_accuracy"),
        ("score.prompt_accuracy = 78", "score.prompt_accuracy"),
        ("costs = []", "costs"),
        ("costs.requests_per_month = '100k'", "costs.requests_per_month"),
        ("costs.requests_per_month = nan", "costs.requests_per_month"),
        ("costs.requests_per_month = inf", "costs.requests_per_month"),
        ("costs.requests_per_month = -1", "costs.requests_per_month"),
        ("costs.requests_per_month = [1, 2]", "costs.requests_per_month"),
        ("costs.requests_per_month = { low = 1 }", "costs.requests_per_month"),
        ("costs.requests_per_month = { low = 1, high = '2' }", "costs.requests_per_month"),
        ("costs.requests_per_month = { low = 1, high = 2, mid = 1 }", "costs.requests_per_month"),
        ("costs.requests_per_month = { low = 2, high = 1 }", "costs.requests_per_month"),
        ("costs.requests_per_month = { low = 1, high = { low = 1, high = 2 } }", "costs.requests_per_month"),
        ("costs.horizon_months = 1.5", "costs.horizon_months"),
        ("costs.horizon_months = 601", "costs.horizon_months"),
        ("costs.horizon_months = 0", "costs.horizon_months"),
        ("costs.growth_per_month = -1", "costs.growth_per_month"),
        ("costs.currency = 5", "costs.currency"),
        ("costs.option.tuned = 5", "costs.option.tuned"),
        ("costs.option.tuned.approach = 'tuning'", "costs.option.tuned.approach"),
        ("costs.option.tuned.input_price = 'cheap'", "costs.option.tuned.input_price"),
        ("costs.option.tuned.batch_discount = 50", "costs.option.tuned.batch_discount"),
        ("costs.option.t = { input_tokens = 5, cached_tokens = 6 }", OVER),
        ("costs.option.t = { input_tokens = 5, cached_tokens = 3, cache_write_tokens = 3 }", OVER),
        ("costs.option.tuned.available_until = 'never'", "costs.option.tuned.available_until"),
        ("accuracy.v1 = 0.7", "accuracy.v1"),
        ("accuracy.v1.value = '0.7'", "accuracy.v1.value"),
        ("accuracy.v1.value = 1.5", "accuracy.v1.value"),
        ("accuracy.v1.cases = 0", "accuracy.v1.cases"),
        ("accuracy.v1.cases = 1.0", "accuracy.v1.cases"),
        ("accuracy.v1.cases = true", "accuracy.v1.cases"),
        ("accuracy.v1.cases = '100'", "accuracy.v1.cases"),
        ("accuracy.v1.kind = 'tuned'", "accuracy.v1.kind"),
        ("evidence.dataset = 5", "evidence.dataset"),
        ("metric.accuracy.target = 'high'", "metric.accuracy.target"),
        ("metric.accuracy.target = nan", "metric.accuracy.target"),
        ("metric.accuracy.stale_after_days = 0", "metric.accuracy.stale_after_days"),
        ("metric.accuracy.stale_after_days = '30'", "metric.accuracy.stale_after_days"),
        ("metric.accuracy.stale_after_days = 1.5", "metric.accuracy.stale_after_days"),
        ("trigger.volume = 'accuracy < 1'", "trigger.volume"),
        ("trigger.volume.then = 'rag'", "trigger.volume.when"),
        ("trigger.volume.when = 5", "trigger.volume.when"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_its_field(text: str, field: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        from_data(toml(text))
    assert refused.value.field == field
    assert refused.value.title and refused.value.message and refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "decided = 86400",
        "review_by = 0",
        "decided = '2026-11-23'",
        "decided = 2026-11-23T00:00:00",
        "constraints.ship_by = 86400",
        "costs.option.t.available_until = 86400",
        "costs.option.t.price_date = '2026-11-23'",
        "score.exact_format = 'off'",
        "score.exact_format = 'yes'",
        "score.exact_format = 1",
    ],
)
def test_a_number_is_no_day_and_a_word_no_flag(text: str) -> None:
    with pytest.raises(ValueProblem):
        from_data(toml(text))


@pytest.mark.parametrize("text", ["accuracy.v1.cases = 1", "metric.accuracy.stale_after_days = 1", "schema = 1"])
def test_one_is_enough(text: str) -> None:
    assert file_data(from_data(toml(text)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"title": 3}, "title: must be text, not 3"), ({"tags": "support"}, "tags: must be a list, not 'support'"),
        ({"tags": [True]}, "tags.0: must be text, not True"), ({"flow": 5}, "flow: must be a table, not 5"),
        ({"trigger": {"t": {}}}, "trigger.t.when: is missing"), ({"decided": "soon"}, "decided: must be a day, like"),
        ({"schema": 0}, "schema: must be 1 or more, not 0"),
        ({"status": "done"}, "status: must be 'draft', 'proposed'"),
        ({"accuracy": {"v1": {"cases": "many"}}}, "accuracy.v1.cases: must be a whole number, not 'many'"),
        ({"accuracy": 5}, "accuracy: must be a table, not 5"),
        ({"score": {"exact_format": "yes"}}, "score.exact_format: must be true or false, not 'yes'"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_a_value_must_be_in_plain_words(data: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        from_data(data)
    assert refused.value.message.startswith(told)


def test_a_refusal_quotes_no_hidden_character_and_not_the_whole_value() -> None:
    with pytest.raises(ValueProblem) as refused:
        from_data({"trigger": {"\x1b[31m": {"when": ["\x1b\x9b\u202e" * 1000]}}})
    problem = refused.value
    assert problem.field == "trigger.␛[31m.when"
    assert len(problem.brief) < 200
    assert not set(problem.brief) & set("\x1b\x9b\u202e\n")


words = st.text(max_size=4)
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.decimals(), st.floats(), words, days, st.datetimes())
known_keys = st.sampled_from(["low", "high", "when", "answer", "value", *Costs.model_fields, *Option.model_fields])
json_like = st.recursive(
    plain,
    lambda deeper: st.one_of(
        st.lists(deeper, max_size=3), st.dictionaries(st.one_of(known_keys, words), deeper, max_size=3)
    ),
    max_leaves=6,
)
file_keys = [info.alias or name for name, info in Decision.model_fields.items()]


@given(st.dictionaries(st.sampled_from(file_keys), json_like, max_size=4))
def test_any_data_is_a_decision_or_refused(data: dict[str, Any]) -> None:
    try:
        decision = from_data(data)
    except ValueProblem as problem:
        assert problem.field
        return
    check_decision(decision)


def test_a_decision_cannot_be_changed_in_place() -> None:
    decision = from_data(toml(EXAMPLE))
    for model in (decision, decision.flow, decision.costs, decision.costs.option["prompting"], Trigger(when="x")):
        with pytest.raises(ValidationError):
            setattr(model, next(iter(type(model).model_fields)), None)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), "Other"),
        (("costs", "requests_per_month"), D(5)),
        (("costs", "option", "prompting", "input_price"), D(5)),
        (("costs", "option", "new"), Option()),
        (("flow", "answer", "examples", "note"), "x"),
        (("accuracy",), {}),
    ],
)
def test_one_value_changed_leaves_the_others_and_the_original(path: tuple[str, ...], value: object) -> None:
    decision = from_data(toml(EXAMPLE))
    changed = with_value(decision, path, value)
    assert get_value(changed, path) == value
    assert decision == from_data(toml(EXAMPLE))
    back = get_value(decision, path)
    if back is not None:
        assert with_value(changed, path, back) == decision


def test_values_by_path() -> None:
    decision = from_data(toml(EXAMPLE))
    assert get_value(decision, ()) is decision
    assert get_value(decision, ("costs", "option", "prompting", "input_price")) == 30
    assert get_value(decision, ("evidence", "dataset", "rows")) == 612
    for path in (("colour",), ("costs", "option", "none", "input_price"), ("title", "x"), ("decided", "x")):
        assert get_value(decision, path) is None


def test_an_entry_removed_and_one_renamed_in_its_place() -> None:
    decision = from_data(toml(EXAMPLE))
    gone = without(decision, ("costs", "option", "prompting"))
    assert list(gone.costs.option) == ["fine-tuned"]
    assert without(decision, ("trigger", "none")) == decision
    moved = renamed(decision, ("costs", "option", "prompting"), "as it is")
    assert list(moved.costs.option) == ["as it is", "fine-tuned"]
    assert moved.costs.option["as it is"] == decision.costs.option["prompting"]
    assert list(decision.costs.option) == ["prompting", "fine-tuned"]
