"""A summary says the same about where a decision stands as the decision itself, whatever the day."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import TODAY, decision_state
from workbench.core.inputs import Costs, Option
from workbench.core.known.metrics import own_figures, own_values
from workbench.core.log.journal import VERDICTS, Entry
from workbench.core.log.standing import standing, standing_of, state_of
from workbench.core.log.summary import summarize
from workbench.core.record.decision import Decision, Metric, Trigger
from workbench.core.record.status import STATUSES
from workbench.core.triggers import KNOWN_METRICS

days = st.dates(TODAY - timedelta(400), TODAY + timedelta(400))
whens = st.one_of(
    st.builds(
        "{} {} {}{}".format,
        st.sampled_from([*KNOWN_METRICS, "tuned_input_price", "satisfied"]),
        st.sampled_from(["<", ">="]),
        st.sampled_from(["0.5", "100", "20000"]),
        st.sampled_from(["", " for 2 readings"]),
    ),
    st.builds("on {}".format, days),
    st.builds("after {} days".format, st.integers(1, 300)),
    st.just("import os"),
)
options = st.builds(
    Option,
    approach=st.sampled_from(["prompting", "fine-tuning", "undecided"]),
    input_tokens=st.just(Decimal(500)),
    input_price=st.sampled_from([None, Decimal(3), Decimal(30)]),
    other_upfront=st.sampled_from([None, Decimal(1000)]),
    accuracy=st.sampled_from([None, Decimal("0.4"), Decimal("0.9")]),
    available_until=st.one_of(st.none(), days),
)
decisions = st.builds(
    Decision,
    status=st.sampled_from(STATUSES),
    approach=st.sampled_from(["prompting", "fine-tuning"]),
    decided=st.one_of(st.none(), days),
    review_by=st.one_of(st.none(), days),
    costs=st.builds(
        Costs,
        requests_per_month=st.sampled_from([None, Decimal(30_000)]),
        baseline=st.sampled_from([None, "prompt", "gone"]),
        option=st.dictionaries(st.sampled_from(["prompt", "tuned", "other"]), options, max_size=3),
    ),
    metric=st.dictionaries(
        st.sampled_from(["satisfied", "tuned_input_price"]),
        st.builds(Metric, stale_after_days=st.sampled_from([None, 30])),
        max_size=2,
    ),
    trigger=st.dictionaries(st.sampled_from("abc"), st.builds(Trigger, when=whens), max_size=3),
)
entries = st.lists(
    st.builds(
        Entry,
        kind=st.just("review"),
        at=days.map(lambda day: datetime.combine(day, time(12), UTC)),
        verdict=st.sampled_from([None, *VERDICTS]),
        review_by=st.one_of(st.none(), days),
        reading=st.dictionaries(st.sampled_from(["satisfied", "accuracy"]), st.just(Decimal("0.45")), max_size=2),
    ),
    max_size=4,
)


@given(decisions, entries, days, days)
def test_a_summary_stands_where_its_decision_does(
    decision: Decision, entries: list[Entry], made: date, today: date
) -> None:
    summary = summarize(decision, made, entries)
    if summary.own.day not in (None, today):
        summary = summarize(decision, today, entries)
    assert standing_of(summary, today) == standing(decision, entries, today)
    assert state_of(summary, today) == decision_state(decision, today, entries)


@given(decisions, days, days)
def test_own_figures_hold_for_the_day_they_name(decision: Decision, made: date, today: date) -> None:
    own = own_figures(decision, made)
    if own.day is None:
        assert own.on(today) == own_values(decision, today)
    assert own.on(made) == own_values(decision, made)


def test_only_what_triggers_ask_for_is_kept() -> None:
    decision = Decision(costs=Costs(requests_per_month=Decimal(5)), trigger={"a": Trigger(when="accuracy < 0.9")})
    assert summarize(decision, TODAY).own.values == {}


def test_where_a_summary_stands_is_told_without_the_models() -> None:
    code = "import sys; import workbench.core.log.standing; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
