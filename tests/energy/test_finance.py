"""Money over years against published figures and hand calculations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy.finance import Asset, annuity, irr, levelised_cost, npv, outlays, payback_years, present_worth
from lingtan.errors import InputError


def test_present_worth_with_escalation_as_reopt() -> None:
    """REopt.jl test suite, "Coincident Peak Charges": 15.0 a year over 25 years is 15.0 × 12.94887 (8.3 % discount, 2.3 % escalation)."""
    assert 15.0 * present_worth(0.083, 25, 0.023) == pytest.approx(15.0 * 12.94887, abs=0.1)


def test_an_annuity_is_the_inverse_of_the_present_worth() -> None:
    assert annuity(0.06, 20) * present_worth(0.06, 20) == pytest.approx(1.0)
    assert annuity(0.0, 20) == 0.05
    assert annuity(0.05, 10) == pytest.approx(0.1295045750)  # capital recovery factor of the tables
    with pytest.raises(InputError, match="SITE_LIFE"):
        annuity(0.06, 0)


def test_irr_npv_and_payback_of_a_textbook_case() -> None:
    """−1000 today and 300 for five years: IRR 15.24 %, NPV at 10 % 137.24, payback 3 1/3 years."""
    flows = [-1000.0, *[300.0] * 5]
    assert irr(flows) == pytest.approx(0.152382, abs=1e-6)
    assert npv(flows, 0.1) == pytest.approx(137.2360, abs=1e-4)
    assert payback_years(flows) == pytest.approx(10 / 3)


@given(st.floats(100, 1e6), st.floats(0.01, 0.5), st.integers(2, 30))
def test_the_npv_at_the_irr_is_zero(capex: float, rate: float, years: int) -> None:
    flows = [-capex, *[capex * annuity(rate, years)] * years]
    assert irr(flows) == pytest.approx(rate, abs=1e-9)


@pytest.mark.parametrize(
    "flows",
    [
        [-100.0, 10.0, 10.0],  # less comes back than was spent
        [100.0, 10.0],  # nothing spent
        [-100.0, 230.0, -132.0],  # two rates, 10 and 20 %
    ],
)
def test_a_rate_that_is_not_one_is_none_or_negative(flows: list[float]) -> None:
    rate = irr(flows)
    assert rate is None or rate < 0


def test_what_never_comes_back_has_no_payback() -> None:
    assert payback_years([-100.0, 10.0, 10.0]) is None


def test_a_battery_of_12_years_is_bought_twice_in_20_and_gives_a_third_back() -> None:
    spent = outlays([Asset(capex_yuan=1200.0, life_years=12.0)], 20)
    assert spent[0] == 1200
    assert spent[12] == 1200
    assert spent[20] == pytest.approx(-1200 * 4 / 12)
    assert sum(spent) == pytest.approx(1200 * 20 / 12)


def test_lcoe_of_a_roof() -> None:
    """1 kW at 3,000 yuan over 25 years at 6 %, 1,221 kWh a year, no upkeep: 3,000 × 0.0782267 / 1,221 = 0.1922 yuan/kWh."""
    assert levelised_cost(3000, 0, 1221, 0.06, 25) == pytest.approx(0.19220, abs=1e-4)
    assert levelised_cost(3000, 0, 0, 0.06, 25) is None
