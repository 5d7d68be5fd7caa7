"""What the break-even was before an edit, at the right of the verdict line: in as many words as there is room for."""

from __future__ import annotations

from workbench.core.text import columns
from workbench.tui.widgets.frame import was_told


def test_the_break_even_is_named_where_there_is_room() -> None:
    told = was_told("51,429")
    assert told == ("break-even was 51,429 requests", "break-even was 51,429", "was 51,429 req")
    assert [*map(columns, told)] == sorted(map(columns, told), reverse=True)
    assert was_told("1")[0] == "break-even was 1 request"
