"""Required grams, allocation per serial, tonnes to cancel, and the stories of the mission."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError, LedgerError, LingtanError, MethodError
from lingtan.neutrality import (
    Basis,
    BlockOrder,
    Policy,
    allocate,
    compare_with_tiers,
    grams_per_serial,
    pick_blocks,
    read_holdings,
    require_grams,
    tier_g,
    tonnes_to_retire,
)

P95 = Policy(basis=Basis.QUANTILE, quantile=0.95)


def test_story_2_hundred_x1_carbon_gen_9_exact_against_tier():
    # mission.md, story 2: 508 kg, 5 years; 50.8 t -> 51 t, 0.2 t carried; tier product 100 t; over-offset 97 %
    found = compare_with_tiers(508_000_000, count=100, price_minor_per_t=7000)
    assert (found.footprint_g, found.exact_t, found.remainder_g) == (50_800_000, 51, 200_000)
    assert (found.tier_g, found.tiered_t) == (1_000_000, 100)
    assert round(found.over_offset_share * 100) == 97
    assert (found.exact_cost_minor, found.tiered_cost_minor) == (357_000, 700_000)


def test_story_1_thousand_x13_at_the_mean_and_with_a_p95_buffer(cases):
    # mission.md, story 1: mean 264 kg -> 265 t when the mean is a little above 264; P95 338 kg fully common -> 339 t
    figure = cases.footprint(264.3, years=4.0, sd_mg=44_600_000)
    mean = require_grams(figure, count=1000, policy=Policy())
    assert (tonnes_to_retire(mean.required_g), mean.buffer_g) == (265, 0)
    # closed form of a normal batch whose error is common to all: n·mean + z·n·sd
    common = math.ceil(1000 * (figure.mean_mg + statistics.NormalDist().inv_cdf(0.95) * figure.sd_mg))
    buffered = require_grams(figure, count=1000, policy=P95, batch_quantile_mg=common)
    assert tonnes_to_retire(buffered.required_g) in range(336, 341)  # ±2 % of 339 asked; the normal closed form is near its middle
    assert buffered.buffer_g == buffered.required_g - mean.required_g > 70_000_000
    tiers = compare_with_tiers(figure.mean_mg, count=1000)
    assert tiers.tiered_t == 500


@given(mean=st.integers(1, 10**9), count=st.integers(1, 5000), above=st.integers(0, 10**12))
def test_required_grams_round_up_and_the_buffer_is_its_own_line(cases, mean, count, above):
    figure = cases.footprint(mean / 1_000_000)
    need = require_grams(figure, count=count, policy=P95, batch_quantile_mg=figure.mean_mg * count + above)
    assert 0 <= need.required_g * 1000 - need.batch_mg < 1000
    plain = require_grams(figure, count=count, policy=Policy())
    assert need.buffer_g == need.required_g - plain.required_g >= 0
    assert plain.buffer_g == 0


def test_a_quantile_below_the_mean_leaves_the_mean(cases):
    figure = cases.footprint(264.0)
    need = require_grams(figure, count=10, policy=Policy(basis=Basis.QUANTILE, quantile=0.5), batch_quantile_mg=1)
    assert (need.batch_mg, need.buffer_g) == (figure.mean_mg * 10, 0)


@given(total=st.integers(0, 10**10), count=st.integers(1, 300))
def test_grams_per_serial_sum_to_what_is_required_and_differ_by_at_most_one(total, count):
    grams = grams_per_serial(total, [f"S{i}" for i in range(count)])
    assert sum(grams.values()) == total
    assert set(grams.values()) <= {total // count, total // count + 1}
    assert list(grams) == sorted(grams)
    assert list(grams.values()) == sorted(grams.values(), reverse=True)


@given(required=st.integers(1, 10**12), carried=st.integers(0, 10**12), count=st.integers(1, 1000))
def test_tonnes_cover_and_one_tonne_less_would_not(required, carried, count):
    carried = min(carried, required)
    tonnes = tonnes_to_retire(required, carried_in_g=carried)
    assert tonnes * 10**6 + carried >= required
    assert tonnes == 0 or (tonnes - 1) * 10**6 + carried < required
    found = allocate(required, count=count, retired_tonnes=tonnes, carried_in_g=carried)
    assert 0 <= found.remainder_g < 10**6
    assert found.total_g == count * found.base_g + found.extra_count
    assert 0 <= found.extra_count < count
    assert found.retired_g + found.carried_in_g == found.total_g + found.remainder_g


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: Policy(basis=Basis.QUANTILE), "POLICY_QUANTILE"),  # which quantile?
        (lambda: Policy(quantile=0.95), "POLICY_QUANTILE"),  # a quantile of the mean
        (lambda: Policy(basis=Basis.QUANTILE, quantile=1.0), "POLICY_QUANTILE"),  # no buffer reaches certainty
        (lambda: Policy(basis=Basis.QUANTILE, quantile=0.05), "POLICY_QUANTILE"),  # below the median
        (lambda: Policy(basis=Basis.QUANTILE, quantile=float("nan")), "POLICY_QUANTILE"),
        (lambda: tonnes_to_retire(-1), "ALLOCATION_GRAMS"),  # negative need
        (lambda: tonnes_to_retire(10, carried_in_g=11), "ALLOCATION_GRAMS"),  # more carried than needed
        (lambda: tonnes_to_retire(10, carried_in_g=-1), "ALLOCATION_GRAMS"),  # negative carry
        (lambda: grams_per_serial(10, []), "ALLOCATION_SERIALS"),  # nobody
        (lambda: grams_per_serial(10, ["A", "A"]), "ALLOCATION_SERIALS"),  # one twice
        (lambda: allocate(10, count=0, retired_tonnes=1), "BATCH_COUNT"),
        (lambda: allocate(10**6 + 1, count=1, retired_tonnes=1), "NOT_COVERED"),  # one gram short
        (lambda: allocate(10**6, count=1, retired_tonnes=2), "OVER_RETIRED"),  # a tonne too many
        (lambda: tier_g(1_500_000_001), "NO_TIER"),  # a milligram beyond the largest tier
        (lambda: compare_with_tiers(0, count=1), "FOOTPRINT_NOT_POSITIVE"),
        (lambda: compare_with_tiers(1, count=0), "BATCH_COUNT"),
    ],
)
def test_arguments_that_cannot_be(call, code):
    with pytest.raises(LingtanError) as caught:
        call()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("count", "policy", "quantile_mg", "kg", "code"),
    [
        (0, Policy(), None, 1.0, "BATCH_COUNT"),  # no devices
        (1, P95, None, 1.0, "BATCH_QUANTILE"),  # which grams?
        (1, Policy(), 5, 1.0, "BATCH_QUANTILE"),  # nobody asked for one
        (10**7, Policy(), None, 1000.0, "BATCH_TOO_LARGE"),  # beyond 2⁵³ mg
        (1, Policy(), None, 0.0, "FOOTPRINT_NOT_POSITIVE"),
    ],
)
def test_requirements_that_cannot_be(cases, count, policy, quantile_mg, kg, code):
    with pytest.raises(LingtanError) as caught:
        require_grams(cases.footprint(kg), count=count, policy=policy, batch_quantile_mg=quantile_mg)
    assert caught.value.code == code
    assert isinstance(caught.value, InputError | MethodError)


def blocks(cases):
    serial = "12082-{}-{}-VCS-VCU-304-VER-CN-1-191-0101{}-3112{}-0"
    rows = [(1, 10, 2022, 60), (11, 40, 2020, 90), (41, 45, 2021, 60)]
    return read_holdings(
        [
            cases.credit_row(i, serial=serial.format(a, b, year, year), vintage_year=year, tonnes=b - a + 1, price_per_t=price)
            for i, (a, b, year, price) in enumerate(rows)
        ],
        on=cases.today,
    )


def test_the_oldest_vintage_or_the_cheapest_goes_first(cases):
    oldest = pick_blocks(blocks(cases), 33, order=BlockOrder.OLDEST_VINTAGE)
    assert [(pick.block.vintage_year, pick.tonnes) for pick in oldest] == [(2020, 30), (2021, 3)]
    cheapest = pick_blocks(blocks(cases), 16, order=BlockOrder.CHEAPEST)
    assert [(pick.block.vintage_year, pick.tonnes, pick.cost_minor) for pick in cheapest] == [
        (2021, 5, 30_000),
        (2022, 10, 60_000),
        (2020, 1, 9_000),
    ]


@given(tonnes=st.integers(0, 45), order=st.sampled_from(BlockOrder))
def test_picks_make_exactly_the_tonnes_from_the_front_of_disjoint_blocks(cases, tonnes, order):
    picks = pick_blocks(blocks(cases), tonnes, order=order)
    assert sum(pick.tonnes for pick in picks) == tonnes
    assert all(pick.serials.start == pick.block.serials.start for pick in picks)
    assert all(not a.serials.overlaps(b.serials) for a in picks for b in picks if a is not b)
    assert picks == pick_blocks(tuple(reversed(blocks(cases))), tonnes, order=order)


def test_short_holdings_and_incomparable_prices_are_refused(cases):
    with pytest.raises(LedgerError) as caught:
        pick_blocks(blocks(cases), 46, order=BlockOrder.OLDEST_VINTAGE)
    assert (caught.value.code, caught.value.params["held"]) == ("CREDITS_SHORT", 45)
    for changes, code in (({"price_per_t": None}, "PRICE_MISSING"), ({"currency": "EUR"}, "CURRENCY_MIXED")):
        odd = read_holdings(
            [cases.credit_row(serial="1-5001-5060-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0", **changes)], on=cases.today
        )
        with pytest.raises(InputError) as refused:
            pick_blocks((*blocks(cases), *odd), 1, order=BlockOrder.CHEAPEST)
        assert refused.value.code == code


def test_over_offset_is_the_exact_ratio():
    found = compare_with_tiers(508_000_000, count=100)
    assert found.over_offset_share == float(Fraction(100_000_000 - 50_800_000, 50_800_000))
