"""Texts as they are compared where case, blanks and punctuation do not count."""

from __future__ import annotations

import unicodedata


class _Folds(dict[int, str | None]):
    """Punctuation, blanks and controls become a blank, everything else stays; each character is looked up once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = " " if unicodedata.category(char)[0] in "PZC" else char
        self[code] = folded
        return folded


_FOLDS = _Folds()
_OUTER = " \t\r\n.,;:!?\"'`*_()[]{}<>“”‘’«»„"


def fold(text: str) -> str:
    """Return a text without case, punctuation and runs of blanks; one that is nothing else is only stripped."""
    # Folding case can make a letter that normalises further, and the other way round.
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(plain.translate(_FOLDS).split()) or text.strip()


def fold_label(text: str) -> str:
    """Return a label without case, runs of blanks, and the punctuation around it; a sign such as ``-1`` stays."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(plain.split()).strip(_OUTER) or text.strip()
