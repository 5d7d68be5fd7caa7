"""Tokens: exact with the tokenizer, near without it, and always said which."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.prices.token_estimate import estimate
from workbench.errors import WorkbenchError
from workbench.store import encodings, token_count
from workbench.store.token_count import count_file, count_tokens

SAMPLES = {
    "Hi team, my order #48213-77 hasn't arrived yet (ordered 2026-10-02). Tracking says 'in transit' since last "
    "Tuesday. Could you refund $49.99 or resend it? Thanks, Maria": 47,
    "Все люди рождаются свободными и равными в своем достоинстве и правах.": 17,
    "人人生而自由,在尊严和权利上一律平等。": 16,
    '{"id": 17, "labels": ["billing", "refund"], "score": 0.25, "open": true}': 28,
    "def mean(values):\n    return sum(values) / len(values)\n": 13,
    "hello world": 2,
}
"""Texts with their tokens in o200k_base, counted with bpe-openai 0.1.4."""


@pytest.fixture(autouse=True)
def found_anew() -> None:
    token_count._counter.cache_clear()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bpe_openai", None)


@pytest.mark.parametrize("text", SAMPLES)
def test_an_estimate_is_near(text: str) -> None:
    assert estimate(text) == pytest.approx(SAMPLES[text], rel=0.35, abs=1)


@pytest.mark.parametrize("text", SAMPLES)
def test_with_the_tokenizer_the_count_is_exact(text: str) -> None:
    pytest.importorskip("bpe_openai")
    found = count_tokens(text)
    assert (found.tokens, found.exact, found.how) == (SAMPLES[text], True, "o200k_base")


def test_older_models_have_their_own_encoding_and_other_makers_are_said() -> None:
    pytest.importorskip("bpe_openai")
    for model in ("openai:gpt-3.5-turbo", "openai:gpt-4", "openai:gpt-4-turbo", "openai:ft:gpt-3.5-turbo-"):
        assert count_tokens("antidisestablishmentarianism", model).how == "cl100k_base", model
    for model in ("openai:gpt-4o", "openai:gpt-4.1-mini", "openai:ft:gpt-4o-mini", "openai:o3"):
        assert count_tokens("x", model).how == "o200k_base", model
    other = count_tokens("x", "anthropic:claude-haiku-4-5")
    assert not other.exact and "anthropic counts its own way" in other.how


def test_a_long_text_is_counted_in_parts_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("bpe_openai")
    text = "The quick brown fox, no. 17, jumps over the lazy dog.\nAnd again; déjà vu! " * 40
    whole = count_tokens(text).tokens
    monkeypatch.setattr(encodings, "_CHUNK", 97)
    assert count_tokens(text).tokens == whole


@pytest.mark.parametrize("text", ["<|endoftext|>", "a\ud800b", "\x00\x1b[31m", "\n" * 50, "🙂" * 9])
def test_odd_text_is_text(text: str) -> None:
    assert count_tokens(text).tokens > 0


@pytest.mark.usefixtures("without")
def test_without_the_tokenizer_it_says_that_it_estimates() -> None:
    found = count_tokens("hello world, how are you?")
    assert not found.exact and found.tokens == 7
    assert "estimated" in found.how and "tuning-workbench[tokens]" in found.how
    assert count_tokens("").tokens == 0


@given(st.text(max_size=400), st.text(max_size=400))
def test_more_text_never_has_much_fewer_tokens(one: str, other: str) -> None:
    both = estimate(one + other)
    assert both >= max(estimate(one), estimate(other)) - 1
    assert (both == 0) == (one + other == "")


def test_a_file_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "prompt.txt"
    file.write_text("hello world", encoding="utf-8")
    assert count_file(file).tokens == 2
    file.write_bytes(b"")
    assert count_file(file).tokens == 0


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00h"], ids=["missing", "not UTF-8"])
def test_a_file_that_is_no_text_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "prompt.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WorkbenchError):
        count_file(file)
    with pytest.raises(WorkbenchError):
        count_file(tmp_path)
