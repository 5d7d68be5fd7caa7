"""The scorecard: article A's examples, its known flaws kept out, points and cuts of one's own, the smallest flip."""

from __future__ import annotations

from decimal import Decimal
from math import gcd
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import D
from workbench.core.advice.scorecard import FACTORS, Scorecard, flip_text, known_elsewhere, margin_text, scorecard
from workbench.core.advice.vetoes import Veto
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs
from workbench.core.record.decision import Accuracy, Decision, Score

NO_DATA = Veto("no training data: 0 labelled examples", TRAINING, "prompting", "labelled_examples")
GONE = Veto("the base model of tuned is gone", TRAINING, "undecided")
FACTS = Veto("the gap is facts", frozenset({"fine-tuning"}), "rag")


def card(accuracy: str, examples: int, daily: int, exact: bool, special: bool, *vetoes: Veto, **more: Any) -> Scorecard:
    score = Score(
        prompt_accuracy=D(accuracy), labelled_examples=D(examples), requests_per_day=D(daily), exact_format=exact,
        specialised_domain=special, **more,
    )  # fmt: skip
    return scorecard(score, vetoes)


@pytest.mark.parametrize(
    ("found", "total", "says"),
    [(card("0.95", 50, 100, False, False), -5, "prompting"), (card("0.7", 5000, 50_000, True, True), 8, "fine-tuning")],
)
def test_the_two_examples_of_the_article(found: Scorecard, total: int, says: str) -> None:
    assert (found.total, found.recommendation) == (D(total), says)


def test_the_cuts_are_where_the_article_has_them() -> None:
    at = card("0.90", 100, 10_000, False, False)
    under = card("0.899", 99, 9_999, False, False)
    assert [line.points for line in at.lines] == [D(-2), D(1), D(2), D(0), D(0)]
    assert [line.points for line in under.lines] == [D(2), D(-2), D(-1), D(0), D(0)]


def test_zero_examples_can_reach_a_total_for_training_and_are_vetoed() -> None:
    found = card("0.7", 0, 50_000, True, False, NO_DATA)
    assert (found.total, found.recommendation) == (D(4), "prompting")
    assert found.flip is not None
    assert (found.flip.factor.name, found.flip.to, found.flip.recommendation) == (
        "labelled_examples",
        D(100),
        "fine-tuning",
    )


@pytest.mark.parametrize("veto", [GONE, FACTS])
def test_a_veto_from_elsewhere_is_not_flipped_by_a_factor(veto: Veto) -> None:
    found = card("0.7", 5000, 50_000, True, True, veto)
    assert (found.total, found.recommendation, found.flip) == (D(8), "prompting", None)


def test_the_smallest_flip_is_the_nearest_cut() -> None:
    found = card("0.899", 5000, 100, False, False)
    assert found.total == D(2)
    assert found.flip is not None
    assert (found.flip.factor.name, found.flip.total, found.flip.recommendation) == (
        "prompt_accuracy",
        D(-2),
        "prompting",
    )
    assert flip_text(found.flip) == "prompt accuracy 0.9 or more (now 0.899)"
    below = card("0.91", 400, 5_000, True, False).flip
    assert below is not None and flip_text(below) == "prompt accuracy under 0.9 (now 0.91)"


def test_cuts_and_points_of_ones_own_count() -> None:
    own = card("0.85", 300, 100, False, False, cut_prompt_accuracy=D("0.8"), cut_labelled_examples=D(500))
    assert [line.points for line in own.lines][:2] == [D(-2), D(-2)]
    heavy = card("0.95", 50, 100, True, False, points_exact_format=D(9))
    assert (heavy.total, heavy.recommendation) == (D(4), "fine-tuning")
    light = card("0.95", 50, 100, True, False, points_without_labelled_examples=D(0))
    assert light.total == D(-1)


def test_what_is_not_known_counts_nothing_and_is_named() -> None:
    empty = scorecard(Score())
    assert (empty.total, empty.recommendation, empty.known, empty.settled) == (D(0), "prompting", False, False)
    assert [factor.name for factor in empty.missing] == [factor.name for factor in FACTORS]
    assert empty.flip is None
    some = scorecard(Score(prompt_accuracy=D("0.7")))
    assert some.known and some.total == D(2) and not some.settled
    most = scorecard(Score(prompt_accuracy=D("0.7"), exact_format=True))
    assert most.settled, "the worst of the rest leaves one point"


scores = st.builds(
    Score,
    prompt_accuracy=st.one_of(st.none(), st.integers(0, 100).map(lambda share: D(share) / 100)),
    labelled_examples=st.one_of(st.none(), st.integers(0, 1000).map(D)),
    requests_per_day=st.one_of(st.none(), st.integers(0, 30_000).map(D)),
    exact_format=st.one_of(st.none(), st.booleans()),
    specialised_domain=st.one_of(st.none(), st.booleans()),
    points_exact_format=st.one_of(st.none(), st.integers(-9, 9).map(D)),
    cut_prompt_accuracy=st.one_of(st.none(), st.integers(0, 100).map(lambda share: D(share) / 100)),
)
some_vetoes = st.lists(st.sampled_from([NO_DATA, GONE, FACTS]), max_size=2, unique=True)


@given(scores, some_vetoes)
def test_the_total_is_the_sum_and_a_veto_always_wins(score: Score, vetoes: list[Veto]) -> None:
    found = scorecard(score, vetoes)
    assert found.total == sum((line.points for line in found.lines if line.points is not None), Decimal(0))
    assert found.recommendation == ("fine-tuning" if found.total > 0 and not vetoes else "prompting")


@given(scores)
def test_making_the_smallest_flip_turns_the_card(score: Score) -> None:
    found = scorecard(score)
    if found.flip is None:
        return
    flip = found.flip
    to = flip.to - Decimal("0.000001") if flip.below and not isinstance(flip.to, bool) else flip.to
    turned = scorecard(score.model_copy(update={flip.factor.name: to}))
    assert turned.recommendation == flip.recommendation != found.recommendation
    assert turned.total == flip.total


@given(scores)
def test_no_fewer_points_than_the_margin_turn_the_card(score: Score) -> None:
    found = scorecard(score)
    assert found.margin > 0
    turned = found.total - found.margin if found.total > 0 else found.total + found.margin
    assert (turned > 0) != (found.total > 0)
    points = [points for line in found.lines for points in (line.factor.met, line.factor.unmet)]
    step = gcd(*map(int, points))
    short = turned + step if found.total > 0 else turned - step
    assert (short > 0) == (found.total > 0), "one step less does not"


def test_points_in_halves_turn_by_a_half() -> None:
    found = card("0.95", 50, 100, False, False, points_without_requests_per_day=D("-1.5"))
    assert (found.total, found.margin) == (D("-5.5"), D("6.0"))
    assert margin_text(card("0.95", 5000, 100, True, False)) == "1 point from turning"
    assert margin_text(card("0.7", 5000, 50_000, True, True, FACTS)) == "vetoed, whatever the points"


def test_what_the_record_holds_elsewhere_fills_the_card_and_says_where_it_is_from() -> None:
    decision = Decision(
        accuracy={"v1": Accuracy(value=D("0.78"))},
        costs=Costs(requests_per_month=D(299_999)),
        evidence={"dataset": {"rows": 650}},
        score=Score(exact_format=True),
    )
    known = known_elsewhere(decision, compare(decision.costs))
    found = scorecard(decision.score, (), known)
    told = {line.factor.name: (line.value, line.source) for line in found.lines}
    assert told["prompt_accuracy"] == (D("0.78"), "from the accuracy history")
    assert told["labelled_examples"] == (D(650), "from the data report")
    assert told["requests_per_day"] == (D(9_999), "from Costs"), "under 10,000 a day stays under"
    assert told["exact_format"] == (True, "")
    assert [factor.name for factor in found.missing] == ["specialised_domain"]
    typed = scorecard(Score(prompt_accuracy=D("0.95")), (), known)
    assert (typed.lines[0].value, typed.lines[0].source) == (D("0.95"), ""), "what is typed counts"
