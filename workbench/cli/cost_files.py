"""``workbench cost A.toml B.toml``: what differs between the costs of two files, and what that does to the figures."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from decimal import Decimal

from workbench.cli.common import print_json, table
from workbench.cli.cost_command import read_costs, with_setting
from workbench.cli.cost_json import as_json
from workbench.core.amounts import Range, show
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.costs.words import break_even
from workbench.core.figures import money, months_text
from workbench.core.inputs import Costs, Input, Option, dump_amount, inputs
from workbench.core.text import clean_line, clip
from workbench.errors import UsageProblem

Change = tuple[str, object, object, str]
"""An input's name as ``--set`` takes it, its value in either file, and its kind."""


def compare_files(options: Namespace) -> int:
    """Compare the costs of two files.

    Raises:
        WorkbenchError: More than two were given, or one of them has no costs.
    """
    if len(options.file) > 2 or options.preset is not None:
        raise UsageProblem("too much to compare", "", "give one FILE, one --preset NAME, or two FILEs")
    names = [clean_line(file) for file in options.file]
    both = []
    for file in options.file:
        decision = read_costs(file, options.saved)
        for text in options.set:
            decision = with_setting(decision, text, {})
        both.append(decision.costs)
    changed = differences(*both)
    one, other = (compare(costs, date.today()) for costs in both)
    if options.json:
        files = [{"file": name, **as_json(comparison)} for name, comparison in zip(names, (one, other), strict=True)]
        told = [{"input": name, "values": [_plain(mine), _plain(theirs)]} for name, mine, theirs, _ in changed]
        print_json({"files": files, "differences": told})
        return 0
    print(f"A  {names[0]}\nB  {names[1]}\n")
    print(_inputs_told(changed, one, other))
    print(f"\n{_results(one, other)}")
    return 0


def differences(one: Costs, other: Costs) -> list[Change]:
    """Return the inputs that differ, the shared ones first; an option that only one file has is one difference."""
    found = _changes("", one, other, inputs(Costs))
    if one.baseline_name != other.baseline_name:
        found.append(("baseline", one.baseline_name, other.baseline_name, "text"))
    if one.currency != other.currency:
        found.append(("currency", one.currency, other.currency, "text"))
    for name in dict.fromkeys([*one.option, *other.option]):
        mine, theirs = one.option.get(name), other.option.get(name)
        if mine is None or theirs is None:
            found.append((f"option.{name}", _there(mine), _there(theirs), "text"))
        else:
            found += _changes(f"option.{name}.", mine, theirs, inputs(Option))
            for field in ("approach", "model", "available_until"):
                if getattr(mine, field) != getattr(theirs, field):
                    found.append((f"option.{name}.{field}", getattr(mine, field), getattr(theirs, field), "text"))
    return found


def _there(option: Option | None) -> str:
    return "not there" if option is None else "there"


def _changes(lead: str, one: Costs | Option, other: Costs | Option, declared: dict[str, Input]) -> list[Change]:
    return [
        (f"{lead}{name}", mine, theirs, found.kind)
        for name, found in declared.items()
        if (mine := getattr(one, name)) != (theirs := getattr(other, name))
    ]


def _plain(value: object) -> object:
    return dump_amount(value) if isinstance(value, Decimal | Range) else value


def _inputs_told(changed: list[Change], one: Comparison, other: Comparison) -> str:
    if not changed:
        return "No input differs."
    rows = [["", "A", "B"]]
    for name, mine, theirs, kind in changed:
        rows.append([clip(name, 44), _shown(mine, kind, one.currency), _shown(theirs, kind, other.currency)])
    return table(rows)


def _shown(value: object, kind: str, currency: str) -> str:
    if isinstance(value, Decimal | Range):
        return show(value, kind, currency)
    return "-" if value is None else clip(str(value), 20)


def _results(one: Comparison, other: Comparison) -> str:
    """Return the figures of each option in either file, and the difference where both are in one currency."""
    rows = [["", "A", "B", "B - A"]]
    names = dict.fromkeys(figures.name for figures in (*one.options, *other.options))
    for name in names:
        mine, theirs = one.named(name), other.named(name)
        rows.append([clip(name, 30), "", "", ""])
        for label, key in (("per request", "per_request"), ("upfront", "upfront"), ("a month", "monthly")):
            rows.append([f"  {label}", *_amounts(mine, theirs, key, one, other)])
        rows.append([f"  {_span(mine, theirs)}", *_amounts(mine, theirs, "total", one, other)])
        ends = [break_even(f, c) if f else "-" for f, c in ((mine, one), (theirs, other))]
        rows.append(["  break-even", *ends, ""])
    return table(rows)


def _span(mine: Figures | None, theirs: Figures | None) -> str:
    months = {figures.horizon for figures in (mine, theirs) if figures is not None}
    return months_text(months.pop()) if len(months) == 1 else "to the horizon"


def _amounts(mine: Figures | None, theirs: Figures | None, key: str, one: Comparison, other: Comparison) -> list[str]:
    values: list[Decimal | None] = [None if figures is None else getattr(figures, key) for figures in (mine, theirs)]
    shown = ["-" if v is None else money(v, c.currency) for v, c in zip(values, (one, other), strict=True)]
    a, b = values
    if a is None or b is None or one.currency != other.currency:
        return [*shown, "-"]
    sign = "+" if b > a else ""
    return [*shown, f"{sign}{money(b - a, one.currency)}" if a != b else "same"]
