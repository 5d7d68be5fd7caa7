"""Rows taken apart: parts, tool calls, names; tokens by the published counting."""

from __future__ import annotations

import json

import pytest

from workbench.core.evidence.dataset.chunk import COLUMNS
from workbench.core.evidence.dataset.near import table
from workbench.core.evidence.dataset.rows import Malformed, example, parts
from workbench.core.evidence.dataset.surveyor import Surveyor


def words(text: str) -> int:
    return len(text.split())


def tokens_of(row: object) -> int:
    chunk = Surveyor(words, words).survey(json.dumps(row).encode(), 1, 0)
    assert not chunk.malformed and len(chunk.columns) == len(COLUMNS)
    return table(chunk.columns)["tokens"][0]


def test_a_chat_row_counts_three_a_message_its_values_and_three_for_the_reply() -> None:
    turns = [
        {"role": "system", "content": "a b"},
        {"role": "user", "content": "c"},
        {"role": "assistant", "content": "d"},
    ]
    assert tokens_of({"messages": turns}) == 3 + 3 * 3 + 3 + 4


def test_a_name_counts_its_tokens_and_one_more() -> None:
    turns = [{"role": "user", "content": "c", "name": "x y"}, {"role": "assistant", "content": "d"}]
    assert tokens_of({"messages": turns}) == 3 + 2 * 3 + 2 + 2 + (2 + 1)


def test_a_prompt_counts_its_texts_alone() -> None:
    assert tokens_of({"prompt": "a b", "completion": " c"}) == 3


def test_parts_of_text_are_joined_and_images_make_the_count_a_guess() -> None:
    content = [{"type": "text", "text": "what is this"}, {"type": "image_url", "image_url": {"url": "data:"}}]
    row = example({"messages": [{"role": "user", "content": content}, {"role": "assistant", "content": "a cat"}]})
    assert row.uncounted and parts(row) == ("", "what is this", "a cat")


def test_tool_calls_are_the_answer_where_there_is_no_text() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "find", "arguments": "{}"}}
    turns = [
        {"role": "developer", "content": "use tools"},
        {"role": "user", "content": "find it"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
    ]
    row = example({"messages": turns, "tools": [{"type": "function"}]})
    system, asked, answer = parts(row)
    assert (system, asked) == ("use tools", "find it") and '"name":"find"' in answer and row.uncounted and row.tools


def test_the_answer_is_the_last_assistant_turn_and_what_was_said_before_is_asked() -> None:
    turns = [("user", "a"), ("assistant", "b"), ("tool", "c"), ("assistant", "d")]
    row = example({"messages": [{"role": role, "content": text} for role, text in turns]})
    assert parts(row) == ("", "a\nb\nc", "d")


def test_prompt_and_completion_may_be_lists_of_turns() -> None:
    row = example({"prompt": [{"role": "user", "content": "a"}], "completion": [{"role": "assistant", "content": "b"}]})
    assert parts(row) == ("", "a", "b") and row.chat


def test_an_unhashable_role_and_a_part_without_type_are_malformed() -> None:
    for turn in ({"role": {}, "content": "a"}, {"role": "user", "content": [{}]}):
        with pytest.raises(Malformed):
            example({"messages": [turn]})
