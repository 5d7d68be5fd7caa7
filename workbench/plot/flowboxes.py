"""A flowchart in boxes, three rows a question, the exits at their right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.flow import Flowchart
from workbench.core.text import clip, columns, wrap
from workbench.plot.flowparts import BOXES, Node, Spine, joined, leads_to, outcome_name, said
from workbench.plot.rows import Role, Row, Span

_WIDE = 60
_NO_EXITS = 30
_SHAFT = 4


@dataclass(frozen=True, slots=True)
class _Measure:
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
    for index, node in enumerate(spine.nodes):
        box = _question(node, at, spine, first=index == 0)
        rows += [[*part, *beside] for part, beside in zip(box, _exits(flow, node, at), strict=True)]
        rows += [[Span(" " * (at.left + _SHAFT)), _shaft(node, spine)] for _ in range(gap)]
    rows += _outcome(spine, at)
    rows += [[] for _ in range(height - len(rows))]
    return [joined(row, width) for row in rows[:height]]


def _measure(flow: Flowchart, spine: Spine, width: int) -> _Measure:
    left = 3 if width >= _WIDE else 1
    arrow = "╌▷" if width >= _WIDE else "▷"
    lead = 3 if any(len(node.others) > 1 for node in spine.nodes) else 2
    exits = [f"{said(choice)} {arrow} {leads_to(flow, choice)}" for node in spine.nodes for choice in node.others]
    needed = lead + max(map(columns, exits), default=-lead)
    if width < _NO_EXITS or not exits:
        needed, most = 0, width - left - 1
    else:
        most = width - left - min(needed, max(lead + 14, width // 3))
    wanted = max(4 + max((columns(node.name) for node in spine.nodes), default=0), width // 2)
    box = max(8, min(wanted, most))
    return _Measure(left, box, max(0, width - left - box) if needed else 0, lead, arrow)


def _head(node_before: Node | None, spine: Spine) -> tuple[str, Role]:
    if node_before is None:
        return "", "rule"
    if node_before.place == "answered":
        return "▼", "accent"
    return "▽", "accent" if spine.looking else "rule"


def _shaft(node: Node, spine: Spine) -> Span:
    if node.place == "answered":
        return Span("┃", "accent")
    return Span("╎", "accent" if spine.looking else "rule")


def _question(node: Node, at: _Measure, spine: Spine, first: bool) -> list[list[Span]]:
    style = BOXES[node.place]
    before = None if first else spine.nodes[spine.nodes.index(node) - 1]
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
    answer = clip(said(node.taken), width - _SHAFT - 6)
    if not answer:
        return style.lower(width, {_SHAFT: style.joint})
    ahead: Role = "accent" if spine.looking else "muted"
    joint: Role = "accent" if spine.looking else style.border
    rest = width - _SHAFT - 5 - columns(answer)
    return [
        Span(style.lines[4] + line * (_SHAFT - 1), style.border),
        Span(style.joint, joint),
        Span(line, style.border),
        Span(f" {answer} ", "key" if node.place == "answered" else ahead),
        Span(line * rest + style.lines[5], style.border),
    ]


def _exits(flow: Flowchart, node: Node, at: _Measure) -> list[list[Span]]:
    """Return what stands right of a box: three rows, a branch for each of several exits."""
    target: Role = "text" if node.place == "current" else "muted"
    if at.room <= at.lead or not node.others:
        return [[], [], []]
    if len(node.others) == 1:
        return _one_exit(flow, node, at, target)
    shown = [_words(said(choice), leads_to(flow, choice), at, target) for choice in node.others[:3]]
    if len(node.others) > 3:
        shown[2] = [Span(f"{len(node.others) - 2} more answers", "muted")]
    signs = ("┌", "┼", "└") if len(shown) == 3 else ("┬", "└")
    rows = [[Span(f" {sign} ", "muted"), *words] for sign, words in zip(signs, shown, strict=True)]
    if len(rows) == 2:
        rows.insert(0, [])
    rows[1][0] = Span(f"╌{signs[-2]} ", "muted")
    return rows


def _words(answer: str, target: str, at: _Measure, role: Role) -> list[Span]:
    room = at.room - at.lead
    answer = clip(answer, max(3, room // 2 - 3))
    head = f"{answer} {at.arrow} "
    return [Span(head, "muted"), Span(clip(target, room - columns(head)), role)]


def _one_exit(flow: Flowchart, node: Node, at: _Measure, role: Role) -> list[list[Span]]:
    """Return a single exit, its target wrapped to two rows, a blank column at the edge where no word needs it."""
    head, _ = _words(said(node.others[0]), "", at, role)
    before = at.lead + columns(head.text)
    room = at.room - before
    target = leads_to(flow, node.others[0])
    lines = wrap(target, max(1, room if _tight(target, room) else room - 1))
    dashes = "╌" * (at.lead - 1)
    rows: list[list[Span]] = [[], [Span(f"{dashes} ", "muted"), head, Span(clip(lines[0], room), role)], []]
    if len(lines) > 1:
        rows[2] = [Span(" " * before), Span(clip(" ".join(lines[1:]), room), role)]
    return rows


def _tight(text: str, room: int) -> bool:
    """Whether a word takes the whole room."""
    return any(columns(word) >= room for word in text.split())


def _outcome(spine: Spine, at: _Measure) -> Sequence[list[Span]]:
    style = BOXES["reached" if spine.reached else "ahead"]
    arrow, head = _head(spine.nodes[-1] if spine.nodes else None, spine)
    name = outcome_name(spine.outcome, at.box - 6)
    margin = Span(" " * at.left)
    return [
        [margin, *style.upper(at.box, arrow, _SHAFT, head)],
        [margin, *style.middle(at.box, f"{'◆' if spine.reached else '◇'} {name}")],
        [margin, *style.lower(at.box, {})],
    ]
