"""What speaks for an approach, what against it, and what is missing: sentences with the place they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.core.advice.answer_reasons import (
    PLACES,
    argued,
    asks_for,
    contradictions,
    evidence,
    known_after_all,
    said_by,
    unclear_evidence,
)
from workbench.core.advice.case import Case, Reason
from workbench.core.advice.constraints import broken, too_late, unmeasured
from workbench.core.advice.duels import duels, neither
from workbench.core.advice.measured import Best, best, others_that_reach
from workbench.core.advice.vetoes import LEAST_DAYS, Place
from workbench.core.amounts import point
from workbench.core.approaches import TRAINING, said_for, says_tuned
from workbench.core.costs.comparison import Figures, empty, notes_of
from workbench.core.costs.words import pays_when
from workbench.core.figures import money, number, ratio
from workbench.core.flows.flowchart import Question
from workbench.core.known.compared import comparison_kept, open_points
from workbench.core.known.facts import target
from workbench.core.known.kept_reports import against_training, before_training, tight
from workbench.core.record.decision import Decision
from workbench.core.triggers import Known, OnMetric, state

_HOW: Mapping[str, tuple[str, Place]] = {
    "labelled_examples": ("count the labelled examples", "Scorecard"),
    "requests_per_month": ("enter the requests a month", "Costs"),
    "accuracy_margin": ("enter the target of the metric accuracy and what the prompt reaches", "Evidence"),
    "prompt_plateau": ("enter the accuracy of two versions of the prompt", "Evidence"),
    "days_past_horizon": ("enter until when the model is available", "Costs"),
}
"""How a figure that would bear out an answer is got."""
_SOON = LEAST_DAYS * 11 // 10
"""Days from which on a model's end is near, as a trigger on it would be."""


def because(case: Case) -> tuple[Reason, ...]:
    """Return what speaks for the approach, what was measured first, then the answers, what decided it last first."""
    told = _reached(case, good=True)
    lead = (*told, *_duels(case, good=True), *_pays(case))
    return (*lead, *_answers(case, told, agrees=True), *_time(case), *_card(case, agrees=True))


def against(case: Case) -> tuple[Reason, ...]:
    """Return what speaks against the approach, limits that it breaks first; vetoes stand for themselves."""
    measured = _reached(case, good=False)
    return (
        *limits(case),
        *_contradictions(case),
        *measured,
        *_duels(case, good=False),
        *_others_reach(case),
        *_answers(case, measured, agrees=False),
        *_never(case),
        *_cheaper(case),
        *_goes_away(case),
        *_kept(case, against_training),
        *_card(case, agrees=False),
    )


def limits(case: Case) -> tuple[Reason, ...]:
    """Return the deadline, budget and latency that the approach cannot keep to."""
    kept_to = broken(case.decision, case.option, case.approach, case.examples, case.comparison, case.day)
    return tuple(Reason(text, "Record") for text in kept_to)


def missing(case: Case) -> tuple[Reason, ...]:
    """Return what is not known yet and how to get it."""
    found = []
    if case.path.question is not None:
        found.append(Reason(f"answer: {case.path.question.short}{_proposed(case, case.path.question)}", "Questions"))
    elif known := known_after_all(case.path, case.facts):
        found += [Reason(f"answer: {s.question.short}{_proposed(case, s.question)}", "Questions") for s, _ in known]
    elif case.path.outcome is not None and case.path.outcome.approach == "undecided" and case.path.outcome.text:
        found.append(Reason(case.path.outcome.text.rstrip("."), "Questions"))
    found += [Reason(f"{f.name} {f.reason}", "Costs") for f in case.comparison.options if f.reason and _counts(case, f)]
    found += [Reason(text, "Costs") for text in unmeasured(case.decision, case.option) if case.approach != "undecided"]
    found += [Reason(text, "Evidence") for text in open_points(case.decision, case.today)]
    found += _kept(case, before_training)
    return (*found, *_misnamed(case), *_unfounded(case))


def notes(case: Case) -> tuple[Reason, ...]:
    """Return what the figures assume, of the options that the verdict rests on, what weakens a measurement first."""
    costs, own = case.decision.costs, case.option
    names = costs.option if own is None else [name for name in costs.option if name in {own.name, costs.baseline_name}]
    return (
        *_caveat(case),
        *(Reason(note, "Costs") for note in notes_of(costs, case.today, names)),
        *_just_enough(case),
        *_compared(case),
        *_kept(case, tight),
    )


def _just_enough(case: Case) -> Iterator[Reason]:
    """Yield that no trigger on the accuracy is proposed where it would be near from the first day."""
    aim, found = target(case.decision), _best(case)
    if aim is not None and found is not None and found.reaches(aim):
        condition = OnMetric("accuracy", "<", aim)
        if state(condition, Known(case.today, {"accuracy": found.version.value}, None)) == "near":
            told = (
                f"{ratio(found.version.value)} is close to {ratio(aim)}: a trigger there would be near from the start"
            )
            yield Reason(told, "Evidence")


def _kept(case: Case, says: Callable[[Decision], Iterator[str]]) -> Iterator[Reason]:
    """Yield what the kept reports say of training, where that is argued for."""
    if case.approach in TRAINING:
        yield from (Reason(text, "Evidence") for text in says(case.decision))


def _caveat(case: Case) -> Iterator[Reason]:
    """Yield what the kept comparison says judged another way, where it is relied on as it is."""
    found = comparison_kept(case.decision, case.today)
    if found is not None and found.caveat and not any(doubt.startswith(found.caveat) for doubt in found.doubts):
        yield Reason(found.caveat, "Evidence")


def _compared(case: Case) -> Iterator[Reason]:
    for text in neither(case.decision, case.today, case.approach):
        yield Reason(text, "Evidence")


def _duels(case: Case, good: bool) -> Iterator[Reason]:
    """Yield what was measured to be better, or worse, than the approach that is argued for."""
    for duel in duels(case.decision, case.today):
        if case.approach in (duel.better_for if good else duel.worse_for):
            yield Reason(duel.won if good else duel.lost, "Evidence")


def _counts(case: Case, figures: Figures) -> bool:
    """Whether what an option needs is missed: something was typed into it, or into others and it is argued for."""
    if not empty(figures.option):
        return True
    others = [other for other in case.comparison.options if not empty(other.option)]
    return bool(others) and figures.option.approach == case.approach


def _answers(case: Case, measured: tuple[Reason, ...], agrees: bool) -> Iterator[Reason]:
    """Yield what the answers say; not again what was measured of the prompt, where it is the prompt that is judged."""
    margin = case.facts.get("accuracy_margin")
    for reason in argued(case, agrees):
        said_already = margin is not None and reason.text.endswith(f": {margin.figure}")
        if not (said_already and measured and case.approach == "prompting"):
            yield reason


def _contradictions(case: Case) -> Iterator[Reason]:
    outcome = case.path.outcome
    if outcome is not None and case.leads_elsewhere and outcome.approach != "undecided":
        yield Reason(f"the answers lead to: {outcome.headline}", "Questions")
    for step, fact in contradictions(case.path, case.facts):
        yield Reason(f"{step.question.short} {step.choice.said}, but {fact.text}", PLACES[fact.source])


def _best(case: Case) -> Best | None:
    return best(case.decision, case.comparison, case.approach, case.option)


def _reached(case: Case, good: bool) -> tuple[Reason, ...]:
    """Return whether the best that was measured of the approach reaches the target."""
    aim, found = target(case.decision), _best(case)
    if aim is None or found is None or found.reaches(aim) != good:
        return ()
    return (Reason(found.against(aim), found.place),)


def _others_reach(case: Case) -> Iterator[Reason]:
    """Yield what was measured of other approaches and reaches the target, where the own is not known to."""
    aim, own = target(case.decision), _best(case)
    if aim is None or case.approach == "undecided" or (own is not None and own.reaches(aim)):
        return
    for approach, found in others_that_reach(case.decision, case.comparison, case.approach):
        yield Reason(f"for {said_for({approach})}: {found.against(aim)}", found.place)


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


def _goes_away(case: Case) -> Iterator[Reason]:
    """Yield that the trained model goes away soon, where that is no veto yet."""
    last = None if case.option is None else case.option.option.available_until
    if case.option is None or last is None or case.approach not in TRAINING:
        return
    left = (last - case.today).days
    if left <= _SOON:
        when = f"for {left} days more" if left > 0 else "no more"
        yield Reason(f"the model of {case.option.name} is available until {last}, {when}", "Costs")


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
    total = f"{'+' if card.total > 0 else ''}{number(card.total, 0)} point{'' if abs(card.total) == 1 else 's'}"
    if card.total > 0 and card.recommendation == "prompting":
        if not agrees:
            yield Reason(f"the scorecard is vetoed, its {total} do not count", "Scorecard")
        return
    same = (card.recommendation == "fine-tuning") == (case.approach in TRAINING)
    if same == agrees:
        says = "says so too" if same else f"leans to {card.recommendation}"
        yield Reason(f"the scorecard {says}, {total}", "Scorecard")


def _proposed(case: Case, question: Question) -> str:
    """Return what evidence says about an open question."""
    said = evidence(question, case.facts)
    if said is None:
        return ""
    return f" {said[0].text}, which says {said_by(said[0], question.choices[said[1]])}"


def _misnamed(case: Case) -> Iterator[Reason]:
    """Yield the versions that count as prompts although their names speak of training."""
    for name, version in case.decision.accuracy.items():
        if version.kind == "prompt" and says_tuned(name):
            told = f'{name} counts as a version of the prompt: write kind = "fine-tuned" if it was trained'
            yield Reason(told, "Evidence")


def _unfounded(case: Case) -> Iterator[Reason]:
    """Yield how to get the figures that would bear out what was answered."""
    asked = set()
    for step in case.path.steps:
        name = asks_for(step.question)
        if name in _HOW and name not in case.facts and name not in asked:
            asked.add(name)
            how, place = _HOW[name]
            how = unclear_evidence(step.question, case.decision) or how
            yield Reason(f"no figure bears out “{step.question.short}”: {how}", place)
