"""``workbench cost --usage FILE``: the figures of a provider's usage export, tried in the costs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from workbench.cli.common import table
from workbench.core.figures import number, plain
from workbench.core.prices.usage import ROLES, Usage, told, with_usage
from workbench.core.record.decision import Decision, check_decision
from workbench.core.text import clean_line, counted
from workbench.errors import UsageProblem


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    group = parser.add_argument_group("usage export")
    group.add_argument("--usage", metavar="FILE", help="take volume, growth and tokens from a provider's export")
    group.add_argument(
        "--column", action="append", default=[], metavar="role=NAME", help=f"which column is {', '.join(ROLES)}"
    )
    group.add_argument("--model", metavar="ID", help="only the export's rows of this exact model")
    group.add_argument("--option", metavar="NAME", help="the option whose tokens they are (the baseline)")


def read(options: Namespace) -> Usage:
    """Return what the export says.

    Raises:
        WorkbenchError: A column is not written as ``role=NAME``, or the export cannot be read.
    """
    from workbench.store.usage_files import read_usage

    chosen = dict(text.partition("=")[::2] for text in options.column)
    if not all(chosen.values()):
        raise UsageProblem("not a column", clean_line(str(options.column)), "write --column requests=NAME")
    return read_usage(Path(options.usage).expanduser(), chosen, options.model)


def tried(decision: Decision, usage: Usage, option: str | None) -> Decision:
    """Return the decision with an export's figures in its costs.

    Raises:
        WorkbenchError: There is no such option.
    """
    if option is not None and option not in decision.costs.option:
        known = ", ".join(decision.costs.option)
        raise UsageProblem("no such option", clean_line(option), f"one of {known}")
    filled = decision.model_copy(update={"costs": with_usage(decision.costs, usage, option)})
    check_decision(filled)
    return filled


def as_text(usage: Usage) -> str:
    """Return the export's figures as lines of text, with what they were taken from."""
    growth = "unknown" if usage.growth_per_month is None else f"{plain(usage.growth_per_month * 100)} %"
    rows = [["requests a month", number(usage.requests_per_month, 0)], ["growth a month", growth]]
    for name in ("input_tokens", "cached_tokens", "cache_write_tokens", "output_tokens"):
        rows.append([f"{name.replace('_', ' ')} of a request", number(getattr(usage, name), 0)])
    lines = [told(usage), table(rows), *(f"! {note}" for note in usage.notes)]
    if usage.skipped:
        line, why = usage.skipped[0]
        lines.append(f"! {counted(len(usage.skipped), 'row')} skipped, the first in line {line}: {why}")
    return "\n".join(lines)


def as_json(usage: Usage) -> dict[str, object]:
    """Return the export's figures as the command answers them."""
    skipped = [{"line": line, "reason": why} for line, why in usage.skipped]
    return {**asdict(usage), "skipped": skipped}
