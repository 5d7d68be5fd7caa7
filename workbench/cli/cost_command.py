"""``workbench cost``: the options side by side, their break-even, and the chart."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from workbench.cli.common import print_json, table, width
from workbench.core.amounts import money, months_text, number, plain
from workbench.core.costs import Comparison, Figures, Versus, compare
from workbench.core.decision import Decision
from workbench.core.fields import amount_kind, set_field
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.presets import PRESETS, load_preset
from workbench.core.prices import SHIPPED, news, origin, typed_prices
from workbench.core.text import clean_line, clip, columns, pad, wrap
from workbench.core.uncertainty import Uncertainty, ranges, uncertainty
from workbench.core.words import break_even
from workbench.errors import UsageProblem, ValueProblem

CHART_NAMES = ("cumulative", "volume", "tornado", "split")
EXAMPLE = "example: workbench cost --preset c-output-counted --set option.fine-tuned.epochs=3"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file", nargs="*", metavar="FILE", help="a decision, or a file with just its [costs]; two are compared"
    )
    parser.add_argument("--preset", metavar="NAME", help=f"a worked example: {', '.join(PRESETS)}")
    parser.add_argument(
        "--set", action="append", default=[], metavar="name=value", help="try another value; may be repeated"
    )
    parser.add_argument(
        "--chart", choices=CHART_NAMES, default=CHART_NAMES[0], help="what to draw under the table (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Compare the options of a file or an example; or two files."""
    if len(options.file) > 1:
        from workbench.cli.cost_files import compare_files

        return compare_files(options)
    decision, note, names = _read(options)
    for text in options.set:
        decision = with_setting(decision, text, names)
    comparison = _with_news(compare(decision.costs, date.today()), decision.costs)
    if options.json:
        print_json(as_json(comparison, _uncertain(decision.costs, comparison)))
        return 0
    if note:
        print("\n".join(wrap(note, 72)) + "\n")
    print(cost_table(comparison))
    sourced = [(o.name, o.option) for o in comparison.options if o.option.price_source or o.option.price_date]
    for name, option in sourced:
        print(
            f"prices of {clip(name, 24)}: {f'{option.model}, ' if option.model else ''}{origin(option, date.today())}"
        )
    for name, found in _uncertain(decision.costs, comparison).items():
        print(f"\n{_ranges_told(name, found, comparison)}")
    chart = _chart(decision, comparison, options.chart)
    if chart:
        print(f"\n{chart}")
    return 0


def _with_news(comparison: Comparison, costs: Costs) -> Comparison:
    """Return the comparison with a note for every stored price that a newer catalogue contradicts."""
    sources = [(option.price_source or "") for option in costs.option.values()]
    if not any(source.startswith(SHIPPED) for source in sources):
        return comparison
    from workbench.store.catalogue import catalogue, installed

    if all(source.startswith(installed()) for source in sources if source.startswith(SHIPPED)):
        return comparison
    return replace(comparison, notes=(*comparison.notes, *news(costs, catalogue(date.today()))))


def _read(options: Namespace) -> tuple[Decision, str, dict[str, tuple[str, ...]]]:
    if options.file and options.preset is not None:
        raise UsageProblem("a FILE and --preset NAME were given", "", "give one of them")
    if not options.file and options.preset is None:
        raise UsageProblem("a FILE or --preset NAME is needed", "", f"presets: {', '.join(PRESETS)}")
    if options.preset is not None:
        preset = load_preset(clean_line(options.preset))
        return Decision(costs=preset.costs), preset.note, dict(preset.names)
    return read_costs(options.file[0]), "", {}


def read_costs(file: str) -> Decision:
    """Return the decision in a file that has costs to compare.

    Raises:
        WorkbenchError: The file cannot be read, or there is nothing to compare in it.
    """
    from workbench.store.decisions import open_decision

    opened = open_decision(Path(file))
    if not opened.decision.costs.option:
        raise UsageProblem("no cost options", clean_line(file), "write [costs.option.NAME] tables")
    return opened.decision


def with_setting(decision: Decision, text: str, names: Mapping[str, tuple[str, ...]]) -> Decision:
    """Return the decision with one ``name=value`` of the command line tried.

    Raises:
        WorkbenchError: There is no such input, or it cannot have that value.
    """
    name, sign, value = text.partition("=")
    name = clean_line(name.strip())
    if not sign:
        raise UsageProblem("not a setting", clean_line(text), "write --set requests_per_month=5e4")
    for target in names.get(name, (name.removeprefix("costs."),)):
        path = ("costs", *_target(decision.costs, target))
        typed = value
        if name == "cost_per_token" and amount_kind(path) == "price":
            try:
                typed = plain(Decimal(value) * 1_000_000)
            except ArithmeticError:
                raise ValueProblem("not a number", clean_line(value), "write it like 0.00003", name) from None
        try:
            decision = set_field(decision, path, typed)
        except ValueProblem as problem:
            raise ValueProblem(f"{name}: {problem.title}", problem.message, problem.hint, name) from None
    return decision


def _target(costs: Costs, name: str) -> tuple[str, ...]:
    """Return where a setting stands inside the costs; option names may hold dots."""
    shared = [*inputs(Costs), "baseline", "currency"]
    if name in shared:
        return (name,)
    own = [*inputs(Option), "approach", "model", "available_until"]
    if name.startswith("option."):
        option, _, field = name.removeprefix("option.").rpartition(".")
        if option in costs.option and field in own:
            return ("option", option, field)
    import difflib

    known = shared + [f"option.{option}.{field}" for option in costs.option for field in own]
    near = difflib.get_close_matches(name, known, 1, 0.4)
    raise UsageProblem(
        "no such input", name, f"did you mean {near[0]}?" if near else f"one of {', '.join(shared)}, option.NAME.…"
    )


def as_json(comparison: Comparison, uncertain: Mapping[str, Uncertainty] = MappingProxyType({})) -> dict[str, object]:
    """Return a comparison as the command answers it."""
    return {
        "currency": comparison.currency,
        "baseline": comparison.baseline,
        "horizon_months": comparison.horizon,
        "options": [_option(figures, uncertain.get(figures.name)) for figures in comparison.options],
        "notes": list(comparison.notes),
    }


def _option(figures: Figures, uncertain: Uncertainty | None) -> dict[str, object]:
    more: dict[str, object] = {} if uncertain is None else {"uncertainty": _uncertainty(uncertain)}
    return {
        "name": figures.name,
        "approach": figures.option.approach,
        "per_request": figures.per_request,
        "upfront": figures.upfront,
        "monthly": figures.monthly,
        "total": figures.total,
        "versus_baseline": None if figures.versus is None else _versus(figures.versus),
        "missing": list(figures.missing),
        "reason": figures.reason or None,
        "horizon_months": figures.horizon,
        "saved": figures.saved,
        "quality": None if figures.quality is None else asdict(figures.quality),
        **_prices(figures.option),
        **more,
    }


def _prices(option: Option) -> dict[str, object]:
    days = None if option.price_date is None else (date.today() - option.price_date).days
    return {
        "model": option.model,
        "price_source": option.price_source,
        "price_date": option.price_date,
        "price_age_days": days,
        "typed_prices": list(typed_prices(option)),
    }


def _uncertainty(found: Uncertainty) -> dict[str, object]:
    bars = [{"input": bar.input, "low": bar.low, "high": bar.high, "swing": bar.width} for bar in found.tornado]
    return {
        "p10": found.p10,
        "p50": found.p50,
        "p90": found.p90,
        "probability": found.probability,
        "draws": found.draws,
        "tornado": bars,
    }


def _uncertain(costs: Costs, comparison: Comparison) -> dict[str, Uncertainty]:
    """Return what the ranges make of the options; without a range nothing is loaded or drawn."""
    names = [figures.name for figures in comparison.options]
    if not ranges(costs, *names):
        return {}
    return uncertainty(costs, comparison)


def _ranges_told(name: str, found: Uncertainty, comparison: Comparison) -> str:
    """Return an option's uncertainty as lines of text: when it pays, how likely, and what to measure next."""
    figures = comparison.named(name)
    months = figures.horizon if figures is not None else comparison.horizon
    ends = [
        f"{share} {'never' if month is None else f'{number(Decimal(repr(month)), 1)}'}"
        for share, month in (("P10", found.p10), ("P50", found.p50), ("P90", found.p90))
    ]
    lines = [
        f"{clip(name, 24)}: break-even in months {', '.join(ends)}",
        f"  pays within {months_text(months)} in {found.probability * 100:.0f} of 100 cases ({found.draws:,} draws)",
    ]
    bars = found.tornado[:8]
    label = max((columns(clip(bar.input, 40)) for bar in bars), default=0)
    for bar in bars:
        low, high = (money(end, comparison.currency) for end in (bar.low, bar.high))
        lines.append(f"  {pad(clip(bar.input, 40), label)}  saves {low} at its low end, {high} at its high end")
    return "\n".join(lines)


def _versus(versus: Versus) -> dict[str, object]:
    return {name: getattr(versus, name) for name in Versus.__slots__}


def cost_table(comparison: Comparison) -> str:
    """Return the options as columns, with the reasons under them."""
    currency = comparison.currency
    room = max(10, (width() - 16) // max(1, len(comparison.options)) - 2)
    shown = comparison.options
    rows = [["", *(clip(o.name, room) for o in shown)]]
    rows.append(["per request", *(_money(o.per_request, currency) for o in shown)])
    rows.append(["upfront", *(_money(o.upfront, currency) for o in shown)])
    rows.append(["a month", *(_money(o.monthly, currency) for o in shown)])
    rows.append([months_text(comparison.horizon), *(_money(o.total, currency) for o in shown)])
    if any(o.quality is not None and o.quality.cost_per_success is not None for o in shown):
        rows.append(["a right answer", *(_worth(o, "cost_per_success", currency) for o in shown)])
    if any(o.quality is not None and o.quality.expected_cost is not None for o in shown):
        rows.append(["expected", *(_worth(o, "expected_cost", currency) for o in shown)])
    rows.append(["break-even", *(break_even(o, comparison) for o in shown)])
    lines = [table(rows)]
    reasons = [(o.name, o.reason or (o.versus.reason if o.versus else "")) for o in shown]
    told = [f"{clip(name, 24)}: {reason}" for name, reason in reasons if reason]
    lines += ["", *told] if told else []
    lines += ["", *(f"! {note}" for note in comparison.notes)] if comparison.notes else []
    return "\n".join(lines)


def _worth(option: Figures, name: str, currency: str) -> str:
    return _money(getattr(option.quality, name, None), currency)


def _money(value: Decimal | None, currency: str) -> str:
    return "-" if value is None else money(value, currency)


def _chart(decision: Decision, comparison: Comparison, name: str) -> str:
    from workbench.core.charts import ChartSpec
    from workbench.core.cost_views import CHARTS
    from workbench.plot.pictures import picture
    from workbench.plot.rows import plain as plain_rows

    spec = CHARTS[name](decision.costs, comparison, None, False)
    if isinstance(spec, ChartSpec) and not spec.curves and name == CHART_NAMES[0]:
        return ""
    rows = picture(spec, width(), 14)
    heading = f"{spec.title}, {comparison.currency}"
    if sys.stdout.encoding.lower().replace("-", "") != "utf8":
        from workbench.plot.ascii import to_ascii

        rows = to_ascii(rows)
    return f"{heading}\n{plain_rows(rows)}"
