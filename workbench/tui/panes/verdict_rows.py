"""The rows of the verdict: what it is, why, what speaks against it, what is missing, what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.core.advice.case import Reason
from workbench.core.figures import plain
from workbench.core.text import columns, pad, wrap
from workbench.plot.rows import Row, Span
from workbench.tui.lines import fit, span, spread
from workbench.tui.panes.card import heading
from workbench.tui.panes.changes import Change, changes
from workbench.tui.view import View
from workbench.tui.widgets.frame import SIGNS

_LABEL = 12
"""Columns before the text of a part that stands beside its name."""
_NAME = 22
"""Columns of the name of a figure or question that would change it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the verdict.

    Args:
        title: Its name.
        sign, role: What stands before each sentence, and in which colour.
        reasons: The sentences.
        most: How many are shown where not all of them fit, before other parts give way.
        least: How many are shown in any case.
        none: What is said where there are none; empty leaves the part out.
        beside: Whether they stand beside the name instead of under it.
        changes: What the sentences are made of, where they are about what would change the advice.
        quiet: Whether each is cut to a row unless it is asked for.
    """

    title: str
    sign: str
    role: str
    reasons: tuple[Reason, ...]
    most: int
    least: int
    none: str = ""
    beside: bool = False
    changes: tuple[Change, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict to show: its first rows, its parts in order, and whether there is room for a column of sources."""

    head: tuple[Row, ...]
    parts: tuple[Part, ...]
    wide: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of the verdict: the rows it stands on, and what it comes from."""

    row: int
    height: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Laid:
    """The rows, the sentences in them, and whether some are left out."""

    rows: list[Row]
    sources: list[Source]
    folded: bool


def verdict_told(view: View, width: int, wide: bool) -> Told:
    """Return what the verdict says, part by part."""
    verdict = view.verdict
    sign = SIGNS[verdict.sign]
    head = [fit([span(f"  {sign.text} ", sign.role), span(verdict.headline, "strong")], width)]
    if wide:
        head = [(), *head, fit([span(f"    {answered_text(view)}", "muted")], width)]
    if verdict.advised not in {verdict.approach, "undecided"}:
        head.append(fit([span("    advice: ", "warn"), span(verdict.advice, "strong")], width))
    vetoes = tuple(Reason(veto.text, veto.place, veto.question) for veto in verdict.vetoes)
    none_yet = "" if verdict.decided else "nothing yet"
    because = Part("Because", "+", "good", verdict.because, 4, 2 if wide else 3, none_yet)
    against = Part("Against", "-", "bad", verdict.against, 3, 1, "nothing" if verdict.decided else "")
    missing = Part("Missing", "?", "warn", verdict.missing, 2, 2 if wide else 1, "nothing", True)
    notes = Part("Notes", "·", "muted", verdict.notes, 2 if wide else 1, 1, beside=True, quiet=True)
    flips = _flips(view, wide)
    # What rules it out comes first; that nothing does is one of the checks at the end.
    veto = Part("Vetoes", "■", "bad", vetoes, len(vetoes), len(vetoes), "none", not (vetoes and wide))
    first, last = ([veto], []) if vetoes else ([], [veto])
    end = [flips, *last, missing, notes] if wide else [*last, missing, flips, notes]
    return Told(tuple(head), (*first, because, against, *end), wide)


def answered_text(view: View) -> str:
    """Return how many questions are answered, and how many of the answers a figure bears out."""
    founded = view.verdict.founded
    return f"{len(view.path.steps)} answered" + (f", {founded} from evidence" if founded else "")


def score_text(view: View) -> str:
    """Return the scorecard's total and when it says to train, where it is filled in."""
    card = view.verdict.card
    total = f"{'+' if card.total > 0 else ''}{plain(card.total)}"
    return f"score {total}, fine-tune above 0" if card.known else ""


def _flips(view: View, wide: bool) -> Part:
    found = changes(view)
    if found:
        reasons = tuple(Reason(change.text, change.place, change.question) for change in found)
        title = "What would change it" if wide else "Flips"
        return Part(title, "○", "warn", reasons, 3 if wide else 2, 2 if wide else 1, beside=not wide, changes=found)
    told = view.verdict.flips
    title = "Flips" if view.verdict.decided else "Next"
    reasons = (Reason(told.removeprefix("flips "), "Questions"),) if told else ()
    none = "no single answer" if view.verdict.decided else ""
    return Part(title, "○", "warn", reasons, 1, 1, none, True)


def lay(told: Told, width: int, room: int, whole: bool, at: int | None) -> Laid:
    """Return the rows of a verdict.

    Args:
        room: Rows in sight; parts are cut to their first sentences where not all of them fit.
        whole: Show every sentence, however many rows that takes.
        at: The sentence under the cursor, which is shown whole.
    """
    shown, brief = ({part.title: len(part.reasons) for part in told.parts}, not told.wide)
    if not whole:
        shown, brief = _in_sight(told, width, room)
    rows = list(told.head)
    sources: list[Source] = []
    for part in told.parts:
        kept = shown[part.title]
        rows += _title(part, kept, width, told)
        for index in range(kept):
            in_full = not brief and (whole or not part.quiet)
            made = _sentence(part, index, kept, width, told.wide, in_full or len(sources) == at)
            sources.append(Source(len(rows), len(made), part.reasons[index]))
            rows += made
    return Laid(rows, sources, any(shown[part.title] < len(part.reasons) for part in told.parts))


def _starts_a_block(told: Told, part: Part) -> bool:
    """Whether a part stands beside its name and the one before does not."""
    shown = [other for other in told.parts if other.reasons or other.none]
    at = shown.index(part) if part in shown else 0
    return _stands_beside(part) and (at == 0 or not _stands_beside(shown[at - 1]))


def _stands_beside(part: Part) -> bool:
    return part.beside if part.reasons else bool(part.none)


def _in_sight(told: Told, width: int, room: int) -> tuple[dict[str, int], bool]:
    """Return how many sentences of each part are in sight with all the others, and whether they are cut to a row.

    First the parts that say more than their share give way, then the ends of long sentences, then the shares.
    """
    shown: dict[str, int] = {}
    for brief in (False, True) if told.wide else (True,):
        shown = {part.title: len(part.reasons) for part in told.parts}
        if _shorten(told, shown, width, room, brief, lambda part: part.most):
            return shown, brief
    _shorten(told, shown, width, room, True, lambda part: part.least)
    return shown, True


def _shorten(
    told: Told, shown: dict[str, int], width: int, room: int, brief: bool, floor: Callable[[Part], int]
) -> bool:
    """Leave out sentences, of the part that is the furthest over its floor first; return whether the rest fits."""
    while _height(told, shown, width, brief) > room:
        over = [part for part in told.parts if shown[part.title] > floor(part)]
        if not over:
            return False
        shown[max(over, key=lambda part: shown[part.title] - floor(part)).title] -= 1
    return True


def _height(told: Told, shown: Mapping[str, int], width: int, brief: bool) -> int:
    rows = len(told.head)
    for part in told.parts:
        kept = shown[part.title]
        rows += len(_title(part, kept, width, told))
        rows += (
            kept
            if brief or part.quiet
            else sum(len(_sentence(part, i, kept, width, told.wide, True)) for i in range(kept))
        )
    return rows


def _title(part: Part, kept: int, width: int, told: Told) -> list[Row]:
    """Return what stands over a part: its name with how many are left out, or all of it where there is nothing."""
    if _stands_beside(part):
        gap: list[Row] = [()] if told.wide and _starts_a_block(told, part) else []
        none = [fit([span(f"  {pad(part.title, _LABEL - 2)}", "label"), span(part.none)], width)]
        return gap if part.reasons else [*gap, *none]
    if not part.reasons:
        return []
    more = f"+{len(part.reasons) - kept} more" if kept < len(part.reasons) else ""
    if told.wide:
        return [(), heading(part.title, width, more)]
    return [spread([span(f"  {part.title}", "label")], [span(more, "muted"), span(" ")], width)]


def _sentence(part: Part, index: int, kept: int, width: int, wide: bool, whole: bool) -> list[Row]:
    """Return one sentence: on one row, or whole."""
    reason = part.reasons[index]
    if part.changes and wide:
        return _change_row(part.changes[index], width, whole)
    place = f" {reason.place} " if wide else ""
    first, more = part.changes[index].short if part.changes else reason.text, []
    indent = _LABEL if part.beside else 4
    if whole:
        first, *more = wrap(reason.text, max(8, min(72, width - columns(place) - indent - 1))) or [""]
    role = part.role if part.beside else "text"
    head = [*_label(part, index, kept), span(first, role)]
    left_out = len(part.reasons) - kept
    if part.beside and not wide and left_out and kept == 1:
        # There is no second row to say it on.
        place = f" +{left_out} more "
    rows = [spread(head, [span(place, "muted")], width) if place else fit(head, width)]
    return rows + [fit([span(" " * indent), span(line, role)], width) for line in more]


def _label(part: Part, index: int, kept: int) -> list[Span]:
    if not part.beside:
        return [span(f"  {part.sign} ", part.role)]
    if index == 0:
        return [span(f"  {pad(part.title, _LABEL - 2)}", "label")]
    left_out = len(part.reasons) - kept
    return [span(pad(f"  +{left_out} more" if index == 1 and left_out else "", _LABEL), "muted")]


def _change_row(change: Change, width: int, whole: bool) -> list[Row]:
    """Return a change in columns: its name, from where on, what it would be then, and what it is now."""
    now = [span(f" now {change.now} ", "muted")]
    name = [span("  "), span(pad(change.name, _NAME)), span(" ")]
    if whole and columns(change.name) > _NAME:
        first, *more = wrap(change.name, _NAME)
        rows = _change_row(Change(first, change.at, change.now, change.then, "", change.place), width, False)
        return rows + [fit([span(f"  {line}")], width) for line in more]
    return [spread([*name, span(change.at, "warn"), span(f" ▷ {change.then}", "muted")], now, width)]
