"""What the drawings of a flowchart are made of: the spine, the words beside it, rows of exact width, boxes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from workbench.core.flows.flowchart import Choice, Flowchart, Outcome, Question, Step, Walk, way_on
from workbench.core.text import clip, columns, pad
from workbench.plot.rows import Role, Row, Span

Place = Literal["answered", "current", "ahead", "reached"]


def short_name(question: Question) -> str:
    """Return the name of a question in a box."""
    return question.short or question.text or question.id


class Node(NamedTuple):
    """A question on the spine, the answer that leads on from it, and whether it is behind, here or to come."""

    question: Question
    taken: Choice
    place: Place
    doubtful: bool = False
    """Whether a figure of the record contradicts the answer."""

    @property
    def name(self) -> str:
        """Its short name."""
        return short_name(self.question)

    @property
    def answer(self) -> str:
        """The answer as it stands in a line, marked where it is contradicted."""
        return f"! {self.taken.said}" if self.doubtful else self.taken.said

    @property
    def others(self) -> list[Choice]:
        """The answers that leave the spine; not knowing is no way on, so it gets no arrow."""
        return [choice for choice in self.question.choices.values() if choice.id not in {self.taken.id, "unknown"}]


class Spine(NamedTuple):
    """The one way drawn: questions from the start to an outcome; `looking` ahead along an answer not yet given."""

    nodes: tuple[Node, ...]
    outcome: Outcome | None
    reached: bool
    looking: bool

    def of(self, place: Place) -> list[Node]:
        """Return the questions behind, here or to come."""
        return [node for node in self.nodes if node.place == place]


def spine_of(
    flow: Flowchart,
    path: Walk,
    prefer: Mapping[str, str] | None,
    look_ahead: str | None,
    doubts: Collection[str] = (),
) -> Spine:
    """Return the path taken and the way on, the answer looked at before the preferred ones."""
    nodes = [Node(step.question, step.choice, "answered", step.question.id in doubts) for step in path.steps]
    if path.question is None:
        return Spine(tuple(nodes), path.outcome, True, False)
    looking = look_ahead in path.question.choices
    wanted = {**(prefer or {}), path.question.id: look_ahead} if look_ahead and looking else prefer
    way: Sequence[Step] = way_on(flow, path.question, wanted)
    nodes += [Node(step.question, step.choice, "ahead" if index else "current") for index, step in enumerate(way)]
    return Spine(tuple(nodes), flow.outcomes.get(way[-1].choice.target), False, looking)


def leads_to(flow: Flowchart, choice: Choice, room: int = 10_000) -> str:
    """Return the short name of where an answer leads, and for a question how many more there are at most.

    Where both do not fit the name is cut, not the count.
    """
    name, more = target_of(flow, choice)
    if more and room - columns(more) >= 6:
        return clip(name, room - columns(more) - 2) + f", {more}"
    return clip(f"{name}, {more}" if more else name, room)


def target_of(flow: Flowchart, choice: Choice) -> tuple[str, str]:
    """Return the short name of where an answer leads, and for a question `3 more`: those left at most."""
    if choice.outcome is not None:
        outcome = flow.outcomes[choice.outcome]
        return outcome.short or outcome.headline or outcome.id, ""
    question = flow.questions[choice.target]
    return short_name(question).rstrip("?"), f"{flow.longest(choice.target)} more"


def outcome_name(outcome: Outcome | None, room: int) -> str:
    """Return the headline of an outcome, its short name where the headline does not fit."""
    if outcome is None:
        return ""
    return outcome.headline if columns(outcome.headline) <= room else outcome.short or outcome.headline


def joined(spans: Iterable[Span], width: int) -> Row:
    """Return spans cut or filled to exactly `width` terminal columns, neighbours of one role joined."""
    row: list[Span] = []
    left = width
    for span in spans:
        text = clip(span.text, left)
        left -= columns(text)
        if text and row and row[-1].role == span.role:
            row[-1] = Span(row[-1].text + text, span.role)
        elif text:
            row.append(Span(text, span.role))
    if left and row and row[-1].role == "text":
        row[-1] = Span(row[-1].text + " " * left, "text")
    elif left:
        row.append(Span(" " * left))
    return tuple(row)


class Box(NamedTuple):
    """How a box is drawn: its corners and lines, the joint where the way goes on, the one where an exit leaves."""

    lines: str
    joint: str
    exit: str
    border: Role
    text: Role

    def upper(self, width: int, arrow: str, at: int, head: Role) -> list[Span]:
        """Return the upper border, an arrow head set into it."""
        left, line, right = self.lines[0], self.lines[1], self.lines[2]
        if not arrow:
            return [Span(left + line * (width - 2) + right, self.border)]
        rest = line * (width - at - 2) + right
        return [Span(left + line * (at - 1), self.border), Span(arrow, head), Span(rest, self.border)]

    def middle(self, width: int, text: str, blank: int = 1, leaves: bool = False) -> list[Span]:
        """Return the row with the text."""
        side = self.lines[3]
        inside = " " * blank + pad(text, width - 2 - 2 * blank) + " " * blank
        return [Span(side, self.border), Span(inside, self.text), Span(self.exit if leaves else side, self.border)]

    def lower(self, width: int, joints: Mapping[int, str]) -> list[Span]:
        """Return the lower border with joints by column."""
        line = "".join(joints.get(column, self.lines[1]) for column in range(1, width - 1))
        return [Span(self.lines[4] + line + self.lines[5], self.border)]


BOXES: Mapping[Place, Box] = {
    "answered": Box("┌─┐│└┘", "┰", "├", "accent", "text"),
    "current": Box("┏━┓┃┗┛", "┯", "┠", "accent", "strong"),
    "ahead": Box("┌╌┐╎└┘", "┬", "├", "rule", "muted"),
    "reached": Box("╔═╗║╚╝", "╤", "╟", "accent", "strong"),
}
