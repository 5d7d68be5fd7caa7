"""Other people's text, made safe to show.

A string from a file, an argument or a paste may carry escape sequences (clipboard, title, colours), C1 controls or
bidirectional overrides. They are made *visible* once, when read; nothing later needs to think of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable
from typing import Annotated, Any

# Joiners are part of how some scripts are written; they neither move the cursor nor reorder text.
_HARMLESS_FORMAT = {"\u200c", "\u200d"}
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
# Marks and letters by their category that show nothing all the same (Unicode: Default_Ignorable_Code_Point).
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0") | _SELECTORS
_SUPPLEMENT = range(0xE0000, 0xE1000)
_KEYCAPS = frozenset("0123456789#*")
_NARROW = re.compile("[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2500-\u25fc\u2800-\u28ff]*")
_JOINING = re.compile("[\u200d\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
_PICTURE = "[\xa9\xae\u203c-\u3299\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]?"
_PIECE = re.compile(f"[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*|.", re.DOTALL)
_LINES = re.compile("([\n\r\t])")
_LAYOUT = frozenset("\n\r\t")
_SUSPECT = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u02ff]")


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if char in _HARMLESS_FORMAT or char in _UNSEEN or code in _SUPPLEMENT:
        return char if _belongs(match.string, match.start()) else f"<U+{code:04X}>"
    if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp", "Cf"}:
        return f"<U+{code:04X}>"
    return char


def _belongs(text: str, at: int) -> bool:
    """Return whether what shows nothing by itself stands where it is written: once, behind what it changes.

    A row of joiners or selectors, or one behind a plain letter, carries text that nobody sees. Only what stands before
    is looked at, so that cleaning again changes nothing.
    """
    char, before = text[at], text[at - 1 : at]
    if char in _HARMLESS_FORMAT and before in _SELECTORS:
        return _belongs(text, at - 1)
    if char == "\ufe0f" and before in _KEYCAPS:
        return text[at + 1 : at + 2] == "\u20e3"
    if not before or before.isascii() or _hides(before):
        return False
    if char in _HARMLESS_FORMAT or char in _SELECTORS:
        return unicodedata.category(before)[0] in "LMPS"
    # The variants of an ideograph: names are written with them.
    return 0xE0100 <= ord(char) <= 0xE01EF and unicodedata.category(before) == "Lo" and before >= "\u2e80"


def _hides(char: str) -> bool:
    return char in _UNSEEN or ord(char) in _SUPPLEMENT or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp", "Cf"}


def clean_line(text: str) -> str:
    """Return one line of text with control, C1, bidi and other invisible characters made visible."""
    if is_clean(text):
        return text
    return _SUSPECT.sub(_visible, text)


def is_clean(text: str) -> bool:
    """Whether a text is printable ASCII on one line, which `clean_line` leaves as it is. Quick."""
    return text.isascii() and text.isprintable()


def clean_block(text: str) -> str:
    """Return text of several lines, line ends as ``\\n``, tabs as four spaces, the rest as `clean_line`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join(clean_line(line) for line in lines)


def clean_paste(text: str) -> str:
    """Return pasted text with its lines and tabs, the rest as `clean_line`: it is shown before anybody reads it."""
    return "".join(part if part in _LAYOUT else clean_line(part) for part in _LINES.split(text))


def clean_data(value: object) -> object:
    """Return data of any shape with every string in it cleaned, keys too."""
    if isinstance(value, str):
        return clean_block(value)
    if isinstance(value, dict):
        return {clean_line(str(key)): clean_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_data(item) for item in value]
    return value


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _block(value: object) -> object:
    return clean_block(value) if isinstance(value, str) else value


class _Cleaned:
    """Cleans a string before it is validated; pydantic is loaded only where a model is built."""

    def __init__(self, clean: Callable[[object], object]) -> None:
        self._clean = clean

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], Any]) -> Any:
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self._clean, schema=handler(source))


SafeStr = Annotated[str, _Cleaned(_line)]
"""One line, cleaned when read."""

SafeText = Annotated[str, _Cleaned(_block)]
"""Several lines, cleaned when read."""


def slug(title: str, limit: int = 40) -> str:
    """Return a file-name part of a title: ASCII letters, digits, dashes; ``decision`` without a Latin letter."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    joined = ""
    for word in words:
        longer = f"{joined}-{word}" if joined else word
        if len(longer) > limit:
            break
        joined = longer
    joined = joined or "".join(words)[:limit]
    return joined if re.search("[a-z]", joined) else "decision"


def free_name(base: str, taken: Container[str]) -> str:
    """Return a name that is not taken: the base, else with a number."""
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def counted(count: int, word: str) -> str:
    """Return a count with its word: ``1 row``, ``2,000 rows``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def columns(text: str) -> int:
    """Return how many terminal columns a text takes: wide East Asian characters two, combining marks none."""
    if text.isascii() or is_narrow(text):
        return len(text)
    return sum(map(_columns, pieces(text)))


def is_narrow(text: str) -> bool:
    """Whether every character is known to take one column: Latin, lines, blocks, braille. Quick, unlike asking each."""
    return _NARROW.fullmatch(text) is not None


def pieces(text: str) -> Iterable[str]:
    """Return a text by what is drawn as one: characters, and emoji with what joins or changes them."""
    return (match[0] for match in _PIECE.finditer(text)) if _JOINING.search(text) else text


def is_joined(text: str) -> bool:
    """Whether some of a text may be drawn wider by one terminal than by another: joined, toned or made an emoji."""
    return _JOINING.search(text) is not None


def _columns(char: str) -> int:
    if len(char) > 1:
        return 2
    if unicodedata.category(char) in {"Mn", "Me"} or char in _HARMLESS_FORMAT:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, limit: int) -> str:
    """Return a text of at most `limit` columns; a cut ends in ``…``."""
    if columns(text) <= limit:
        return text
    kept, used = [], 1
    for char in pieces(text):
        used += _columns(char)
        if used > limit:
            break
        kept.append(char)
    return "".join(kept) + "…" if limit > 0 else ""


def pad(text: str, width: int, right: bool = False) -> str:
    """Return a text clipped and filled to exactly `width` columns, on the right edge when `right`."""
    text = clip(text, width)
    blank = " " * (width - columns(text))
    return blank + text if right else text + blank


def wrap(text: str, width: int) -> list[str]:
    """Return a text wrapped at words to lines of at most `width` columns; its own line ends stay."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if columns(word) > width:
                *heads, word = _cut(word, width)
                lines.extend([line, *heads] if line else heads)
                line = ""
            longer = f"{line} {word}" if line else word
            if columns(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _cut(word: str, width: int) -> list[str]:
    """Return a word in parts that leave a column free, the last of which may take them all."""
    sizes = [(piece, _columns(piece)) for piece in pieces(word)]
    parts: list[str] = []
    part: list[str] = []
    room, left = width - 1, sum(size for _, size in sizes)
    for at, (piece, size) in enumerate(sizes):
        if size > room and part:
            parts.append("".join(part))
            part, room = [], width - 1
            if left <= width:
                return [*parts, "".join(rest for rest, _ in sizes[at:])]
        part.append(piece)
        room, left = room - size, left - size
    return [*parts, "".join(part)]
