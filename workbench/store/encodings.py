"""Exact token counts of many texts, with the extra ``tokens``; light, for worker processes load it, too."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.machinery import ExtensionFileLoader, PathFinder
from importlib.util import find_spec, module_from_spec

ENCODINGS = ("cl100k_base", "o200k_base")
DEFAULT = "cl100k_base"
# The tokenizer takes no text of a million characters or more.
_CHUNK = 500_000


def counter(encoding: str) -> Callable[[str], int] | None:
    """Return what counts the tokens of a text in an encoding; None without the extra.

    Markers of special tokens count as the text they are, half a surrogate pair as the sign for what is unknown.
    """
    count = _from_binding(encoding) or _from_package(encoding)
    if count is None:
        return None

    def counted(text: str) -> int:
        try:
            return count(text) if len(text) <= _CHUNK else sum(map(count, _parts(text)))
        except UnicodeEncodeError:
            return counted(text.encode("utf-8", "replace").decode())

    return counted


def _from_binding(encoding: str) -> Callable[[str], int] | None:
    """Count without loading the package around the tokenizer: 0.03 s instead of 0.4 s, and no list of the tokens."""
    package = find_spec("bpe_openai")
    if package is None:
        return None
    spec = PathFinder.find_spec("bpe_openai._bindings", package.submodule_search_locations)
    if spec is None or not isinstance(spec.loader, ExtensionFileLoader):
        return None
    try:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        count: Callable[[str], int] = module.tokenizer_for_encoding(encoding).count
        return count if count("a b") == 2 else None
    except (ImportError, AttributeError, ValueError):
        return None


def _from_package(encoding: str) -> Callable[[str], int] | None:
    try:
        with warnings.catch_warnings():
            # It opens its vocabulary in a way that importlib is giving up.
            warnings.simplefilter("ignore", DeprecationWarning)
            from bpe_openai import get_encoding

            encode = get_encoding(encoding).encode_ordinary
    except ImportError:
        return None
    return lambda text: len(encode(text))


def _parts(text: str) -> list[str]:
    """Return a text in parts, cut before a blank where there is one: there a token begins, too."""
    parts, start = [], 0
    while len(text) - start > _CHUNK:
        cut = text.rfind(" ", start + _CHUNK // 2, start + _CHUNK)
        cut = cut if cut > 0 else start + _CHUNK
        parts.append(text[start:cut])
        start = cut
    return [*parts, text[start:]]
