"""A flowchart in boxes, three rows a question, the exits at their right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.core.flows.flowchart import Choice, Flowchart
from workbench.core.text import clip, columns, wrap
from workbench.plot.flowparts import BOXES, Node, Spine, joined, leads_to, outcome_name, short_name, target_of
from workbench.plot.rows import Role, Row, Span

_WIDE = 60
_NO_EXITS = 30
_SHAFT = 4


class _Measure(NamedTuple):
    """Where things stand: the boxes' left edge and width, then the exits with the columns before their words."""

    left: int
    box: int
    room: int
    lead: int
    arrow: str


def draw_boxes(flow: Flowchart, spine: Spine, width: int, height: int, questions: int) -> list[Row]:
    """Return the spine in boxes; `questions` is the count the spacing is made for, so that boxes keep their places."""
    blank = height - 3 * (questions + 1)
    gap = max(0, min(3, blank // max(1, questions)))
    top = max(0, min(2, (blank - gap * questions) // 3))
    at = _measure(flow, spine, width)
    rows: list[list[Span]] = [[] for _ in range(top)]
    before: Node | None = None
    for node in spine.nodes:
        box = _question(node, before, at, spine)
        rows += [[*part, *beside] for part, beside in zip(box, _exits(flow, node, at), strict=True)]
        rows += [[Span(" " * (at.left + _SHAFT)), _shaft(node, spine)] for _ in range(gap)]
        before = node
    rows += _outcome(spine, at, width)
    rows += [[] for _ in range(height - len(rows))]
    return [joined(row, width) for row in rows[:height]]


def _measure(flow: Flowchart, spine: Spine, width: int) -> _Measure:
    """Return the places: boxes take half the width or what their names need, exits keep a third."""
    left = 3 if width >= _WIDE else 1
    arrow = "╌▷" if width >= _WIDE else "▷"
    forks = [len(node.others) for node in spine.nodes]
    lead = 3 if max(forks, default=0) > 1 else 2
    # The questions of the whole flow, so that the boxes keep their width whichever way is taken.
    names = 4 + max(8, *(columns(short_name(question)) for question in flow.questions.values()))
    if width < _NO_EXITS or not any(forks):
        return _Measure(left, max(8, min(max(names, width // 2), width - left - 1)), 0, lead, arrow)
    room = width - left
    # A single exit wraps; one of several has one row.
    several = [_span(flow, choice, arrow) for node in spine.nodes if len(node.others) > 1 for choice in node.others]
    half = min(width // 2, room - lead - 1 - max(several, default=0))
    single = max(_span(flow, choice, arrow) for node in spine.nodes for choice in node.others)
    box = max(half, min(names, room - min(lead + single, max(lead + 14, width // 3))))
    return _Measure(left, box, room - box, lead, arrow)


def _span(flow: Flowchart, choice: Choice, arrow: str) -> int:
    return columns(f"{choice.said} {arrow} {leads_to(flow, choice)}")


def _head(before: Node | None, spine: Spine) -> tuple[str, Role]:
    """Return the arrow head that ends the way from the question before."""
    if before is None:
        return "", "rule"
    if before.place == "answered":
        return "▼", "accent"
    return "▽", "accent" if spine.looking else "rule"


def _shaft(node: Node, spine: Spine) -> Span:
    if node.place == "answered":
        return Span("┃", "accent")
    return Span("╎", "accent" if spine.looking else "rule")


def _question(node: Node, before: Node | None, at: _Measure, spine: Spine) -> list[list[Span]]:
    style = BOXES[node.place]
    arrow, head = _head(before, spine)
    margin = Span(" " * at.left)
    leaves = bool(node.others) and at.room > 0
    return [
        [margin, *style.upper(at.box, arrow, _SHAFT, head)],
        [margin, *style.middle(at.box, node.name, leaves=leaves)],
        [margin, *_lower(node, at.box, spine)],
    ]


def _lower(node: Node, width: int, spine: Spine) -> list[Span]:
    """Return the lower border with the joint and the answer set into it."""
    style = BOXES[node.place]
    line = style.lines[1]
    answer = clip(node.answer, width - _SHAFT - 5)
    if not answer:
        return style.lower(width, {_SHAFT: style.joint})
    ahead: Role = "accent" if spine.looking else "muted"
    joint: Role = "accent" if spine.looking else style.border
    rest = width - _SHAFT - 5 - columns(answer)
    return [
        Span(style.lines[4] + line * (_SHAFT - 1), style.border),
        Span(style.joint, joint),
        Span(line, style.border),
        Span(f" {answer} ", "warn" if node.doubtful else "key" if node.place == "answered" else ahead),
        Span(line * rest + style.lines[5], style.border),
    ]


def _exits(flow: Flowchart, node: Node, at: _Measure) -> list[list[Span]]:
    """Return what stands right of a box: three rows, a branch for each of several exits."""
    target: Role = "text" if node.place == "current" else "muted"
    if at.room <= at.lead or not node.others:
        return [[], [], []]
    if len(node.others) == 1:
        return _one_exit(flow, node, at, target)
    shown = [_words(flow, choice, at, target) for choice in node.others[:3]]
    if len(node.others) > 3:
        shown[2] = [Span(f"{len(node.others) - 2} more answers", "muted")]
    signs = ("┌", "┼", "└") if len(shown) == 3 else ("┬", "└")
    rows = [[Span(f" {sign} ", "muted"), *words] for sign, words in zip(signs, shown, strict=True)]
    if len(rows) == 2:
        rows.insert(0, [])
    rows[1][0] = Span(f"╌{signs[-2]} ", "muted")
    return rows


def _head_of(choice: Choice, at: _Measure) -> str:
    return f"{clip(choice.said, max(3, (at.room - at.lead) // 2 - 3))} {at.arrow} "


def _words(flow: Flowchart, choice: Choice, at: _Measure, role: Role) -> list[Span]:
    head = _head_of(choice, at)
    return [Span(head, "muted"), Span(leads_to(flow, choice, at.room - at.lead - columns(head)), role)]


def _one_exit(flow: Flowchart, node: Node, at: _Measure, role: Role) -> list[list[Span]]:
    """Return a single exit, its target wrapped to two rows."""
    head = _head_of(node.others[0], at)
    before = at.lead + columns(head)
    lines = _two_lines(*target_of(flow, node.others[0]), room=max(1, at.room - before))
    start = [Span("╌" * (at.lead - 1) + f" {head}", "muted"), Span(lines[0], role)]
    return [[], start, [Span(" " * before), Span(lines[1], role)] if lines[1] else []]


def _two_lines(name: str, more: str, room: int) -> tuple[str, str]:
    """Return a target in two lines, a blank column left at the edge where no word needs it."""
    text = f"{name}, {more}" if more else name
    if not any(columns(word) >= room for word in text.split()):
        room -= 1
    first, *rest = wrap(text, room)
    if more and len(rest) > 1:
        return clip(name, room), clip(more, room)
    return clip(first, room), clip(" ".join(rest), room)


def _outcome(spine: Spine, at: _Measure, width: int) -> Sequence[list[Span]]:
    style = BOXES["reached" if spine.reached else "ahead"]
    arrow, head = _head(spine.nodes[-1] if spine.nodes else None, spine)
    name = outcome_name(spine.outcome, at.box - 6)
    # Nothing stands beside it: a long name takes what room there is.
    box = max(at.box, min(columns(name) + 6, width - at.left - 1))
    margin = Span(" " * at.left)
    return [
        [margin, *style.upper(box, arrow, _SHAFT, head)],
        [margin, *style.middle(box, f"{'◆' if spine.reached else '◇'} {name}")],
        [margin, *style.lower(box, {})],
    ]
