"""The cost model: what each option costs, and when it gets ahead of the baseline. Formulas: DOMAIN section 4.

One function serves exact figures (`Decimal`) and curves (`float`): `bill` and `cost_to_date` take the number type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from workbench.core.amounts import Amount, money, number, point
from workbench.core.inputs import Costs, Option, inputs

N = TypeVar("N", Decimal, float)
Verdict = Literal["pays", "never", "after-horizon"]

MONTHS_LOOKED_AT = 600
HOURS_A_MONTH = 24 * 30
DEFAULT_EPOCHS = 3
_PAIRS = (
    ("input_tokens", "input_price"),
    ("cached_tokens", "cached_price"),
    ("cache_write_tokens", "cache_write_price"),
    ("output_tokens", "output_price"),
    ("training_tokens", "training_price"),
    ("labels", "cost_per_label"),
    ("engineering_hours", "hourly_rate"),
)
_ALWAYS = ("input_tokens", "output_tokens", "input_price", "output_price")
_TRAINED = ("training_tokens", "training_price")


@dataclass(frozen=True, slots=True)
class Bill(Generic[N]):
    """What one option costs, in money.

    Args:
        per_request: Each request.
        upfront: Once, before month 1, training included.
        monthly: Each month whatever the volume: hosting and other.
        retraining: Each retraining.
        every: Months between retrainings; 0 is never.
    """

    per_request: N
    upfront: N
    monthly: N
    retraining: N
    every: int


def bill(option: Option, to: Callable[[Decimal], N]) -> Bill[N]:
    """Return what an option costs; inputs left out count as zero (see `missing` for those that must not be)."""

    def of(name: str, default: int = 0) -> N:
        value: Amount | None = getattr(option, name)
        return to(Decimal(default) if value is None else point(value))

    fresh = of("input_tokens") - of("cached_tokens") - of("cache_write_tokens")
    tokens = (
        fresh * of("input_price")
        + of("cached_tokens") * of("cached_price")
        + of("cache_write_tokens") * of("cache_write_price")
        + of("output_tokens") * of("output_price")
    )
    million, one = to(Decimal(1_000_000)), to(Decimal(1))
    training = of("training_tokens") * of("epochs", DEFAULT_EPOCHS) * of("training_price") / million
    upfront = (
        training * of("training_runs", 1)
        + of("labels") * of("cost_per_label")
        + of("engineering_hours") * of("hourly_rate")
        + of("other_upfront")
    )
    return Bill(
        per_request=(one - of("batch_discount")) * tokens / million + of("extra_per_request"),
        upfront=upfront,
        monthly=of("hosting_per_hour") * to(Decimal(HOURS_A_MONTH)) + of("other_monthly"),
        retraining=training if option.retrain_cost is None else of("retrain_cost"),
        every=int(point(option.retrain_every_months)) if option.retrain_every_months is not None else 0,
    )


@dataclass(frozen=True, slots=True)
class Plan(Generic[N]):
    """The months an option is used: requests and discount factor of each, month 1 first."""

    requests: Sequence[N]
    factors: Sequence[N]


def plan(costs: Costs, months: int, to: Callable[[Decimal], N]) -> Plan[N]:
    """Return the requests and discount factors of the first `months` months; no volume counts as none."""
    volume = to(point(costs.requests_per_month) if costs.requests_per_month is not None else Decimal(0))
    growth = to(1 + point(costs.growth_per_month))
    requests = [volume]
    for _ in range(months - 1):
        requests.append(requests[-1] * growth)
    rate = point(costs.discount_rate)
    if not rate:
        return Plan(requests[:months], [to(Decimal(1))] * months)
    monthly = to((1 + rate) ** (Decimal(1) / 12))
    factors = [to(Decimal(1)) / monthly]
    for _ in range(months - 1):
        factors.append(factors[-1] / monthly)
    return Plan(requests[:months], factors[:months])


def cost_to_date(bill: Bill[N], plan: Plan[N]) -> list[N]:
    """Return the discounted cost at the start and at every month's end: ``months + 1`` values, upfront first."""
    total = bill.upfront
    so_far = [total]
    for month, (requests, factor) in enumerate(zip(plan.requests, plan.factors, strict=True), start=1):
        due = bill.retraining if bill.every and month % bill.every == 0 else bill.retraining * 0
        total = total + (requests * bill.per_request + bill.monthly + due) * factor
        so_far.append(total)
    return so_far


@dataclass(frozen=True, slots=True)
class Versus:
    """An option against the baseline; see DOMAIN section 4 for each figure. None: does not apply."""

    saving_per_request: Decimal
    break_even_requests_exact: Decimal | None
    break_even_requests: int | None
    break_even_months: Decimal | None
    first_month: int | None
    lasting_month: int | None
    volume_floor: Decimal | None
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """One option's results. Money is None while an input it needs is missing; `reason` then says which."""

    name: str
    option: Option
    per_request: Decimal | None
    upfront: Decimal | None
    monthly: Decimal | None
    total: Decimal | None
    versus: Versus | None
    missing: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All options side by side, in the order entered."""

    options: tuple[Figures, ...]
    baseline: str | None
    currency: str
    horizon: int
    notes: tuple[str, ...]

    def named(self, name: str | None) -> Figures | None:
        """Return an option's figures by name."""
        return next((figures for figures in self.options if figures.name == name), None)


def missing(option: Option) -> tuple[str, ...]:
    """Return the inputs an option cannot be counted without.

    Tokens without their price, a price without its tokens; an option with nothing in it needs the usual ones. Text
    left out on both sides (no output tokens, no output price) counts as none.
    """
    given = {name for name in inputs(Option) if getattr(option, name) is not None}
    if not given - {"accuracy", "latency_ms", "epochs", "training_runs"}:
        return _ALWAYS + (_TRAINED if "fine-tuning" in option.approach else ())
    needed = []
    for amount, price in _PAIRS:
        if _positive(option, amount) and price not in given:
            needed.append(price)
        if _positive(option, price) and amount not in given and amount in {*_ALWAYS, *_TRAINED}:
            needed.append(amount)
    return tuple(needed)


def _positive(option: Option, name: str) -> bool:
    value: Amount | None = getattr(option, name)
    return value is not None and point(value) > 0


def compare(costs: Costs) -> Comparison:
    """Return every option's exact figures and its break-even against the baseline."""
    horizon = int(point(costs.horizon_months))
    base_name = costs.baseline_name
    base = costs.option[base_name] if base_name is not None else None
    months = plan(costs, horizon, Decimal)
    figures = []
    for name, option in costs.option.items():
        versus = None
        if base is not None and name != base_name and not missing(option) and not missing(base):
            versus = _versus(option, base, base_name or "", costs, horizon)
        figures.append(_figures(name, option, versus, costs, months))
    return Comparison(tuple(figures), base_name, costs.currency, horizon, _notes(costs))


def _figures(name: str, option: Option, versus: Versus | None, costs: Costs, months: Plan[Decimal]) -> Figures:
    needed = missing(option)
    if needed:
        labels = [field.replace("_", " ") for field in needed]
        return Figures(name, option, None, None, None, None, None, needed, f"needs {', '.join(labels)}")
    own = bill(option, Decimal)
    if costs.requests_per_month is None:
        return Figures(name, option, own.per_request, own.upfront, None, None, versus, (), "needs requests a month")
    monthly = point(costs.requests_per_month) * own.per_request + own.monthly
    return Figures(name, option, own.per_request, own.upfront, monthly, cost_to_date(own, months)[-1], versus, (), "")


def _versus(option: Option, base: Option, base_name: str, costs: Costs, horizon: int) -> Versus | None:
    mine, theirs = bill(option, Decimal), bill(base, Decimal)
    saving = theirs.per_request - mine.per_request
    upfront, monthly = mine.upfront - theirs.upfront, mine.monthly - theirs.monthly
    repeats = _a_month(mine) - _a_month(theirs)
    retrains = bool(mine.every or theirs.every)
    exact = _requests(upfront, saving) if not monthly and not retrains else None
    floor = None if not saving or not monthly + repeats else (monthly + repeats) / saving
    first, lasting, ahead_at_horizon = _months(mine, theirs, costs, horizon)
    volume = None if costs.requests_per_month is None else point(costs.requests_per_month)
    steady = not (retrains or costs.growth_per_month or costs.discount_rate)
    months: Decimal | None = None if lasting is None else Decimal(lasting)
    if lasting is not None and upfront <= 0 and lasting <= 1:
        months = Decimal(0)
    elif lasting is not None and steady and volume is not None:
        months = upfront / (volume * saving - monthly)
    verdict: Verdict = "pays" if ahead_at_horizon else "never" if lasting is None else "after-horizon"
    if volume is None:
        verdict = "pays" if upfront <= 0 and saving > 0 and monthly <= 0 else "never"
    gap = _Gap(saving, upfront, monthly + repeats, floor, volume, first, lasting, base_name, costs.currency)
    return Versus(
        saving, exact, None if exact is None else int(exact.to_integral_value("ROUND_CEILING")), months,
        first, lasting, floor if floor is not None and floor > 0 else None, verdict, _reason(verdict, gap, horizon),
    )  # fmt: skip


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
    if mine.every or theirs.every or costs.growth_per_month or costs.discount_rate:
        return _months_walked(mine, theirs, costs, horizon)
    volume = point(costs.requests_per_month) if costs.requests_per_month is not None else Decimal(0)
    behind = mine.upfront - theirs.upfront
    gain = volume * (theirs.per_request - mine.per_request) - (mine.monthly - theirs.monthly)
    if gain > 0 or (gain == 0 and behind <= 0):
        month = 1 if behind <= 0 else int((behind / gain).to_integral_value("ROUND_CEILING"))
        return (month, month, month <= horizon) if month <= MONTHS_LOOKED_AT else (None, None, False)
    if behind + -gain > 0:
        return None, None, horizon == 0 and behind <= 0
    still_ahead = horizon >= 1 and behind - gain * horizon <= 0
    return 1, 1 if still_ahead else None, still_ahead


def _months_walked(
    mine: Bill[Decimal], theirs: Bill[Decimal], costs: Costs, horizon: int
) -> tuple[int | None, int | None, bool]:
    months = plan(costs, MONTHS_LOOKED_AT, Decimal)
    pairs = zip(cost_to_date(mine, months), cost_to_date(theirs, months), strict=True)
    ahead = [own <= other for own, other in pairs]
    first = next((month for month in range(1, MONTHS_LOOKED_AT + 1) if ahead[month]), None)
    end = horizon if ahead[horizon] and horizon else MONTHS_LOOKED_AT
    if first is None or not ahead[end]:
        return first, None, ahead[horizon]
    lasting = end
    while lasting > 1 and ahead[lasting - 1]:
        lasting -= 1
    return first, lasting, ahead[horizon]


@dataclass(frozen=True, slots=True)
class _Gap:
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


def _reason(verdict: Verdict, gap: _Gap, horizon: int) -> str:
    if verdict == "pays":
        return "ahead from the start" if gap.upfront <= 0 and gap.lasting == 1 else f"ahead from month {gap.lasting}"
    if verdict == "after-horizon":
        return f"ahead from month {gap.lasting}, after the horizon of {horizon} months"
    if gap.volume is None:
        return "needs requests a month"
    if gap.first is not None:
        return f"ahead of {gap.baseline} in month {gap.first}, but it does not last"
    if gap.saving < 0:
        more = f"each request costs {money(-gap.saving, gap.currency)} more than with {gap.baseline}"
        return (
            more
            if gap.running >= 0
            else f"{more}, which {money(-gap.running, gap.currency)} less a month does not make up for"
        )
    if not gap.volume:
        return "no requests, so nothing is saved"
    if gap.saving == 0:
        return f"each request costs the same as with {gap.baseline}"
    if gap.floor is not None and gap.volume <= gap.floor:
        return f"{number(gap.volume, 0)} requests a month stay under the floor of {number(gap.floor, 0)}"
    return f"what it saves does not repay {money(gap.upfront, gap.currency)} within {MONTHS_LOOKED_AT} months"


def _notes(costs: Costs) -> tuple[str, ...]:
    """Return what a careful reader would ask about the comparison."""
    notes = []
    with_output = [name for name, option in costs.option.items() if _positive(option, "output_tokens")]
    without = [name for name, option in costs.option.items() if not _positive(option, "output_tokens")]
    if with_output and without:
        notes.append(f"{', '.join(without)} counts no output tokens, {', '.join(with_output)} does: not like for like")
    assumed = [name for name, o in costs.option.items() if _positive(o, "training_tokens") and o.epochs is None]
    if assumed:
        notes.append(f"{DEFAULT_EPOCHS} epochs assumed for {', '.join(assumed)}")
    return tuple(notes)
