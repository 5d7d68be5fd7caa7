"""Decisions as JSON: the record as its file holds it, its journal, and what follows from both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from workbench.core.costs.comparison import Comparison
from workbench.core.costs.words import break_even
from workbench.core.json_text import json_text
from workbench.core.log.journal import Entry
from workbench.core.log.standing import Standing
from workbench.export.exported import MARKER, Exported
from workbench.export.parts import evidence_notes

_MARK = {"export": MARKER}


def as_json(one: Exported) -> str:
    """Return one decision as an object."""
    return f"{json_text({**_MARK, **_whole(one)})}\n"


def as_json_list(items: Sequence[Exported]) -> str:
    """Return decisions as an object with a list of them."""
    return f"{json_text({**_MARK, 'decisions': [_whole(one) for one in items]})}\n"


def _whole(one: Exported) -> dict[str, Any]:
    return {
        **one.data,
        "superseded_by": [other.id for other in one.superseded_by],
        "standing": _standing(one.standing),
        "comparison": _comparison(one.comparison),
        "evidence_notes": evidence_notes(one.decision),
        "journal": [_entry(entry) for entry in one.entries],
        "as_of": one.today,
    }


def _standing(found: Standing) -> dict[str, Any]:
    data = asdict(found)
    for trigger in data["triggers"]:
        trigger["reading"] = trigger.pop("read_on")
    return data


def _comparison(found: Comparison) -> dict[str, Any]:
    options = [
        {
            "name": figures.name,
            "approach": figures.option.approach,
            "per_request": figures.per_request,
            "upfront": figures.upfront,
            "monthly": figures.monthly,
            "total": figures.total,
            "saved": figures.saved,
            "horizon_months": figures.horizon,
            "break_even": break_even(figures, found),
            "versus_baseline": None if figures.versus is None else figures.versus._asdict(),
            "reason": figures.reason or None,
        }
        for figures in found.options
    ]
    return {
        "currency": found.currency,
        "baseline": found.baseline,
        "horizon_months": found.horizon,
        "options": options,
        "notes": list(found.notes),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return an entry as its file holds it, without what is empty."""
    return {name: value for name, value in entry.model_dump().items() if value not in (None, "", {})}
