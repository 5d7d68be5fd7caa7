"""Flowcharts drawn: one spine downward, every other answer a side exit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from workbench.core.flows.flowchart import Flowchart, Walk, way_on
from workbench.plot.flowboxes import draw_boxes
from workbench.plot.flowlines import draw_lines
from workbench.plot.flowparts import spine_of
from workbench.plot.rows import Row


def draw_flow(
    flow: Flowchart,
    path: Walk,
    width: int,
    height: int,
    prefer: Mapping[str, str] | None = None,
    look_ahead: str | None = None,
    doubts: Collection[str] = (),
) -> list[Row]:
    """Return `height` rows of `width` terminal columns: the path taken, the way on, the outcome, the side exits.

    Boxes where they fit, lines with folded ends where they do not.

    Args:
        flow: The flowchart.
        path: Where the answers lead.
        width: Columns to fill.
        height: Rows to fill.
        prefer: Answers (by question) that the way on takes, such as those that evidence proposes.
        look_ahead: An answer of the current question whose way is shown as the way on.
        doubts: Questions whose answer a figure of the record contradicts.
    """
    width, height = max(0, width), max(0, height)
    spine = spine_of(flow, path, prefer, look_ahead, doubts)
    # Looking ahead along a shorter way and ending early must not move the boxes that are drawn already.
    plain = spine_of(flow, path, prefer, None) if spine.looking else spine
    count = max(len(spine.nodes), len(plain.nodes))
    if 3 * count + 3 > height or width < 16:
        return draw_lines(flow, spine, width, height)
    usual = len(way_on(flow, flow.questions[flow.start], prefer))
    return draw_boxes(flow, spine, width, height, max(count, usual) if 3 * usual + 3 <= height else count)
