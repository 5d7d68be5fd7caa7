"""Reading a flowchart: what its file must say. DOMAIN section 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from workbench.core.approaches import REOPEN
from workbench.core.flows.flow_check import QUOTED, check_flow
from workbench.core.flows.flowchart import UNKNOWN, Choice, Flowchart, Outcome, Question
from workbench.core.inputs import APPROACHES
from workbench.core.text import clean_block, clean_line, clip
from workbench.core.triggers import parse_trigger
from workbench.errors import FlowProblem, ValueProblem


def load_flow(data: Mapping[str, Any]) -> Flowchart:
    """Return a flowchart from parsed TOML.

    Raises:
        FlowProblem: Names the question, answer or outcome that is wrong.
    """
    name = clean_line(_at_top(data, "name"))
    title = clean_line(_at_top(data, "title", f"{name.capitalize()} flow"))
    questions = _each("question", data, _question)
    outcomes = _each("outcome", data, _outcome)
    flow = Flowchart(name, title, clean_line(_at_top(data, "start")), questions, outcomes)
    check_flow(flow)
    return flow


def _at_top(data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    try:
        return _string(data, key, "the flowchart", default) or default or ""
    except FlowProblem as problem:
        raise problem.standing(key) from None


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
    told = f"a flowchart has at least one [{name}.<id>] table"
    if not isinstance(tables, dict) or not tables:
        raise FlowProblem(f"no [{name}.*]", told, f"write [{name}.<id>]").standing(name)
    for id, table in tables.items():
        if not isinstance(table, dict):
            shown = clean_line(id)
            raise FlowProblem(
                f"no [{name}.*] but {name}.{shown} = {_quoted(table)}", told, f"write [{name}.{shown}]"
            ).standing(name, shown)
    return tables


def _by_id(tables: Mapping[str, Any], what: str) -> list[tuple[str, Any]]:
    """Return tables with their cleaned ids, none of them twice."""
    found: dict[str, Any] = {}
    for key, table in tables.items():
        id = clean_line(key)
        if id in found:
            told = FlowProblem(f"{what} {id} is given twice", "once with hidden characters", "rename one of them")
            raise told.standing(what, id) if what in {"question", "outcome"} else told
        found[id] = table
    return list(found.items())


def _string(table: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    hint = f'write {key} = "..."'
    if value is None:
        raise FlowProblem(f"{where} has no {key}", hint=hint)
    if not isinstance(value, str):
        raise FlowProblem(f"{where}: {key} is no text", _quoted(value), hint).about(key)
    if not value.strip() and default is None:
        raise FlowProblem(f"{where} has no {key}", "it is empty", hint).about(key)
    return clean_block(value).strip()


def _quoted(value: object) -> str:
    """Return a value of the file to quote in a message, cut where it is long."""
    return clip(clean_line(str(value)), QUOTED)


def _question(id: str, table: Mapping[str, Any]) -> Question:
    where = f"question {id}"
    text = clean_line(_string(table, "text", where))
    choices = _choices(id, table.get("answer"), where)
    kind = _string(table, "kind", where, "choice")
    if kind not in {"choice", "number"}:
        told = f"“{clean_line(kind)}”"
        raise FlowProblem(f"{where} has an unknown kind", told, 'write kind = "choice" or "number"').about("kind")
    evidence = table.get("evidence")
    if evidence is not None and kind == "choice":
        evidence = str(_condition(evidence, where, "evidence"))
    elif evidence is not None:
        evidence = clean_line(_string(table, "evidence", where))
    short = clean_line(_string(table, "short", where, "")) or text
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


def _choices(question: str, answers: object, where: str) -> dict[str, Choice]:
    """Return the answers of a question by id, each on a key of its own."""
    if not isinstance(answers, dict) or not answers or not all(isinstance(answer, dict) for answer in answers.values()):
        raise FlowProblem(f"{where} has no answers", hint=f"write [question.{question}.answer.yes]")
    found: dict[str, Choice] = {}
    for id, answer in _by_id(answers, f"{where}, answer"):
        try:
            choice = _choice(id, answer, where)
            if choice.key in {other.key for other in found.values()}:
                told = f"{where} has two answers on the key {choice.key}"
                raise FlowProblem(told, hint='set key = "x" on one of them')
        except FlowProblem as problem:
            raise problem.standing("question", question, "answer", id) from None
        found[id] = choice
    return found


def _check_cuts(question: Question, where: str) -> None:
    """Refuse a number without cuts, cuts without a number, and figures that no answer or two answers take."""
    cuts = [choice.below for choice in question.choices.values() if choice.below is not None]
    if question.kind == "choice":
        if cuts:
            raise FlowProblem(f"{where} has cuts", "but is no number", 'write kind = "number", or take below away')
        return
    rest = [choice.id for choice in question.choices.values() if choice.below is None and choice.id != UNKNOWN]
    if not cuts:
        told = "no answer has a cut"
        raise FlowProblem(f"{where} has no two answers to tell apart", told, "write below = 10000 in one of them")
    if len(set(cuts)) < len(cuts):
        told = "two answers have the same cut"
        raise FlowProblem(f"{where} has no two answers to tell apart", told, "write another below in one of them")
    if len(rest) != 1:
        told = f"{', '.join(rest)} have no cut" if rest else "every answer has a cut"
        raise FlowProblem(f"{where} does not take every figure once", told, "leave below out of exactly one answer")


def _choice(id: str, table: Mapping[str, Any], question: str) -> Choice:
    where = f"{question}, answer {id}"
    following, outcome = table.get("next"), table.get("outcome")
    if following is None and outcome is None:
        hint = 'write next = "..." or outcome = "..."'
        raise FlowProblem(f"{where} leads nowhere", "it needs either next or outcome", hint)
    if following is not None and outcome is not None:
        raise FlowProblem(f"{where} leads to two places", "it has next and outcome", "take one of them away").about(
            "next"
        )
    trigger = table.get("trigger")
    if trigger is not None:
        trigger = str(_condition(trigger, where, "trigger"))
    key = clean_line(_string(table, "key", where, "d" if id == UNKNOWN else id[:1].lower())).strip()[:1]
    if not key:
        raise FlowProblem(f"{where} has no key", "a person types it to answer", 'write key = "y"').about("key")
    return Choice(
        id,
        clean_line(_string(table, "label", where, "")) or _usual_label(id),
        key,
        None if following is None else clean_line(str(following)),
        None if outcome is None else clean_line(str(outcome)),
        trigger,
        clean_line(_string(table, "then", where, "")) or REOPEN,
        _string(table, "because", where, ""),
        clean_line(_string(table, "reason", where, "")),
        clean_line(_string(table, "veto", where, "")),
        _instead(table, where),
        _aim(table, where),
        _below(table, where),
        _speaks_for(table, where),
    )


def _usual_label(id: str) -> str:
    return "Don't know" if id == UNKNOWN else id.replace("_", " ").replace("-", " ").capitalize()


def _instead(table: Mapping[str, Any], where: str) -> str:
    instead = _string(table, "instead", where, "undecided")
    if instead not in APPROACHES:
        raise _unknown_approach(instead, where).about("instead")
    if "veto" in table and "fine-tuning" in instead:
        told = f"its veto rules training out, and {instead} trains"
        hint = "write another approach for instead"
        raise FlowProblem(f"{where} has a veto that does not hold", told, hint).about("instead")
    return instead


def _unknown_approach(approach: str, where: str) -> FlowProblem:
    told = f"“{clip(clean_line(approach), QUOTED)}”"
    return FlowProblem(f"{where} has an unknown approach", told, f"one of {', '.join(APPROACHES)}")


def _aim(table: Mapping[str, Any], where: str) -> str:
    aim = _string(table, "aim", where, "")
    if aim not in {"", "cost"}:
        told = f"“{clean_line(aim)}”"
        raise FlowProblem(f"{where} has an unknown aim", told, 'write aim = "cost", or leave it out').about("aim")
    return aim


def _below(table: Mapping[str, Any], where: str) -> Decimal | None:
    value = table.get("below")
    if value is None:
        return None
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if not number or not Decimal(str(value)).is_finite():
        raise FlowProblem(f"{where}: below is no number", hint="write below = 10000").about("below")
    if Decimal(str(value)) <= 0:
        raise FlowProblem(
            f"{where} is never taken", "no figure is under its cut: below is not over 0", "write a cut over 0"
        ).about("below")
    return Decimal(str(value))


def _speaks_for(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    named = table.get("for", [])
    if not isinstance(named, list) or not all(isinstance(approach, str) for approach in named):
        told = f"“{_quoted(named)}” is no list of approaches"
        raise FlowProblem(f"{where} does not say what it speaks for", told, 'write for = ["fine-tuning"]').about("for")
    for approach in named:
        if approach not in APPROACHES:
            raise _unknown_approach(approach, where).about("for")
    return tuple(dict.fromkeys(named))


def _condition(text: object, where: str, key: str) -> object:
    try:
        return parse_trigger(text if isinstance(text, str) else repr(text))
    except ValueProblem as problem:
        raise FlowProblem(f"{where}: {key} is {problem.title}", problem.message, problem.hint).about(key) from None


def _outcome(id: str, table: Mapping[str, Any]) -> Outcome:
    where = f"outcome {id}"
    approach = _string(table, "approach", where)
    if approach not in APPROACHES:
        raise _unknown_approach(approach, where).about("approach")
    headline = clean_line(_string(table, "headline", where))
    short = clean_line(_string(table, "short", where, "")) or headline
    method = clean_line(_string(table, "method", where, ""))
    return Outcome(id, approach, headline, short, _string(table, "text", where, ""), method)
