"""The rows of the results: what each option comes to, when it breaks even, what is still needed."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.costs.comparison import Figures, missing
from workbench.core.costs.words import break_even
from workbench.core.figures import money, months_text
from workbench.core.text import clip, columns, pad
from workbench.plot.rows import Row, Span
from workbench.tui.bound import key_span
from workbench.tui.lines import fit, span
from workbench.tui.panes.cost_table import LABEL, option_columns, settled
from workbench.tui.view import View

_VOLUME = ("costs", "requests_per_month")


def result_note(view: View, width: int, odds: Mapping[str, str]) -> list[Span]:
    """Return what is missing in an option, a warning about the comparison, else what it is against."""
    short = next((option for option in view.comparison.options if option.missing), None)
    if short is not None and len(short.missing) < 3:
        return [span(clip(f"{_lacking(view, short)}", max(10, width - 16)), "warn")]
    if view.comparison.notes:
        return [span(clip(f"! {view.comparison.notes[0]}", max(10, width - 16)), "warn")]
    base = view.comparison.baseline
    if odds:
        share, months = odds["pays within the horizon"], odds["P10, P50, P90"]
        text = f"pays in {share} of cases, P10 P50 P90 {months}"
        if columns(text) <= width - 14:
            return [span(text, "muted")]
    return [span(f"against {clip(base, 20)}", "muted")] if base else []


def _lacking(view: View, option: Figures) -> str:
    """Return what an option cannot be counted without: first what is typed and is no value, else what it needs."""
    for name in option.missing:
        path = ("costs", "option", option.name, name)
        if why := view.wrong(path):
            return f"{option.name}: {name.replace('_', ' ')} {why}"
    return f"{option.name} {option.reason}"


def result_rows(view: View, width: int, wide: bool, focus: str | None) -> list[Row]:
    """Return the results, an option a column, or what is still needed."""
    figures = view.comparison.options
    if all(option.per_request is None for option in figures):
        return _to_go(view, width)
    names, column = option_columns(view, width, focus)
    shown = [option for name in names if (option := view.comparison.named(name)) is not None]
    currency = view.comparison.currency
    lines = [("Per request", [_amount(o.per_request, currency) for o in shown], "strong")]
    if any(o.quality is not None and o.quality.cost_per_success is not None for o in figures):
        lines.append(("A right answer", [_worth(o, "cost_per_success", currency) for o in shown], "text"))
    if wide and any(o.quality is not None and o.quality.expected_cost is not None for o in figures):
        lines.append(("Expected, a request", [_worth(o, "expected_cost", currency) for o in shown], "text"))
    lines.append(("A month", [_amount(o.monthly, currency) for o in shown], "text"))
    if wide:
        lines.append(("Upfront", [_amount(o.upfront, currency) for o in shown], "text"))
        lines.append((months_text(view.comparison.horizon), [_amount(o.total, currency) for o in shown], "text"))
    rows = []
    total = months_text(view.comparison.horizon)
    for label, texts, role in lines:
        parts = [span(pad(f" {label}", LABEL))]
        for option, text in zip(shown, texts, strict=True):
            # A model that goes away has a total of fewer months; its reason says of how many.
            short = label == total and option.horizon < view.comparison.horizon
            own = "muted" if text == "–" else "warn" if short else role
            parts += [span("  "), span(pad(text, column, right=True), own)]
        rows.append(fit(parts, width))
    parts = [span(pad(" Break-even", LABEL))]
    for option in shown:
        text = _fitting(break_even(option, view.comparison, "req"), column)
        parts += [span("  "), span(pad(text, column, right=True), break_even_role(option))]
    rows.append(fit(parts, width))
    if wide:
        rows += _reasons(view, width)
    return rows


def _worth(option: Figures, name: str, currency: str) -> str:
    return _amount(getattr(option.quality, name, None), currency)


def _fitting(text: str, room: int) -> str:
    """Return a break-even without its unit, or its month by its sign, where a column is too narrow for the words."""
    return text if len(text) <= room else text.removesuffix(" req").replace("month ", "mo ")


def _reasons(view: View, width: int) -> list[Row]:
    rows: list[Row] = [()]
    for option in view.comparison.options:
        reason = option.reason or (option.versus.reason if option.versus else "")
        if option.missing:
            reason = _lacking(view, option).removeprefix(option.name).lstrip(": ")
        elif view.decision.costs.requests_per_month is None and (why := view.wrong(_VOLUME)):
            reason = f"requests a month {why}"
        if option.total is not None and option.horizon < view.comparison.horizon:
            reason = f"{reason}; " * bool(reason) + f"total of {months_text(option.horizon)}"
        if reason:
            rows.append(
                fit(
                    [span(f" {pad(clip(option.name, LABEL - 2), LABEL - 1)}", "muted"), span(f"  {reason}", "muted")],
                    width,
                )
            )
    return rows


def _amount(value: object, currency: str) -> str:
    return "–" if value is None else money(value, currency)  # type: ignore[arg-type]


def break_even_role(option: Figures) -> str:
    """Return the role in which an option's break-even is written."""
    versus = option.versus
    if option.per_request is None:
        return "warn"
    if versus is None or versus.verdict is None:
        return "muted"
    return {"never": "bad", "pays": "good+bold", "after-horizon": "warn"}[versus.verdict]


def _to_go(view: View, width: int) -> list[Row]:
    lacking = [(option.name, len(missing(settled(view, option.name)))) for option in view.comparison.options]
    needed = [(name, count) for name, count in lacking if count]
    total = sum(count for _, count in needed) + (view.decision.costs.requests_per_month is None)
    told = ", ".join(f"{count} for {name}" for name, count in needed)
    if view.decision.costs.requests_per_month is None:
        told += ", requests a month"
    plural = "" if total == 1 else "s"
    return [
        fit([span(f" {total} input{plural} to go: {told}.", "strong")], width),
        fit([key_span("costs.example", " "), span(" fills them from an example, all stay editable.", "muted")], width),
    ]
