"""A decision in the classic dialect of Michael Nygard, as adr-tools and adr-viewer read it: lists, no tables."""

from __future__ import annotations

from workbench.core.text import slug
from workbench.export.exported import Exported, Link
from workbench.export.markdown import alternatives
from workbench.export.markdown_text import block, bullets, finished, inline, link, section
from workbench.export.parts import (
    ADR_STATUS,
    NONE,
    Table,
    accuracy,
    answered,
    approach,
    context,
    cost_notes,
    cost_table,
    evidence,
    facts,
    journal,
    metrics,
    to_date,
    triggers,
)


def nygard_file(one: Link) -> str:
    """Return the file of a decision in this dialect: ``0003-review-sentiment.md``."""
    return f"{one.number:04d}-{slug(one.title)}.md"


def as_nygard(one: Exported) -> str:
    """Return the decision under the headings Status, Context, Decision and Consequences."""
    lines = [f"# {_heading(one.itself)}"]
    if one.decision.decided is not None:
        lines += ["", f"Date: {one.decision.decided}"]
    lines += section("Status", _status(one))
    lines += section("Context", _context(one))
    lines += section("Decision", _decision(one))
    lines += section("Consequences", _consequences(one))
    return finished(lines)


def _heading(one: Link) -> str:
    return f"{one.number}. {inline(one.title.strip() or 'untitled')}"


def _status(one: Exported) -> list[str]:
    status = ADR_STATUS.get(one.status, one.status)
    # Who reads this takes a record for accepted as soon as one line says so: a superseded one has no such line.
    lines = [] if one.status == "superseded" and one.superseded_by else [status.capitalize()]
    told = [f"Superseded by {_linked(other)}" for other in one.superseded_by]
    told += [f"Supersedes {_linked(other)}" for other in one.supersedes]
    for line in told:
        lines += [*([""] if lines else []), line]
    return lines


def _linked(other: Link) -> str:
    if not other.number:
        return inline(other.id)
    status = f" ({other.status})" if other.status not in {"accepted", "superseded"} else ""
    return f"{link(_heading(other), nygard_file(other))}{status}"


def _context(one: Exported) -> list[str]:
    lines = [inline(f"“{one.title}” can be built in more than one way.")]
    lines += section("Figures", bullets(context(one)), 3)
    return lines + section("Answers", bullets(answered(one)), 3)


def _decision(one: Exported) -> list[str]:
    taken = "Nothing is decided yet." if one.decision.approach == "undecided" else (
        f"We take {inline(approach(one.decision))}."
    )  # fmt: skip
    reasons = block(one.decision.rationale)
    return [taken, *(["", *reasons] if reasons else []), *section("Instead of", alternatives(one), 3)]


def _consequences(one: Exported) -> list[str]:
    notes = [f"- {inline(note)}" for note in cost_notes(one)]
    lines = section("Costs", [*_listed(cost_table(one.comparison)), *notes], 3)
    for title, found in (
        ("Cost over the months", to_date(one)),
        ("Accuracy", accuracy(one.decision)),
        ("Tracked", metrics(one.decision)),
        ("Triggers", triggers(one)),
        ("Journal", journal(one)),
        ("Evidence", evidence(one.decision)),
    ):
        lines += section(title, _listed(found), 3)
    about = [fact for fact in facts(one) if fact[0] not in {"Status", "Approach", "Decided"}]
    return (lines + section("About this record", bullets(about), 3))[1:]


def _listed(found: Table | None) -> list[str]:
    """Return a table as a list: a row an item, the names of the columns before their cells."""
    if found is None:
        return []
    items = []
    for first, *rest in found.rows:
        cells = [f"{name} {cell}" for name, cell in zip(found.heading[1:], rest, strict=True) if cell not in {"", NONE}]
        items.append(f"- {inline(first)}: {inline(', '.join(cells))}")
    return items
