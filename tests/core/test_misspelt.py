"""A metric that is nearly another one is asked about until somebody measures it or aims at it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbench.core.log.misspelt import misspelt
from workbench.core.record.decision import Decision, Metric, Trigger


def asking(when: str, **metrics: Metric) -> Decision:
    return Decision(trigger={"one": Trigger(when=when)}, metric=metrics)


@pytest.mark.parametrize(
    ("when", "near"),
    [
        ("acuracy < 0.78", "accuracy"),
        ("request_per_month < 8000", "requests_per_month"),
        ("accuracy < 0.78", ""),
        ("tickets_reopened > 40", ""),
        ("on 2027-01-14", ""),
        ("what a mess", ""),
    ],
)
def test_only_what_is_nearly_a_known_name_is_asked_about(when: str, near: str) -> None:
    assert misspelt(asking(when)).get("one", "") == near
    assert misspelt(asking(when, acuracy=Metric())).get("one", "") == near


def test_a_reading_a_target_or_a_source_makes_it_a_metric_of_its_own() -> None:
    when = "acuracy < 0.78"
    assert misspelt(asking(when), measured={"acuracy"}) == {}
    assert misspelt(asking(when, acuracy=Metric(target=Decimal("0.9")))) == {}
    assert misspelt(asking(when, acuracy=Metric(source="nightly eval"))) == {}


def test_it_may_be_nearly_a_metric_that_is_tracked_here() -> None:
    decision = asking("ticket_reopened > 40", tickets_reopened=Metric())
    assert misspelt(decision) == {"one": "tickets_reopened"}
