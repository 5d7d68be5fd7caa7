"""What two people do on two branches, merged by plain git, with files that the program wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.store.made import TODAY, example
from tests.store.repo import Act, Edit, Repo, alone, through
from workbench.core.changes.differences import same
from workbench.core.changes.merge import merge
from workbench.core.inputs import Option
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Accuracy, Answer, Decision, Metric, Trigger, with_value, without
from workbench.store.decisions import open_decision, scan
from workbench.store.document import render, tidied
from workbench.store.journal import read_journal, write_entry
from workbench.store.layout import file_data
from workbench.store.resolving import settle, unfinished, write
from workbench.store.saving import save

D = Decimal
TUNED = ("costs", "option", "tuned 4.1")
PROMPTING = ("costs", "option", "prompting")


def start() -> Decision:
    return example(
        tags=("beta", "delta"),
        review_by=date(2027, 2, 1),
        rationale="It pays.\n\nIt stays.",
        trigger={
            "volume": Trigger(when="requests_per_month < 10000", then="prompting", because="under this"),
            "later": Trigger(when="after 180 days"),
        },
    )


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    alone(monkeypatch, tmp_path)
    return Repo.made(tmp_path / "repo", start())


def put(*path: str, value: Any) -> Edit:
    return lambda decision: with_value(decision, path, value)


def review(by: str) -> Act:
    entry = Entry(kind="review", at=datetime(2026, 12, 1, 9, tzinfo=UTC), by=by, verdict="keep")
    return lambda path: write_entry(path, entry)


EDITS: dict[str, tuple[Edit, Edit]] = {
    "tags that sort into different gaps": (
        put("tags", value=("alpha", "beta", "delta")),
        put("tags", value=("beta", "delta", "echo")),
    ),
    "title and status, which are neighbours": (put("title", value="New"), put("status", value="accepted")),
    "status and approach, which are neighbours": (put("status", value="accepted"), put("approach", value="rag")),
    "status and review_by": (put("status", value="accepted"), put("review_by", value=date(2027, 3, 1))),
    "decided and an author": (put("decided", value=TODAY.replace(day=1)), put("authors", value=("zoe", "adam", "eve"))),
    "two triggers": (
        put("trigger", "volume", "when", value="requests_per_month < 9000"),
        put("trigger", "later", "when", value="after 90 days"),
    ),
    "two keys of one trigger, which are neighbours": (
        put("trigger", "volume", "when", value="requests_per_month < 9000"),
        put("trigger", "volume", "then", value="rag"),
    ),
    "two paragraphs of the rationale": (
        put("rationale", value="It pays off.\n\nIt stays."),
        put("rationale", value="It pays.\n\nIt stays for long."),
    ),
    "two inputs of one option, which are neighbours": (
        put(*PROMPTING, "input_tokens", value=D(600)),
        put(*PROMPTING, "input_price", value=D(25)),
    ),
    "inputs of two options": (put(*PROMPTING, "input_price", value=D(25)), put(*TUNED, "input_price", value=D(2))),
    "an accuracy added and a trigger changed": (
        put("accuracy", "v3", value=Accuracy(value=D("0.8"))),
        put("trigger", "volume", "when", value="requests_per_month < 9000"),
    ),
    "a metric added and a trigger added": (
        put("metric", "cost", value=Metric(unit="USD")),
        put("trigger", "cost", value=Trigger(when="after 9 days")),
    ),
    "an option added and an accuracy added": (
        put("costs", "option", "rag", value=Option(approach="rag")),
        put("accuracy", "v3", value=Accuracy(value=D("0.8"))),
    ),
    "a trigger removed and a metric changed": (
        lambda decision: without(decision, ("trigger", "later")),
        put("metric", "accuracy", "target", value=D("0.95")),
    ),
    "an alternative explained and an answer noted": (
        put("alternative", "rag", "rejected_because", value="no corpus"),
        put("flow", "answer", "examples", "note", value="700"),
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_plain_git_merges(repo: Repo, case: str) -> None:
    ours, theirs = EDITS[case]
    before = open_decision(repo.path).decision
    assert repo.both(through(ours), through(theirs))
    wanted = merge(before, ours(before), theirs(before))
    assert wanted.conflicts == ()
    found = open_decision(repo.path).decision
    assert same(file_data(found), file_data(tidied(wanted.decision)))
    assert [entry.problem for entry in scan(repo.path.parent)] == [None]


def test_two_reviews_never_meet(repo: Repo) -> None:
    assert repo.both(review("ann"), review("bob"))
    assert sorted(entry.by for entry in read_journal(repo.path).entries) == ["ann", "bob"]


def test_a_title_and_a_review_never_meet(repo: Repo) -> None:
    assert repo.both(through(put("title", value="New")), review("bob"))
    assert open_decision(repo.path).decision.title == "New" and len(read_journal(repo.path).entries) == 1


def test_two_new_decisions_never_meet(repo: Repo) -> None:
    def new(token: str) -> Act:
        return lambda path: save(None, example(title="Other"), path.parent, TODAY, lambda: token)

    assert repo.both(new("0002"), new("0003"))
    assert len([entry for entry in scan(repo.path.parent) if entry.problem is None]) == 3


GAPS: dict[str, tuple[Edit, Edit]] = {
    "tags in one gap": (
        put("tags", value=("beta", "carol", "delta")),
        put("tags", value=("beta", "charlie", "delta")),
    ),
    "triggers at the end": (
        put("trigger", "a", value=Trigger(when="after 8 days")),
        put("trigger", "b", value=Trigger(when="after 9 days")),
    ),
    "accuracies at the end": (
        put("accuracy", "v3", value=Accuracy(value=D("0.8"))),
        put("accuracy", "v4", value=Accuracy(value=D("0.9"), kind="fine-tuned")),
    ),
    "answers": (
        put("flow", "answer", "q1", value=Answer(answer="yes")),
        put("flow", "answer", "q2", value=Answer(answer="no")),
    ),
    "keys of an option": (put(*PROMPTING, "output_tokens", value=D(9)), put(*PROMPTING, "cached_tokens", value=D(7))),
    "paragraphs at the end": (
        put("rationale", value="It pays.\n\nIt stays.\n\nOurs."),
        put("rationale", value="It pays.\n\nIt stays.\n\nTheirs."),
    ),
}


@pytest.mark.parametrize("case", GAPS)
def test_what_goes_into_one_gap_conflicts_in_git_and_is_resolved_unasked(repo: Repo, case: str) -> None:
    ours, theirs = GAPS[case]
    before = open_decision(repo.path).decision
    assert not repo.both(through(ours), through(theirs))
    merging = unfinished(repo.path)
    assert merging is not None
    merged = settle(merging.versions(), lambda *_: None)
    assert merged.conflicts == ()
    write(merging, merged.text)
    found = open_decision(repo.path)
    assert same(file_data(found.decision), file_data(tidied(merge(before, ours(before), theirs(before)).decision)))
    assert list(found.decision.accuracy) == list(merged.decision.accuracy)
    assert sorted(found.text.split("\n")) == sorted(render(merged.decision).split("\n"))
