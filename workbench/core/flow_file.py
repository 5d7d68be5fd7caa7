"""Reading a flowchart: what its file must say, and whether every question can be asked. DOMAIN section 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from workbench.core.flow import UNKNOWN, Choice, Flowchart, Outcome, Question
from workbench.core.inputs import APPROACHES
from workbench.core.text import clean_block, clean_line
from workbench.core.triggers import parse_trigger
from workbench.errors import FlowProblem, ValueProblem


def load_flow(data: Mapping[str, Any]) -> Flowchart:
    """Return a flowchart from parsed TOML.

    Raises:
        FlowProblem: Names the question, answer or outcome that is wrong.
    """
    name = _string(data, "name", "the flowchart")
    questions = _each("question", data, _question)
    outcomes = _each("outcome", data, _outcome)
    title = clean_line(str(data.get("title", f"{name.capitalize()} flow")))
    flow = Flowchart(clean_line(name), title, _string(data, "start", "the flowchart"), questions, outcomes)
    _check(flow)
    return flow


T = TypeVar("T")


def _each(kind: str, data: Mapping[str, Any], read: Callable[[str, Mapping[str, Any]], T]) -> dict[str, T]:
    """Return the questions or the outcomes by id; a problem knows which of them it is about."""
    found = {}
    for id, table in _by_id(_tables(data, kind), kind):
        try:
            found[id] = read(id, table)
        except FlowProblem as problem:
            raise problem.standing(kind, id) from None
    return found


def _tables(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    tables = data.get(name)
    if not isinstance(tables, dict) or not tables or not all(isinstance(table, dict) for table in tables.values()):
        raise FlowProblem(f"no [{name}.*]", f"a flowchart has at least one [{name}.<id>] table")
    return tables


def _by_id(tables: Mapping[str, Any], what: str) -> list[tuple[str, Any]]:
    """Return tables with their cleaned ids, none of them twice."""
    found: dict[str, Any] = {}
    for key, table in tables.items():
        id = clean_line(key)
        if id in found:
            raise FlowProblem(f"{what} {id} is given twice", "once with hidden characters", "rename one of them")
        found[id] = table
    return list(found.items())


def _string(table: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (not value.strip() and default is None):
        raise FlowProblem(f"{where} has no {key}", hint=f'write {key} = "..."')
    return clean_block(value).strip()


def _question(id: str, table: Mapping[str, Any]) -> Question:
    where = f"question {id}"
    text = clean_line(_string(table, "text", where))
    answers = table.get("answer")
    if not isinstance(answers, dict) or not answers or not all(isinstance(answer, dict) for answer in answers.values()):
        raise FlowProblem(f"{where} has no answers", hint=f"write [question.{id}.answer.yes]")
    choices: dict[str, Choice] = {}
    for id_, answer in _by_id(answers, f"{where}, answer"):
        try:
            choice = _choice(id_, answer, where)
        except FlowProblem as problem:
            raise problem.standing("question", id, "answer", id_) from None
        if choice.key in {other.key for other in choices.values()}:
            raise FlowProblem(f"{where} has two answers on the key {choice.key}", hint='set key = "x" on one of them')
        choices[choice.id] = choice
    kind = _string(table, "kind", where, "choice")
    if kind not in {"choice", "number"}:
        raise FlowProblem(f"{where} has an unknown kind", f"“{clean_line(kind)}”", 'write kind = "choice" or "number"')
    evidence = table.get("evidence")
    if evidence is not None and kind == "choice":
        evidence = str(_condition(evidence, f"{where}: evidence"))
    elif evidence is not None:
        evidence = clean_line(_string(table, "evidence", where))
    short = clean_line(_string(table, "short", where, text))
    question = Question(
        id,
        text,
        short,
        _string(table, "why", where, ""),
        evidence,
        choices,
        kind,
        clean_line(_string(table, "unit", where, "")),
    )
    _check_cuts(question, where)
    return question


def _check_cuts(question: Question, where: str) -> None:
    """Refuse a number without cuts, cuts without a number, and figures that no answer or two answers take."""
    cuts = [choice.below for choice in question.choices.values() if choice.below is not None]
    if question.kind == "choice":
        if cuts:
            raise FlowProblem(f"{where} has cuts", "but is no number", 'write kind = "number", or take below away')
        return
    rest = [choice.id for choice in question.choices.values() if choice.below is None and choice.id != UNKNOWN]
    if not cuts or len(set(cuts)) < len(cuts):
        raise FlowProblem(f"{where} has no two answers to tell apart", "by their cuts", "write below = 10000")
    if len(rest) != 1:
        told = f"{', '.join(rest)} have no cut" if rest else "every answer has a cut"
        raise FlowProblem(f"{where} does not take every figure once", told, "leave below out of exactly one answer")


def _choice(id: str, table: Mapping[str, Any], question: str) -> Choice:
    where = f"{question}, answer {id}"
    following, outcome = table.get("next"), table.get("outcome")
    if (following is None) == (outcome is None):
        raise FlowProblem(
            f"{where} leads nowhere", "it needs either next or outcome", 'write next = "..." or outcome = "..."'
        )
    trigger = table.get("trigger")
    if trigger is not None:
        trigger = str(_condition(trigger, f"{where}: trigger"))
    key = clean_line(_string(table, "key", where, "d" if id == UNKNOWN else id[:1].lower())).strip()[:1]
    if not key:
        raise FlowProblem(f"{where} has no key", "a person types it to answer", 'write key = "y"')
    instead = _string(table, "instead", where, "undecided")
    if instead not in APPROACHES:
        raise FlowProblem(f"{where} has an unknown approach", f"“{instead}”", f"one of {', '.join(APPROACHES)}")
    return Choice(
        id,
        clean_line(_string(table, "label", where, _usual_label(id))),
        key,
        None if following is None else clean_line(str(following)),
        None if outcome is None else clean_line(str(outcome)),
        trigger,
        clean_line(_string(table, "then", where, "reopen")),
        _string(table, "because", where, ""),
        clean_line(_string(table, "reason", where, "")),
        clean_line(_string(table, "veto", where, "")),
        instead,
        _aim(table, where),
        _below(table, where),
    )


def _usual_label(id: str) -> str:
    return "Don't know" if id == UNKNOWN else id.replace("_", " ").replace("-", " ").capitalize()


def _aim(table: Mapping[str, Any], where: str) -> str:
    aim = _string(table, "aim", where, "")
    if aim not in {"", "cost"}:
        raise FlowProblem(f"{where} has an unknown aim", f"“{clean_line(aim)}”", 'write aim = "cost", or leave it out')
    return aim


def _below(table: Mapping[str, Any], where: str) -> Decimal | None:
    value = table.get("below")
    if value is None:
        return None
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if not number or not Decimal(str(value)).is_finite():
        raise FlowProblem(f"{where}: below is no number", hint="write below = 10000")
    return Decimal(str(value))


def _condition(text: object, where: str) -> object:
    try:
        return parse_trigger(text if isinstance(text, str) else repr(text))
    except ValueProblem as problem:
        raise FlowProblem(f"{where} is {problem.title}", problem.message, problem.hint) from None


def _outcome(id: str, table: Mapping[str, Any]) -> Outcome:
    where = f"outcome {id}"
    approach = _string(table, "approach", where)
    if approach not in APPROACHES:
        raise FlowProblem(f"{where} has an unknown approach", f"“{approach}”", f"one of {', '.join(APPROACHES)}")
    headline = clean_line(_string(table, "headline", where))
    short = clean_line(_string(table, "short", where, headline))
    method = clean_line(_string(table, "method", where, ""))
    return Outcome(id, approach, headline, short, _string(table, "text", where, ""), method)


def _check(flow: Flowchart) -> None:
    if both := flow.questions.keys() & flow.outcomes.keys():
        raise FlowProblem(
            f"the id {min(both)} is given twice", "to a question and to an outcome", "rename one of them"
        ).standing("outcome", min(both))
    if flow.start not in flow.questions:
        raise FlowProblem(f"start names no question: {flow.start}", hint=f"one of {', '.join(flow.questions)}")
    for question in flow.questions.values():
        for choice in question.choices.values():
            if (choice.next is not None and choice.next not in flow.questions) or (
                choice.outcome is not None and choice.outcome not in flow.outcomes
            ):
                kind = "question" if choice.next is not None else "outcome"
                raise FlowProblem(
                    f"question {question.id}, answer {choice.id} leads nowhere",
                    f"there is no {kind} {choice.target}",
                    f"add [{kind}.{choice.target}] or correct the answer",
                ).standing("question", question.id, "answer", choice.id)
    _measure(flow)
    lost = [id for id in (*flow.questions, *flow.outcomes) if id not in flow.depths]
    if lost:
        kind = "question" if lost[0] in flow.questions else "outcome"
        raise FlowProblem(
            f"{kind} {lost[0]} cannot be reached",
            f"no answer leads to it from {flow.start}",
            "lead an answer to it, or remove it",
        ).standing(kind, lost[0])


def _measure(flow: Flowchart) -> None:
    """Fill the longest ways on; depth first without recursion, since a team's file may be long."""
    trail: list[str] = []
    stack = [(flow.start, False)]
    while stack:
        id, done = stack.pop()
        choices = flow.questions[id].choices.values() if id in flow.questions else ()
        if done:
            trail.pop()
            flow.depths[id] = 1 + max(flow.depths[choice.target] for choice in choices)
        elif id in trail:
            circle = " -> ".join([*trail[trail.index(id) :], id])
            raise FlowProblem("the flowchart has a circle", circle, "let one of these answers lead elsewhere").standing(
                "question", trail[-1]
            )
        elif id in flow.depths:
            continue
        elif not choices:
            flow.depths[id] = 0
        else:
            trail.append(id)
            stack.append((id, True))
            stack.extend((choice.target, False) for choice in choices)
