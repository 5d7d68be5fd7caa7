"""When an option gets ahead of the baseline, and why it never does. DOMAIN section 4."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from workbench.core.amounts import MOST_MONTHS, point
from workbench.core.costs.bills import Bill, Plan, bill, is_steady, plan
from workbench.core.figures import money, months_text, number
from workbench.core.inputs import Costs, Option
from workbench.core.text import counted

MONTHS_LOOKED_AT = MOST_MONTHS
Verdict = Literal["pays", "never", "after-horizon"]


class Versus(NamedTuple):
    """An option against the baseline; see DOMAIN section 4 for each figure. None: does not apply."""

    saving_per_request: Decimal
    break_even_requests_exact: Decimal | None
    break_even_requests: int | None
    break_even_months: Decimal | None
    first_month: int | None
    lasting_month: int | None
    volume_floor: Decimal | None
    verdict: Verdict | None
    reason: str


def versus(option: Option, base: Option, base_name: str, costs: Costs, horizon: int) -> Versus:
    """Return an option's break-even against the baseline; the horizon is in months."""
    mine, theirs = bill(option, Decimal), bill(base, Decimal)
    saving = theirs.per_request - mine.per_request
    upfront, monthly = mine.upfront - theirs.upfront, mine.monthly - theirs.monthly
    repeats = _a_month(mine) - _a_month(theirs)
    retrains = bool(mine.every or theirs.every)
    exact = _requests(upfront, saving) if not monthly and not retrains else None
    floor = None if not saving or not monthly + repeats else (monthly + repeats) / saving
    volume = None if costs.requests_per_month is None else point(costs.requests_per_month)
    first = lasting = months = None
    verdict: Verdict | None
    if volume is None:
        verdict = _at_any_volume(saving, upfront, monthly, bool(mine.every), bool(theirs.every))
    else:
        first, lasting, ahead_at_horizon = _months(mine, theirs, costs, horizon)
        verdict = "pays" if ahead_at_horizon else "never" if lasting is None else "after-horizon"
    if lasting is not None and volume is not None:
        steady = not retrains and is_steady(costs)
        at_once = upfront <= 0 and lasting <= 1
        months = Decimal(0) if at_once else upfront / (volume * saving - monthly) if steady else Decimal(lasting)
    gap = _Gap(saving, upfront, monthly + repeats, floor, volume, first, lasting, base_name, costs.currency)
    return Versus(
        saving, exact, None if exact is None else int(exact.to_integral_value("ROUND_CEILING")), months,
        first, lasting, floor if floor is not None and floor > 0 else None, verdict, _reason(verdict, gap, horizon),
    )  # fmt: skip


def _at_any_volume(
    saving: Decimal, upfront: Decimal, monthly: Decimal, retrained: bool, base_retrained: bool
) -> Verdict | None:
    """Return the verdict that does not depend on the volume, or None; when a retraining falls due may turn it."""
    if saving > 0 and upfront <= 0 and monthly <= 0 and not retrained:
        return "pays"
    dearer = saving <= 0 and upfront >= 0 and monthly >= 0 and bool(saving or upfront or monthly)
    return "never" if dearer and not base_retrained else None


def _requests(upfront: Decimal, saving: Decimal) -> Decimal | None:
    if saving <= 0:
        return None
    return max(Decimal(0), upfront / saving)


def _a_month(bill: Bill[Decimal]) -> Decimal:
    return bill.retraining / bill.every if bill.every else Decimal(0)


def _months(
    mine: Bill[Decimal], theirs: Bill[Decimal], costs: Costs, horizon: int
) -> tuple[int | None, int | None, bool]:
    """Return (first month ahead, lasting month, ahead at the horizon); months run from 1."""
    if mine.every or theirs.every or not is_steady(costs):
        return _months_walked(mine, theirs, costs, horizon)
    volume = point(costs.requests_per_month) if costs.requests_per_month is not None else Decimal(0)
    behind = mine.upfront - theirs.upfront
    gain = volume * (theirs.per_request - mine.per_request) - (mine.monthly - theirs.monthly)
    # Also where a model is gone and no month is left: then upfront alone is compared.
    at_horizon = behind - gain * horizon <= 0
    if gain > 0 or (gain == 0 and behind <= 0):
        month = 1 if behind <= 0 else int((behind / gain).to_integral_value("ROUND_CEILING"))
        return (month, month, at_horizon) if month <= MONTHS_LOOKED_AT else (None, None, False)
    if behind - gain > 0:
        return None, None, at_horizon
    return 1, 1 if at_horizon and horizon else None, at_horizon


def _months_walked(
    mine: Bill[Decimal], theirs: Bill[Decimal], costs: Costs, horizon: int
) -> tuple[int | None, int | None, bool]:
    months = plan(costs, MONTHS_LOOKED_AT, Decimal)
    ahead = [behind <= 0 for behind in _behind(mine, theirs, months)]
    first = next((month for month in range(1, MONTHS_LOOKED_AT + 1) if ahead[month]), None)
    end = horizon if ahead[horizon] and horizon else MONTHS_LOOKED_AT
    if first is None or not ahead[end]:
        return first, None, ahead[horizon]
    lasting = end
    while lasting > 1 and ahead[lasting - 1]:
        lasting -= 1
    return first, lasting, ahead[horizon]


def _behind(mine: Bill[Decimal], theirs: Bill[Decimal], months: Plan[Decimal]) -> Iterator[Decimal]:
    """Yield by how much an option has cost more, at the start and at every month's end.

    What differs is summed up, not two totals compared: in totals that grow to 1e30 a difference of 9,060 rounds away.
    """
    behind = mine.upfront - theirs.upfront
    each, always = mine.per_request - theirs.per_request, mine.monthly - theirs.monthly
    yield behind
    for month, (requests, factor) in enumerate(zip(months.requests, months.factors, strict=True), start=1):
        more = requests * each + always
        if mine.every and month % mine.every == 0:
            more += mine.retraining
        if theirs.every and month % theirs.every == 0:
            more -= theirs.retraining
        behind += more * factor
        yield behind


class _Gap(NamedTuple):
    """What the sentence about a break-even is made from."""

    saving: Decimal
    upfront: Decimal
    running: Decimal
    floor: Decimal | None
    volume: Decimal | None
    first: int | None
    lasting: int | None
    baseline: str
    currency: str


def _reason(verdict: Verdict | None, gap: _Gap, horizon: int) -> str:
    if verdict is None:
        return "needs requests a month"
    if verdict == "pays":
        if not gap.saving and not gap.upfront and not gap.running:
            return f"costs the same as {gap.baseline}"
        at_once = gap.upfront <= 0 and gap.lasting in {None, 1}
        return "ahead from the start" if at_once else f"ahead from month {gap.lasting}"
    if verdict == "after-horizon":
        return f"ahead from month {gap.lasting}, after the horizon of {months_text(horizon)}"
    if gap.first is not None:
        return f"ahead of {gap.baseline} in month {gap.first}, but it does not last"
    if gap.saving < 0:
        more = f"each request costs {money(-gap.saving, gap.currency)} more than with {gap.baseline}"
        return (
            more
            if gap.running >= 0
            else f"{more}, which {money(-gap.running, gap.currency)} less a month does not make up for"
        )
    if gap.volume is not None and not gap.volume:
        return "no requests, so nothing is saved"
    if gap.saving == 0:
        return f"each request costs the same as with {gap.baseline}"
    if gap.floor is not None and gap.volume is not None and gap.volume <= gap.floor:
        under = "only reach" if gap.volume == gap.floor else "stay under"
        return f"{counted(round(gap.volume), 'request')} a month {under} the floor of {number(gap.floor, 0)}"
    return f"what it saves does not repay {money(gap.upfront, gap.currency)} within {MONTHS_LOOKED_AT} months"
