"""Markdown, MADR and the Nygard dialect: data stays text, paragraphs and lists stay readable."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.export.made import NASTY, exports, hostile, of, texts
from tests.store.made import example
from workbench.core.record.decision import Decision
from workbench.core.text import clean_line
from workbench.export.exported import Exported
from workbench.export.madr import as_madr
from workbench.export.markdown import as_markdown
from workbench.export.markdown_text import block, inline
from workbench.export.nygard import as_nygard

WRITERS = [as_markdown, as_madr, as_nygard]
OURS = {"text", "softbreak", "hardbreak", "strong_open", "strong_close"}
"""What a line of an export is made of, where nothing links."""
BLOCKS = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close",
    "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close", "inline", "table_open",
    "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open",
    "th_close", "td_open", "td_close",
}  # fmt: skip


def reader() -> MarkdownIt:
    """A reader with all that the wikis of the large code hosts know, links that make themselves too."""
    found = MarkdownIt("gfm-like")
    found.linkify.set({"fuzzy_link": False})
    return found


def parsed(text: str) -> list[Token]:
    return reader().parse(text)


def body(text: str) -> str:
    """Return what stands behind the front matter."""
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def kinds(tokens: list[Token]) -> tuple[set[str], set[str]]:
    outer = {token.type for token in tokens}
    inner = {child.type for token in tokens for child in token.children or []}
    return outer, inner


def rendered(tokens: list[Token]) -> str:
    told = []
    for token in tokens:
        for child in token.children or []:
            told.append("\n" if child.type.endswith("break") else child.content)
    return "".join(told)


@pytest.mark.parametrize("write", WRITERS)
@given(one=exports)
def test_nothing_but_our_own_markup_is_in_a_page(write: object, one: Exported) -> None:
    outer, inner = kinds(parsed(body(write(one))))  # type: ignore[operator]
    assert outer <= BLOCKS
    assert inner <= OURS


@given(text=texts)
def test_a_line_reads_the_same_once_rendered(text: str) -> None:
    line = clean_line(text)
    for before in ("", "# ", "- "):
        tokens = parsed(f"{before}{inline(line)}")
        assert rendered(tokens).strip() == " ".join(line.split())
        assert kinds(tokens)[0] <= BLOCKS


@given(text=texts)
def test_a_cell_reads_the_same_once_rendered_and_stays_one_cell(text: str) -> None:
    line = clean_line(text)
    tokens = parsed(f"| a | b |\n| --- | --- |\n| {inline(line)} | end |\n")
    cells = [token.content for token in tokens if token.type == "inline"]
    assert len(cells) == 4 and cells[3] == "end"
    assert rendered([token for token in tokens if token.type == "inline"][2:3]) == " ".join(line.split())


@given(text=texts)
def test_headings_are_ours_alone(text: str) -> None:
    one = of(hostile(text), text)
    plain = of(hostile("harmless"), "harmless")
    for write in WRITERS:
        levels = [token.markup for token in parsed(body(write(one))) if token.type == "heading_open"]
        harmless = [token.markup for token in parsed(body(write(plain))) if token.type == "heading_open"]
        assert set(levels) <= set(harmless) and levels[0] == "#" and levels.count("#") == 1


@given(text=texts)
def test_front_matter_parses_to_the_very_title(text: str) -> None:
    decision = hostile(text)
    _, matter, _ = as_madr(of(decision, text)).split("---\n", 2)
    found = yaml.safe_load(matter)
    assert found["title"] == (decision.title.strip() or "untitled")
    assert found["decision-makers"] == list(decision.authors)
    assert found["status"] == "accepted"
    assert found["date"] == date(2026, 11, 23)


def test_paragraphs_lines_and_lists_of_a_rationale_stay() -> None:
    text = (
        "One line,\nand another.\n\n* first\n* second\n  goes on\n\n3) third\n4) fourth\n\n# none\n- item\n    1. flat"
    )
    assert block(text) == [
        "One line,\\", "and another.", "", "- first", "- second\\", "  goes on", "", "3. third", "4. fourth", "",
        "\\# none", "", "- item", "", "1. flat",
    ]  # fmt: skip


def test_text_that_needs_no_escape_has_none() -> None:
    plain = "From 0.70 to 0.92: prompt_v1 costs $30 (12 % more), R&D's “C” > B; half-full - yes."
    assert inline(plain) == plain


def test_a_page_for_a_wiki_tells_everything() -> None:
    told = as_markdown(of(example(), "x"))
    for heading in ("Rationale", "Instead of", "Made with", "Costs", "Accuracy", "Answers", "Tracked", "Triggers",
                    "Journal", "Evidence"):  # fmt: skip
        assert f"\n## {heading}\n" in told
    assert "| holds | requests_per_month < 10000 | prompting | under this | 115,000 | 10,000 | 2026-11-23 |" in told
    assert "- **prompting**: too dear" in told
    assert "| 2026-11-23 | x | comment |  | x |" in told


def test_the_cost_to_date_tells_who_is_the_cheapest_when() -> None:
    told = as_markdown(of(hostile("a")))
    assert "| month | a | a2 | cheapest |" in told
    assert "| start | a 0 | a 20 | a |" in told
    assert "| 12 | a 32,400 | a 21,620 | a2 |" in told


def test_madr_has_the_headings_of_its_template_in_order() -> None:
    found = re.findall(r"^(##+ .*)$", as_madr(of(hostile("a"))), re.M)
    expected = [
        "## Context and Problem Statement", "## Decision Drivers", "## Considered Options", "## Decision Outcome",
        "### Consequences", "### Confirmation", "## Pros and Cons of the Options", "## More Information",
    ]  # fmt: skip
    assert [heading for heading in found if heading in expected] == expected
    assert 'Chosen option: "fine-tuning with a", because:' in as_madr(of(hostile("a")))


def old_and_new(**changes: object) -> tuple[Decision, Decision]:
    old = hostile("Old", id="20250101-old-0000", supersedes=(), decided=date(2025, 1, 1))
    return old, hostile("New [one]", id="20261123-new-0000", supersedes=(old.id,), **changes)


def test_links_lead_to_the_files_that_stand_beside_a_page() -> None:
    old, new = old_and_new()
    assert "- Replaced by: [New \\[one\\]](20261123-new-0000.md)" in as_markdown(of(old, "x", new, together=True))
    assert "- Replaced by: New \\[one\\] (20261123-new-0000)" in as_markdown(of(old, "x", new))
    assert "Superseded by [2. New \\[one\\]](0002-new-one.md)" in as_nygard(of(old, "x", new))
    assert "Supersedes [1. Old](0001-old.md)" in as_nygard(of(new, "x", old))
    assert yaml.safe_load(as_madr(of(old, "x", new)).split("---\n")[1])["status"] == "superseded by 20261123-new-0000"


@pytest.mark.parametrize("status", ["draft", "proposed", "rejected"])
def test_what_was_never_accepted_supersedes_nothing(status: str) -> None:
    old, new = old_and_new(status=status)
    assert of(old, "x", new).status == "accepted" and of(old, "x", new).superseded_by == ()
    assert "Superseded" not in as_nygard(of(old, "x", new))


def test_a_retired_decision_stays_retired_and_names_its_successor() -> None:
    old, new = old_and_new()
    retired = old.model_copy(update={"status": "retired"})
    assert "Deprecated\n\nSuperseded by [2. New" in as_nygard(of(retired, "x", new))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("text", ["Harmless", *NASTY])
def test_adr_viewer_reads_title_and_status(text: str) -> None:
    parse = pytest.importorskip("adr_viewer.parse")
    old = hostile(text, id="20250101-old-0000", supersedes=(), decided=date(2025, 1, 1))
    new = hostile(text, id="20261123-new-0000", supersedes=(old.id,))
    read = parse.parse_adr(as_nygard(of(old, text, new)))
    # It knows no entities: what could be a tag or one of them shows how it was escaped.
    title = re.sub(r"<(?![\s\d=])", "&lt;", re.sub(r"&(?=\w+;)", "&amp;", " ".join(old.title.split())))
    assert (read.title, read.status) == (f"1. {title or 'untitled'}", "superseded")
    assert "<script" not in read.body and "<b " not in read.body and 'href="http' not in read.body
    assert parse.parse_adr(as_nygard(of(new, text, old))).status == "accepted"
    proposed = hostile(text, status="proposed")
    assert parse.parse_adr(as_nygard(of(proposed, text))).status == "pending"
