from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import Flowchart, shipped_flow_text, walk
from workbench.core.text import columns
from workbench.plot.flowchart import draw_flow
from workbench.plot.rows import Row, plain

CLASSIC = load_flow(tomllib.loads(shipped_flow_text("classic")))
SPINE = (
    ("tried", "Careful prompt measured?", "no", "Climb the ladder"),
    ("good", "Reaches the target?", "yes", "Keep prompting"),
    ("gap", "What goes wrong?", "", ""),
    ("plateau", "Prompt stopped improving?", "no", "Climb the ladder"),
    ("examples", "500+ labelled examples?", "no", "Collect examples"),
    ("consistency", "Consistency critical?", "no", "Prompting"),
    ("volume", "10,000+ requests a month?", "no", "Prompting first"),
    ("accuracy", "Above 90 % needed?", "no", "Prompting"),
    ("changes", "Changes often?", "yes", "Few-shot"),
    ("trainable", "Model trainable?", "no", "Open weights"),
    ("held", "Eval set held out?", "no", "Hold one out"),
)
BEHIND = {
    "tried": "yes",
    "good": "no",
    "gap": "behaviour",
    "plateau": "yes",
    "examples": "yes",
    "consistency": "yes",
}


def guided() -> Flowchart:
    """A flow of the size of the guided one: 11 questions on the longest path, one of them with four answers."""
    questions: dict[str, Any] = {}
    outcomes: dict[str, Any] = {
        "tune": {"approach": "fine-tuning", "headline": "Fine-tune"},
        "rag": {"approach": "rag", "headline": "RAG"},
        "strong": {"approach": "other-model", "headline": "Stronger model, steps or tools", "short": "Stronger model"},
    }
    for (id, short, leaves, name), following in zip(SPINE, [*SPINE[1:], None], strict=True):
        on = {"next": following[0]} if following else {"outcome": "tune"}
        if leaves:
            outcomes[f"{id}-out"] = {"approach": "prompting", "headline": name}
            answers = {"no" if leaves == "yes" else "yes": on, leaves: {"outcome": f"{id}-out"}}
        else:
            answers = {
                "behaviour": on,
                "facts": {"next": "facts0"},
                "both": {"outcome": "rag", "key": "o"},
                "reasoning": {"outcome": "strong"},
                "unknown": {"outcome": "rag"},
            }
        questions[id] = {"text": f"{short} Is it so?", "short": short, "answer": answers}
    for number, short in enumerate(("Facts?", "Fits?", "Cited?")):
        on = {"next": f"facts{number + 1}"} if number < 2 else {"outcome": "rag"}
        questions[f"facts{number}"] = {
            "text": short,
            "short": short,
            "answer": {"yes": on, "no": {"outcome": "strong"}},
        }
    return load_flow({"name": "guided", "start": "tried", "question": questions, "outcome": outcomes})


GUIDED = guided()


def drawn(
    flow: Flowchart,
    answers: Mapping[str, str],
    width: int,
    height: int,
    prefer: Mapping[str, str] | None = None,
    look_ahead: str | None = None,
) -> list[Row]:
    rows = draw_flow(flow, walk(flow, answers), width, height, prefer, look_ahead)
    assert [sum(columns(span.text) for span in row) for row in rows] == [width] * height
    return rows


def picture(rows: Iterable[Row]) -> str:
    return "\n" + plain(rows).rstrip("\n") + "\n"


def roles(rows: Iterable[Row], text: str) -> set[str]:
    return {span.role for row in rows for span in row if text in span.text}


def yes(*ids: str) -> dict[str, str]:
    return dict.fromkeys(ids, "yes")


def test_classic_all_ahead() -> None:
    assert (
        picture(drawn(CLASSIC, {}, 44, 19))
        == """
 ┏━━━━━━━━━━━━━━━━━━━━━━━━━┓
 ┃ 500+ labelled examples? ┠╌ no ▷ Prompting
 ┗━━━┯━ yes ━━━━━━━━━━━━━━━┛
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ Consistency critical?   ├╌ no ▷ Prompting
 └╌╌╌┬╌ yes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ 10,000+ a month?        ├╌ no ▷ Prompting
 └╌╌╌┬╌ yes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘       first
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ Above 90 % needed?      ├╌ no ▷ May be
 └╌╌╌┬╌ yes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘       enough
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ ◇ Fine-tune             ╎
 └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
"""
    )


def test_classic_two_answered() -> None:
    rows = drawn(CLASSIC, yes("examples", "consistency"), 44, 19)
    assert (
        picture(rows)
        == """
 ┌─────────────────────────┐
 │ 500+ labelled examples? ├╌ no ▷ Prompting
 └───┰─ yes ───────────────┘
     ┃
 ┌───▼─────────────────────┐
 │ Consistency critical?   ├╌ no ▷ Prompting
 └───┰─ yes ───────────────┘
     ┃
 ┏━━━▼━━━━━━━━━━━━━━━━━━━━━┓
 ┃ 10,000+ a month?        ┠╌ no ▷ Prompting
 ┗━━━┯━ yes ━━━━━━━━━━━━━━━┛       first
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ Above 90 % needed?      ├╌ no ▷ May be
 └╌╌╌┬╌ yes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘       enough
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ ◇ Fine-tune             ╎
 └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
"""
    )
    assert roles(rows, "10,000+ a month?") == {"strong"}
    assert roles(rows, "Above 90 %") == {"muted"}
    assert roles(rows, "Consistency") == {"text"}
    assert roles(rows, "▼") == roles(rows, "┃") == roles(rows, "┏") == {"accent"}
    assert roles(rows, "▽") == roles(rows, "╎") == {"rule"}
    assert roles(rows[2:3], "yes") == {"key"} and roles(rows[10:11], "yes") == {"muted"}
    assert roles(rows[9:10], "Prompting") == {"text"} and roles(rows[1:2], "Prompting") == {"muted"}


def test_classic_reached_at_the_end() -> None:
    rows = drawn(CLASSIC, yes("examples", "consistency", "volume", "accuracy"), 44, 19)
    assert (
        picture(rows)
        == """
 ┌─────────────────────────┐
 │ 500+ labelled examples? ├╌ no ▷ Prompting
 └───┰─ yes ───────────────┘
     ┃
 ┌───▼─────────────────────┐
 │ Consistency critical?   ├╌ no ▷ Prompting
 └───┰─ yes ───────────────┘
     ┃
 ┌───▼─────────────────────┐
 │ 10,000+ a month?        ├╌ no ▷ Prompting
 └───┰─ yes ───────────────┘       first
     ┃
 ┌───▼─────────────────────┐
 │ Above 90 % needed?      ├╌ no ▷ May be
 └───┰─ yes ───────────────┘       enough
     ┃
 ╔═══▼═════════════════════╗
 ║ ◆ Fine-tune             ║
 ╚═════════════════════════╝
"""
    )
    assert roles(rows, "╔") == {"accent"}
    assert roles(rows, "Fine-tune") == {"strong"}


def test_classic_reached_early_keeps_the_boxes_in_place() -> None:
    assert (
        picture(drawn(CLASSIC, {"examples": "yes", "consistency": "no"}, 44, 19))
        == """
 ┌─────────────────────────┐
 │ 500+ labelled examples? ├╌ no ▷ Prompting
 └───┰─ yes ───────────────┘
     ┃
 ┌───▼─────────────────────┐
 │ Consistency critical?   ├╌ yes ▷ 10,000…
 └───┰─ no ────────────────┘        2 more
     ┃
 ╔═══▼═════════════════════╗
 ║ ◆ Prompting             ║
 ╚═════════════════════════╝
"""
    )


def test_classic_wide_has_three_rows_of_shaft_and_longer_arrows() -> None:
    assert (
        picture(drawn(CLASSIC, yes("examples", "consistency"), 66, 35))
        == """

   ┌───────────────────────────────┐
   │ 500+ labelled examples?       ├╌ no ╌▷ Prompting
   └───┰─ yes ─────────────────────┘
       ┃
       ┃
       ┃
   ┌───▼───────────────────────────┐
   │ Consistency critical?         ├╌ no ╌▷ Prompting
   └───┰─ yes ─────────────────────┘
       ┃
       ┃
       ┃
   ┏━━━▼━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
   ┃ 10,000+ a month?              ┠╌ no ╌▷ Prompting first
   ┗━━━┯━ yes ━━━━━━━━━━━━━━━━━━━━━┛
       ╎
       ╎
       ╎
   ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
   ╎ Above 90 % needed?            ├╌ no ╌▷ May be enough
   └╌╌╌┬╌ yes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
       ╎
       ╎
       ╎
   ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
   ╎ ◇ Fine-tune                   ╎
   └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
""".replace("\n\n   ┌", "\n\n\n   ┌", 1)
    )


def test_guided_in_lines() -> None:
    rows = drawn(GUIDED, BEHIND, 44, 19)
    assert (
        picture(rows)
        == """
  ●  Careful prompt measured? ········· yes
  ●  Reaches the target? ··············· no
  ●  What goes wrong? ··········· behaviour
  ●  Prompt stopped improving? ········ yes
  ●  500+ labelled examples? ·········· yes
  ●  Consistency critical? ············ yes
  ┃
 ┏▼━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
 ┃  10,000+ requests a month?  ┃
 ┗┯━━━━━━━━━━━━━━━━━━┯━━━━━━━━━┛
  ╎  yes             ╎ no ▷ Prompting first
  ○  Above 90 % needed?      no ▷ Prompting
  ○  Changes often?          yes ▷ Few-shot
  ○  Model trainable?     no ▷ Open weights
  ○  Eval set held out?   no ▷ Hold one out
  ╎
 ┌▽╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎  Fine-tune  ╎ if the rest holds
 └╌╌╌╌╌╌╌╌╌╌╌╌╌┘
"""
    )
    assert roles(rows, "behaviour") == {"key"}
    assert roles(rows, "10,000+") == {"strong"}
    assert roles(rows, "Model trainable?") == {"muted"}


def test_lines_fold_the_oldest_answers_then_the_way_ahead() -> None:
    assert picture(drawn(GUIDED, BEHIND, 44, 16)).startswith("\n  ●  4 answered\n  ●  500+ labelled")
    assert (
        picture(drawn(GUIDED, BEHIND, 44, 12))
        == """
  ●  6 answered
  ┃
 ┏▼━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
 ┃  10,000+ requests a month?  ┃
 ┗┯━━━━━━━━━━━━━━━━━━┯━━━━━━━━━┛
  ╎  yes             ╎ no ▷ Prompting first
  ○  4 more
  ╎
 ┌▽╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎  Fine-tune  ╎ if the rest holds
 └╌╌╌╌╌╌╌╌╌╌╌╌╌┘
""".replace("  ○  4 more", "  ○  Above 90 % needed?      no ▷ Prompting\n  ○  3 more")
    )
    assert (
        picture(drawn(GUIDED, BEHIND, 20, 5))
        == """
  ●  6 answered
 ┏▼━━━━━━━━━━━━━━━┓
 ┃  10,000+ req…  ┃
 ┗┯━━━━━━━━━━━━━━━┛
  ◇  Fine-tune
"""
    )


def test_lines_fork_where_a_question_has_several_exits() -> None:
    rows = drawn(GUIDED, {"tried": "yes", "good": "no"}, 44, 19)
    assert """
 ┏▼━━━━━━━━━━━━━━━━━━━┓
 ┃  What goes wrong?  ┃
 ┗┯━━━━━━━━━━━━┯━━━━━━┛
  ╎  behaviour ├ facts ▷ Facts, 3 more
  ╎            ├ both ▷ RAG
  ╎            └ reasoning ▷ Stronger model
""" in picture(rows)
    assert "unknown" not in plain(rows)


def test_lines_reached() -> None:
    reached = {**BEHIND, **yes("volume", "accuracy", "trainable", "held"), "changes": "no"}
    text = picture(drawn(GUIDED, reached, 44, 19))
    assert "\n  ●  Eval set held out? ··············· yes\n  ┃\n ╔▼════════════╗\n ║  Fine-tune  ║\n" in text


def test_guided_in_boxes() -> None:
    rows = drawn(GUIDED, BEHIND, 66, 36)
    assert """
   ┌───▼──────────────────────────┐ ┌ facts ╌▷ Facts, 3 more
   │ What goes wrong?             ├╌┼ both ╌▷ RAG
   └───┰─ behaviour ──────────────┘ └ reasoning ╌▷ Stronger model
   ┌───▼──────────────────────────┐
   │ Prompt stopped improving?    ├╌╌ no ╌▷ Climb the ladder
   └───┰─ yes ────────────────────┘
""" in picture(rows)
    assert plain(rows).splitlines()[-2] == "   ╎ ◇ Fine-tune                  ╎"


def test_looking_ahead_draws_that_way_in_accent_and_moves_nothing_above() -> None:
    answers = yes("examples", "consistency")
    before, rows = drawn(CLASSIC, answers, 44, 19), drawn(CLASSIC, answers, 44, 19, None, "no")
    assert rows[:9] == before[:9]
    assert (
        picture(rows[8:15])
        == """
 ┏━━━▼━━━━━━━━━━━━━━━━━━━━━┓
 ┃ 10,000+ a month?        ┠╌ yes ▷ Above …
 ┗━━━┯━ no ━━━━━━━━━━━━━━━━┛        1 more
     ╎
 ┌╌╌╌▽╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
 ╎ ◇ Prompting first       ╎
 └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
"""
    )
    assert roles(rows, "▽") == roles(rows[11:12], "╎") == {"accent"}


def test_preferred_answers_are_the_way_on() -> None:
    assert "◇ Prompting first" in plain(drawn(CLASSIC, {}, 44, 19, {"volume": "no"}))


def test_an_unknown_answer_looked_at_changes_nothing() -> None:
    assert drawn(CLASSIC, {}, 44, 19, None, "maybe") == drawn(CLASSIC, {}, 44, 19)


LABELS = st.text(alphabet="abc XYZ?,9éü漢字仮名한글\u0301", min_size=1, max_size=40).map(
    lambda text: "Q" + text.strip()
)
HOSTILE = st.one_of(LABELS, st.sampled_from(["W" * 300, "漢" * 300, "long words " * 27 + "end", "漢字 かな " * 40]))


@st.composite
def flows(draw: st.DrawFn) -> Flowchart:
    """A random chain of questions, each with up to five other answers to later questions or to outcomes."""
    count = draw(st.one_of(st.integers(1, 12), st.integers(13, 60)))
    questions: dict[str, Any] = {}
    for number in range(count):
        last = number == count - 1
        answers: dict[str, Any] = {"a": {"outcome": "end"} if last else {"next": f"q{number + 1}"}}
        for key in "bcdef"[: draw(st.integers(0, 5))]:
            later = draw(st.integers(number + 1, count + 3))
            answers[key] = {"next": f"q{later}"} if later < count else {"outcome": "side"}
            answers[key]["label"] = draw(HOSTILE)
        short = draw(HOSTILE)
        questions[f"q{number}"] = {"text": short, "short": short, "answer": answers}
    questions["q0"]["answer"]["z"] = {"outcome": "side"}
    outcomes = {id: {"approach": "rag", "headline": draw(HOSTILE), "short": draw(LABELS)} for id in ("end", "side")}
    return load_flow({"name": "x", "start": "q0", "question": questions, "outcome": outcomes})


@settings(max_examples=80, deadline=None)
@given(flows(), st.data(), st.integers(20, 140), st.integers(5, 60))
def test_any_flow_at_any_size(flow: Flowchart, data: st.DataObject, width: int, height: int) -> None:
    answers = {}
    for question in list(flow.questions.values())[: data.draw(st.integers(0, len(flow.questions)))]:
        answers[question.id] = data.draw(st.sampled_from(list(question.choices)))
    path = walk(flow, answers)
    look_ahead = data.draw(st.sampled_from([None, *(path.question.choices if path.question else ())]))
    text = plain(drawn(flow, answers, width, height, None, look_ahead))
    if path.question is not None:
        assert path.question.short[:3] in text
        assert "◇" in text or "▽" in text
    if path.outcome is not None:
        assert path.outcome.headline[:2] in text or path.outcome.short[:2] in text
        assert "◆" in text or "╔" in text


@pytest.mark.parametrize("count", [1, 2, 499, 500])
def test_short_and_endless_flows(count: int) -> None:
    questions = {
        f"q{n}": {
            "text": f"Question {n}?",
            "answer": {"yes": {"next": f"q{n + 1}"} if n + 1 < count else {"outcome": "end"}, "no": {"outcome": "end"}},
        }
        for n in range(count)
    }
    outcomes = {"end": {"approach": "rag", "headline": "The end"}}
    flow = load_flow({"name": "long", "start": "q0", "question": questions, "outcome": outcomes})
    half = yes(*(f"q{n}" for n in range(count // 2)))
    for size in ((20, 5), (44, 19), (66, 36), (132, 60)):
        text = plain(drawn(flow, half, *size))
        assert f"Question {count // 2}?"[: size[0] - 9] in text and "The end" in text


@pytest.mark.parametrize("width", [0, 1, 2, 5, 11, 12, 19])
def test_less_than_the_smallest_size_is_still_drawn(width: int) -> None:
    for height in range(30):
        for answers in ({}, {"examples": "no"}, yes("examples", "consistency")):
            drawn(CLASSIC, answers, width, height)
        drawn(GUIDED, {"tried": "yes", "good": "no"}, width, height)
