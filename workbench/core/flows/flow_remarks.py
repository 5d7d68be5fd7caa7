"""What in a flowchart's file has no effect: misspelt keys, evidence that nothing gives, a step nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from workbench.core.approaches import REOPEN, SWITCHES
from workbench.core.flows.flow_check import QUOTED
from workbench.core.flows.flowchart import FACTS
from workbench.core.text import clean_line, clip
from workbench.core.triggers import KNOWN_METRICS, OnMetric, parse_trigger
from workbench.errors import FlowProblem

_TOP = ("name", "title", "start", "question", "outcome")
_QUESTION = ("text", "short", "why", "evidence", "answer", "kind", "unit")
_OUTCOME = ("approach", "headline", "short", "text", "method")
_ANSWER = (
    "next", "outcome", "label", "key", "trigger", "then", "because", "reason", "for", "veto", "instead", "aim", "below",
)  # fmt: skip


def flow_remarks(data: Mapping[str, Any]) -> Iterator[FlowProblem]:
    """Yield what is written in a sound flowchart's file and says nothing, each with where it stands.

    Args:
        data: The file's parsed TOML, which a flowchart was made of.
    """
    yield from _unknown(data, _TOP, "the flowchart")
    for id, question in data["question"].items():
        where = f"question {clean_line(id)}"
        yield from _unknown(question, _QUESTION, where, "question", clean_line(id))
        yield from _not_given(question, where, clean_line(id))
        for name, answer in question["answer"].items():
            place = ("question", clean_line(id), "answer", clean_line(name))
            yield from _unknown(answer, _ANSWER, f"{where}, answer {clean_line(name)}", *place)
            if (then := answer.get("then")) and then not in SWITCHES:
                told = f"{where}, answer {clean_line(name)}: then is neither {REOPEN} nor an approach"
                hint = f"one of {', '.join(SWITCHES)}"
                yield FlowProblem(told, clip(clean_line(then), QUOTED), hint).about("then").standing(*place)
    for id, outcome in data["outcome"].items():
        yield from _unknown(outcome, _OUTCOME, f"outcome {clean_line(id)}", "outcome", clean_line(id))


def _unknown(table: Mapping[str, Any], known: tuple[str, ...], where: str, *at: str) -> Iterator[FlowProblem]:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
            shown = clip(clean_line(key), QUOTED)
            yield FlowProblem(f"{where} has an unknown key", shown, hint).about(clean_line(key)).standing(*at)


def _not_given(question: Mapping[str, Any], where: str, id: str) -> Iterator[FlowProblem]:
    """Yield evidence that asks about a figure which neither the record nor an instrument gives."""
    written = question.get("evidence")
    if written is None:
        return
    metric: str | None = clean_line(written)
    if question.get("kind") != "number":
        condition = parse_trigger(written)
        metric = condition.metric if isinstance(condition, OnMetric) else None
    known = (*KNOWN_METRICS, *FACTS)
    if metric not in known:
        told = clip(metric or clean_line(written), QUOTED)
        yield (
            FlowProblem(f"{where}: nothing gives its evidence", told, f"one of {', '.join(known)}")
            .about("evidence")
            .standing("question", id)
        )
