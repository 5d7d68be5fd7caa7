"""Tokens of a text or a file: exact with the extra ``tokens``, whose vocabulary ships in its wheel, else estimated."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.core.text import clean_line, counted
from workbench.core.token_estimate import HOW, estimate
from workbench.errors import FileProblem
from workbench.store.files import decode, read_limited

MAX_BYTES = 20_000_000
_INSTALL = "pip install 'tuning-workbench[tokens]' counts exactly"
# The tokenizer takes no text of a million characters or more.
_CHUNK = 500_000
_BEFORE_WORD = re.compile(r"(?<=\S) (?=[^\W\d_])")
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
    encode = _encoder(encoding)
    if encode is None:
        return TokenCount(estimate(text), False, f"{HOW}; {_INSTALL}")
    tokens = sum(encode(part) for part in _parts(text))
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


def _parts(text: str) -> list[str]:
    """Return a text in parts that the tokenizer takes, cut where a word begins: there a token begins, too."""
    parts, start = [], 0
    while len(text) - start > _CHUNK:
        cut = next(
            (match.start() for match in _BEFORE_WORD.finditer(text, start + _CHUNK, start + _CHUNK + 10_000)),
            start + _CHUNK,
        )
        parts.append(text[start:cut])
        start = cut
    return [*parts, text[start:]]


@cache
def _encoder(encoding: str) -> Callable[[str], int] | None:
    """Return what counts the tokens of a text; None without the extra."""
    try:
        with warnings.catch_warnings():
            # It opens its vocabulary in a way that importlib is giving up.
            warnings.simplefilter("ignore", DeprecationWarning)
            from bpe_openai import get_encoding

            encode = get_encoding(encoding).encode_ordinary
    except ImportError:
        return None
    except (ValueError, KeyError, OSError) as problem:
        told = clean_line(f"{type(problem).__name__}: {problem}")[:120]
        raise FileProblem("the tokenizer does not start", told, "reinstall it: " + _INSTALL) from problem
    return lambda text: len(encode(text))
