"""``workbench cost``: the options side by side, their break-even, and the chart."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.cli import cost_usage
from workbench.cli.common import print_json
from workbench.cli.cost_json import as_json
from workbench.cli.cost_text import chart_drawn, cost_table, ranges_told, sources_told, turns_told
from workbench.core.costs.comparison import Comparison, compare
from workbench.core.costs.tipping_points import tipping_points
from workbench.core.costs.uncertainty import Uncertainty, ranges, uncertainty
from workbench.core.editing.fields import amount_kind, set_field
from workbench.core.figures import plain
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.presets import PRESETS, load_preset
from workbench.core.prices.option_prices import news
from workbench.core.prices.sources import SHIPPED
from workbench.core.record.decision import Decision
from workbench.core.text import clean_line, wrap
from workbench.errors import UsageProblem, ValueProblem

CHART_NAMES = ("cumulative", "volume", "tornado", "split", "tipping")
EXAMPLE = "example: workbench cost --preset c-output-counted --set option.fine-tuned.epochs=3"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file", nargs="*", metavar="FILE or ID", help="a decision, or a file with just its [costs]; two are compared"
    )
    parser.add_argument("--preset", metavar="NAME", help=f"a worked example: {', '.join(PRESETS)}")
    parser.add_argument(
        "--set", action="append", default=[], metavar="name=value", help="try another value; may be repeated"
    )
    parser.add_argument(
        "--chart", choices=CHART_NAMES, default=CHART_NAMES[0], help="what to draw under the table (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    cost_usage.arguments(parser)


def run(options: Namespace) -> int:
    """Compare the options of a file or an example; or two files."""
    if len(options.file) > 1:
        from workbench.cli.cost_files import compare_files

        return compare_files(options)
    usage = cost_usage.read(options) if options.usage is not None else None
    if usage is not None and not options.file and options.preset is None:
        print_json({"usage": cost_usage.as_json(usage)}) if options.json else print(cost_usage.as_text(usage))
        return 0
    decision, note, names = _read(options)
    given = decision.costs
    if usage is not None:
        decision = cost_usage.tried(decision, usage, options.option)
    for text in options.set:
        decision = with_setting(decision, text, names)
    comparison = _with_news(compare(decision.costs, date.today()), decision.costs)
    if options.json:
        tips = tipping_points(decision.costs, comparison)
        more = {} if usage is None else {"usage": cost_usage.as_json(usage)}
        print_json(as_json(comparison, _uncertain(decision.costs, comparison), tips) | more)
        return 0
    parts = ["\n".join(wrap(note, 72)), cost_usage.as_text(usage) if usage else "", cost_table(comparison)]
    parts.append(turns_told(decision.costs, comparison) if options.chart != "tipping" else "")
    parts.append(sources_told(decision.costs, comparison, date.today(), given))
    parts += [ranges_told(name, found, comparison) for name, found in _uncertain(decision.costs, comparison).items()]
    parts.append(chart_drawn(decision.costs, comparison, options.chart))
    print("\n\n".join(part for part in parts if part))
    return 0


def _with_news(comparison: Comparison, costs: Costs) -> Comparison:
    """Return the comparison with a note for every stored price that a newer catalogue contradicts."""
    sources = [(option.price_source or "") for option in costs.option.values()]
    if not any(source.startswith(SHIPPED) for source in sources):
        return comparison
    from workbench.store.catalogue import catalogue, installed

    if all(source.startswith(installed()) for source in sources if source.startswith(SHIPPED)):
        return comparison
    return comparison._replace(notes=(*comparison.notes, *news(costs, catalogue(date.today()))))


def _read(options: Namespace) -> tuple[Decision, str, dict[str, tuple[str, ...]]]:
    if options.file and options.preset is not None:
        raise UsageProblem("a FILE and --preset NAME were given", "", "give one of them")
    if not options.file and options.preset is None:
        raise UsageProblem("a FILE or --preset NAME is needed", "", f"presets: {', '.join(PRESETS)}")
    if options.preset is not None:
        preset = load_preset(clean_line(options.preset))
        return Decision(costs=preset.costs), preset.note, dict(preset.names)
    return read_costs(options.file[0], options.saved), "", {}


def read_costs(file: str, saved: str | None) -> Decision:
    """Return the decision in a file or of an id that has costs to compare.

    Raises:
        WorkbenchError: The file cannot be read, or there is nothing to compare in it.
    """
    from workbench.cli.reading import read_decision_file

    decision = read_decision_file(file, saved)
    if not decision.costs.option:
        raise UsageProblem("no cost options", clean_line(file), "write [costs.option.NAME] tables")
    return decision


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
        if value.startswith("@") and amount_kind(path) == "tokens":
            typed = _tokens_of(value.removeprefix("@"), decision, path)
        if name == "cost_per_token" and amount_kind(path) == "price":
            try:
                typed = plain(Decimal(value) * 1_000_000)
            except ArithmeticError:
                raise ValueProblem("not a number", clean_line(value), "write it like 0.00003", name) from None
        try:
            decision = set_field(decision, path, typed)
        except ValueProblem as problem:
            raise ValueProblem(f"{name}: {problem.title}", problem.message, problem.hint, name) from None
        if target == "baseline":
            _check_baseline(decision.costs)
    return decision


def _check_baseline(costs: Costs) -> None:
    if costs.baseline not in costs.option:
        import difflib

        near = difflib.get_close_matches(costs.baseline or "", list(costs.option), 1, 0.4)
        hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(costs.option)}"
        raise UsageProblem("no such option", f"baseline={costs.baseline}", hint)


def _tokens_of(file: str, decision: Decision, path: tuple[str, ...]) -> str:
    """Return the tokens of a file as ``--set option.NAME.input_tokens=@FILE`` asks; how they were counted is said."""
    from workbench.store.token_count import count_file

    option = decision.costs.option.get(path[2])
    found = count_file(Path(file).expanduser(), option.model if option is not None else None)
    print(f"{clean_line(file)}: {found}", file=sys.stderr)
    return str(found.tokens)


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


def _uncertain(costs: Costs, comparison: Comparison) -> dict[str, Uncertainty]:
    """Return what the ranges make of the options; without a range nothing is loaded or drawn."""
    names = [figures.name for figures in comparison.options]
    if not ranges(costs, *names):
        return {}
    return uncertainty(costs, comparison)
