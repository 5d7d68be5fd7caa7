"""A decision as MADR 4 tells it: https://adr.github.io/madr/."""

from __future__ import annotations

from workbench.core.costs.comparison import Figures
from workbench.core.costs.words import pays_when
from workbench.core.figures import money, months_text, ratio
from workbench.export import markdown
from workbench.export.exported import MARKER, Exported
from workbench.export.markdown import ruled
from workbench.export.markdown_text import block, bullets, inline, section, table, yaml_text
from workbench.export.parts import (
    ADR_STATUS,
    accuracy,
    answered,
    approach,
    chosen_option,
    context,
    evidence,
    facts,
    journal,
    metrics,
    options,
    to_date,
    triggers,
)


def as_madr(one: Exported) -> str:
    """Return the decision with MADR's front matter and headings."""
    lines = [*_front_matter(one), "", f"# {inline(one.title)}"]
    lines += section("Context and Problem Statement", _problem(one))
    lines += section("Decision Drivers", _drivers(one))
    lines += section("Considered Options", [f"- {inline(name)}" for name in options(one)])
    lines += section("Decision Outcome", _outcome(one))
    lines += section("Consequences", _consequences(one), 3)
    lines += section("Confirmation", _confirmation(one), 3)
    lines += section("Pros and Cons of the Options", _pros_and_cons(one))
    lines += section("More Information", _more(one))
    return "\n".join([*lines, ""])


def _front_matter(one: Exported) -> list[str]:
    decision = one.decision
    rows = [f"title: {yaml_text(one.title)}", f"status: {yaml_text(_status(one))}"]
    rows += [f"date: {decision.decided}"] if decision.decided is not None else []
    rows += _yaml_list("decision-makers", decision.authors) + _yaml_list("tags", decision.tags)
    return ["---", f"# {MARKER}", *rows, "---"]


def _status(one: Exported) -> str:
    if one.status == "superseded" and one.superseded_by:
        return f"superseded by {', '.join(other.id for other in one.superseded_by)}"
    return ADR_STATUS.get(one.status, one.status)


def _yaml_list(name: str, entries: tuple[str, ...]) -> list[str]:
    return [f"{name}:", *(f"  - {yaml_text(entry)}" for entry in entries)] if entries else []


def _problem(one: Exported) -> list[str]:
    others = options(one)
    asked = f"Which approach serves “{one.title}”: {', '.join(others)}?" if len(others) > 1 else (
        f"Which approach serves “{one.title}”?"
    )  # fmt: skip
    return [inline(asked), *([""] if one.supersedes or one.superseded_by else []), *markdown.related(one)]


def _drivers(one: Exported) -> list[str]:
    return bullets([*context(one), *answered(one)])


def _outcome(one: Exported) -> list[str]:
    if one.decision.approach == "undecided":
        return ["Nothing is chosen yet.", *(["", *block(one.decision.rationale)] if one.decision.rationale else [])]
    taken = f'Chosen option: "{inline(approach(one.decision))}"'
    reasons = block(one.decision.rationale)
    return [f"{taken}, because:", "", *reasons] if reasons else [f"{taken}."]


def _consequences(one: Exported) -> list[str]:
    option = chosen_option(one)
    return [] if option is None else _said_of(one, option)


def _said_of(one: Exported, option: Figures) -> list[str]:
    """Return what an option's figures say for it, against it and neither way, as a list."""
    base, currency, versus, name = one.comparison.baseline or "", one.comparison.currency, option.versus, option.name
    lines = []
    if versus is not None and versus.verdict == "pays":
        lines.append(f"Good, because {name} pays against {base}: {pays_when(option)}")
    if option.saved is not None and option.saved > 0:
        lines.append(f"Good, because {name} saves {money(option.saved, currency)} in {months_text(option.horizon)}")
    if versus is not None and versus.verdict in {"never", "after-horizon"}:
        told = "never pays" if versus.verdict == "never" else "pays too late"
        lines.append(f"Bad, because {name} {told} against {base}: {versus.reason}")
    if option.upfront:
        lines.append(f"Bad, because {name} costs {money(option.upfront, currency)} upfront")
    if option.reason:
        lines.append(f"Neutral, because the costs of {name} are not known: it {option.reason}")
    if option.per_request is not None:
        month = "" if option.monthly is None else f" and {money(option.monthly, currency)} a month"
        lines.append(f"Neutral, because {name} costs {money(option.per_request, currency)} a request{month}")
    if option.quality is not None and option.quality.accuracy is not None:
        lines.append(f"Neutral, because {name} is right in {ratio(option.quality.accuracy)} of cases")
    return [f"- {inline(line)}" for line in lines]


def _confirmation(one: Exported) -> list[str]:
    lines: list[str] = []
    for found in (triggers(one), metrics(one.decision), journal(one)):
        if found is not None:
            lines += [*([""] if lines else []), *table(found)]
    if one.standing.review_by is not None:
        overdue = ", which is overdue" if one.standing.overdue and one.in_force else ""
        lines += [*([""] if lines else []), f"Looked at again by {one.standing.review_by}{overdue}."]
    return lines


def _pros_and_cons(one: Exported) -> list[str]:
    lines: list[str] = []
    for name in options(one):
        told = []
        for figures in one.comparison.options:
            if figures.option.approach == name:
                told += _said_of(one, figures)
        other = one.decision.alternative.get(name)
        if other is not None and other.rejected_because.strip():
            told.append(f"- Bad, because {inline(other.rejected_because)}")
        lines += [*([""] if lines and told else []), *section(inline(name), told, 3)[1:]]
    return lines


def _more(one: Exported) -> list[str]:
    lines = bullets(fact for fact in facts(one) if fact[0] in {"Id", "Approach"})
    lines += section("Costs", markdown.costs(one), 3)
    lines += section("Cost over the months", ruled(to_date(one)), 3)
    lines += section("Accuracy", ruled(accuracy(one.decision)), 3)
    return lines + section("Evidence", ruled(evidence(one.decision)), 3)
