"""Tokens of a text or a file: exact with the extra ``tokens``, else estimated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.core.prices.token_estimate import HOW, estimate
from workbench.core.text import clean_line, counted
from workbench.store.encodings import INSTALL, counter
from workbench.store.files import decode, read_limited

MAX_BYTES = 20_000_000
_counter = cache(counter)
_CL100K = re.compile(r"openai:(?:ft:)?(?:gpt-3\.5|gpt-4(?![.o\w])|text-embedding-)")


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A number of tokens, whether it is exact for the model asked about, and how it was found."""

    tokens: int
    exact: bool
    how: str

    def __str__(self) -> str:
        return f"{counted(self.tokens, 'token')}, {self.how}"


def count_tokens(text: str, model: str | None = None) -> TokenCount:
    """Return the tokens of a text.

    Args:
        text: The text; markers of special tokens in it count as the text they are.
        model: Exact ``provider:id``. OpenAI's are counted with their own encoding; without a model that is o200k_base,
            and other makers' models are counted with it too, which is said and is not exact.
    """
    if not text:
        return TokenCount(0, True, "no text")
    encoding = "cl100k_base" if _CL100K.match(model or "") else "o200k_base"
    count = _counter(encoding)
    if count is None:
        return TokenCount(estimate(text), False, f"{HOW}; {INSTALL}")
    tokens = count(text)
    maker = (model or "openai:").partition(":")[0]
    if maker != "openai":
        return TokenCount(tokens, False, f"by {encoding}; {clean_line(maker)} counts its own way")
    return TokenCount(tokens, True, encoding)


def count_file(path: Path, model: str | None = None) -> TokenCount:
    """Return the tokens of a UTF-8 text file of at most 20 MB.

    Raises:
        WorkbenchError: It cannot be read, or is no text.
    """
    return count_tokens(decode(read_limited(path, MAX_BYTES), path), model)
