"""Near duplicates among too many rows to hold each against each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import near
from tests.store.dataset_made import NAMES, chat, report, write
from workbench.core.evidence.dataset import near as comparing


@pytest.mark.parametrize(("lengths", "least"), [((6, 12), 0.92), ((13, 24), 0.96), ((25, 60), 0.96)])
def test_few_of_the_rows_with_some_words_changed_are_missed(
    tmp_path: Path, lengths: tuple[int, int], least: float
) -> None:
    pairs = near.plant(tmp_path / "t.jsonl", 3_000, 300, lengths)
    assert len(pairs) > 40 and len(near.found(tmp_path / "t.jsonl", pairs)) >= least * len(pairs)


def test_in_a_large_file_of_one_template_the_one_near_duplicate_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_EFFORT", 0)
    monkeypatch.setattr(comparing, "_SMALL", 0)
    places = [f"{one} {two}" for one in NAMES for two in ("Street", "Lane", "Square", "Park", "Court")]
    rows = [
        chat(f"Hello, the parcel to {place} has not arrived. Where is it? Best regards.", "shipping")
        for place in places
    ]
    rows[40] = chat("Hello, the parcel to Ida Street has not arived. Where is it? Best regards.", "shipping")
    rows[39] = chat("Hello, the parcel to Ida Street has not arrived. Where is it? Best regards.", "shipping")
    assert report(tmp_path, rows).near_duplicates == ((40, 41),)


def test_where_too_many_are_like_held_out_rows_the_likest_are_found_and_the_report_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_COMPARED", 3)
    places = [f"{one} {two}" for one in NAMES for two in ("Street", "Lane", "Square", "Park", "Court")]
    greetings = ("Hello", "Good day", "Dear team", "Hi there", "Morning")
    asked = [f"{greetings[at % 5]}, the parcel to {place} has not arrived. Where is it, {greetings[at % 5]}?"
             for at, place in enumerate(places)]  # fmt: skip
    held = write(tmp_path / "held.jsonl", [chat(asked[7].replace("arrived", "arived"), "shipping")])
    found = report(tmp_path, [chat(text, "shipping") for text in asked], against=held)
    assert found.overlap == ((8, 1),)
    assert "rows near held-out ones were not all looked for: too many alike" in found.notes
