"""A decision as Markdown for a wiki."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.export.exported import Exported, Link
from workbench.export.markdown_text import block, bullets, finished, inline, link, section, table
from workbench.export.parts import (
    NONE,
    Table,
    accuracy,
    answers,
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


def as_markdown(one: Exported) -> str:
    """Return the whole decision as one Markdown page."""
    decision = one.decision
    lines = [f"# {inline(one.title)}", "", *bullets(facts(one)), *related(one)]
    lines += section("Rationale", block(decision.rationale))
    lines += section("Instead of", alternatives(one))
    lines += section("Made with", bullets(context(one)))
    lines += section("Costs", costs(one))
    lines += section("Cost over the months", ruled(to_date(one)))
    lines += section("Accuracy", ruled(accuracy(decision)))
    lines += section("Answers", ruled(answers(one)))
    lines += section("Tracked", ruled(metrics(decision)))
    lines += section("Triggers", ruled(triggers(one)))
    lines += section("Journal", ruled(journal(one)))
    lines += section("Evidence", ruled(evidence(decision)))
    return finished(lines)


def related(one: Exported) -> list[str]:
    """Return the decisions this one replaces and those that replace it, as a list."""
    rows = [("Replaces", other) for other in one.supersedes]
    rows += [("Replaced by", other) for other in one.superseded_by]
    return [f"- {label}: {named(one, other)}" for label, other in rows]


def named(one: Exported, other: Link) -> str:
    """Return another decision by its title, with a link where its file stands beside this one."""
    title = other.title.strip() or other.id
    told = link(inline(title), f"{other.id}.md") if one.together and other.number else inline(title)
    status = f", {other.status}" if other.status not in {"", "accepted"} else ""
    return f"{told} ({inline(other.id)}{status})" if other.title.strip() else f"{told}{status}"


def alternatives(one: Exported) -> list[str]:
    """Return the approaches not taken, each with why, as a list."""
    lines: list[str] = []
    for name, other in one.decision.alternative.items():
        told = block(other.rejected_because)
        lines.append(f"- **{inline(name) or NONE}**{': ' + told[0] if len(told) == 1 else ''}")
        if len(told) > 1:
            lines += ["", *(f"  {line}".rstrip() for line in told)]
    return lines


def costs(one: Exported) -> list[str]:
    """Return the costs of the options with what is to be said about them."""
    found = cost_table(one.comparison)
    notes = [f"- {inline(note)}" for note in cost_notes(one)]
    return [] if found is None else [*table(found), *(["", *notes] if notes else [])]


def ruled(found: Table | None) -> Sequence[str]:
    """Return a table as lines; none where there is nothing."""
    return [] if found is None else table(found)
