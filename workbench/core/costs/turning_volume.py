"""Values of an input at which the comparison turns."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.costs.bills import bill, is_steady
from workbench.core.costs.comparison import Figures
from workbench.core.inputs import Costs

LARGEST = Decimal("1e18")
"""Figures from here on are no limit that a trigger can name."""


def turning_volume(costs: Costs, rival: Figures, base: Figures) -> Decimal | None:
    """Return the least steady volume at which the rival is ahead at the horizon, rounded up.

    That is (F/h + H + R * n/h) / D, with n the retrainings that fall due in the h months.
    """
    if rival.per_request is None or not rival.horizon:
        return None
    mine, theirs = bill(rival.option, Decimal), bill(base.option, Decimal)
    saving = theirs.per_request - mine.per_request
    horizon = rival.horizon
    once = mine.upfront - theirs.upfront
    for own, direction in ((mine, 1), (theirs, -1)):
        if own.every:
            once += direction * own.retraining * (horizon // own.every)
    fixed = once / horizon + mine.monthly - theirs.monthly
    if saving <= 0 or fixed <= 0 or not is_steady(costs):
        return None
    volume = fixed / saving
    return volume.to_integral_value("ROUND_CEILING") if volume < LARGEST else None
