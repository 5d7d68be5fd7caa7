"""The scorecard: five factors with points for fine-tuning, vetoes outside the sum. DOMAIN section 3.

Points and cuts are article A's unless the record says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import gcd
from typing import Literal, NamedTuple

from workbench.core.advice.vetoes import Veto
from workbench.core.amounts import DAYS_A_MONTH, point
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import Comparison
from workbench.core.figures import grouped, plain
from workbench.core.known.facts import PLACES, best_prompt, examples, prompt_compared
from workbench.core.record.decision import Decision, Score

Recommendation = Literal["fine-tuning", "prompting"]


class Factor(NamedTuple):
    """One factor: the figure or the yes it asks for, and its points.

    Args:
        cut: At this figure or over it is met; None for a factor that is answered by yes or no.
        met, unmet: Points for fine-tuning.
    """

    name: str
    label: str
    cut: Decimal | None
    met: Decimal
    unmet: Decimal


FACTORS = (
    Factor("prompt_accuracy", "Prompt accuracy", Decimal("0.9"), Decimal(-2), Decimal(2)),
    Factor("labelled_examples", "Labelled examples", Decimal(100), Decimal(1), Decimal(-2)),
    Factor("requests_per_day", "Requests a day", Decimal(10_000), Decimal(2), Decimal(-1)),
    Factor("exact_format", "Exact format", None, Decimal(2), Decimal(0)),
    Factor("specialised_domain", "Specialised domain", None, Decimal(1), Decimal(0)),
)
"""As article A has them."""


class Line(NamedTuple):
    """A factor with what is known of it; points are None while it is not known.

    `source` is where the figure comes from, in words, where nobody typed it into the card.
    """

    factor: Factor
    value: Decimal | bool | None
    points: Decimal | None
    source: str = ""


class ScoreFlip(NamedTuple):
    """The smallest single change that turns the recommendation.

    Args:
        to: The figure to reach (or for `below` to fall under), or the yes or no.
        below: The figure has to fall under `to`.
        total: The sum then.
        recommendation: What the card says then.
    """

    factor: Factor
    now: Decimal | bool
    to: Decimal | bool
    below: bool
    total: Decimal
    recommendation: Recommendation


class Scorecard(NamedTuple):
    """The card filled in: `margin` is how many points it takes to turn it; it turns over 0, and back at 0."""

    lines: tuple[Line, ...]
    total: Decimal
    vetoes: tuple[Veto, ...]
    recommendation: Recommendation
    margin: Decimal
    missing: tuple[Factor, ...]
    flip: ScoreFlip | None

    @property
    def known(self) -> bool:
        """Whether anything is filled in."""
        return len(self.missing) < len(self.lines)

    @property
    def settled(self) -> bool:
        """Whether what is still missing could not turn the recommendation."""
        if any(veto.rules_out >= TRAINING for veto in self.vetoes):
            return True
        least = self.total + sum(min(factor.met, factor.unmet) for factor in self.missing)
        most = self.total + sum(max(factor.met, factor.unmet) for factor in self.missing)
        return (least > 0) == (most > 0)


def factors(score: Score) -> tuple[Factor, ...]:
    """Return the factors with the cuts and points of the record, article A's where it has none."""
    return tuple(
        Factor(
            known.name,
            known.label,
            None if known.cut is None else _own(score, f"cut_{known.name}", known.cut),
            _own(score, f"points_{known.name}", known.met),
            _own(score, f"points_without_{known.name}", known.unmet),
        )
        for known in FACTORS
    )


def _own(score: Score, name: str, usual: Decimal) -> Decimal:
    given = getattr(score, name)
    return usual if given is None else point(given)


def scorecard(
    score: Score, vetoes: Sequence[Veto] = (), known: Mapping[str, tuple[Decimal, str]] | None = None
) -> Scorecard:
    """Return the card: a total over 0 says fine-tuning unless a veto rules it out; what is not known counts 0.

    Args:
        known: What the rest of the record says of factors that are not typed into the card, and where it stands.
    """
    every = factors(score)
    lines = tuple(_line(score, factor, (known or {}).get(factor.name)) for factor in every)
    total = sum((line.points for line in lines if line.points is not None), Decimal(0))
    recommendation = _recommendation(total, vetoes)
    margin = total if total > 0 else _smallest_sum(every) - total
    missing = tuple(line.factor for line in lines if line.points is None)
    flip = _smallest_flip(lines, total, vetoes, recommendation)
    return Scorecard(lines, total, tuple(vetoes), recommendation, margin, missing, flip)


def known_elsewhere(decision: Decision, comparison: Comparison) -> dict[str, tuple[Decimal, str]]:
    """Return what the record says outside its scorecard about the card's factors, and where it stands."""
    found = {}
    if (prompt := best_prompt(decision, comparison)) is not None:
        place = PLACES[prompt[1]] if prompt_compared(decision) is None else "from the comparison"
        found["prompt_accuracy"] = (prompt[0], place)
    if (rows := examples(decision)) is not None:
        found["labelled_examples"] = (rows.value, PLACES[rows.source])
    if decision.costs.requests_per_month is not None:
        daily = point(decision.costs.requests_per_month) / DAYS_A_MONTH
        found["requests_per_day"] = (daily.to_integral_value("ROUND_FLOOR"), PLACES["costs"])
    return found


def _line(score: Score, factor: Factor, known: tuple[Decimal, str] | None) -> Line:
    value, source = _value(score, factor.name), ""
    if value is None and known is not None:
        value, source = known
    return Line(factor, value, _points(factor, value), source)


def _smallest_sum(every: Sequence[Factor]) -> Decimal:
    """Return the smallest total over 0 that the points can make: 1 for article A's."""
    points = [points for factor in every for points in (factor.met, factor.unmet)]
    places = max(0, *(-int(each.as_tuple().exponent) for each in points))
    step = gcd(*(int(each.scaleb(places)) for each in points))
    return Decimal(step or 1).scaleb(-places)


def _value(score: Score, name: str) -> Decimal | bool | None:
    value = getattr(score, name)
    return value if value is None or isinstance(value, bool) else point(value)


def _points(factor: Factor, value: Decimal | bool | None) -> Decimal | None:
    if value is None:
        return None
    met = value if factor.cut is None else value >= factor.cut
    return factor.met if met else factor.unmet


def _recommendation(total: Decimal, vetoes: Sequence[Veto]) -> Recommendation:
    ruled_out = any("fine-tuning" in veto.rules_out for veto in vetoes)
    return "fine-tuning" if total > 0 and not ruled_out else "prompting"


def _smallest_flip(
    lines: Sequence[Line], total: Decimal, vetoes: Sequence[Veto], now: Recommendation
) -> ScoreFlip | None:
    """Return the nearest change of one factor that turns the card: the least share of its cut; a yes or no is far."""
    found: list[tuple[Decimal, ScoreFlip]] = []
    for line in lines:
        if line.value is None or line.points is None:
            continue
        factor = line.factor
        flipped = factor.unmet if line.points == factor.met and _met(line) else factor.met
        after = total - line.points + flipped
        # Examples that are there after all take away the veto that there are none.
        left = [veto for veto in vetoes if veto.lifted_by != factor.name]
        then = _recommendation(after, left)
        if then == now or (factor.cut is not None and _met(line) and factor.cut <= 0):
            continue
        to: Decimal | bool = (not line.value) if factor.cut is None else factor.cut
        distance = Decimal(1)
        if factor.cut is not None and not isinstance(line.value, bool):
            distance = abs(line.value - factor.cut) / factor.cut if factor.cut else abs(line.value)
        found.append((distance, ScoreFlip(factor, line.value, to, factor.cut is not None and _met(line), after, then)))
    return min(found, key=lambda each: each[0])[1] if found else None


def _met(line: Line) -> bool:
    if line.factor.cut is None:
        return bool(line.value)
    return line.value is not None and line.value >= line.factor.cut


def margin_text(card: Scorecard) -> str:
    """Return how far a card is from turning, in words: ``3 points from turning``."""
    if card.total > 0 and card.recommendation == "prompting":
        return "vetoed, whatever the points"
    return f"{plain(card.margin)} point{'' if card.margin == 1 else 's'} from turning"


def flip_text(flip: ScoreFlip) -> str:
    """Return the smallest flip in words: ``prompt accuracy 0.9 or more (now 0.78)``."""
    name = flip.factor.label.lower()
    if isinstance(flip.to, bool):
        return f"{name} {'yes' if flip.to else 'no'}"
    side = "under " if flip.below else ""
    more = "" if flip.below else " or more"
    return (
        f"{name} {side}{grouped(flip.to, 0)}{more} (now {grouped(flip.now, 0)})"
        if not isinstance(flip.now, bool)
        else name
    )
