"""Decisions as one page of HTML that needs nothing else: no script, no font, no request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from workbench.core.charts.cost_so_far import cumulative, marked_option
from workbench.core.charts.specs import ChartSpec
from workbench.core.text import counted
from workbench.export import parts
from workbench.export.exported import MARKER, Exported, Link
from workbench.export.html_style import STYLE
from workbench.export.markup import Markup, element, joined, prose, table
from workbench.export.parts import Table
from workbench.export.svg_costs import cost_drawing
from workbench.export.svg_readings import readings_drawing, tracked

_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
_ALERTS = {"fired", "overdue"}
_LONG = {"Id", "Replaces", "Replaced by"}


def as_page(one: Exported) -> str:
    """Return a page of one decision."""
    return _page(one.title, joined([element("header", element("h1", one.title)), _decision(one, {})]))


def as_pages(items: Sequence[Exported]) -> str:
    """Return a page of decisions, an index before them."""
    anchors = {one.decision.id: f"d{number}" for number, one in enumerate(items, start=1)}
    count = counted(len(items), "decision")
    day = f", {items[0].today}" if items else ""
    head = element("header", element("h1", "Decisions"), element("p", f"{count}{day}", class_="note"))
    index = [_index(items, anchors)] if items else []
    return _page("Decisions", joined([head, *index, *(_decision(one, anchors) for one in items)]))


def _page(title: str, body: Markup) -> str:
    policy = _POLICY.format(base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode())
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Markup(STYLE)),
    )
    page = element("html", head, "\n", element("body", element("main", body)), lang="en")
    return f"<!doctype html>\n<!-- {MARKER} -->\n{page}\n"


def _index(items: Sequence[Exported], anchors: dict[str, str]) -> Markup:
    head = element("tr", *(element("th", name) for name in ("state", "title", "approach", "decided", "review by")))
    rows = [
        element(
            "tr",
            element("td", _state(one.state)),
            element("td", element("a", one.title, href=f"#{anchors[one.decision.id]}")),
            element("td", one.decision.approach),
            element("td", str(one.decision.decided or parts.NONE), class_="day"),
            element("td", str(one.standing.review_by or parts.NONE), class_="day"),
        )
        for one in items
    ]
    return element("nav", element("table", element("thead", head), element("tbody", *rows)), class_="wide")


def _state(state: str) -> Markup:
    word = state.replace("-", " ")
    return element("strong", f"! {word}", class_="accent") if state in _ALERTS else joined([word])


def _decision(one: Exported, anchors: dict[str, str]) -> Markup:
    """Return one decision; on a page of its own its title is the page's."""
    anchor = anchors.get(one.decision.id)
    heading = [element("h2", one.title)] if anchor else []
    own = {"id": anchor} if anchor else {}
    sections = (
        ("Rationale", prose(one.decision.rationale) if one.decision.rationale.strip() else None),
        ("Instead of", _alternatives(one)),
        ("Made with", _pairs(parts.context(one))),
        ("Costs", _costs(one)),
        ("Cost over the months", _cost_so_far(one)),
        ("Accuracy", _ruled(parts.accuracy(one.decision))),
        ("Answers", _ruled(parts.answers(one))),
        ("Tracked", _ruled(parts.metrics(one.decision))),
        ("Triggers", _ruled(parts.triggers(one))),
        ("Readings", _readings(one)),
        ("Journal", _ruled(parts.journal(one))),
        ("Evidence", _ruled(parts.evidence(one.decision))),
    )
    told = [_section(title, content) for title, content in sections if content is not None]
    return element("article", *heading, _facts(one, anchors), *told, **own)


def _section(title: str, content: Markup) -> Markup:
    return element("section", element("h3", title), content)


def _facts(one: Exported, anchors: dict[str, str]) -> Markup:
    rows: list[tuple[str, str]] = [("State", _state(one.state))] if one.in_force else []
    rows += [(label, value) for label, value in parts.facts(one)]
    rows += [("Replaces", _named(other, anchors)) for other in one.supersedes]
    rows += [("Replaced by", _named(other, anchors)) for other in one.superseded_by]
    return _list(rows)


def _named(other: Link, anchors: dict[str, str]) -> Markup:
    title = other.title.strip() or other.id
    status = f", {other.status}" if other.status not in {"", "accepted"} else ""
    if other.id in anchors:
        return joined([element("a", title, href=f"#{anchors[other.id]}"), status])
    return joined([title, f" ({other.id})" if other.title.strip() else "", status])


def _list(rows: Sequence[tuple[str, str]]) -> Markup:
    pairs = (
        element("div", element("dt", label), element("dd", value), **({"class_": "long"} if label in _LONG else {}))
        for label, value in rows
    )
    return element("dl", *pairs)


def _pairs(rows: Sequence[tuple[str, str]]) -> Markup | None:
    return _list(rows) if rows else None


def _alternatives(one: Exported) -> Markup | None:
    told = [
        element("div", element("dt", name), element("dd", prose(other.rejected_because)))
        for name, other in one.decision.alternative.items()
    ]
    return element("dl", *told, class_="instead") if told else None


def _ruled(found: Table | None) -> Markup | None:
    return None if found is None else table(found)


def _notes(notes: Sequence[str]) -> list[Markup]:
    return [element("ul", *(element("li", note) for note in notes), class_="note")] if notes else []


def _costs(one: Exported) -> Markup | None:
    found = parts.cost_table(one.comparison)
    if found is None:
        return None
    taken = parts.chosen_option(one)
    return joined([table(found, taken.name if taken is not None else ""), *_notes(parts.cost_notes(one))])


def _cost_so_far(one: Exported) -> Markup | None:
    """Return the chart of the costs with its figures, and the table to the horizon."""
    taken = parts.chosen_option(one) or marked_option(one.comparison, None)
    name = taken.name if taken is not None else None
    spec = cumulative(one.decision.costs, one.comparison, name)
    if not isinstance(spec, ChartSpec) or not spec.curves:
        return None
    caption = " · ".join([*(f"{label} {value}" for label, value in spec.figures), *([spec.note] if spec.note else [])])
    figure = element("figure", cost_drawing(spec, name), element("figcaption", caption))
    return joined([figure, _ruled(parts.to_date(one))])


def _readings(one: Exported) -> Markup | None:
    drawn = [
        element("figure", element("figcaption", shown.metric), readings_drawing(shown, one.today))
        for shown in tracked(one)
    ]
    return element("div", *drawn, class_="pair") if drawn else None
