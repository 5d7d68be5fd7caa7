"""The comparison that a record keeps, as evidence: who the two are, what it says of them, whether to rely on it.

DOMAIN section 5. Which approach a side is comes from the record alone; where that does not say, nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.amounts import point
from workbench.core.approaches import TRAINING
from workbench.core.evidence.kept_values import count_of
from workbench.core.record.decision import Accuracy, Decision
from workbench.core.text import clip

if TYPE_CHECKING:
    from workbench.core.evidence.evaluation_kept import Summary

KINDS: Mapping[str, frozenset[str]] = {"prompt": frozenset({"prompting", "caching"}), "fine-tuned": TRAINING}
"""The approaches that a version of the accuracy history stands for: a cached prompt answers as the prompt does."""

_NAMED = 40
"""Columns of a file's name in a sentence."""


class Side(NamedTuple):
    """One of the two.

    Args:
        name: Of the version or option it is, else of its file.
        approaches: What it stands for; empty where the record does not say.
        accuracy: Share of right answers, six decimals.
    """

    name: str
    approaches: frozenset[str]
    accuracy: Decimal

    @property
    def trained(self) -> bool:
        """Whether it is a model that was trained."""
        return bool(self.approaches) and self.approaches <= TRAINING


class Compared(NamedTuple):
    """What is kept of a comparison.

    Args:
        doubts: Why it is not relied on, as sentences; none where it is.
    """

    figures: Summary
    base: Side
    candidate: Side
    doubts: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether the record says what both sides are."""
        return bool(self.base.approaches and self.candidate.approaches)

    @property
    def better(self) -> Side | None:
        """The side that was right more often, by more than chance; None where that cannot be told."""
        return {"improved": self.candidate, "regressed": self.base}.get(self.figures.verdict)

    @property
    def worse(self) -> Side | None:
        """The other one."""
        return {"improved": self.base, "regressed": self.candidate}.get(self.figures.verdict)

    def of(self, approach: str) -> Side | None:
        """Return the better of the sides that stand for an approach."""
        sides = [side for side in (self.candidate, self.base) if approach in side.approaches]
        return max(sides, key=lambda side: side.accuracy, default=None)

    @property
    def apart(self) -> tuple[str, str]:
        """How far the two are apart, and the interval of that, 95 %, without a sign: ``0.14`` and ``0.08..0.20``."""
        from workbench.core.evidence.evaluation_kept import change_text, span_text

        low, high = self.figures.interval
        ends = (low, high) if self.figures.difference >= 0 else (-high, -low)
        return change_text(abs(self.figures.difference), 2 if self.figures.n < 1000 else 3)[1:], span_text(*ends)

    @property
    def caveat(self) -> str:
        """What another way to judge the answers would say, where by it many more are right; empty elsewhere."""
        from workbench.core.evidence.evaluation_kept import other_short

        return other_short(self.figures, (self.base.name, self.candidate.name))


def comparison_kept(decision: Decision, today: date | None = None) -> Compared | None:
    """Return the comparison that a record keeps; None where there is none whose figures can be read.

    Args:
        today: The day it is looked at; None does not ask how old it is.
    """
    kept = decision.evidence.get("evaluation")
    if not kept:
        return None
    # Few records have one, and a start need not load it.
    from workbench.core.evidence.evaluation_kept import summary_from

    figures = summary_from(kept)
    if figures is None or figures.n < 1 or not all(0 <= one <= 1 for one in figures.accuracies):
        return None
    base, candidate = _sides(decision, kept, figures)
    found = Compared(figures, base, candidate, ())
    return Compared(figures, base, candidate, tuple(_doubts(decision, kept, found, today)))


def open_points(decision: Decision, today: date) -> Iterator[str]:
    """Yield what is missing before the comparison that is kept can be relied on, or tells the two apart."""
    found = comparison_kept(decision, today)
    if found is None:
        if decision.evidence.get("evaluation"):
            yield "the figures of the kept comparison cannot be read: compare again"
        return
    yield from found.doubts
    figures = found.figures
    if figures.verdict == "inconclusive" and not found.doubts and figures.needed is not None:
        names = f"{found.candidate.name} and {found.base.name}"
        yield f"{_cases(figures.n)} do not tell {names} apart: about {figures.needed:,} are needed"


def _sides(decision: Decision, kept: Mapping[str, object], figures: Summary) -> tuple[Side, Side]:
    names, files = ("base", "candidate"), (figures.base, figures.candidate)
    shares = [Decimal(f"{one:.6f}").normalize() + 0 for one in figures.accuracies]
    like = [_of_these_figures(decision, share, figures.n) for share in shares]
    alike = set(like[0]) & set(like[1])
    sides = []
    for name, file, share, twins in zip(names, files, shares, like, strict=True):
        found = _named(decision, kept, name) or _by_name(decision, file.rsplit(".", 1)[0])
        if found is None and not alike and len({decision.accuracy[twin].kind for twin in twins}) == 1:
            found = twins[-1], KINDS[decision.accuracy[twins[-1]].kind]
        sides.append(Side(*(found or (clip(file, _NAMED), frozenset())), share))
    return sides[0], sides[1]


def _named(decision: Decision, kept: Mapping[str, object], side: str) -> tuple[str, frozenset[str]] | None:
    """Return the option or version that the comparison itself names."""
    for what in ("option", "version"):
        name = kept.get(f"{side}_{what}")
        found = _by_name(decision, name, (what,)) if isinstance(name, str) else None
        if found is not None:
            return found
    return None


def _by_name(
    decision: Decision, name: str, kinds: tuple[str, ...] = ("version", "option")
) -> tuple[str, frozenset[str]] | None:
    """Return the version or option of a name, with what it stands for."""
    for what in kinds:
        if what == "version" and name in decision.accuracy:
            return name, KINDS[decision.accuracy[name].kind]
        option = decision.costs.option.get(name) if what == "option" else None
        if option is not None and option.approach != "undecided":
            return name, frozenset({option.approach})
    return None


def _of_these_figures(decision: Decision, share: Decimal, n: int) -> list[str]:
    """Return the versions that have exactly these figures."""
    return [name for name, entry in decision.accuracy.items() if entry.cases == n and _value(entry) == share]


def _value(entry: Accuracy) -> Decimal | None:
    return None if entry.value is None else point(entry.value)


def _doubts(decision: Decision, kept: Mapping[str, object], found: Compared, today: date | None) -> Iterator[str]:
    figures = found.figures
    if not _follows(figures):
        yield "the kept comparison says otherwise than its figures: compare again"
    if (other := figures.other) is not None and _turned(figures):
        yield f"{found.caveat}; compare again with --match {other.match}"
    if _may_be_learnt(found):
        if inside := count_of(kept, "in_training"):
            yield f"{inside:,} of {_cases(figures.n)} compared stand in the training file: compare without them"
        elif inside is None and (rows := count_of(decision.evidence.get("dataset", {}), "overlap")):
            # The comparison did not look itself.
            yield f"{rows:,} training rows are held out too, says the data report: compare with --train"
    for side in (found.base, found.candidate):
        if (now := _measured_again(decision, kept, side)) is not None:
            yield f"{side.name} was measured again since it was compared, {now}: compare again"
    metric = decision.metric.get("accuracy")
    most = metric.stale_after_days if metric is not None else None
    if today is not None and most is not None and figures.day is not None and (today - figures.day).days > most:
        yield f"the comparison is of {figures.day}, more than {most:,} days ago: compare again"


def _follows(figures: Summary) -> bool:
    """Whether the verdict is what the figures beside it say."""
    from workbench.core.evidence.power import SIGNIFICANT

    apart = figures.p < SIGNIFICANT and figures.gained != figures.lost
    said = "inconclusive" if not apart else "improved" if figures.gained > figures.lost else "regressed"
    return said == figures.verdict and (not apart or (figures.difference > 0) == (figures.gained > figures.lost))


def _turned(figures: Summary) -> bool:
    """Whether the side that came out ahead is not ahead by the other way to judge."""
    other, ahead = figures.other, {"improved": 1, "regressed": -1}.get(figures.verdict, 0)
    return other is not None and ahead != 0 and (other.right[1] - other.right[0]) * ahead <= 0


def _may_be_learnt(found: Compared) -> bool:
    """Whether answers that a side saw in training may be why it came out ahead, or level."""
    ahead, behind = found.better, found.worse
    if ahead is not None and behind is not None and found.known and not ahead.trained and behind.trained:
        # It saw the answers and is behind all the same.
        return False
    return not found.known or found.base.trained or found.candidate.trained


def _measured_again(decision: Decision, kept: Mapping[str, object], side: Side) -> str | None:
    """Return what a version that the comparison names comes to now, where that is another figure."""
    if side.name not in {kept.get("base_version"), kept.get("candidate_version")}:
        return None
    entry = decision.accuracy.get(side.name)
    value = _value(entry) if entry is not None else None
    if entry is None or value is None:
        return None
    return None if value == side.accuracy else f"{value:.2f}"


def _cases(count: int) -> str:
    return "the case" if count == 1 else f"the {count:,} cases"
