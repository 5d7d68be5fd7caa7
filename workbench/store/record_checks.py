"""What can be wrong inside one decision file, beyond what its schema says."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from workbench.core.advice.misfits import misfits
from workbench.core.approaches import SWITCHES
from workbench.core.evidence.sources import sources, state_told
from workbench.core.record.lifecycle import WAS_ACCEPTED
from workbench.core.record.limits import check_limit, check_target
from workbench.core.record.reading import MOST_PAIRS, is_share, meant, misspelt
from workbench.core.text import clean_line
from workbench.core.triggers import KNOWN_METRICS, condition_of, parse_trigger
from workbench.errors import ValueProblem
from workbench.store.findings import Finding, Record, unreadable
from workbench.store.layout import unknown_keys
from workbench.store.migrate import is_old, version
from workbench.store.source_files import states, usual_places


def check_record(record: Record) -> Iterator[Finding]:
    """Yield what is wrong inside a file; of one of a newer version only that it is one."""
    if record.read_only is not None:
        yield unreadable(record.read_only, "newer-schema")
        return
    for check in (_old, _id, _dates, _triggers, _metrics, _targets, _misfits, _baseline, _evidence, _unknown, _hidden):
        yield from check(record)


def _old(record: Record) -> Iterator[Finding]:
    if is_old(record.raw):
        told = f"schema {version(record.raw)}, read as if it were today's"
        mend = f"workbench migrate {shlex.quote(clean_line(str(record.path)))}"
        yield record.finding("old-schema", "schema", told, mend, note=True)


def _id(record: Record) -> Iterator[Finding]:
    inside, name = record.data.get("id"), record.decision.id
    if record.path.stem != name:
        told = f"the file's name holds characters that do not show: {record.decision.id}"
        yield record.finding("id", "id", told, "rename the file, and its journal with it")
    elif inside != name:
        told = f"the id inside is “{clean_line(str(inside))[:80]}”" if inside else "no id inside"
        yield record.finding("id", "id", told, f'write id = "{name}", the file\'s name')


def _dates(record: Record) -> Iterator[Finding]:
    decision = record.decision
    decided, again = decision.decided, decision.review_by
    if decided is None and decision.status in WAS_ACCEPTED:
        told = f"{decision.status}, and not said when it was decided"
        yield record.finding("undated", "status", told, "write decided = YYYY-MM-DD, the day of the decision")
    if decided is not None and again is not None and again < decided:
        told = f"to be looked at again on {again}, before it was decided on {decided}"
        yield record.finding("review-by", "review_by", told, "write a later review_by")


def _triggers(record: Record) -> Iterator[Finding]:
    readings = {name for entry in record.journal.entries for name in entry.reading}
    known = {*KNOWN_METRICS, *record.decision.metric}
    for name, trigger in record.decision.trigger.items():
        field = f"trigger.{name}.when"
        if trigger.then not in SWITCHES:
            told = f"trigger {name} leads to “{trigger.then[:60]}”"
            yield record.finding("then", f"trigger.{name}.then", told, f"write one of {', '.join(SWITCHES)}")
        try:
            condition = parse_trigger(trigger.when, field)
        except ValueProblem as problem:
            yield record.finding("trigger", field, f"trigger {name}: {problem}", problem.hint)
            continue
        try:
            check_limit(record.decision, condition, field)
        except ValueProblem as problem:
            yield record.finding("unit", field, f"trigger {name}: {problem.message}", problem.hint)
        metric = condition.metric
        if metric is not None and metric not in known | readings:
            near = meant(metric, known) if len(record.decision.trigger) * len(known) <= MOST_PAIRS else ""
            mend = f"add [metric.{metric}], or use one of {', '.join(sorted(known))}"
            mend = f"did you mean {near}? Else {mend}" if near else mend
            yield record.finding("metric", field, f"trigger {name} asks for {metric}, which is not tracked", mend)


def _metrics(record: Record) -> Iterator[Finding]:
    """Yield the metrics that are probably slips: of a known one, one written before, or one that a trigger asks for."""
    if len(record.decision.metric) ** 2 > MOST_PAIRS:
        return
    conditions = [condition_of(trigger.when) for trigger in record.decision.trigger.values()]
    asked = {one.metric for one in conditions if one is not None and one.metric is not None}
    before = {*KNOWN_METRICS, *asked}
    for name in record.decision.metric:
        likely = misspelt(name, KNOWN_METRICS if name in asked else before) if name not in KNOWN_METRICS else ""
        before.add(name)
        if likely:
            told = f"metric {name} is tracked: did you mean {likely}?"
            yield record.finding("misspelt", f"metric.{name}", told, f"write [metric.{likely}], or leave it", note=True)


def _targets(record: Record) -> Iterator[Finding]:
    for name, metric in record.decision.metric.items():
        field = f"metric.{name}.target"
        try:
            check_target(record.decision, name, metric.target, field)
        except ValueProblem as problem:
            mend = f"write {name}'s target as a share, like 0.9" if is_share(metric.unit, name) else problem.hint
            yield record.finding("unit", field, f"target of {name}: {problem.message}", mend, note=True)


def _misfits(record: Record) -> Iterator[Finding]:
    for misfit in misfits(record.decision, record.decision.approach):
        mend = "take it out, or write what it leads to now"
        yield record.finding("misfit", ".".join(misfit.path), misfit.text, mend, note=True)


def _baseline(record: Record) -> Iterator[Finding]:
    costs = record.decision.costs
    if costs.baseline is not None and costs.option and costs.baseline not in costs.option:
        told = f"no option is named {costs.baseline}: {costs.baseline_name} is taken for the baseline"
        yield record.finding("baseline", "costs.baseline", told, f"write one of {', '.join(costs.option)}")


def _evidence(record: Record) -> Iterator[Finding]:
    # One that is not found may lie on another machine: that is nothing to mend.
    for source, state in states(sources(record.decision.evidence), usual_places(record.path.parent)):
        if state == "changed":
            told = (
                f"{source.name}, from which evidence.{source.instrument} was read, has {state_told(state, source.day)}"
            )
            mend = f"workbench {source.command} --into {record.decision.id} reads it again"
            prefix = source.digest_key
            yield record.finding("evidence", f"evidence.{source.instrument}.{prefix}", told, mend, note=True)


def _unknown(record: Record) -> Iterator[Finding]:
    for path in unknown_keys(record.data):
        told = f"{clean_line('.'.join(path))} is kept and not used"
        yield record.finding("unknown-key", ".".join(path), told, "check its spelling", note=True)


def _hidden(record: Record) -> Iterator[Finding]:
    for number, line in enumerate(record.text.split("\n"), 1):
        body = line.removesuffix("\r").replace("\t", " ")
        if not body.isascii() and (shown := clean_line(body)) != body:
            first = next(mark for mark, char in zip(map(clean_line, body), body, strict=True) if mark != char)
            told = f"a character that does not show, {first}: “{shown.strip()[:60]}”"
            where = clean_line(str(record.path))
            yield Finding("hidden", where, number, told, "take it out, or write it as \\u and its code")
