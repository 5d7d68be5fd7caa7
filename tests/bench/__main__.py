"""Measure the program against its goals: ``python -m tests.bench``. Figures are medians of one run."""

from __future__ import annotations

import time
from statistics import median

from tests.bench import data, figures, keys, log, near, starts, wire
from tests.bench.report import Line, machine, table


def drawing() -> Line:
    """Measure one drawing of a chart, without the screen around it."""
    from workbench.core.charts.specs import ChartSpec, Curve
    from workbench.plot.chart import draw

    curves = tuple(
        Curve(str(slot), slot, tuple((float(month), 9.0 * slot * month) for month in range(13)), "$1")
        for slot in range(1, 5)
    )
    spec = ChartSpec("c", curves, x_max=12, y_max=432)
    draw(spec, 70, 13)
    found = []
    for _ in range(30):
        start = time.perf_counter()
        draw(spec, 70, 13)
        found.append(time.perf_counter() - start)
    return Line("one drawing, 4 curves, about 55x12", f"{1000 * median(found):.1f} ms")


def main() -> None:
    """Print the table."""
    print(machine(), flush=True)
    lines, told = keys.measure()
    rooms = (starts, wire, figures, log, data, near)
    print(table([drawing(), *lines, *(line for room in rooms for line in room.measure())]))
    for sentence in told:
        print(sentence)


main()
