"""What was read for a decision that another one replaces: when it counts there, and when no more."""

from __future__ import annotations

from datetime import date

from tests.core.made import D
from tests.core.test_standing import made, read
from workbench.core.log.handed_down import handed_down, with_handed_down
from workbench.core.log.journal import Entry
from workbench.core.log.standing import TriggerStanding, standing_of
from workbench.core.log.summary import Summary, summarize
from workbench.core.record.decision import Accuracy

TODAY = date(2026, 11, 23)


def known(*summaries: Summary) -> dict[str, Summary]:
    return {one.id: one for one in summaries}


def old(id: str = "old", *entries: Entry, when: str = "days_left < 90", **more: object) -> Summary:
    return summarize(made(when, id=id, **more), TODAY, entries)


def new(
    *entries: Entry, when: str = "days_left < 90", supersedes: tuple[str, ...] = ("old",), **more: object
) -> Summary:
    return summarize(made(when, id="new", supersedes=supersedes, decided=TODAY, **more), TODAY, entries)


def stands(summary: Summary, *before: Summary) -> TriggerStanding:
    return standing_of(with_handed_down(summary, TODAY, known(*before).get), TODAY).triggers[0]


def test_the_latest_reading_of_what_is_replaced_counts() -> None:
    found = stands(new(), old("old", read(3, days_left="60"), read(1, days_left="120")))
    assert (found.state, found.value, found.read_on) == ("fired", 60, date(2026, 6, 4))
    assert found.source == "a reading for what this replaces"


def test_a_reading_of_its_own_ends_that() -> None:
    found = stands(new(read(2, days_left="200")), old("old", read(3, days_left="60")))
    assert (found.state, found.value, found.source) == ("holds", 200, "a reading")


def test_what_no_trigger_asks_about_is_not_handed_down() -> None:
    assert handed_down(new(), TODAY, known(old("old", read(3, satisfied="0.5"))).get) == []


def test_what_was_replaced_by_what_is_replaced_counts_too_and_a_circle_ends() -> None:
    middle = old("old", supersedes=("older",))
    assert stands(new(), middle, old("older", read(3, days_left="60"), supersedes=("new", "old", "gone"))).value == 60


def test_a_figure_that_was_measured_anew_is_not_overruled() -> None:
    def measured(value: str) -> dict[str, Accuracy]:
        return {"v1": Accuracy(value=D(value), cases=200)}

    when = "accuracy < 0.90"
    # It was read before the new one was decided, and its figure is the one that the reading overtook.
    before = old("old", read(10, accuracy="0.86"), when=when, approach="prompting", accuracy=measured("0.92"))
    copied = new(when=when, approach="prompting", accuracy=measured("0.92"))
    anew = new(when=when, approach="prompting", accuracy=measured("0.95"))
    assert copied.own.values and before.own.values, "the records know an accuracy of their own"
    assert (stands(copied, before).state, stands(copied, before).value) == ("fired", D("0.86"))
    assert (stands(anew, before).state, stands(anew, before).value) == ("holds", D("0.95"))
