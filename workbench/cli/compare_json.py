"""The answer of ``compare`` as data for JSON."""

from __future__ import annotations

from workbench.core.evidence.evaluation import Evaluation, HeldOut, Side, Slice
from workbench.core.evidence.success_cost import SuccessCost, SuccessCosts


def as_json(report: Evaluation, costs: SuccessCosts | None) -> dict[str, object]:
    """Return a comparison as data; what was not asked for is null."""
    sides = (report.base, report.candidate)
    return {
        "n": report.pairs.n,
        "base": _side(report.base),
        "candidate": _side(report.candidate),
        "difference": {
            "value": report.pairs.difference,
            "interval": list(report.interval),
            "method": "Newcombe 1998, paired, method 10, 95 %",
        },
        "gained": list(report.gained),
        "lost": list(report.lost),
        "mcnemar_p": report.p,
        "required_n": report.needed,
        "verdict": report.verdict,
        "match": report.match,
        "other_match": None
        if report.other is None
        else {"match": report.other.match, "base": report.other.right[0], "candidate": report.other.right[1]},
        "left_out": report.left_out,
        "matches": None if report.base.matches is None else [dict(side.matches or {}) for side in sides],
        "nearer": _nearer(report),
        "by": report.by or None,
        "slices": [_slice(one) for one in report.slices],
        "held_out": _held_out(report.held_out),
        "cost_per_success": None if costs is None else _costs(costs),
        "files": [_file(side) for side in sides],
        "findings": list(report.findings),
    }


def _side(side: Side) -> dict[str, object]:
    return {
        "accuracy": side.accuracy,
        "interval": list(side.interval),
        "similarity": side.similarity,
        "right": side.right,
    }


def _nearer(report: Evaluation) -> dict[str, int] | None:
    return None if report.nearer is None else dict(zip(("wins", "losses", "ties"), report.nearer, strict=True))


def _slice(one: Slice) -> dict[str, object]:
    n = one.pairs.n
    return {
        "value": one.name,
        "n": n,
        "base": one.pairs.base_right / n,
        "candidate": one.pairs.candidate_right / n,
        "difference": {"value": one.pairs.difference, "interval": list(one.interval)},
        "gained": one.pairs.gained,
        "lost": one.pairs.lost,
    }


def _held_out(found: HeldOut | None) -> dict[str, object] | None:
    if found is None:
        return None
    rest = found.rest
    return {
        "file": found.name,
        "rows": found.rows,
        "unread": found.unread,
        "in_training": list(found.ids),
        "without_input": found.without_input,
        "without_them": None
        if rest is None
        else {"n": rest.n, "difference": rest.difference, "mcnemar_p": found.rest_p},
    }


def _costs(costs: SuccessCosts) -> dict[str, object]:
    def one(side: SuccessCost) -> dict[str, object]:
        return {"option": side.option, "per_request": side.per_request, "per_success": side.per_success}

    return {"currency": costs.currency, "base": one(costs.base), "candidate": one(costs.candidate)}


def _file(side: Side) -> dict[str, object]:
    return {
        "file": side.name,
        "sha256": side.sha256 or None,
        "rows": side.rows,
        "empty": side.empty,
        "malformed": [{"line": line, "reason": reason} for line, reason in side.malformed.first],
        "malformed_count": side.malformed.count,
        "duplicates": [{"line": line, "reason": reason} for line, reason in side.duplicates.first],
        "duplicates_count": side.duplicates.count,
        "unmatched": [{"line": line, "id": id} for line, id in side.unmatched.first],
        "unmatched_count": side.unmatched.count,
    }
