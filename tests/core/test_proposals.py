"""Switch triggers proposed from answers, costs and the model's retirement."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D
from tests.core.made import tuned as fine_tuned
from workbench.core.advice.advised import given as answers_given
from workbench.core.advice.proposals import Proposal, cost_proposals, flow_proposals, propose, target_proposals
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import FACTS, SHIPPED, shipped_flow_text, walk
from workbench.core.inputs import APPROACHES, Costs, Option
from workbench.core.known.metrics import challenger, own_values
from workbench.core.record.decision import Answer, Decision, Flow, Metric, Score
from workbench.core.triggers import KNOWN_METRICS, Known, OnMetric, parse_trigger, state

CLASSIC = load_flow(tomllib.loads(shipped_flow_text("classic")))
QUESTIONS = ("examples", "consistency", "volume", "accuracy")
TUNED = fine_tuned(9060, TODAY + timedelta(400))


def costs(requests: int | None = 100_000, /, horizon: int = 12, **options: Option) -> Costs:
    return Costs(
        requests_per_month=None if requests is None else D(requests),
        horizon_months=D(horizon),
        option=options or {"prompt": PROMPT, "tuned": TUNED},
    )


def made(answers: str = "", **fields: object) -> Decision:
    """A decision with answers ``yes no ...`` to the classic questions, in their order."""
    given = {id: Answer(answer=answer) for id, answer in zip(QUESTIONS, answers.split(), strict=False)}
    return Decision(**{"flow": Flow(answer=given), "costs": costs(), **fields})  # type: ignore[arg-type]


def proposed(decision: Decision) -> dict[str, tuple[str, str]]:
    found = propose(decision, CLASSIC, compare(decision.costs), TODAY)
    return {proposal.id: (proposal.when, proposal.then) for proposal in found}


def turning(comparison_of: Costs, approach: str) -> Proposal | None:
    found = cost_proposals(Decision(costs=comparison_of), compare(comparison_of), approach)
    return next((proposal for proposal in found if proposal.id == "break-even"), None)


@pytest.mark.parametrize(
    ("answers", "triggers"),
    [
        ("", []),
        ("yes", []),
        ("yes yes yes", []),
        ("no", [("examples", "labelled_examples >= 500", "reopen")]),
        ("yes no", [("consistency", "after 180 days", "reopen")]),
        ("yes yes no", [("volume", "requests_per_month >= 10000", "reopen")]),
        ("yes yes yes no", [("accuracy", "after 180 days", "reopen")]),
        (
            "yes yes yes yes",
            [("volume", "requests_per_month < 10000", "prompting"), ("accuracy", "accuracy < 0.9", "reopen")],
        ),
    ],
)
def test_the_answer_that_ended_the_path_proposes_its_trigger(
    answers: str, triggers: list[tuple[str, str, str]]
) -> None:
    decision = made(answers, costs=Costs())
    found = flow_proposals(CLASSIC, walk(CLASSIC, answers_given(decision)))
    assert [(proposal.id, proposal.when, proposal.then) for proposal in found] == triggers
    assert all(proposal.because for proposal in found)
    assert propose(decision, CLASSIC, compare(decision.costs), TODAY) == found


@pytest.mark.parametrize("name", SHIPPED)
def test_every_trigger_and_evidence_of_a_shipped_flowchart_is_on_a_known_metric(name: str) -> None:
    flow = load_flow(tomllib.loads(shipped_flow_text(name)))
    for question in flow.questions.values():
        ends = [choice for choice in question.choices.values() if choice.outcome is not None]
        settled = [choice for choice in ends if flow.outcomes[choice.target].approach != "undecided"]
        conditions = [choice.trigger for choice in settled]
        assert None not in conditions, f"{question.id} has an answer that ends the path without a trigger"
        conditions += [choice.trigger for choice in question.choices.values()] + [question.evidence]
        for when in conditions:
            assert when is None or parse_trigger(when).metric in {*KNOWN_METRICS, *FACTS, "corpus_tokens", None}
        for choice in question.choices.values():
            assert choice.then in {"reopen", *APPROACHES}


CASES = [
    costs(),
    costs(None),
    costs(0),
    costs(7),
    costs(prompt=PROMPT),
    costs(tuned=TUNED),
    costs(tuned=TUNED, prompt=PROMPT),
    costs(prompt=PROMPT, tuned=TUNED.model_copy(update={"input_price": None})),
    costs(prompt=PROMPT.model_copy(update={"approach": "undecided"}), tuned=TUNED),
    costs(prompt=PROMPT, cached=PROMPT.model_copy(update={"approach": "caching", "input_price": D(15)}), tuned=TUNED),
    costs(prompt=PROMPT, tuned=TUNED.model_copy(update={"hosting_per_hour": D("1.7")})),
    Costs(),
]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("answers", ["", "no", "yes no", "yes yes no", "yes yes yes no", "yes yes yes yes"])
def test_proposals_are_on_known_metrics_lead_somewhere_and_do_not_repeat(answers: str, case: Costs) -> None:
    for approach in APPROACHES:
        decision = made(answers, approach=approach, costs=case)
        found = propose(decision, CLASSIC, compare(case), TODAY)
        assert len({proposal.id for proposal in found}) == len({proposal.when for proposal in found}) == len(found)
        for proposal in found:
            condition = parse_trigger(proposal.when)
            assert str(condition) == proposal.when
            assert condition.metric in {*KNOWN_METRICS, None} or proposal.unit.startswith(case.currency)
            assert proposal.then in {"reopen", *APPROACHES} - {"undecided"}
            assert proposal.because


def test_everything_proposed_for_a_fine_tuned_decision() -> None:
    assert proposed(made("yes yes yes yes")) == {
        "accuracy": ("accuracy < 0.9", "reopen"),
        # The stricter of two limits: the flow asks for 10,000, the costs for more.
        # 9,060 over 12 months at 0.0234 saved a request is 32,265 requests a month.
        "break-even": ("requests_per_month < 32265", "prompting"),
        "cost": ("cost_per_month > 2700", "reopen"),
        "retirement": ("days_to_retirement < 90", "reopen"),
    }


def test_a_decision_for_prompting_hears_when_training_repays() -> None:
    assert proposed(made("no", costs=costs(20_000))) == {
        "examples": ("labelled_examples >= 500", "reopen"),
        "break-even": ("requests_per_month >= 32265", "fine-tuning"),
        "prompt-input-price": ("prompt_input_price > 58.7", "fine-tuning"),
    }


def test_the_recorded_approach_counts_not_the_outcome() -> None:
    assert proposed(made("no", approach="fine-tuning"))["break-even"] == ("requests_per_month < 32265", "prompting")
    few = made("", approach="prompting", costs=costs(20_000))
    assert proposed(few)["break-even"] == ("requests_per_month >= 32265", "fine-tuning")


def test_nothing_is_proposed_that_would_fire_or_be_near_at_once() -> None:
    assert "break-even" not in proposed(made("", approach="prompting")), "100,000 a month are past it"
    assert "break-even" not in proposed(made("", approach="prompting", costs=costs(30_000))), "30,000 are near it"
    gone = costs(prompt=PROMPT, tuned=fine_tuned(9060, TODAY + timedelta(95)))
    assert "retirement" not in proposed(made("yes yes yes yes", costs=gone))
    old = made("yes no", decided=TODAY - timedelta(200))
    assert "consistency" not in proposed(old), "180 days have passed since"


def test_two_limits_of_the_volume_are_one_trigger_with_both_reasons() -> None:
    found = propose(made("yes yes yes yes", costs=costs()), CLASSIC, compare(costs()), TODAY)
    (volume,) = [proposal for proposal in found if proposal.when.startswith("requests_per_month")]
    assert volume.because == (
        "under this volume tuned does not repay within 12 months; under 10,000 a month training seldom pays"
    )
    cheap = costs(prompt=PROMPT, tuned=fine_tuned(20))
    found = propose(made("yes yes yes yes", costs=cheap), CLASSIC, compare(cheap), TODAY)
    (volume,) = [proposal for proposal in found if proposal.when.startswith("requests_per_month")]
    assert (volume.when, volume.because) == (
        "requests_per_month < 10000",
        "under this volume training seldom pays; under 72 a month tuned does not repay within 12 months",
    )


def test_a_trigger_reopens_where_what_it_names_misses_the_target() -> None:
    target = {"accuracy": Metric(target=D("0.90"))}
    short = costs(prompt=PROMPT.model_copy(update={"accuracy": D("0.78")}), tuned=TUNED)
    assert proposed(made("yes yes yes yes", costs=short, metric=target))["break-even"][1] == "reopen"
    good = costs(prompt=PROMPT.model_copy(update={"accuracy": D("0.91")}), tuned=TUNED)
    assert proposed(made("yes yes yes yes", costs=good, metric=target))["break-even"][1] == "prompting"


def test_under_a_veto_nothing_leads_to_training_and_what_lifts_it_is_watched() -> None:
    none = Score(labelled_examples=D(0))
    found = proposed(made("yes yes yes yes", costs=costs(20_000), score=none))
    assert found == {"examples": ("labelled_examples >= 500", "reopen")}
    recorded = proposed(made("yes yes yes yes", approach="fine-tuning", costs=costs(20_000), score=none))
    assert recorded == found


def test_nothing_is_proposed_from_costs_while_undecided() -> None:
    assert proposed(made("yes yes")) == {}


def test_a_price_that_could_turn_it_is_proposed_with_its_metric() -> None:
    dearer = TUNED.model_copy(update={"output_price": D(60)})
    decision = made("yes yes yes yes", approach="fine-tuning", costs=costs(prompt=PROMPT, tuned=dearer))
    found = {p.id: p for p in propose(decision, CLASSIC, compare(decision.costs), TODAY)}
    proposal = found["tuned-output-price"]
    # 0.01 a request saved on input alone is worth 1,200,000 x 0.01 - 9,060 on 240M output tokens over the year.
    saved = 1_200_000 * (D("0.015") - D("0.0012")) - 9060
    assert proposal.when == f"tuned_output_price > {(60 + saved / 240).quantize(D('0.1'), 'ROUND_CEILING')}"
    assert (proposal.then, proposal.unit) == ("prompting", "USD per 1M tokens")


def test_nothing_is_proposed_from_costs_that_are_not_known() -> None:
    no_price = PROMPT.model_copy(update={"output_price": None})
    assert cost_proposals(Decision(), compare(costs(prompt=no_price, tuned=TUNED)), "fine-tuning") == []
    assert cost_proposals(Decision(), compare(costs(prompt=PROMPT)), "prompting") == []
    assert cost_proposals(Decision(), compare(costs()), "rag") == []
    assert cost_proposals(Decision(), compare(Costs()), "prompting") == []


@pytest.mark.parametrize(
    "change",
    [
        {"growth_per_month": D("0.05")},
        {"discount_rate": D("0.1")},
        {"horizon_months": D(0)},
    ],
)
def test_no_volume_is_proposed_where_one_steady_volume_does_not_tell(change: dict[str, Any]) -> None:
    assert turning(costs().model_copy(update=change), "fine-tuning") is None


def test_an_option_that_never_turns_proposes_no_volume() -> None:
    dearer = TUNED.model_copy(update={"output_price": D(200)})
    assert turning(costs(prompt=PROMPT, tuned=dearer), "fine-tuning") is None
    free_to_start = TUNED.model_copy(update={"other_upfront": None})
    assert turning(costs(prompt=PROMPT, tuned=free_to_start), "fine-tuning") is None


def test_the_challenger_is_what_is_trained_else_the_first_other() -> None:
    def name(comparison: Comparison) -> str | None:
        found: Figures | None = challenger(comparison)
        return found and found.name

    cached = PROMPT.model_copy(update={"approach": "caching"})
    both = TUNED.model_copy(update={"approach": "rag+fine-tuning"})
    assert name(compare(costs(prompt=PROMPT, cached=cached, tuned=TUNED))) == "tuned"
    assert name(compare(costs(prompt=PROMPT, cached=cached, both=both))) == "both"
    assert name(compare(costs(prompt=PROMPT, cached=cached))) == "cached"
    assert name(compare(costs(tuned=TUNED, prompt=PROMPT))) == "prompt"
    assert name(compare(costs(prompt=PROMPT))) is None


def assert_turns_at(case: Costs) -> None:
    """The volume proposed is the least whole one at which the tuned option is ahead at the horizon."""
    for approach, op in (("fine-tuning", "<"), ("prompting", ">=")):
        proposal = turning(case, approach)
        assert proposal is not None
        condition = parse_trigger(proposal.when)
        assert isinstance(condition, OnMetric) and condition.op == op
        for volume in (condition.limit - 1, condition.limit):
            comparison = compare(case.model_copy(update={"requests_per_month": volume}))
            tuned, prompt = comparison.named("tuned"), comparison.named("prompt")
            assert tuned is not None and prompt is not None and tuned.versus is not None
            pays = volume == condition.limit
            assert (tuned.versus.verdict == "pays") == pays
            assert tuned.total is not None and prompt.total is not None
            assert (tuned.total <= prompt.total) == pays
            # Each trigger fires on its side of the turn, and there alone.
            fired = state(condition, Known(TODAY, {"requests_per_month": volume}, None)) == "fired"
            assert fired == (pays if approach == "prompting" else not pays)


amounts = st.integers(0, 10**6).map(D)
cents = st.integers(1, 10**4).map(lambda cents: D(cents) / 100)


once_and_monthly = st.tuples(amounts, amounts)


@given(cents, cents, once_and_monthly, once_and_monthly, st.integers(1, 60))
def test_the_volume_proposed_is_where_the_verdict_turns(
    dear: Decimal, cheap: Decimal, more: tuple[Decimal, Decimal], base: tuple[Decimal, Decimal], horizon: int
) -> None:
    upfront, monthly = base[0] + more[0], base[1] + more[1]
    assume(dear != cheap and any(more))
    prompt = Option(
        approach="prompting",
        input_tokens=D(1000),
        input_price=max(dear, cheap),
        other_upfront=base[0],
        other_monthly=base[1],
    )
    tuned = Option(
        approach="fine-tuning",
        input_tokens=D(1000),
        input_price=min(dear, cheap),
        other_upfront=upfront,
        other_monthly=monthly,
    )
    assert_turns_at(costs(prompt=prompt, tuned=tuned, horizon=horizon))


RETRAINED = TUNED.model_copy(update={"retrain_cost": D(4000), "other_monthly": D(1224)})


@pytest.mark.parametrize(("every", "horizon"), [(6, 12), (12, 12), (1, 12), (4, 24)])
def test_retraining_is_counted_into_the_volume(every: int, horizon: int) -> None:
    tuned = RETRAINED.model_copy(update={"retrain_every_months": D(every)})
    assert_turns_at(costs(prompt=PROMPT, tuned=tuned, horizon=horizon))


def test_retraining_of_the_baseline_is_counted_too() -> None:
    prompt = PROMPT.model_copy(update={"retrain_cost": D(600), "retrain_every_months": D(6)})
    tuned = RETRAINED.model_copy(update={"retrain_every_months": D(4)})
    assert_turns_at(costs(prompt=prompt, tuned=tuned))


@pytest.mark.parametrize(("every", "horizon"), [(5, 12), (7, 12), (13, 12), (6, 17)])
def test_only_retrainings_that_fall_due_are_counted_into_the_volume(every: int, horizon: int) -> None:
    tuned = RETRAINED.model_copy(update={"retrain_every_months": D(every)})
    assert_turns_at(costs(prompt=PROMPT, tuned=tuned, horizon=horizon))


def cost_limit(prompt: str, tuned: str) -> tuple[str | None, bool]:
    """The cost trigger for options at these costs a month, and whether it is fired at once."""
    options = {
        "prompt": Option(approach="prompting", other_monthly=D(prompt)),
        "tuned": Option(approach="fine-tuning", other_monthly=D(tuned)),
    }
    decision = made(approach="fine-tuning", costs=costs(1, **options))
    proposals = cost_proposals(decision, compare(decision.costs), "fine-tuning")
    found = [proposal.when for proposal in proposals if proposal.id == "cost"]
    if not found:
        return None, False
    known = Known(TODAY, own_values(decision, TODAY), None)
    return found[0], state(parse_trigger(found[0]), known) == "fired"


@pytest.mark.parametrize(
    ("prompt", "tuned", "when"),
    [
        ("2700", "360", "cost_per_month > 2700"),
        ("9.1234", "9", "cost_per_month > 9.1234"),
        ("2700", "2700", None),
        ("2700", "2701", None),
    ],
)
def test_the_cost_of_what_was_replaced_is_the_limit(prompt: str, tuned: str, when: str | None) -> None:
    assert cost_limit(prompt, tuned) == (when, False)


@pytest.mark.parametrize(("prompt", "tuned"), [("10.49", "10.4"), ("0.00004", "0.00001"), ("2700.4", "2700.3")])
def test_a_cost_trigger_is_not_fired_while_the_option_is_cheaper(prompt: str, tuned: str) -> None:
    assert not cost_limit(prompt, tuned)[1]


@pytest.mark.parametrize(
    ("prompt", "tuned"),
    [
        ({"input_tokens": D(1), "input_price": D(1)}, {"other_upfront": D("1e18"), "input_price": D("0.1")}),
        ({"input_tokens": D("1e18"), "input_price": D("1e9")}, {"input_tokens": D(1), "input_price": D(1)}),
    ],
)
def test_figures_at_the_far_end_still_make_triggers_that_can_be_read(
    prompt: dict[str, Decimal], tuned: dict[str, Decimal]
) -> None:
    case = costs(
        prompt=Option(approach="prompting", **prompt),
        tuned=Option(approach="fine-tuning", **{"input_tokens": D(1), **tuned}),
    )
    decision = made(approach="fine-tuning", costs=case)
    for proposal in propose(decision, CLASSIC, compare(case), TODAY):
        parse_trigger(proposal.when)


def test_a_question_called_like_a_cost_trigger_does_not_hide_it() -> None:
    data = {
        "name": "own",
        "start": "cost",
        "question": {
            "cost": {
                "text": "Cheap?",
                "answer": {
                    "yes": {"outcome": "tune", "trigger": "cost_per_month > 99"},
                    "no": {"outcome": "stay"},
                },
            }
        },
        "outcome": {
            "tune": {"approach": "fine-tuning", "headline": "Tune"},
            "stay": {"approach": "prompting", "headline": "Stay"},
        },
    }
    decision = Decision(costs=costs(), flow=Flow(name="own", answer={"cost": Answer(answer="yes")}))
    found = propose(decision, load_flow(data), compare(decision.costs), TODAY)
    assert len({proposal.id for proposal in found}) == len(found)


@pytest.mark.parametrize("said", list(product(["yes", "no"], repeat=4)))
def test_the_same_limit_is_proposed_once(said: tuple[str, ...]) -> None:
    case = costs(prompt=PROMPT, tuned=TUNED.model_copy(update={"other_upfront": D("0.0234") * 10_000 * 12}))
    found = propose(made(" ".join(said), costs=case), CLASSIC, compare(case), TODAY)
    assert len({proposal.when for proposal in found}) == len(found)


@pytest.mark.parametrize(("reached", "proposed"), [("0.92", True), ("0.90", True), ("0.89", False), (None, True)])
def test_the_accuracy_that_is_needed_is_watched_unless_it_is_missed_today(reached: str | None, proposed: bool) -> None:
    values = {} if reached is None else {"accuracy": D(reached)}
    decision = Decision(metric={"accuracy": Metric(target=D("0.90"))})
    found = target_proposals(decision, values)
    assert [proposal.when for proposal in found] == (["accuracy < 0.9"] if proposed else [])
    assert target_proposals(Decision(), values) == []
