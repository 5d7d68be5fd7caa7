"""The page: our elements alone, nothing that runs or loads, charts with their marks."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.made import TODAY, entries, exports, hostile, of, texts
from workbench.core.inputs import Costs
from workbench.core.log.journal import Entry
from workbench.export.exported import Exported, exported
from workbench.export.html_page import as_page, as_pages
from workbench.export.svg_axis import spread, ticks

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "nav", "article", "section", "h1", "h2", "h3",
    "p", "br", "ul", "ol", "li", "dl", "div", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a", "strong",
    "figure", "figcaption", "svg", "line", "path", "text", "rect", "circle",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "start", "viewbox", "role", "aria-label",
    "x", "y", "x1", "x2", "y1", "y2", "d", "cx", "cy", "r", "width", "height", "text-anchor", "stroke-dasharray",
}  # fmt: skip


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.told.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def texts(self, *inside: str) -> list[str]:
        return [data for tag, data in self.told if tag in inside]


@given(items=st.lists(exports, max_size=2), alone=st.booleans())
def test_a_page_is_made_of_our_elements_alone(items: list[Exported], alone: bool) -> None:
    page = as_page(items[0]) if alone and items else as_pages(items)
    read = Reader(page)
    assert not read.open and set(read.elements) <= ELEMENTS
    assert {name for name, _ in read.attributes} <= ATTRIBUTES
    assert all(re.fullmatch(r"#d\d+", value) for name, value in read.attributes if name == "href")
    assert read.comments == [" written by workbench export "]


@given(text=texts)
def test_text_reads_the_same_and_makes_no_element(text: str) -> None:
    decision = hostile(text)
    read = Reader(as_page(of(decision, text)))
    assert "".join(read.texts("h1")) == (decision.title.strip() or "untitled")
    name = next(iter(decision.costs.option))
    assert name in read.texts("td") or not name
    # Whatever the text, each of these stands there once.
    assert all(read.elements.count(element) == 1 for element in ("style", "body", "h1", "article"))


def test_nothing_is_loaded_and_the_policy_knows_the_style_alone() -> None:
    page = as_page(of(hostile("x")))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    style = re.search(r"<style>(.*)</style>", page, re.S)
    assert policy and style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].replace("&#x27;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    for word in ("<script", "<link", "<img", "url(", "@import", "http:", "https:", " style=", "src="):
        assert word not in page.replace("style-src", "").replace("default-src", "")


def test_the_break_even_is_marked_and_told() -> None:
    read = Reader(as_page(of(hostile("x", costs=_costs()))))
    labels = read.texts("text")
    assert any(label.startswith("break-even ") and label.endswith(" requests") for label in labels)
    classes = [value for name, value in read.attributes if name == "class"]
    assert {"mark", "diamond", "line", "line taken"} <= set(classes)


def _costs() -> Costs:
    return hostile("x").costs.model_copy(update={"currency": "USD"})


def test_readings_stand_against_their_limit() -> None:
    read = Reader(as_page(of(hostile("x"))))
    assert "< 0.9 x" in read.texts("text")
    classes = Counter(value for name, value in read.attributes if name == "class")
    assert classes["dot past"] == 1 and classes["limit"] == 1
    assert "accuracy" in read.texts("figcaption")


def test_a_metric_that_nobody_read_since_has_no_chart() -> None:
    one = of(hostile("x"))
    quiet = Exported(one.decision, (), one.standing, one.comparison, one.today, one.itself)
    assert "Readings" not in Reader(as_page(quiet)).texts("h3")


def test_the_index_names_state_title_approach_and_days_and_leads_on() -> None:
    other = hostile("Other", id="20250101-y-0000", status="retired", review_by=None)
    page = as_pages([of(hostile("First"), "x", other), of(other, "x")])
    read = Reader(page)
    assert [text for tag, text in read.told if tag == "th"][:5] == [
        "state",
        "title",
        "approach",
        "decided",
        "review by",
    ]
    assert read.texts("a")[:2] == ["First", "Other"]
    assert {value for name, value in read.attributes if name == "href"} == {"#d1", "#d2"}
    assert {value for name, value in read.attributes if name == "id"} == {"d1", "d2"}
    assert "! fired" in read.texts("strong")
    assert "retired" in read.texts("td")


def test_figures_stand_on_the_right() -> None:
    page = as_page(of(hostile("x", costs=_costs())))
    assert '<th class="figure">a month</th>' in page and '<td class="figure">$2,700</td>' in page


@given(low=st.floats(-1e300, 1e300), width=st.floats(0, 1e300), most=st.integers(2, 8))
def test_ticks_are_round_few_and_in_place(low: float, width: float, most: int) -> None:
    found = ticks(low, low + width, most)
    assert len(found) <= most + 1 and found == sorted(found)
    assert all(low <= value <= low + width for value in found)


@given(places=st.lists(st.floats(0, 200), min_size=1, max_size=6))
def test_labels_are_spread_apart(places: list[float]) -> None:
    found = sorted(spread(places, 16, 200))
    assert found[-1] <= 200
    assert all(after - before >= 15.999 for before, after in pairwise(found))


@pytest.mark.parametrize("volume", ["1e-9", "1e17"])
def test_figures_out_of_all_proportion_are_drawn_or_left_out(volume: str) -> None:
    costs = _costs().model_copy(update={"requests_per_month": Decimal(volume)})
    assert "</html>" in as_page(of(hostile("x", costs=costs)))


@pytest.mark.parametrize("value", ["0", "-1", "1e400", "1e-30"])
def test_any_reading_is_drawn(value: str) -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    late = Entry(kind="reading", at=at, reading={"accuracy": Decimal(value)})
    one = exported(hostile("x"), [late, *entries("x")], TODAY)
    page = as_page(one)
    assert "accuracy: 2 readings" in page and "nan" not in page and not re.search(r'="-?inf|[ML ]inf', page)
