"""Multi-year finance against printed figures of REopt.jl's test suite (test/runtests.jl at 06bc9ef) and hand calculations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy.finance import npv, present_worth
from lingtan.energy.proforma import (
    MACRS,
    Incentives,
    Project,
    after_tax_capex,
    depreciation,
    levelised_cost_after_tax,
    life_cycle_cost,
    returns,
    two_party,
)
from lingtan.errors import InputError


def test_present_worth_factor_of_25_years() -> None:
    """ "Minimize Unserved Load", nogridcost_multiscenario: 3 h × 10 × 16.18109 = 485.43270 (escalation 1.9 %, discount 5.64 %)."""
    factor = present_worth(0.0564, 25, 0.019)
    assert round(factor, 5) == 16.18109
    assert 3 * 10 * factor == pytest.approx(485.43270, abs=1e-4)


def test_credit_and_depreciation_take_45_5005797_percent_off_capex() -> None:
    """ "GHP": capex reduction factor 0.455005797 of 30 % credit, 5-year MACRS, 26 % tax, 8.3 % discount."""
    terms = Incentives(credit_share=0.3, schedule_share=MACRS[5])
    cost = after_tax_capex(1.0, terms, tax_share=0.26, discount_share=0.083, horizon_years=25)
    assert round(1 - cost, 9) == 0.455005797


def test_straight_line_depreciation_over_twenty_years() -> None:
    """ "OffGrid" 1, off_grid.json: 3,000 of other capital costs 2,617.092 after depreciation (20 years, 26 % tax, 8 %)."""
    terms = Incentives(schedule_share=(1 / 20,) * 20)
    assert after_tax_capex(3000.0, terms, tax_share=0.26, discount_share=0.08, horizon_years=20) == pytest.approx(2617.092, abs=0.01)


def test_a_replacement_in_year_ten_is_deductible() -> None:
    """ "OffGrid" 2: 100 × (700 + 324.235442 × (1 − 0.26)), the generator bought again for 700 a kW in year 10 at 8 %."""
    cost = after_tax_capex(70_000.0, Incentives(), tax_share=0.26, discount_share=0.08, horizon_years=20, replacements=((10, 70_000.0),))
    assert cost == pytest.approx(100 * (700 + 324.235442 * (1 - 0.26)), abs=0.1)


def test_fuel_over_twenty_years_after_tax() -> None:
    """ "OffGrid" 2: 99 kWh × 0.076 gal/kWh at 3.00: 22.57 in year one, 205.35 over its life (2.7 % escalation, 8 %, tax 26 %)."""
    first = 99 * 0.076 * 3.0
    assert (round(first, 2), round(first * (1 - 0.26) * present_worth(0.08, 20, 0.027), 2)) == (22.57, 205.35)


def test_a_tax_credit_is_worth_what_a_year_later_leaves_of_it() -> None:
    """ "CHP Cost Curve and Min Allowable Size": initial capex less npv(discount, [0, capex × credit])."""
    cost = after_tax_capex(2_400_000.0, Incentives(credit_share=0.26), tax_share=0.26, discount_share=0.081, horizon_years=25)
    assert cost == pytest.approx(2_400_000 - 2_400_000 * 0.26 / 1.081, rel=1e-12)


def test_the_npv_of_the_cash_flows_is_the_difference_of_life_cycle_costs() -> None:
    """As "Solar and ElectricStorage": results' NPV = npv(free cash flows − those of business as usual, discount)."""
    terms = Incentives(rebate=5_000.0, credit_share=0.3, bonus_share=0.4, schedule_share=MACRS[5])
    project = Project(
        capex=200_000.0, saving_per_year=30_000.0, upkeep_per_year=2_000.0, horizon_years=25, discount_share=0.0624, tax_share=0.26,
        saving_escalation_share=0.0166, upkeep_escalation_share=0.025, replacements=((12, 20_000.0),), incentives=terms,
    )  # fmt: skip
    nothing = Project(
        capex=0.0, saving_per_year=0.0, upkeep_per_year=0.0, horizon_years=25, discount_share=0.0624, tax_share=0.26,
        saving_escalation_share=0.0166,
    )  # fmt: skip
    difference = life_cycle_cost(nothing, 100_000.0) - life_cycle_cost(project, 70_000.0)
    assert returns(project).npv == pytest.approx(difference, rel=1e-9)


def test_without_escalation_and_discount_the_payback_is_cost_over_saving() -> None:
    """As "After-tax savings and capital cost metric": net capex after undiscounted incentives over the year's saving after tax."""
    terms = Incentives(credit_share=0.3, basis_reduction_share=0.5, bonus_share=0.6, schedule_share=MACRS[5])
    project = Project(
        capex=100_000.0,
        saving_per_year=9_000.0,
        upkeep_per_year=1_000.0,
        horizon_years=25,
        discount_share=0.0,
        tax_share=0.26,
        incentives=terms,
    )
    net = 100_000.0 - 0.3 * 100_000.0 - 0.26 * sum(depreciation(100_000.0, terms, 25))
    assert returns(project).payback_years == pytest.approx(net / (8_000 * 0.74), rel=1e-9)


def test_a_written_off_basis_is_capex_less_half_the_credit() -> None:
    """100 with 30 % credit: basis 85; 40 % bonus 34, then 51 by the 5-year table: 34 + 10.2, 16.32, 9.792, 5.8752, 5.8752, 2.9376."""
    terms = Incentives(credit_share=0.3, bonus_share=0.4, schedule_share=MACRS[5])
    assert depreciation(100.0, terms, 8) == pytest.approx([44.2, 16.32, 9.792, 5.8752, 5.8752, 2.9376, 0, 0])
    assert [round(sum(MACRS[years]), 9) for years in (5, 7)] == [1.0, 1.0]


def test_two_years_by_hand() -> None:
    """1,000 spent, 700 saved rising by 10 %, 100 upkeep, 30 % tax: 770 − 100 and 847 − 100, less 30 %: 469 and 522.9; at 5 %."""
    made = returns(
        Project(
            capex=1000.0, saving_per_year=700.0, upkeep_per_year=100.0, horizon_years=2, discount_share=0.05, tax_share=0.3,
            saving_escalation_share=0.1,
        )
    )  # fmt: skip
    assert made.flows == pytest.approx((-1000.0, 469.0, 522.9))
    assert made.npv == pytest.approx(-1000 + 469 / 1.05 + 522.9 / 1.05**2)
    assert made.payback_years is None


def test_a_developer_earns_exactly_his_discount() -> None:
    """Two years by hand: 1,000 spent, 100 upkeep, owner's tax 40 %, 10 %: cost 1,000 + 60/1.1 + 60/1.21 = 1,104.13; ÷ 1.735537 ÷ 0.6."""
    project = Project(capex=1000.0, saving_per_year=1500.0, upkeep_per_year=100.0, horizon_years=2, discount_share=0.08, tax_share=0.26)
    made = two_party(project, owner_discount_share=0.1, owner_tax_share=0.4)
    assert made.net_present_cost == pytest.approx(1000 + 60 / 1.1 + 60 / 1.21)
    assert made.payment_per_year == pytest.approx(made.net_present_cost / (1 / 1.1 + 1 / 1.21) / 0.6)
    assert made.developer.npv == pytest.approx(0.0, abs=1e-9)
    assert made.developer.irr_share == pytest.approx(0.1)
    assert made.host.flows[1] == pytest.approx((1500 - made.payment_per_year) * 0.74)


@given(st.floats(0, 0.3), st.floats(0, 0.05), st.integers(1, 30))
def test_the_levelised_cost_sold_at_that_price_leaves_nothing(discount: float, wear: float, years: int) -> None:
    project = Project(
        capex=5000.0, saving_per_year=0.0, upkeep_per_year=50.0, horizon_years=years, discount_share=discount, degradation_share=wear
    )
    price = levelised_cost_after_tax(project, 1200.0)
    sold = [price * 1200.0 * (1 - wear) ** (year - 1) for year in range(1, years + 1)]
    assert npv([-5000.0, *(money - 50.0 for money in sold)], discount) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Incentives(credit_share=30.0), "FINANCE_INCENTIVE"),  # percent
        (lambda: Incentives(schedule_share=(0.6, 0.6)), "FINANCE_INCENTIVE"),  # more than all
        (lambda: Incentives(rebate=-1.0), "FINANCE_INCENTIVE"),
        (lambda: Project(capex=1.0, saving_per_year=1.0, upkeep_per_year=0.0, horizon_years=0, discount_share=0.1), "FINANCE_PROJECT"),
        (
            lambda: Project(capex=1.0, saving_per_year=1.0, upkeep_per_year=0.0, horizon_years=5, discount_share=0.1, tax_share=26.0),
            "FINANCE_PROJECT",  # percent
        ),
        (
            lambda: Project(
                capex=1.0, saving_per_year=1.0, upkeep_per_year=0.0, horizon_years=5, discount_share=0.1, replacements=((6, 1.0),)
            ),
            "FINANCE_PROJECT",  # after the end
        ),
        (
            lambda: levelised_cost_after_tax(
                Project(capex=1.0, saving_per_year=1.0, upkeep_per_year=0.0, horizon_years=5, discount_share=0.1), 0.0
            ),
            "FINANCE_PROJECT",  # nothing made
        ),
    ],
)
def test_a_project_that_cannot_be_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(InputError, match=code):
        make()
