"""Made-up but realistic cases: what an experienced engineer would advise, and whether the workbench does."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from workbench.core.advice.proposals import propose
from workbench.core.advice.verdict import Verdict, advise
from workbench.core.costs.comparison import compare
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import Flowchart, shipped_flow_text
from workbench.core.record.decision import Decision, from_data

FILES = sorted((Path(__file__).parent.parent / "cases").glob("*.toml"))
SAVED = sorted((Path(__file__).parent.parent.parent / "saved").glob("2*.toml"))


def read(file: Path) -> tuple[dict[str, Any], Decision, Flowchart]:
    data = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    decision = from_data(data)
    return data.get("case", {}), decision, load_flow(tomllib.loads(shipped_flow_text(decision.flow.name)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_advised_as_an_experienced_engineer_would(file: Path) -> None:
    case, decision, flow = read(file)
    comparison = compare(decision.costs, case["day"])
    found: Verdict = advise(decision, flow, comparison, case["day"])
    assert found.advised == case["advise"]
    assert case["why"], "a case says why"
    if "headline" in case:
        assert found.advice == case["headline"]
    told = {
        "because": [reason.text for reason in found.because],
        "against": [reason.text for reason in found.against],
        "missing": [reason.text for reason in found.missing],
        "vetoes": [veto.text for veto in found.vetoes],
        "triggers": [proposal.when for proposal in propose(decision, flow, comparison, case["day"])],
    }
    for part, texts in told.items():
        for wanted in case.get(part, []):
            assert any(wanted in text for text in texts), f"{part}: {wanted} is not in {texts}"


def test_the_cases_cover_what_teams_meet() -> None:
    assert len(FILES) >= 10
    advised = {read(file)[0]["advise"] for file in FILES}
    assert advised >= {"prompting", "caching", "other-model", "rag", "fine-tuning", "rag+fine-tuning", "undecided"}


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
def test_saved_decisions_are_advised_as_their_teams_decided(file: Path) -> None:
    _, decision, flow = read(file)
    assert decision.decided is not None
    found = advise(decision, flow, compare(decision.costs, decision.decided), decision.decided)
    assert found.advised == decision.approach
    assert found.sign == "decided"
