"""What speaks for an approach, what against it, and what is missing: sentences with the place they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.amounts import point
from workbench.core.constraints import broken, too_late, unmeasured
from workbench.core.costs import Comparison, Figures
from workbench.core.decision import Decision
from workbench.core.evidence.accuracy import history
from workbench.core.facts import Fact, measured, target
from workbench.core.figures import money, number, ratio
from workbench.core.flow import UNKNOWN, Question, Step, Walk, finding
from workbench.core.scorecard import Scorecard
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.core.vetoes import TRAINING, Place
from workbench.core.words import pays_when

_PLACES: Mapping[str, Place] = {
    "costs": "Costs", "accuracy": "Evidence", "dataset": "Evidence", "person": "Scorecard",
}  # fmt: skip
_HOW: Mapping[str, tuple[str, Place]] = {
    "labelled_examples": ("count the labelled examples", "Scorecard"),
    "requests_per_month": ("enter the requests a month", "Costs"),
    "accuracy_margin": ("enter the target of the metric accuracy and what the prompt reaches", "Evidence"),
    "prompt_plateau": ("enter the accuracy of two versions of the prompt", "Evidence"),
    "days_past_horizon": ("enter until when the model is available", "Costs"),
}
"""How a figure that would bear out an answer is got."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the verdict, without its full stop, and what it comes from; an answer names its `question`."""

    text: str
    place: Place
    question: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a verdict is argued from.

    Args:
        approach: What is argued for: as recorded, else as advised.
        option: The cost option that stands for it; None where there is none.
        day: The day deadlines are counted from: of the decision, else today.
    """

    decision: Decision
    path: Walk
    comparison: Comparison
    facts: Mapping[str, Fact]
    card: Scorecard
    approach: str
    option: Figures | None
    day: date

    @property
    def examples(self) -> Decimal | None:
        """Labelled examples, where known."""
        fact = self.facts.get("labelled_examples")
        return None if fact is None else fact.value


def because(case: Case) -> tuple[Reason, ...]:
    """Return what speaks for the approach, what decided it last first."""
    return (*_reaches(case, good=True), *_pays(case), *_path(case), *_time(case), *_card(case, agrees=True))


def against(case: Case) -> tuple[Reason, ...]:
    """Return what speaks against the approach; vetoes stand for themselves."""
    kept_to = broken(case.decision, case.option, case.approach, case.examples, case.comparison, case.day)
    return (
        *_contradictions(case),
        *(Reason(text, "Record") for text in kept_to),
        *_never(case),
        *_reaches(case, good=False),
        *_cheaper(case),
        *_card(case, agrees=False),
        *(Reason(note, "Costs") for note in case.comparison.notes),
    )


def missing(case: Case) -> tuple[Reason, ...]:
    """Return what is not known yet and how to get it."""
    found = []
    if case.path.question is not None:
        found.append(Reason(f"answer: {case.path.question.short}{_proposed(case)}", "Questions"))
    elif case.path.outcome is not None and case.path.outcome.approach == "undecided" and case.path.outcome.text:
        found.append(Reason(case.path.outcome.text.rstrip("."), "Questions"))
    found += [Reason(f"{option.name} {option.reason}", "Costs") for option in case.comparison.options if option.reason]
    found += [Reason(text, "Costs") for text in unmeasured(case.decision, case.option) if case.approach != "undecided"]
    return (*found, *_unfounded(case))


def evidence(question: Question, facts: Mapping[str, Fact]) -> tuple[Fact, str] | None:
    """Return the fact that bears on a question, and the id of the answer it implies; None where there is none."""
    said = finding(question, {name: fact.value for name, fact in facts.items()})
    return None if said is None else (facts[said.metric], said.answer)


def borne_out(path: Walk, facts: Mapping[str, Fact]) -> int:
    """Return how many answers on the path a fact bears out."""
    found = [(step, evidence(step.question, facts)) for step in path.steps]
    return sum(said is not None and said[1] == step.choice.id for step, said in found)


def contradictions(path: Walk, facts: Mapping[str, Fact]) -> list[tuple[Step, Fact]]:
    """Return the answers on the path that a fact contradicts; one not known is no contradiction."""
    found = [(step, evidence(step.question, facts)) for step in path.steps if step.choice.id != UNKNOWN]
    return [(step, said[0]) for step, said in found if said is not None and said[1] != step.choice.id]


def _path(case: Case) -> Iterator[Reason]:
    """Yield what the answers say, the last one first; with the figure that bears it out.

    Nothing where they lead elsewhere: they argue for that.
    """
    outcome = case.path.outcome
    if outcome is not None and outcome.approach != case.approach:
        return
    for step in reversed(case.path.steps):
        text = step.choice.reason or f"{step.question.short} {step.choice.said}"
        said = evidence(step.question, case.facts)
        if said is not None and said[1] == step.choice.id:
            yield Reason(f"{text}: {said[0].figure}", _PLACES[said[0].source])
        else:
            yield Reason(text, "Questions", step.question.id)


def _contradictions(case: Case) -> Iterator[Reason]:
    outcome = case.path.outcome
    if outcome is not None and outcome.approach != case.approach and outcome.approach != "undecided":
        yield Reason(f"the answers lead to: {outcome.headline}", "Questions")
    for step, fact in contradictions(case.path, case.facts):
        yield Reason(f"{step.question.short} {step.choice.said}, but {fact.text}", _PLACES[fact.source])


def _reaches(case: Case, good: bool) -> Iterator[Reason]:
    """Yield whether what was chosen reaches the target, by its own accuracy or the last that was measured."""
    aim = target(case.decision)
    if aim is None or case.approach == "undecided":
        return
    name, value, place = "", None, "Costs"
    if case.option is not None and case.option.option.accuracy is not None:
        name, value = case.option.name, point(case.option.option.accuracy)
    elif case.approach in TRAINING:
        measured = [(n, a.value) for n, a in case.decision.accuracy.items() if a.kind == "fine-tuned" and a.value]
        if measured:
            name, value, place = measured[-1][0], point(measured[-1][1]), "Evidence"
    if value is None or (value >= aim) != good:
        return
    verb = "reaches" if good else "reaches only"
    yield Reason(f"{name} {verb} {ratio(value)}, {ratio(aim)} is needed", place)  # type: ignore[arg-type]


def _pays(case: Case) -> Iterator[Reason]:
    option = case.option
    if option is not None and option.versus is not None and option.versus.verdict == "pays":
        verb = "pays" if option.versus.break_even_months else "is"
        told = pays_when(option)
        yield Reason(f"{option.name} {told}" if told == "costs the same" else f"{option.name} {verb} {told}", "Costs")


def _never(case: Case) -> Iterator[Reason]:
    option = case.option
    if option is not None and option.versus is not None and option.versus.verdict in {"never", "after-horizon"}:
        yield Reason(f"{option.name}: {option.versus.reason}", "Costs")


def _cheaper(case: Case) -> Iterator[Reason]:
    option = case.option
    if option is None or option.monthly is None or option.total is None:
        return
    for other in case.comparison.options:
        if other.monthly is not None and other.total is not None and other.total < option.total:
            yield Reason(
                f"{other.name} costs {money(other.monthly, case.comparison.currency)} a month{_scores(other)}", "Costs"
            )


def _scores(option: Figures) -> str:
    return "" if option.option.accuracy is None else f", accuracy {ratio(point(option.option.accuracy))}"


def _time(case: Case) -> Iterator[Reason]:
    """Yield that training would come too late, where something else is argued for."""
    if case.approach not in {*TRAINING, "undecided"}:
        late = too_late(case.decision.constraints, "fine-tuning", case.examples, case.day)
        own = too_late(case.decision.constraints, case.approach, case.examples, case.day)
        if late and not own:
            yield Reason(f"training is too slow {late}", "Record")


def _card(case: Case, agrees: bool) -> Iterator[Reason]:
    """Yield what the scorecard leans to, where it is filled in so far that the rest could not turn it."""
    card = case.card
    if not card.known or not card.settled or case.approach == "undecided":
        return
    total = f"{'+' if card.total > 0 else ''}{number(card.total, 0)} points"
    if card.total > 0 and card.recommendation == "prompting":
        if not agrees:
            yield Reason(f"the scorecard is vetoed, its {total} do not count", "Scorecard")
        return
    same = (card.recommendation == "fine-tuning") == (case.approach in TRAINING)
    if same == agrees:
        says = "says so too" if same else f"leans to {card.recommendation}"
        yield Reason(f"the scorecard {says}, {total}", "Scorecard")


def _proposed(case: Case) -> str:
    """Return what evidence says about the open question."""
    question = case.path.question
    said = None if question is None else evidence(question, case.facts)
    if question is None or said is None:
        return ""
    return f" {said[0].text}, which says {question.choices[said[1]].said}"


def _unfounded(case: Case) -> Iterator[Reason]:
    """Yield how to get the figures that would bear out what was answered."""
    asked = set()
    for step in case.path.steps:
        name = _asks_for(step.question)
        if name in _HOW and name not in case.facts and name not in asked:
            asked.add(name)
            how, place = _HOW[name]
            if name == "prompt_plateau" and (told := _unclear(case.decision)):
                how = told
            yield Reason(f"no figure bears out “{step.question.short}”: {how}", place)


def _asks_for(question: Question) -> str:
    if question.evidence is None:
        return ""
    if question.kind == "number":
        return question.evidence
    condition = parse_trigger(question.evidence)
    return condition.metric if isinstance(condition, OnMetric) else ""


def _unclear(decision: Decision) -> str:
    found = history(measured(decision, "prompt"))
    return found.reason if found.verdict == "unclear" else ""
