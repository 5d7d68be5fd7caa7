"""Differences of two decisions as rows to read: what a field is called, what stood in it, what stands in it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.amounts import Range, show
from workbench.core.changes.differences import NAMED, Change, changes
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.costs.words import break_even
from workbench.core.editing.fields import amount_kind
from workbench.core.figures import money, months_text, plain
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.known.metrics import chosen
from workbench.core.record.decision import Constraints, Decision, Path
from workbench.core.text import clean_line
from workbench.errors import ValueProblem

NOTHING = "none"
"""What stands where a field is not set."""
_LONG = 60
_OWN = {"supersedes": "replaces", "schema": "layout version", "ship_by": "live by"}
_UNITS = {"ms": " ms", "hours": " hours", "months": " months"}


@dataclass(frozen=True, slots=True)
class Row:
    """A field that differs, or a figure that follows from it.

    Args:
        path: The field's place in the file; for a figure that follows, ``option``, its name and the figure's.
        label: What it is called.
        before: Its text; `NOTHING` where it was not set.
        after: The same now.
        old: Its value; None where it was not set.
        new: The same now.
    """

    path: Path
    label: str
    before: str
    after: str
    old: object
    new: object

    @property
    def long(self) -> bool:
        """Whether it is prose, to be read word by word."""
        texts = [value for value in (self.old, self.new) if isinstance(value, str)]
        return bool(texts) and any("\n" in text or len(text) > _LONG for text in texts)


def described(before: Decision, after: Decision) -> list[Row]:
    """Return the fields in which two decisions differ, in file order, with their labels and texts."""
    currencies = before.costs.currency, after.costs.currency
    return [described_change(change, *currencies) for change in changes(before, after)]


def described_change(change: Change, currency_before: str, currency_after: str) -> Row:
    """Return one difference with its label and its two texts."""
    path, old, new = change.path, change.before, change.after
    texts = value_text(path, old, currency_before), value_text(path, new, currency_after)
    return Row(path, field_label(path), *texts, old, new)


def field_label(path: Path) -> str:
    """Return what people call a field: ``requests a month``, ``tuned, output tokens``, ``trigger volume``."""
    return clean_line(_label(path))


def _label(path: Path) -> str:
    table, name = path[0], path[-1]
    if table == "alternative":
        return f"instead of {path[1]}"
    if table == "flow":
        return _entry("answer", path[2:], "answer") if len(path) > 2 else "flow"
    if table == "trigger":
        return _entry("trigger", path[1:], "when")
    if table == "metric":
        return _entry("tracked", path[1:], "")
    if table == "accuracy":
        return _entry("accuracy of", path[1:], "value")
    if table == "costs" and len(path) > 2:
        return _entry("option", path[2:], "") if len(path) == 3 else f"{path[2]}, {_input_label(name)}"
    if table == "score":
        return f"score, {_words(name)}"
    if table == "evidence":
        return ", ".join(_words(step) for step in path)
    return _declared(path) or _words(name)


def _entry(kind: str, steps: Sequence[str], usual: str) -> str:
    """Return the label of a field of a named entry; the entry's own where the field is the usual one."""
    name, *rest = steps
    return f"{kind} {name}" + "".join(f", {_words(step)}" for step in rest if step != usual)


def _input_label(name: str) -> str:
    declared = inputs(Option).get(name)
    # Labels that lean on the line above them say nothing alone.
    leans = declared is None or declared.label.startswith(" ")
    return _words(name) if declared is None or leans else _lower(declared.label)


def _declared(path: Path) -> str | None:
    model = {"costs": Costs, "constraints": Constraints}.get(path[0])
    declared = inputs(model).get(path[-1]) if model is not None else None
    return _lower(declared.label) if declared is not None else None


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _words(name: str) -> str:
    return _OWN.get(name, name.replace("_", " "))


def value_text(path: Path, value: object, currency: str) -> str:
    """Return a value as it is shown elsewhere, with its sign or unit."""
    if value is None:
        return NOTHING
    if value is NAMED:
        return "nothing in it"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | Range):
        return _amount(path, value, currency)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(value_text(path, item, currency) for item in value)
    return str(value)


def _amount(path: Path, value: Decimal | Range, currency: str) -> str:
    try:
        kind = amount_kind(path)
    except ValueProblem:
        kind = None
    if isinstance(value, Decimal) and not value.is_finite():
        return "not a number" if value.is_nan() else "endless"
    if kind is None:
        return plain(value) if isinstance(value, Decimal) else show(value, "number", currency)
    return show(value, kind, currency) + _UNITS.get(kind, "")


_FIGURES: tuple[tuple[str, str], ...] = (
    ("per_request", "a request"),
    ("upfront", "upfront"),
    ("monthly", "a month"),
    ("total", ""),
)


def consequences(before: Decision, after: Decision, today: date) -> list[Row]:
    """Return the figures that follow from what differs: each option's costs and break-even, and the cost of what was
    decided. Nothing where neither costs nor approach differ.

    Args:
        before: The earlier decision.
        after: The later one.
        today: The day month 1 starts, for both.
    """
    if before.costs == after.costs and before.approach == after.approach:
        return []
    old, new = compare(before.costs, today), compare(after.costs, today)
    rows = [_decided(before, after, old, new)]
    names = [figures.name for figures in new.options]
    names += [figures.name for figures in old.options if figures.name not in names]
    for name in names:
        rows += [_money_row(name, figure, label, old, new) for figure, label in _FIGURES]
        rows.append(_break_even_row(name, old, new))
    return [row for row in rows if row.before != row.after]


def _decided(before: Decision, after: Decision, old: Comparison, new: Comparison) -> Row:
    sides = (chosen(before, old), chosen(after, new))
    texts = _texts(sides, (old, new), lambda one, all: _money(one.monthly, all.currency))
    return Row(("decided", "monthly"), "what was decided, a month", *texts, *_values(sides, "monthly"))


def _money_row(name: str, figure: str, label: str, old: Comparison, new: Comparison) -> Row:
    sides = (old.named(name), new.named(name))
    texts = _texts(sides, (old, new), lambda one, all: _money(getattr(one, figure), all.currency))
    if figure == "total":
        label, texts = _over_months(sides, texts)
    return Row(("option", name, figure), f"{name}, {label}", *texts, *_values(sides, figure))


def _over_months(sides: tuple[Figures | None, Figures | None], texts: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    """Return what the totals are over: the months, or where those differ each with its own."""
    spans = [months_text(side.horizon) for side in sides if side is not None]
    if len(set(spans)) == 1:
        return spans[0], texts
    one, other = (f"{text} in {span}" for text, span in zip(texts, spans, strict=True))
    return "to the horizon", (one, other)


def _break_even_row(name: str, old: Comparison, new: Comparison) -> Row:
    sides = (old.named(name), new.named(name))
    texts = _texts(sides, (old, new), lambda one, all: break_even(one, all))
    counts = [None if side is None else side.versus for side in sides]
    counted = any(versus is not None and versus.break_even_requests is not None for versus in counts)
    figure = "break_even_requests" if counted else "break_even_months"
    values = [getattr(versus, figure, None) for versus in counts]
    return Row(("option", name, figure), f"{name}, break-even", *texts, *values)


def _texts(
    sides: tuple[Figures | None, Figures | None],
    within: tuple[Comparison, Comparison],
    told: Callable[[Figures, Comparison], str],
) -> tuple[str, str]:
    one, other = (NOTHING if s is None else told(s, all) for s, all in zip(sides, within, strict=True))
    return one, other


def _values(sides: tuple[Figures | None, Figures | None], figure: str) -> tuple[object, object]:
    return getattr(sides[0], figure, None), getattr(sides[1], figure, None)


def _money(value: Decimal | None, currency: str) -> str:
    return NOTHING if value is None else money(value, currency)
