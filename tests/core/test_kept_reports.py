"""What the kept reports on data and size say of training, and that they say nothing of anything else."""

from __future__ import annotations

import pytest

from tests.core.made import TODAY, D
from tests.core.test_advice_laws import GUIDED, TO_TRAINING, made
from workbench.core.advice.verdict import advise
from workbench.core.costs.comparison import compare
from workbench.core.record.decision import Score

SIZE = {
    "method": "lora", "model": "Llama-2-7B",
    "lora": {"low": 14_000_000_000, "expected": 16_400_000_000, "high": 20_000_000_000},
}  # fmt: skip


def told(evidence: dict[str, dict[str, object]], **values: object) -> dict[str, list[str]]:
    decision = made({**TO_TRAINING}, evidence=evidence, score=Score(labelled_examples=D(612)), **values)
    found = advise(decision, GUIDED, compare(decision.costs, TODAY), TODAY)
    parts = {"because": found.because, "against": found.against, "missing": found.missing, "notes": found.notes}
    return {name: [reason.text for reason in reasons] for name, reasons in parts.items()}


@pytest.mark.parametrize(
    ("evidence", "part", "text"),
    [
        (
            {"dataset": {"rows": 612, "usable": 40, "verdict": "too few"}},
            "against",
            "the data report calls its usable examples too few: 40",
        ),
        (
            {"dataset": {"rows": 612, "to_mend": 5, "verdict": "mend first"}},
            "missing",
            "mend the training data first: 5 of 612 rows",
        ),
        (
            {"dataset": {"rows": 612, "overlap": 3, "verdict": "mend first"}},
            "missing",
            "3 training rows also held out: take them out of one file",
        ),
        (
            {"dataset": {"rows": 612, "complete": False}},
            "missing",
            "the data report was stopped before the end of its file: read it again",
        ),
        (
            {"size": {**SIZE, "card_gb": 12}},
            "against",
            "LoRA on Llama-2-7B needs 16.4 GB, the card has 12",
        ),
        (
            {"size": {**SIZE, "card_gb": 18}},
            "notes",
            "LoRA on Llama-2-7B is tight on the card: 16.4 GB expected, up to 20, 18 at hand",
        ),
    ],
)
def test_what_a_report_says_of_training(evidence: dict[str, dict[str, object]], part: str, text: str) -> None:
    assert text in told(evidence)[part]
    other = told(evidence, approach="prompting")
    assert not any(text in texts for texts in other.values()), "it is about training"


@pytest.mark.parametrize(
    "size", [{**SIZE, "card_gb": 24}, SIZE, {**SIZE, "card_gb": 12, "lora": "much"}, {"card_gb": 1}]
)
def test_a_size_that_fits_or_names_no_card_or_cannot_be_read_says_nothing(size: dict[str, object]) -> None:
    assert told({"size": size}) == told({})


def test_the_size_of_another_method_than_the_record_takes_says_nothing() -> None:
    small = {"size": {**SIZE, "card_gb": 12}}
    assert told(small, method="qlora") == told({}, method="qlora")
    assert told(small, method="hosted") == told({}, method="hosted")
    assert told(small, method="lora") != told({}, method="lora")
