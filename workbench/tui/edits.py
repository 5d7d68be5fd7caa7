"""Edits that panes ask the screen for, as functions from a decision to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.core.advice.answer_reasons import evidence
from workbench.core.advice.verdict import answered
from workbench.core.editing.session import Session, fresh
from workbench.core.editing.trigger_ids import id_base
from workbench.core.flows.flowchart import Flowchart
from workbench.core.inputs import APPROACHES, Option
from workbench.core.known.facts import Fact
from workbench.core.presets import PRESETS, load_preset
from workbench.core.record.decision import (
    Accuracy,
    Answer,
    Decision,
    Metric,
    Path,
    Trigger,
    get_value,
    renamed,
    with_value,
    without,
)
from workbench.core.record.limits import typed_trigger
from workbench.core.record.reading import meant
from workbench.core.text import clean_line, free_name
from workbench.core.triggers import KNOWN_METRICS, condition_of, parse_trigger
from workbench.errors import ValueProblem
from workbench.tui.panes.record import TriggerLine

_PRICE_PAGE = "the provider's price page"


def answer(decision: Decision, flow: Flowchart, known: Mapping[str, Fact], question: str, choice: str) -> Decision:
    """Return the decision with a question answered; its note stays.

    An answer that a figure of the record implies is kept with where that figure comes from.
    """
    note = get_value(decision, ("flow", "answer", question, "note")) or ""
    said = evidence(flow.questions[question], known)
    taken = flow.questions[question].choice(choice)
    confirmed = said is not None and taken is not None and said[1] == taken.id
    source = said[0].source if said is not None and confirmed else "person"
    return answered(decision, flow, question, Answer(answer=choice, note=note, source=source))


def toggled(session: Session, line: TriggerLine) -> Session:
    """Return the session with a trigger taken or left; one that is left stays listed as it was written."""
    left = {id: trigger for id, trigger in session.left.items() if id != line.id}
    if line.taken:
        left[line.id] = session.committed.trigger[line.id]
    return replace(session.changed(toggle_trigger(session.committed, line)), left=left)


def toggle_trigger(decision: Decision, line: TriggerLine) -> Decision:
    """Return the decision with a proposed trigger taken, or a taken one left."""
    if line.taken:
        return without(decision, ("trigger", line.id))
    trigger = Trigger(when=line.when, then=line.then, because=line.because)
    # A price that nobody tracked so far: the first reading is the option's own.
    priced = line.unit not in {"", "count"}
    fresh = Metric(unit=line.unit, source=_PRICE_PAGE if priced else "")
    return with_value(_tracking(decision, line.when, fresh), ("trigger", line.id), trigger)


def tracking(before: Decision, session: Session, path: Path) -> Session:
    """Return the session with the metric tracked that a trigger's condition asks about, where that was just typed.

    Args:
        before: The decision as it was. The metric its trigger asked about goes where nothing else needs it.
        session: With the condition typed.
        path: The field that was typed in.
    """
    if path[0] != "trigger" or path[-1] != "when" or path in session.pending:
        return session
    when = get_value(session.committed, path) or ""
    found = _tracking(_rid_of(session.committed, get_value(before, path) or "", when), when, Metric())
    # Part of what was typed: taken back together with it.
    return session if found is session.committed else replace(session, decision=found, committed=found)


def _rid_of(decision: Decision, was: str, when: str) -> Decision:
    """Return the decision without the metric of a former condition, where no other asks about it and it is empty."""
    old, new = condition_of(was), condition_of(when)
    if old is None or new is None or old.metric in {None, new.metric, *KNOWN_METRICS}:
        return decision
    metric = decision.metric.get(old.metric or "")
    asked = {found.metric for one in decision.trigger.values() if (found := condition_of(one.when)) is not None}
    if metric is None or old.metric in asked or metric.target is not None or metric.stale_after_days is not None:
        return decision
    return without(decision, ("metric", old.metric or "")) if metric.source in {"", _PRICE_PAGE} else decision


def new_metric(before: Decision, after: Decision) -> str:
    """Return what to say of a metric that is tracked from now on, in a few words; empty where none is."""
    name = next((name for name in after.metric if name not in before.metric), None)
    if name is None:
        return ""
    near = meant(name, {*KNOWN_METRICS, *before.metric})
    return f"a new metric, {name}{f'; did you mean {near}?' if near else ''}"


def _tracking(decision: Decision, when: str, fresh: Metric) -> Decision:
    """Return the decision with the metric of a condition tracked; what somebody wrote may be no condition."""
    try:
        metric = parse_trigger(when).metric
    except ValueProblem:
        return decision
    if metric is None or metric in KNOWN_METRICS or metric in decision.metric:
        return decision
    return with_value(decision, ("metric", metric), fresh)


def own_trigger(decision: Decision, when: str) -> Decision:
    """Return the decision with a trigger of one's own.

    Raises:
        ValueProblem: It does not follow the grammar, or its limit is beyond the metric's unit.
    """
    condition = typed_trigger(decision, when)
    base = id_base(condition.metric)
    decision = _tracking(decision, str(condition), Metric())
    return with_value(decision, ("trigger", free_name(base, decision.trigger)), Trigger(when=str(condition)))


def add_named(decision: Decision, table: str, text: str) -> Decision:
    """Return the decision with a new version, metric or cost option of that name.

    Raises:
        ValueProblem: The name is empty or taken.
    """
    name = clean_line(text.strip())
    path = ("costs", "option") if table == "option" else (table,)
    if not name:
        raise ValueProblem("a name is needed")
    if name in get_value(decision, path):
        raise ValueProblem("taken already", name)
    made: object
    if table == "accuracy":
        tuned = any(word in name.lower() for word in ("tuned", "lora", "ft"))
        made = Accuracy(kind="fine-tuned" if tuned else "prompt")
    elif table == "metric":
        made = Metric()
    else:
        made = Option(approach=_approach(name))
    return with_value(decision, (*path, name), made)


def copy_option(decision: Decision, name: str, text: str) -> Decision:
    """Return the decision with a copy of a cost option right after it; a name that says what it is makes it that.

    Raises:
        ValueProblem: The name is empty or taken.
    """
    copy = clean_line(text.strip())
    options = decision.costs.option
    if not copy or copy in options:
        raise ValueProblem("taken already" if copy else "a name is needed", copy)
    said = _approach(copy)
    copied = options[name] if said == "other-model" else options[name].model_copy(update={"approach": said})
    with_copy: dict[str, Option] = {}
    for key, option in options.items():
        with_copy[key] = option
        if key == name:
            with_copy[copy] = copied
    return with_value(decision, ("costs", "option"), with_copy)


def _approach(name: str) -> str:
    """Return the approach an option's name speaks of; it can be changed with the option's keys."""
    words = {"cach": "caching", "batch": "caching", "rag": "rag", "tune": "fine-tuning", "lora": "fine-tuning"}
    lowered = name.lower()
    if lowered in APPROACHES:
        return lowered
    return next((approach for word, approach in words.items() if word in lowered), "other-model")


def rename_option(decision: Decision, old: str, text: str) -> Decision:
    """Return the decision with a cost option renamed, the baseline following.

    Raises:
        ValueProblem: The name is empty or taken.
    """
    name = clean_line(text.strip())
    if not name or (name != old and name in decision.costs.option):
        raise ValueProblem("taken already" if name else "a name is needed", name)
    moved = renamed(decision, ("costs", "option", old), name)
    return with_value(moved, ("costs", "baseline"), name) if decision.costs.baseline == old else moved


def remove_option(decision: Decision, name: str) -> Decision:
    """Return the decision without a cost option; where that was the baseline, the first of the others is it."""
    left = without(decision, ("costs", "option", name))
    return with_value(left, ("costs", "baseline"), None) if left.costs.baseline == name else left


def load_example(decision: Decision, name: str) -> Decision:
    """Return the decision with the cost inputs of a worked example."""
    return with_value(decision, ("costs",), load_preset(name).costs)


def costs_typed(session: Session) -> bool:
    """Whether somebody typed costs that an example would replace: neither empty ones nor those of an example."""
    costs = session.committed.costs
    if any(path[0] == "costs" for path in session.pending):
        return True
    return costs != fresh().costs and all(costs != load_preset(name).costs for name in PRESETS)
