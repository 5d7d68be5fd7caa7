"""Rows of the size section: at both widths, from a report and from what a decision keeps, whatever stands there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.sizing.form import Typed, read
from workbench.core.sizing.report import Report, kept, size
from workbench.plot.rows import plain, width
from workbench.tui.panes.size_rows import detail, summary


def report(**typed: str) -> Report:
    return size(*read(Typed(**typed)))


def keep(found: Report) -> dict[str, object]:
    return kept(found, "config.json", "0" * 64, date(2026, 11, 24))


def test_the_summary_says_method_memory_file_and_whether_it_fits() -> None:
    assert summary(keep(report())) == ("✓", "LoRA r=8 on Llama-2-7B: 16 GB, 8.4 MB adapter", "fits")
    assert summary(keep(report(card="8", method="qlora")))[::2] == ("!", "tight")
    assert summary(keep(report(model="Llama-3.1-70B", method="full"))) == (
        "!", "Full on Llama-3.1-70B: 1,136 GB", "too large",
    )  # fmt: skip
    assert summary(None) == summary({}) == ("–", "none yet, enter shows an example", "–")


def test_the_detail_draws_the_bars_names_the_cards_and_ends_in_one_sentence() -> None:
    told = plain(detail(report(), 80, False))
    assert "  LoRA        ━●━ ┊ " in told and "24 GB card" in told
    assert "  LoRA      from 24 GB: RTX 3090, RTX 4090, L4, A10" in told
    assert "  QLoRA     from 12 GB, tight on 8 GB: RTX 3060" in told
    assert told.endswith("✓ LoRA r=8 on Llama-2-7B: 16 GB expected, 14..21; fits a 24 GB card.")


def test_what_is_kept_draws_the_same_bars_as_the_report() -> None:
    found = report(rank="16", targets="all")
    assert plain(detail(keep(found), 80, False)) == plain(detail(found, 80, False))


def test_a_report_that_fits_no_card_says_what_to_change() -> None:
    assert "✓ QLoRA instead of LoRA  5.3..9.3 GB" in plain(detail(report(card="12"), 80, False))
    told = plain(detail(report(model="Qwen2.5-14B", targets="all", rank="16", card="24"), 120, True))
    assert "QLoRA instead of LoRA  14..25 GB, tight" in told
    assert told.index("GB card.") < told.index("What to change")


values = st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=9) | st.dates()
kept_data = st.dictionaries(
    st.sampled_from(list(keep(report(card="24")))),
    values | st.dictionaries(st.sampled_from(["low", "expected", "high"]), values),
)


@settings(max_examples=150)
@given(kept_data, st.integers(20, 130), st.booleans())
def test_whatever_a_person_made_of_the_kept_figures_is_drawn_or_said_to_be_unreadable(
    changed: dict[str, Any], columns: int, wide: bool
) -> None:
    data = keep(report()) | changed
    sign, text, says = summary(data)
    assert sign in {"✓", "!", "?"} and text and says
    rows = detail(data, columns, wide)
    assert rows and all(width(row) <= columns for row in rows)
    assert not [char for char in plain(rows) if ord(char) < 32 and char != "\n"]


def test_data_of_a_file_is_as_good_as_data_of_a_report() -> None:
    data: dict[str, object] = dict(keep(report()))
    data["percent"], data["trainable"] = Decimal("0.0622"), Decimal("4194304")
    assert summary(data) == summary(keep(report()))
