"""Counting the tokens of many texts: the quick way counts as the package does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.store import encodings
from workbench.store.encodings import ENCODINGS, counter

pytest.importorskip("bpe_openai", reason="the extra tokens is not installed")


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=st.text())
def test_the_quick_way_counts_as_the_package_does(encoding: str, text: str) -> None:
    quick, slow = encodings._from_binding(encoding), encodings._from_package(encoding)
    assert quick is not None and slow is not None and quick(text) == slow(text)


def test_special_markers_are_text_and_half_a_character_counts() -> None:
    count = counter("cl100k_base")
    assert count is not None and count("") == 0 and count("<|endoftext|>") > 1 and count("a\ud83d") > 1


def test_a_text_longer_than_the_tokenizer_takes_is_counted_in_parts() -> None:
    count = counter("cl100k_base")
    assert count is not None and count("word " * 400_000) == pytest.approx(400_000, abs=5)
