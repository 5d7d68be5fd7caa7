"""What a record still holds of an earlier verdict is pointed out."""

from __future__ import annotations

from datetime import date

from tests.core.made import PROMPT
from workbench.core.advice.misfits import misfits
from workbench.core.advice.vetoes import Veto
from workbench.core.approaches import TRAINING
from workbench.core.inputs import Costs
from workbench.core.record.decision import Alternative, Decision, Trigger

TRIGGERS = {
    "volume": Trigger(when="requests_per_month < 4286", then="prompting"),
    "retirement": Trigger(when="days_to_retirement < 90"),
    "examples": Trigger(when="labelled_examples >= 500", then="fine-tuning"),
    "own": Trigger(when="whenever we like", then="reopen"),
}
INSTEAD = {"prompting": Alternative(rejected_because="stuck at 0.78"), "rag": Alternative()}
RECORD = Decision(trigger=TRIGGERS, alternative=INSTEAD)


def test_what_leads_where_it_is_or_watches_what_is_not_there_no_longer_fits() -> None:
    assert {misfit.path: misfit.text for misfit in misfits(RECORD, "prompting")} == {
        ("trigger", "volume"): "trigger volume switches to prompting, which is in force already",
        ("trigger", "retirement"): (
            "trigger retirement watches until when a model is there, and prompting has none that goes"
        ),
        ("alternative", "prompting"): "prompting stands among what was not taken, and is in force",
    }
    assert [misfit.path for misfit in misfits(RECORD, "fine-tuning")] == [("trigger", "examples")]


def test_a_model_with_a_date_may_be_watched_whatever_is_in_force() -> None:
    option = PROMPT.model_copy(update={"available_until": date(2027, 6, 1)})
    dated = RECORD.model_copy(update={"costs": Costs(option={"prompt": option})})
    assert ("trigger", "retirement") not in {misfit.path for misfit in misfits(dated, "prompting")}


def test_a_trigger_that_leads_to_what_is_ruled_out_is_told_with_the_veto() -> None:
    ruled = (Veto("no training data: 0 labelled examples", TRAINING, "prompting"),)
    found = {misfit.path: misfit.text for misfit in misfits(RECORD, "rag", ruled)}
    assert found[("trigger", "examples")] == (
        "trigger examples switches to fine-tuning, which is ruled out: no training data: 0 labelled examples"
    )
    assert misfits(RECORD, "undecided", ruled) == ()


def test_a_method_of_training_does_not_fit_what_trains_nothing() -> None:
    record = Decision(method="lora")
    assert [(one.path, one.text, one.short) for one in misfits(record, "rag")] == [
        (("method",), "method lora is of a training, and rag trains nothing", "rag trains nothing")
    ]
    assert misfits(record, "fine-tuning") == misfits(record, "rag+fine-tuning") == ()
