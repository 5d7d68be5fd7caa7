"""A flowchart in lines, one row a question; only the current question and the outcome are boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.core.flows.flowchart import Choice, Flowchart
from workbench.core.text import clip, columns
from workbench.plot.flowparts import BOXES, Node, Spine, joined, leads_to, outcome_name
from workbench.plot.rows import Role, Row, Span

_TEXT = 5
_SHAFT = 2


class _Plan(NamedTuple):
    """How many rows each part gets; where all do not fit, the plans tried one after the other give up the least."""

    forks: int
    shafts: int
    outcome: int
    answered: int
    ahead: int


_PLANS = (
    _Plan(4, 1, 3, 3, 3),
    _Plan(3, 1, 3, 1, 1),
    _Plan(1, 1, 3, 1, 1),
    _Plan(1, 0, 3, 1, 1),
    _Plan(1, 0, 1, 1, 1),
    _Plan(0, 0, 1, 1, 1),
    _Plan(0, 0, 1, 1, 0),
    _Plan(0, 0, 1, 0, 0),
)


def draw_lines(flow: Flowchart, spine: Spine, width: int, height: int) -> list[Row]:
    """Return the spine in lines; the oldest answers fold, then what is far ahead, so that here and end stay."""
    answered, current, ahead = spine.of("answered"), spine.of("current"), spine.of("ahead")
    plan = _plan(spine, height)
    if plan is None:
        rows = [_line(node, width) for node in current] + [_outcome_line(spine)]
    else:
        rows = _answered(answered, plan.answered, width)
        if rows and plan.shafts:
            rows.append([Span(" " * _SHAFT), Span("┃", "accent")])
        for node in current:
            rows += _current(flow, node, spine, width, plan.forks)
        rows += _ahead(flow, ahead, plan.ahead, spine, width)
        if ahead and plan.shafts:
            rows.append([Span(" " * _SHAFT), _dashes(spine)])
        rows += _outcome(spine, width) if plan.outcome == 3 else [_outcome_line(spine)]
    rows += [[] for _ in range(height - len(rows))]
    return [joined(row, width) for row in rows[:height]]


def _plan(spine: Spine, height: int) -> _Plan | None:
    answered, ahead = len(spine.of("answered")), len(spine.of("ahead"))
    for plan in _PLANS:
        forks = sum(min(plan.forks, max(1, len(node.others))) for node in spine.of("current"))
        before, after = min(answered, plan.answered), min(ahead, plan.ahead)
        fixed = 3 * len(spine.of("current")) + forks + plan.outcome + plan.shafts * (bool(answered) + bool(ahead))
        left = height - fixed - before - after
        if left >= 0:
            more = min(left, ahead - after)
            return plan._replace(answered=before + min(left - more, answered - before), ahead=after + more)
    return None


def _dashes(spine: Spine) -> Span:
    return Span("╎", "accent" if spine.looking else "rule")


def _line(node: Node, width: int) -> list[Span]:
    return [Span(" " * _SHAFT), Span("●", "accent"), Span("  "), Span(clip(node.name, width - _TEXT - 1), "strong")]


def _answered(nodes: Sequence[Node], rows: int, width: int) -> list[list[Span]]:
    """Return the questions behind; all but the latest fold into their count."""
    dot = [Span(" " * _SHAFT), Span("●", "accent"), Span("  ")]
    if not rows:
        return []
    latest = nodes if len(nodes) <= rows else nodes[len(nodes) - rows + 1 :]
    folded = len(nodes) - len(latest)
    drawn = [[*dot, Span(f"{folded} answered", "muted")]] if folded else []
    room = width - _TEXT - 1
    for node in latest:
        answer = clip(node.answer, room // 3)
        name = clip(node.name, room - columns(answer) - 2)
        dots = room - columns(name) - columns(answer) - 2
        drawn.append(
            [*dot, Span(f"{name} "), Span("·" * dots + " ", "rule"), Span(answer, "warn" if node.doubtful else "key")]
        )
    return drawn


def _current(flow: Flowchart, node: Node, spine: Spine, width: int, forks: int) -> list[list[Span]]:
    style = BOXES["current"]
    yes = clip(node.taken.said, (width - _TEXT) // 3)
    name = clip(node.name, width - 8)
    box = min(width - 2, max(columns(name) + 6, columns(yes) + 8))
    branches, tee = _forks(flow, node.others, forks, box, columns(yes), width)
    # The drawing starts in column 1, so a border's columns are counted from there.
    joints = {_SHAFT - 1: style.joint} | ({tee - 1: style.joint} if branches else {})
    rows = [
        [Span(" "), *style.upper(box, "▼" if spine.of("answered") else "", _SHAFT - 1, "accent")],
        [Span(" "), *style.middle(box, name, blank=2)],
        [Span(" "), *style.lower(box, joints)],
    ]
    for index in range(min(forks, max(1, len(branches)))):
        word = Span(yes if index == 0 else " " * columns(yes), "accent" if spine.looking else "text")
        blank = Span(" " * (tee - _TEXT - columns(yes)))
        branch = [blank, *branches[index]] if branches else []
        rows.append([Span(" " * _SHAFT), _dashes(spine), Span("  "), word, *branch])
    return rows


def _forks(
    flow: Flowchart, others: Sequence[Choice], rows: int, box: int, yes: int, width: int
) -> tuple[list[list[Span]], int]:
    """Return the exits of the current question, from their branch on, and the column of the branch."""
    room = width - 1 - _TEXT - yes - 3
    heads = [f"{clip(choice.said, max(3, room // 2 - 3))} ▷ " for choice in others]
    words = [(head, leads_to(flow, choice, room - columns(head))) for head, choice in zip(heads, others, strict=True)]
    if len(words) > rows:
        words = [*words[: max(0, rows - 1)], (f"{len(words) - max(0, rows - 1)} other answers", "")]
    if not words or not rows:
        return [], 0
    widest = min(room, max(columns(head) + columns(target) for head, target in words))
    start = width - 1 - widest
    tee = min(start - 2, box - 1)
    drawn = []
    for index, (head, target) in enumerate(words):
        last = index == len(words) - 1
        sign = "╎" if len(words) == 1 and tee == start - 2 else "└" if last else "├"
        line: list[Span] = [Span(f"{sign}{'╌' * (start - 2 - tee)} ", "rule"), Span(head, "muted")]
        drawn.append([*line, Span(clip(target, widest - columns(head)))])
    return drawn, tee


def _ahead(flow: Flowchart, nodes: Sequence[Node], rows: int, spine: Spine, width: int) -> list[list[Span]]:
    """Return the questions to come with their exits; all but the next fold into their count."""
    role: Role = "accent" if spine.looking else "muted"
    dot = [Span(" " * _SHAFT), Span("○", role), Span("  ")]
    if not rows:
        return []
    nearest = nodes if len(nodes) <= rows else nodes[: rows - 1]
    drawn = []
    room = width - _TEXT - 1
    for node in nearest:
        beside = _beside(flow, node, room - min(columns(node.name), 2 * room // 3) - 2)
        name = clip(node.name, room - columns(beside) - 2 * bool(beside))
        blank = " " * (room - columns(name) - columns(beside))
        drawn.append([*dot, Span(f"{name}{blank}{beside}", "muted")])
    if len(nodes) > len(nearest):
        drawn.append([*dot, Span(f"{len(nodes) - len(nearest)} more", "muted")])
    return drawn


def _beside(flow: Flowchart, node: Node, room: int) -> str:
    """Return the exits of a question to come in one line, as much of them as fits."""
    if len(node.others) == 1:
        answer = clip(node.others[0].said, max(3, room // 2 - 3))
        return f"{answer} ▷ {leads_to(flow, node.others[0], room - columns(answer) - 3)}" if room > 7 else ""
    tries = (
        "  ".join(f"{choice.said} ▷ {leads_to(flow, choice)}" for choice in node.others),
        " · ".join(choice.said for choice in node.others) + " ▷",
        f"{len(node.others)} exits ▷",
    )
    return next((text for text in tries if node.others and columns(text) <= room), "")


def _outcome(spine: Spine, width: int) -> list[list[Span]]:
    style = BOXES["reached" if spine.reached else "ahead"]
    name = clip(outcome_name(spine.outcome, width - 8), width - 8)
    box = columns(name) + 6
    head: Role = "accent" if spine.reached or spine.looking else "rule"
    note = "" if spine.reached else "if the rest holds" if spine.of("ahead") else f"if {spine.nodes[-1].taken.said}"
    beside = Span(f" {note}" if box + columns(note) + 3 <= width else "", "muted")
    return [
        [Span(" "), *style.upper(box, "▼" if spine.reached else "▽", _SHAFT - 1, head)],
        [Span(" "), *style.middle(box, name, blank=2), beside],
        [Span(" "), *style.lower(box, {})],
    ]


def _outcome_line(spine: Spine) -> list[Span]:
    name = spine.outcome.headline if spine.outcome else ""
    sign = Span("◆" if spine.reached else "◇", "accent" if spine.reached else "muted")
    return [Span(" " * _SHAFT), sign, Span("  "), Span(name, "strong" if spine.reached else "muted")]
