"""Flowcharts: what is refused and by what words, where answers lead, and what is still to come."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import fields
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.work import calls
from workbench.core.flows.flips import flips
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import SHIPPED, Choice, Flowchart, finding, shipped_flow_text, walk, way_on
from workbench.core.inputs import APPROACHES
from workbench.errors import FlowProblem

LEFT_OUT = object()
CLASSIC = load_flow(tomllib.loads(shipped_flow_text("classic")))
SMALL: dict[str, Any] = {
    "name": "small",
    "start": "a",
    "question": {
        "a": {"text": "A?", "answer": {"yes": {"next": "b"}, "no": {"outcome": "stay"}}},
        "b": {"text": "B?", "answer": {"yes": {"outcome": "go"}, "no": {"outcome": "stay"}}},
    },
    "outcome": {
        "stay": {"approach": "prompting", "headline": "Stay"},
        "go": {"approach": "fine-tuning", "headline": "Go"},
    },
}


def small(*changes: tuple[str, object]) -> dict[str, Any]:
    """The small flowchart with values changed or left out, each named by its dotted path."""
    data = deepcopy(SMALL)
    for path, value in changes:
        *steps, last = path.split(".")
        table = data
        for step in steps:
            table = table[step]
        if value is LEFT_OUT:
            del table[last]
        else:
            table[last] = value
    return data


def test_the_small_flowchart_is_good() -> None:
    flow = load_flow(SMALL)
    assert (flow.name, flow.title, flow.start) == ("small", "Small flow", "a")
    assert flow.questions["a"].choices["yes"] == Choice("yes", "Yes", "y", "b", None, None, "reopen", "")
    assert flow.outcomes["go"].short == "Go"
    assert flow.questions["b"].short == "B?"


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_flowcharts_are_good(name: str) -> None:
    assert load_flow(tomllib.loads(shipped_flow_text(name))).name == name


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("name", LEFT_OUT, "the flowchart has no name"),
        ("name", " ", "the flowchart has no name"),
        ("name", 5, "the flowchart: name is no text"),
        ("start", LEFT_OUT, "the flowchart has no start"),
        ("start", ["a"], "the flowchart: start is no text"),
        ("start", "c", "start names no question: c"),
        ("start", "stay", "start names no question: stay"),
        ("question", LEFT_OUT, "no [question.*]"),
        ("question", {}, "no [question.*]"),
        ("question", [], "no [question.*]"),
        ("question", "a", "no [question.*]"),
        ("question.b", "B?", "no [question.*]"),
        ("outcome", LEFT_OUT, "no [outcome.*]"),
        ("outcome", {}, "no [outcome.*]"),
        ("outcome.go", 5, "no [outcome.*]"),
        ("question.b.text", LEFT_OUT, "question b has no text"),
        ("question.b.text", "", "question b has no text"),
        ("question.b.text", 5, "question b: text is no text"),
        ("question.b.short", 5, "question b: short is no text"),
        ("question.b.why", ["because"], "question b: why is no text"),
        ("question.b.answer", LEFT_OUT, "question b has no answers"),
        ("question.b.answer", {}, "question b has no answers"),
        ("question.b.answer", ["yes", "no"], "question b has no answers"),
        ("question.b.answer.yes", "go", "question b has no answers"),
        ("question.b.answer.yes", {}, "question b, answer yes leads nowhere: it needs either next or outcome"),
        ("question.b.answer.yes", {"next": "a", "outcome": "go"}, "question b, answer yes leads to two places: it has"),
        ("question.a.answer.yes.next", "c", "question a, answer yes leads nowhere: there is no question c"),
        ("question.a.answer.yes.next", "stay", "question a, answer yes leads nowhere: there is no question stay"),
        ("question.a.answer.yes.next", "", "question a, answer yes leads nowhere: there is no question"),
        ("question.a.answer.yes.next", 5, "question a, answer yes leads nowhere: there is no question 5"),
        ("question.a.answer.yes.next", True, "question a, answer yes leads nowhere: there is no question True"),
        ("question.b.answer.no.outcome", "stop", "question b, answer no leads nowhere: there is no outcome stop"),
        ("question.b.answer.no.outcome", "a", "question b, answer no leads nowhere: there is no outcome a"),
        ("question.b.answer.no.outcome", {"id": "go"}, "question b, answer no leads nowhere: there is no outcome {"),
        ("question.b.answer.no.label", 5, "question b, answer no: label is no text"),
        ("question.b.answer.no.key", 5, "question b, answer no: key is no text"),
        ("question.b.answer.no.key", "y", "question b has two answers on the key y"),
        ("question.b.answer.no.then", 5, "question b, answer no: then is no text"),
        ("question.b.answer.no.because", [], "question b, answer no: because is no text"),
        ("question.b.answer.no.trigger", "volume == 5", "question b, answer no: trigger is not a trigger: “volume"),
        ("question.b.answer.no.trigger", "", "question b, answer no: trigger is not a trigger"),
        ("question.b.answer.no.trigger", 5, "question b, answer no: trigger is not a trigger: “5”"),
        ("question.b.answer.no.trigger", "__import__('os')", "question b, answer no: trigger is not a trigger"),
        ("question.b.evidence", "labelled_examples", "question b: evidence is not a trigger: “labelled_examples”"),
        ("question.b.evidence", {"accuracy": 1}, "question b: evidence is not a trigger"),
        ("question.c", SMALL["question"]["b"], "question c cannot be reached: no answer leads to it from a"),
        ("outcome.rag", SMALL["outcome"]["go"], "outcome rag cannot be reached: no answer leads to it from a"),
        ("question.a.answer.yes", {"outcome": "go"}, "question b cannot be reached"),
        ("start", "b", "question a cannot be reached: no answer leads to it from b"),
        ("question.b.answer.maybe", {"next": "a"}, "the flowchart has a circle: a -> b -> a"),
        ("question.a.answer.maybe", {"next": "a"}, "the flowchart has a circle: a -> a"),
        ("outcome.b", SMALL["outcome"]["go"], "the id b is given twice: to a question and to an outcome"),
        ("outcome.go.approach", LEFT_OUT, "outcome go has no approach"),
        ("outcome.go.approach", "magic", "outcome go has an unknown approach: “magic”"),
        ("outcome.go.approach", ["rag"], "outcome go: approach is no text"),
        ("outcome.go.headline", LEFT_OUT, "outcome go has no headline"),
        ("outcome.go.text", 5, "outcome go: text is no text"),
        ("outcome.go.short", ["x"], "outcome go: short is no text"),
        ("title", ["ours"], "the flowchart: title is no text"),
        ("title", 5, "the flowchart: title is no text"),
        ("question.b.answer.no.instead", "magic", "question b, answer no has an unknown approach: “magic”"),
        ("question.b.answer.no.for", ["magic"], "question b, answer no has an unknown approach: “magic”"),
        ("question.b.answer.no.for", "rag", "question b, answer no does not say what it speaks for: “rag” is no list"),
        ("question.b.answer.no.for", [3], "question b, answer no does not say what it speaks for"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_is_wrong_and_how_to_mend_it(path: str, value: object, told: str) -> None:
    with pytest.raises(FlowProblem) as refused:
        load_flow(small((path, value)))
    assert str(refused.value).startswith(told)
    assert refused.value.hint or refused.value.message


@pytest.mark.parametrize("instead", ["fine-tuning", "rag+fine-tuning"])
def test_a_veto_on_training_names_nothing_that_trains_instead(instead: str) -> None:
    with pytest.raises(FlowProblem, match="has a veto that does not hold"):
        load_flow(small(("question.b.answer.yes.veto", "no data"), ("question.b.answer.yes.instead", instead)))


def test_a_text_left_empty_is_as_one_left_out() -> None:
    empty = [("question.a.short", ""), ("question.a.answer.yes.label", " "), ("outcome.go.short", ""), ("title", "")]
    empty += [("question.a.answer.yes.then", "")]
    assert load_flow(small(*empty)) == load_flow(SMALL)


@pytest.mark.parametrize("cut", [0, -5, Decimal("-0.1")])
def test_a_cut_that_no_figure_is_under_is_refused(cut: object) -> None:
    number = {"text": "A?", "kind": "number", "answer": {"few": {"below": cut, "next": "b"}, "many": {"outcome": "go"}}}
    with pytest.raises(FlowProblem, match="question a, answer few is never taken"):
        load_flow(small(("question.a", number)))


def test_a_long_circle_and_a_long_list_are_told_by_their_ends() -> None:
    chain = {f"q{n}": {"text": "?", "answer": {"on": {"next": f"q{(n + 1) % 3000}"}}} for n in range(3000)}
    with pytest.raises(FlowProblem) as refused:
        load_flow({**SMALL, "start": "q0", "question": chain})
    assert refused.value.message == "q0 -> q1 -> q2 -> q3 -> (2993 more) -> q2997 -> q2998 -> q2999 -> q0"
    with pytest.raises(FlowProblem) as refused:
        load_flow({**SMALL, "start": "x", "question": chain})
    assert refused.value.hint == "one of q0, q1, q2, q3, q4, q5, q6, q7, 2992 more"


@pytest.mark.parametrize("key", ["next", "outcome"])
def test_a_long_value_is_cut_in_the_message(key: str) -> None:
    with pytest.raises(FlowProblem) as refused:
        load_flow(small(("question.b.answer.no", {key: "x" * 5000})))
    assert len(str(refused.value)) < 200


def test_a_circle_that_nothing_leads_to_is_refused_too() -> None:
    lost = {key: {"text": "?", "answer": {"on": {"next": other}}} for key, other in (("c", "d"), ("d", "c"))}
    with pytest.raises(FlowProblem, match="question c cannot be reached"):
        load_flow(small(("question.c", lost["c"]), ("question.d", lost["d"])))


def test_a_circle_behind_the_start_names_only_the_circle() -> None:
    back = {"text": "C?", "answer": {"yes": {"next": "b"}, "no": {"outcome": "go"}}}
    with pytest.raises(FlowProblem) as refused:
        load_flow(small(("question.c", back), ("question.b.answer.yes", {"next": "c"})))
    assert refused.value.message == "b -> c -> b"


def test_two_ways_to_one_question_are_no_circle() -> None:
    flow = load_flow(small(("question.a.answer.maybe", {"next": "b"})))
    assert [flow.longest(id) for id in ("a", "b", "go", "stay")] == [2, 1, 0, 0]


@pytest.mark.parametrize("table", ["question.a.answer", "question", "outcome"])
def test_ids_that_look_the_same_are_refused_as_double(table: str) -> None:
    name, one, other = {
        "question.a.answer": ("maybe", {"next": "b", "key": "x"}, {"next": "b", "key": "z"}),
        "question": ("c", SMALL["question"]["b"], SMALL["question"]["b"] | {"text": "C?"}),
        "outcome": ("rag", SMALL["outcome"]["go"], SMALL["outcome"]["go"] | {"headline": "RAG"}),
    }[table]
    leads = {"outcome": "rag␛"} if table == "outcome" else {"next": "c␛" if table == "question" else "b"}
    data = small((f"{table}.{name}\x1b", one), (f"{table}.{name}␛", other), ("question.a.answer.other", leads))
    with pytest.raises(FlowProblem, match="given twice"):
        load_flow(data)


def test_a_name_and_what_to_do_are_one_line() -> None:
    flow = load_flow(small(("name", "one\ntwo"), ("question.b.answer.no.then", "re\nopen")))
    assert "\n" not in flow.name + flow.questions["b"].choices["no"].then


def test_an_answer_without_a_key_is_refused() -> None:
    with pytest.raises(FlowProblem, match="key"):
        load_flow(small(("question.b.answer.no.key", " ")))


def texts(value: object) -> list[str]:
    """Every text a flowchart shows."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in texts(part)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return []


def test_hidden_characters_in_every_text_become_visible_and_markup_stays_text() -> None:
    hostile = "[@click=app.quit][/]\x1b]0;owned\x07\x9b2J\u202e"
    data = small(
        ("question.b.answer.no.label", hostile),
        ("question.b.answer.no.key", "\x1b"),
        ("question.b.answer.no.then", hostile),
        ("question.b.answer.no.because", hostile),
        ("question.b.text", hostile),
        ("question.b.short", hostile),
        ("question.b.why", hostile),
        ("question.b.answer.hm\x1b", {"outcome": "go\x1b"}),
        ("outcome.go\x1b", {"approach": "rag", "headline": hostile, "short": hostile, "text": hostile}),
        ("title", hostile),
    )
    flow = load_flow(data)
    shown = texts(flow)
    assert not [text for text in shown if set(text) & set("\x1b\x07\x9b\u202e")]
    assert shown.count("[@click=app.quit][/]␛]0;owned␇<U+009B>2J<U+202E>") == 10
    assert flow.questions["b"].choices["hm␛"].target == "go␛"


def test_labels_of_300_characters_are_kept_whole() -> None:
    label = "ä" * 300
    flow = load_flow(small(("question.b.answer.no.label", label), ("question.b.text", label)))
    assert flow.questions["b"].choices["no"].label == label
    assert flow.questions["b"].text == flow.questions["b"].short == label


def test_a_label_is_made_from_the_id() -> None:
    flow = load_flow(small(("question.b.answer.not-sure_yet", {"outcome": "go", "key": "s"})))
    assert flow.questions["b"].choices["not-sure_yet"].label == "Not sure yet"


@pytest.mark.parametrize(("table", "key"), [({}, "m"), ({"key": "x"}, "x"), ({"key": "Other"}, "O")])
def test_the_key_of_an_answer_is_one_letter(table: dict[str, str], key: str) -> None:
    flow = load_flow(small(("question.b.answer.MAYBE", {"outcome": "go", **table})))
    assert flow.questions["b"].choices["MAYBE"].key == key


def long_flow(count: int) -> dict[str, Any]:
    """Questions in a row, each with two answers that lead to the next: 2 ** count paths."""
    questions: dict[str, Any] = {
        f"q{at}": {"text": f"{at}?", "answer": {"yes": {"next": f"q{at + 1}"}, "no": {"next": f"q{at + 1}"}}}
        for at in range(count - 1)
    }
    questions[f"q{count - 1}"] = {"text": "?", "answer": {"yes": {"outcome": "go"}, "no": {"outcome": "stay"}}}
    return {"name": "long", "start": "q0", "question": questions, "outcome": deepcopy(SMALL["outcome"])}


def test_the_work_grows_with_the_questions_and_no_faster() -> None:
    def through(count: int) -> None:
        flow = load_flow(long_flow(count))
        walk(flow, dict.fromkeys(flow.questions, "yes"))
        way_on(flow, flow.questions["q0"])

    few, many = calls(lambda: through(250)), calls(lambda: through(500))
    assert many < 2.2 * few


def test_500_questions_are_walked() -> None:
    flow = load_flow(long_flow(500))
    path = walk(flow, dict.fromkeys(flow.questions, "yes"))
    ahead = way_on(flow, flow.questions["q0"])
    assert (len(path.steps), len(ahead), flow.longest("q0")) == (500, 500, 500)
    assert path.outcome is not None and path.outcome.id == "go"


def test_a_circle_of_2000_questions_is_refused_without_running_out_of_stack() -> None:
    data = long_flow(2000)
    data["question"]["q1999"]["answer"]["no"] = {"next": "q0"}
    with pytest.raises(FlowProblem, match="circle"):
        load_flow(data)


def by_the_book(examples: bool, consistency: bool, volume: bool, accuracy: bool) -> tuple[str, str]:
    """DOMAIN section 2, the classic flow: outcome and approach."""
    if not examples:
        return "collect", "prompting"
    if not consistency:
        return "prompting", "prompting"
    if not volume:
        return "first", "prompting"
    return ("fine-tune", "fine-tuning") if accuracy else ("enough", "prompting")


@pytest.mark.parametrize("said", list(product([True, False], repeat=4)))
def test_classic_to_the_letter(said: tuple[bool, bool, bool, bool]) -> None:
    answers = dict(zip(CLASSIC.questions, ("yes" if yes else "no" for yes in said), strict=True))
    path = walk(CLASSIC, answers)
    assert path.outcome is not None and path.question is None
    assert (path.outcome.id, path.outcome.approach) == by_the_book(*said)
    asked = (*said, False).index(False) + 1 if not all(said) else 4
    assert [step.question.id for step in path.steps] == list(answers)[:asked]
    assert path.unused == tuple(answers)[asked:]


def test_classic_reaches_all_its_outcomes() -> None:
    reached = {by_the_book(*said)[0] for said in product([True, False], repeat=4)}
    assert reached == set(CLASSIC.outcomes)
    assert list(CLASSIC.questions) == ["examples", "consistency", "volume", "accuracy"]


@pytest.mark.parametrize(
    ("answers", "open", "unused"),
    [
        ({}, "examples", ()),
        ({"examples": "yes"}, "consistency", ()),
        ({"examples": "yes", "consistency": "yes", "volume": "yes"}, "accuracy", ()),
        ({"consistency": "yes"}, "examples", ("consistency",)),
        ({"examples": "maybe"}, "examples", ("examples",)),
        ({"examples": ""}, "examples", ("examples",)),
        ({"examples": "Yes"}, "examples", ("examples",)),
        ({"examples": "yes", "colour": "red"}, "consistency", ("colour",)),
        ({"examples": "yes", "volume": "no", "accuracy": "no"}, "consistency", ("volume", "accuracy")),
    ],
)  # fmt: skip
def test_an_open_path(answers: dict[str, str], open: str, unused: tuple[str, ...]) -> None:
    path = walk(CLASSIC, answers)
    assert path.outcome is None
    assert path.question is CLASSIC.questions[open]
    assert path.unused == unused


def test_an_earlier_answer_changed_keeps_the_later_ones_and_names_them() -> None:
    answers = {"examples": "yes", "consistency": "yes", "volume": "yes", "accuracy": "yes"}
    path = walk(CLASSIC, {**answers, "consistency": "no"})
    assert path.outcome is CLASSIC.outcomes["prompting"]
    assert path.unused == ("volume", "accuracy")
    assert walk(CLASSIC, answers).outcome is CLASSIC.outcomes["fine-tune"]
    assert walk(CLASSIC, answers).unused == ()


@pytest.mark.parametrize(
    ("start", "prefer", "way"),
    [
        ("examples", {}, "examples:yes consistency:yes volume:yes accuracy:yes"),
        ("volume", {}, "volume:yes accuracy:yes"),
        ("examples", {"consistency": "no"}, "examples:yes consistency:no"),
        ("examples", {"examples": "no"}, "examples:no"),
        ("accuracy", {"accuracy": "no"}, "accuracy:no"),
        ("accuracy", {"accuracy": "perhaps"}, "accuracy:yes"),
    ],
)
def test_the_way_on(start: str, prefer: dict[str, str], way: str) -> None:
    steps = way_on(CLASSIC, CLASSIC.questions[start], prefer)
    assert " ".join(f"{step.question.id}:{step.choice.id}" for step in steps) == way


@pytest.mark.parametrize(
    ("question", "metric", "value", "answer"),
    [
        ("examples", "labelled_examples", "612", "yes"),
        ("examples", "labelled_examples", "500", "yes"),
        ("examples", "labelled_examples", "499", "no"),
        ("volume", "requests_per_month", "10000", "yes"),
        ("volume", "requests_per_month", "9999.9", "no"),
    ],
)
def test_evidence_answers_a_question(question: str, metric: str, value: str, answer: str) -> None:
    said = finding(CLASSIC.questions[question], {metric: Decimal(value)})
    assert said is not None
    assert (said.metric, said.value, said.answer) == (metric, Decimal(value), answer)


def test_without_evidence_nothing_is_said() -> None:
    assert finding(CLASSIC.questions["examples"], {"requests_per_month": Decimal(1)}) is None
    assert finding(CLASSIC.questions["consistency"], {"labelled_examples": Decimal(1)}) is None
    by_date = load_flow(small(("question.a.evidence", "on 2027-01-14"))).questions["a"]
    assert finding(by_date, {"accuracy": Decimal(1)}) is None
    often = {"often": {"next": "b"}, "never": {"next": "b"}}
    other_words = small(("question.a.evidence", "accuracy >= 0.9"), ("question.a.answer", often))
    assert finding(load_flow(other_words).questions["a"], {"accuracy": Decimal(1)}) is None


ids = st.sampled_from(["a", "b", "c", "d", "e"])
ends = st.sampled_from(["x", "y", "z"])
short_texts = st.text(max_size=5)
scraps = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.dates(), short_texts, ids),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(ids, short_texts), inner, max_size=3)
    ),
    max_leaves=8,
)
answer_tables = st.one_of(
    st.fixed_dictionaries({"next": ids}),
    st.fixed_dictionaries({"outcome": ends}),
    st.fixed_dictionaries(
        {"outcome": ends},
        optional={"label": st.text(max_size=5), "trigger": st.sampled_from(["accuracy < 0.9", "on 2027-01-14", "no"])},
    ),
)
question_tables = st.fixed_dictionaries(
    {
        "text": st.just("?"),
        "answer": st.dictionaries(st.sampled_from(["yes", "no", "don't"]), answer_tables, min_size=1),
    }
)
outcome_tables = st.fixed_dictionaries({"approach": st.sampled_from(APPROACHES), "headline": st.just("!")})
random_flows = st.fixed_dictionaries(
    {
        "name": st.just("random"),
        "start": ids,
        "question": st.dictionaries(ids, question_tables, min_size=1),
        "outcome": st.dictionaries(ends, outcome_tables, min_size=1),
    }
)
no_flows = st.fixed_dictionaries(
    {},
    optional={
        "name": st.one_of(st.just("random"), scraps),
        "start": st.one_of(st.just("a"), scraps),
        "title": scraps,
        "question": st.one_of(scraps, st.dictionaries(ids, st.one_of(question_tables, scraps), max_size=3)),
        "outcome": st.one_of(scraps, st.dictionaries(ends, st.one_of(outcome_tables, scraps), max_size=3)),
    },
)


def trimmed(data: dict[str, Any]) -> dict[str, Any]:
    """Nearly good: questions only lead to later ones, and what nothing leads to is gone."""
    order = sorted(data["question"])
    data = deepcopy(data) | {"start": order[0]}
    for id, table in data["question"].items():
        for answer in table["answer"].values():
            if "next" in answer and not (answer["next"] in order and answer["next"] > id):
                del answer["next"]
                answer["outcome"] = "x"
    reached, pending = set(), [order[0]]
    while pending:
        at = pending.pop()
        reached.add(at)
        for answer in data["question"].get(at, {"answer": {}})["answer"].values():
            pending.append(answer.get("next") or answer["outcome"])
    data["question"] = {id: table for id, table in data["question"].items() if id in reached}
    data["outcome"] = {id: {"approach": "rag", "headline": "!"} for id in ("x", "y", "z") if id in reached}
    return data


def loaded(data: dict[str, Any]) -> Flowchart | None:
    before = deepcopy(data)
    try:
        flow = load_flow(data)
    except FlowProblem as problem:
        assert problem.title
        return None
    finally:
        assert repr(data) == repr(before)
    return flow


def assert_sound(flow: Flowchart) -> None:
    ways = {id: [choice.target for choice in q.choices.values()] for id, q in flow.questions.items()}
    assert {flow.start, *(end for targets in ways.values() for end in targets)} == {*flow.questions, *flow.outcomes}
    for id, targets in ways.items():
        assert flow.longest(id) == 1 + max(map(flow.longest, targets))
        assert len(way_on(flow, flow.questions[id])) == flow.longest(id)
    assert not any(map(flow.longest, flow.outcomes))


@given(st.one_of(no_flows, random_flows))
def test_any_data_loads_or_is_refused(data: dict[str, Any]) -> None:
    flow = loaded(data)
    if flow is not None:
        assert_sound(flow)


@given(random_flows.map(trimmed), st.dictionaries(ids, st.sampled_from(["yes", "no", "don't", "?"])))
def test_every_walk_ends_at_a_question_or_an_outcome(data: dict[str, Any], answers: dict[str, str]) -> None:
    flow = loaded(data)
    assume(flow is not None)
    assert flow is not None
    assert_sound(flow)
    path = walk(flow, answers)
    assert (path.question is None) != (path.outcome is None)
    used = [step.question.id for step in path.steps]
    assert sorted([*used, *path.unused]) == sorted(answers)
    assert all(step.choice.id == answers[step.question.id] for step in path.steps)
    if path.question is not None:
        assert answers.get(path.question.id) not in path.question.choices


@given(random_flows.map(trimmed), st.dictionaries(ids, st.sampled_from(["yes", "no", "don't", "?"])))
def test_a_flip_is_the_walk_with_that_one_answer_changed(data: dict[str, Any], answers: dict[str, str]) -> None:
    flow = loaded(data)
    assume(flow is not None)
    assert flow is not None
    now = walk(flow, answers)
    expected = []
    for step in reversed(now.steps):
        for id in step.question.choices:
            then = walk(flow, {**answers, step.question.id: id})
            if id != step.choice.id and (then.outcome is None or then.outcome != now.outcome):
                expected.append((step.question.id, id, then.steps, then.question, then.outcome))
    found = flips(flow, answers)
    assert [(f.question.id, f.choice.id, f.walk.steps, f.asks, f.outcome) for f in found] == expected


def test_a_long_chain_has_its_flips_without_walking_it_for_each() -> None:
    steps = 20_000
    chain = {
        f"q{n}": {
            "text": "?",
            "answer": {"yes": {"next": f"q{n + 1}"} if n < steps - 1 else {"outcome": "go"}, "no": {"outcome": "go"}},
        }
        for n in range(steps)
    }
    chain["q0"]["answer"]["no"] = {"outcome": "stay"}
    flow = load_flow({**SMALL, "start": "q0", "question": chain})
    found = flips(flow, dict.fromkeys(chain, "yes"))
    assert [(flip.question.id, flip.choice.id) for flip in found] == [("q0", "no")]
