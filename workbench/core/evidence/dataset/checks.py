"""What is looked for in a single text: refusals, and personal data."""

from __future__ import annotations

import re

_HEAD = 160
_DOING = (
    r"(?:help|assist|comply|fulfil+|answer|provide|generate|create|write|discuss|share|support|engage|participate|do "
    r"that|do this|offer|give you|continue|produce|respond|advise|determine|classify"
    r"|(?:complete|process) (?:this|that|your|the) (?:request|task))"
)
_REFUSAL = re.compile(
    r"\b(?:i|we)(?:'m| am|'re| are)? (?:really |very |so |currently |afraid )?"
    rf"(?:can't|cannot|can not|won't|will not|unable to|not able to|must decline to|decline to)"
    rf" (?:really |directly |personally |actually )?(?:be able to )?{_DOING}\b"
    r"|\bsorry,? (?:but )?(?:i|we)(?:'m| am|'re| are) (?:unable|not able) to\b"
    r"|\b(?:as|being|i am|i'm) (?:just |only )?an? (?:ai|artificial intelligence|(?:large )?language model)\b"
    r"|\b(?:i|we) (?:must|have to) (?:decline|refuse)\b|\bagainst my (?:guidelines|programming|policy)"
    r"|\b(?:i am|i'm) not (?:comfortable|allowed|permitted) "
    r"|\b(?:ich kann|kann ich) (?:ihnen |dir |das |da |dabei |hierbei |dazu |diese anfrage |leider )*(?:nicht|keine)"
    r"(?: \w+){0,3}? (?:helfen|weiterhelfen|beantworten|unterst\u00fctzen|anbieten|geben|erstellen)"
    r"|\bje ne (?:peux|suis) pas (?:en mesure |vous |t')*(?:aider|r\u00e9pondre|fournir|de )"
    r"|\bno puedo (?:ayudar|responder|proporcionar|asistir)"
)
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[^\W_](?:[\w-]{0,62}\.)+[^\W\d_]{2,24}\b")
_PLACEHOLDER = re.compile(
    r"(?:user(?:name)?\d*|(?:your[._-]?)?name|you|e?mail|someone|somebody|foo|bar|test|first(?:name)?[._-]?last(?:name)?)"
    r"@(?:example|domain|yourdomain|company)\.(?:com|org|net)",
    re.IGNORECASE,
)
EVASIONS = frozenset(
    (b"na", b"idontknow", "idon\u2019tknow".encode(), b"idonotknow", b"ihavenoidea", b"noidea", b"notavailable",
     "ichwei\u00dfnicht".encode(), "ichwei\u00dfesnicht".encode(), b"keineangabe", b"ichweissnicht",
     b"ichweissesnicht", b"jenesaispas", "nolos\u00e9".encode(), "nos\u00e9".encode())
)  # fmt: skip
_CARD = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d])")
# First digits and lengths of Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay and Maestro.
_ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11,16}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|35(?:2[89]|[3-8]\d)\d{12,15}|62\d{14,17}"
    r"|5[0678]\d{11,17}"
)
LEAST_CARD = 13


def refuses(answer: str) -> bool:
    """Return whether an answer declines, as assistants do: in English, German, French or Spanish, at its start."""
    head = answer[:_HEAD]
    # No refusal is without one of each of these; asking for them first is many times as quick.
    if not (
        "I" in head or "W" in head or "kann ich" in head or "ich kann" in head or " i " in head or "e peux" in head
        or "e suis" in head or "o puedo" in head
    ):  # fmt: skip
        return False
    if not (
        "not" in head or "'t" in head or "nable" in head or "ecline" in head or " AI" in head or "guage mod" in head
        or "kann " in head or "e peux" in head or "e suis" in head or "o puedo" in head or "\u2019t" in head
    ):  # fmt: skip
        return False
    found = _REFUSAL.search(head.lower().replace("\u2019", "'") + " ")
    return found is not None and not _quoted(head, found.start())


def _quoted(text: str, at: int) -> bool:
    """Whether somebody else says what stands there."""
    before = text[:at]
    return before.count('"') % 2 == 1 or before.count("\u201c") > before.count("\u201d")


def evades(answer: str, folded: bytes) -> bool:
    """Return whether an answer says no more than that it knows none; where many do, it is a class of its own.

    Args:
        answer: The answer.
        folded: The same as `folding.fold` has it.
    """
    return folded in EVASIONS and (folded != b"na" or "/" in answer)


def has_email(text: str) -> bool:
    """Return whether there is an e-mail address in a text, other than ``user@example.com`` and its like."""
    return "@" in text and any(not _PLACEHOLDER.fullmatch(found[0]) for found in _EMAIL.finditer(text))


def has_card(text: str) -> bool:
    """Return whether there is a card number of a known issuer whose checksum (Luhn) is right."""
    for match in _CARD.finditer(text):
        number = match[0].replace(" ", "").replace("-", "")
        if _ISSUED.fullmatch(number) and _luhn(number):
            return True
    return False


def _luhn(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def masked(text: str) -> str:
    """Return the shape of a text, to share: letters as ``x`` and ``X``, digits as ``0``, signs and blanks as they are.

    An e-mail address is ``<email>`` and a card number ``<card>``, whatever their length.
    """
    shaped, start = [], 0
    for match in _PERSONAL.finditer(text):
        shaped += [_shape(text[start : match.start()]), "<email>" if "@" in match[0] else "<card>"]
        start = match.end()
    return "".join([*shaped, _shape(text[start:])])


_PERSONAL = re.compile(f"{_EMAIL.pattern}|{_CARD.pattern}")


def _shape(text: str) -> str:
    return "".join(
        ("X" if char.isupper() else "x") if char.isalpha() else "0" if char.isnumeric() else char for char in text
    )
