"""Exact McNemar test, interval of a paired difference, cases needed: against scipy and published figures."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from workbench.core.evidence.accuracy import wilson
from workbench.core.evidence.evaluation import verdict
from workbench.core.evidence.paired import Pairs, cases_needed, mcnemar, paired_interval, share_interval
from workbench.core.evidence.power import by_formula, least_cases, power

counts = st.integers(0, 60)
tables = st.builds(Pairs, counts, counts, counts, counts).filter(lambda pairs: pairs.n > 0)


def swapped(pairs: Pairs) -> Pairs:
    return Pairs(pairs.both, pairs.lost, pairs.gained, pairs.neither)


@pytest.mark.parametrize(
    ("gained", "lost"), [*product(range(0, 30, 3), repeat=2), (400, 330), (600, 400), (1000, 1000)]
)
def test_mcnemar_is_the_exact_binomial_test(gained: int, lost: int) -> None:
    expected = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    assert mcnemar(gained, lost) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("gained", "lost"), [(600, 501), (5_200, 5_000), (70_000, 69_000), (1_001, 1_001), (3_000, 0)])
def test_mcnemar_of_many_cases_agrees_as_well(gained: int, lost: int) -> None:
    assert mcnemar(gained, lost) == pytest.approx(binomtest(gained, gained + lost).pvalue, rel=1e-6, abs=1e-300)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_mcnemar_is_a_probability_whichever_is_called_base(gained: int, lost: int) -> None:
    p = mcnemar(gained, lost)
    assert 0 <= p <= 1 and p == mcnemar(lost, gained)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_accuracy_has_the_wilson_interval_of_scipy(case: tuple[int, int]) -> None:
    right, n = case
    theirs = binomtest(right, n).proportion_ci(method="wilson")
    assert share_interval(right, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert wilson(Decimal(right) / n, n) == share_interval(right, n)


NEWCOMBE_1998_TABLE_III = [
    ((36, 12, 2, 0), (0.0569, 0.3404)),
    ((20, 12, 2, 16), (0.0562, 0.3292)),
    ((18, 12, 2, 18), (0.0562, 0.3290)),
    ((36, 14, 0, 0), (0.1528, 0.4167)),
    ((35, 14, 0, 1), (0.1461, 0.4175)),
    ((18, 14, 0, 18), (0.1441, 0.3963)),
    ((2, 97, 1, 0), (0.8721, 0.9854)),
    ((0, 29, 1, 0), (0.6666, 0.9882)),
    ((0, 30, 0, 0), (0.8395, 1.0)),
    ((54, 0, 0, 0), (-0.0664, 0.0664)),
    ((53, 0, 0, 1), (-0.0729, 0.0729)),
    ((30, 0, 0, 24), (-0.0358, 0.0358)),
]
"""Both right, gained, lost, neither; and the published limits of method 10."""


@pytest.mark.parametrize(("cells", "limits"), NEWCOMBE_1998_TABLE_III)
def test_the_paired_interval_is_the_published_one(cells: tuple[int, ...], limits: tuple[float, float]) -> None:
    assert paired_interval(Pairs(*cells)) == pytest.approx(limits, abs=0.0001)


def test_the_interval_of_a_published_study_of_21_children() -> None:
    # Bentur 2009, as in Fagerland, Lydersen and Laake 2014: -0.507 to -0.026.
    assert paired_interval(Pairs(1, 1, 7, 12)) == pytest.approx((-0.507, -0.026), abs=0.0005)


@given(tables)
def test_the_interval_holds_the_difference_and_turns_with_the_sides(pairs: Pairs) -> None:
    low, high = paired_interval(pairs)
    assert -1 <= low <= pairs.difference + 1e-12 and pairs.difference - 1e-12 <= high <= 1
    assert low < high
    assert paired_interval(swapped(pairs)) == pytest.approx((-high, -low), abs=1e-12)


@given(tables, st.integers(4, 9))
def test_the_interval_narrows_with_more_of_the_same(pairs: Pairs, times: int) -> None:
    more = Pairs(*(times * count for count in (pairs.both, pairs.gained, pairs.lost, pairs.neither)))
    (low, high), (low_more, high_more) = paired_interval(pairs), paired_interval(more)
    assert high_more - low_more < high - low


@given(tables)
def test_a_verdict_needs_a_small_p_and_names_the_side(pairs: Pairs) -> None:
    p = mcnemar(pairs.gained, pairs.lost)
    said = verdict(pairs, p)
    assert (said == "inconclusive") == (p >= 0.05)
    if said != "inconclusive":
        assert (said == "improved") == (pairs.difference > 0)
    turned = {"improved": "regressed", "regressed": "improved", "inconclusive": "inconclusive"}
    assert verdict(swapped(pairs), p) == turned[said]


def test_the_cases_needed_of_a_published_example() -> None:
    # Connor 1987 at 45 % against 5 % discordant, 80 % power: 23 pairs by the formula, a few more for the exact test.
    assert by_formula(0.45, 0.05) == 23
    assert cases_needed(Pairs(0, 45, 5, 50)) == 25


def exact_power(n: int, gained: float, lost: float) -> float:
    """The chance that the exact test finds the difference on n cases, over every number of discordant cases."""
    apart, power = gained + lost, 0.0
    for count in range(n + 1):
        fewest = binom.ppf(0.025, count, 0.5)
        # The largest number on one side that is still significant.
        limit = next((k for k in range(int(fewest), -1, -1) if 2 * binom.cdf(k, count, 0.5) < 0.05), -1)
        share = gained / apart
        found = binom.cdf(limit, count, share) + binom.sf(count - limit - 1, count, share) if limit >= 0 else 0.0
        power += binom.pmf(count, n, apart) * found
    return power


@pytest.mark.parametrize(
    "pairs", [Pairs(150, 34, 6, 10), Pairs(70, 10, 5, 15), Pairs(50, 20, 10, 20), Pairs(9, 1, 0, 0)]
)
def test_with_the_cases_needed_four_of_five_such_differences_are_found_and_with_fewer_not(pairs: Pairs) -> None:
    needed = cases_needed(pairs)
    assert needed is not None
    shares = pairs.gained / pairs.n, pairs.lost / pairs.n
    assert exact_power(needed, *shares) >= 0.8 > exact_power(needed - 1, *shares)


@given(tables, st.integers(1, 120))
def test_the_power_is_the_one_summed_by_scipy(pairs: Pairs, n: int) -> None:
    if pairs.gained + pairs.lost:
        shares = pairs.gained / pairs.n, pairs.lost / pairs.n
        assert power(n, *shares) == pytest.approx(exact_power(n, *shares), abs=1e-9)


@pytest.mark.parametrize("shares", [(0.06, 0.05), (0.02, 0.016), (0.3, 0.27)])
def test_the_formula_for_many_cases_is_as_good_as_the_sum(shares: tuple[float, float]) -> None:
    needed = least_cases(*shares)
    assert needed * sum(shares) > 500
    assert power(needed, *shares) == pytest.approx(0.8, abs=0.003)


def test_without_a_difference_no_number_of_cases_would_tell() -> None:
    assert cases_needed(Pairs(10, 0, 0, 5)) is None
    assert cases_needed(Pairs(10, 4, 4, 5)) is None


def test_what_is_inconclusive_always_needs_more_cases_than_there_were() -> None:
    for n in range(1, 41):
        for gained in range(n + 1):
            for lost in range(min(gained, n - gained + 1)):
                pairs = Pairs(n - gained - lost, gained, lost, 0)
                if gained + lost <= n and verdict(pairs, mcnemar(gained, lost)) == "inconclusive":
                    needed = cases_needed(pairs)
                    assert needed is not None and needed > n


@given(tables)
def test_the_cases_needed_do_not_depend_on_which_is_called_base(pairs: Pairs) -> None:
    assert cases_needed(pairs) == cases_needed(swapped(pairs))
