"""A project's after-tax cash flows over years: escalated costs, incentives, tax credit, accelerated depreciation, one owner or two.

Terms and sequence are those of REopt.jl's proforma, so that its published cases can be checked; nothing of its code is used. Amounts are
nominal and fall at year ends: the tax credit and the first year's depreciation come a year after the money is spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lingtan.energy.finance import annuity, irr, npv, payback_years, present_worth
from lingtan.errors import InputError

__all__ = [
    "MACRS",
    "Incentives",
    "Project",
    "Returns",
    "TwoParty",
    "after_tax_capex",
    "depreciation",
    "levelised_cost_after_tax",
    "life_cycle_cost",
    "returns",
    "two_party",
]


#: Shares of the basis by year, half-year convention, 200 % declining. Source: IRS Publication 946, table A-1.
MACRS: dict[int, tuple[float, ...]] = {
    5: (0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576),
    7: (0.1429, 0.2449, 0.1749, 0.1249, 0.0893, 0.0892, 0.0893, 0.0446),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incentives:
    """What the state gives back: rebate [money], tax credit and depreciation. [1] for shares.

    `basis_reduction_share` of the credit is taken off the basis of depreciation; `bonus_share` of it is written off in the first year; the
    rest by `schedule_share` (`MACRS`, straight line, or none).
    """

    rebate: float = 0.0
    credit_share: float = 0.0
    basis_reduction_share: float = 0.5
    bonus_share: float = 0.0
    schedule_share: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        shares = (self.credit_share, self.basis_reduction_share, self.bonus_share, *self.schedule_share)
        if self.rebate < 0 or any(not 0 <= share <= 1 for share in shares) or sum(self.schedule_share) > 1 + 1e-9:
            raise InputError("FINANCE_INCENTIVE", place="incentives")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """An investment: money spent today, money saved and upkeep in prices of today, over years. Rates are nominal. [1/a]

    `replacements` are (year, money of that year).
    """

    capex: float
    saving_per_year: float
    upkeep_per_year: float
    horizon_years: int
    discount_share: float
    tax_share: float = 0.0
    saving_escalation_share: float = 0.0
    upkeep_escalation_share: float = 0.0
    degradation_share: float = 0.0
    replacements: tuple[tuple[int, float], ...] = ()
    incentives: Incentives = field(default_factory=Incentives)

    def __post_init__(self) -> None:
        if (
            self.horizon_years < 1
            or self.capex < 0
            or self.discount_share <= -1
            or not 0 <= self.tax_share < 1
            or any(not 1 <= year <= self.horizon_years for year, _ in self.replacements)
        ):
            raise InputError("FINANCE_PROJECT", place="project", years=self.horizon_years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Free cash flows from today on, after tax, and what follows from them. Money, [1/a], [years]; None where there is no one answer."""

    flows: tuple[float, ...]
    npv: float
    irr_share: float | None
    payback_years: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoParty:
    """A developer owns and the host pays a level sum a year. Money.

    `net_present_cost` is the developer's cost after tax at his own discount; `payment_per_year` recovers it before tax.
    """

    net_present_cost: float
    payment_per_year: float
    developer: Returns
    host: Returns


def depreciation(capex: float, incentives: Incentives, horizon_years: int) -> list[float]:
    """What is written off in each year from 1 on: bonus in the first, the rest by schedule. [money]"""
    basis = (capex - incentives.rebate) * (1 - incentives.basis_reduction_share * incentives.credit_share)
    bonus = basis * incentives.bonus_share
    written = [(basis - bonus) * share for share in incentives.schedule_share[:horizon_years]]
    written += [0.0] * (horizon_years - len(written))
    written[0] += bonus
    return written


def after_tax_capex(
    capex: float,
    incentives: Incentives,
    *,
    tax_share: float,
    discount_share: float,
    horizon_years: int,
    replacements: Sequence[tuple[int, float]] = (),
) -> float:
    """Present worth of what is spent: capex and replacements (deductible in their year) less rebate, credit and depreciation's tax."""
    saved = [0.0, *(tax_share * written for written in depreciation(capex, incentives, horizon_years))]
    saved[1] += incentives.credit_share * (capex - incentives.rebate)
    later = sum(money * (1 - tax_share) / (1 + discount_share) ** year for year, money in replacements)
    return capex - incentives.rebate - npv(saved, discount_share) + later


def life_cycle_cost(project: Project, bill_per_year: float) -> float:
    """Present worth after tax of what is built, kept up and still bought (the bill in today's prices, rising as the saving does)."""
    spent = after_tax_capex(
        project.capex, project.incentives, tax_share=project.tax_share, discount_share=project.discount_share,
        horizon_years=project.horizon_years, replacements=project.replacements,
    )  # fmt: skip
    rates = ((bill_per_year, project.saving_escalation_share), (project.upkeep_per_year, project.upkeep_escalation_share))
    yearly = sum(money * present_worth(project.discount_share, project.horizon_years, rise) for money, rise in rates)
    return spent + (1 - project.tax_share) * yearly


def levelised_cost_after_tax(project: Project, energy_kwh: float) -> float:
    """LCOE over the horizon: present worth after tax of building and upkeep per discounted kilowatt-hour, the plant wearing. [money/kWh]

    Raises InputError `FINANCE_PROJECT` where nothing is made.
    """
    if energy_kwh <= 0:
        raise InputError("FINANCE_PROJECT", place="energy_kwh", years=project.horizon_years)
    wear, growth = 1 - project.degradation_share, 1 + project.discount_share
    made = sum(energy_kwh * wear ** (year - 1) / growth**year for year in range(1, project.horizon_years + 1))
    return life_cycle_cost(project, 0.0) / made


def returns(project: Project) -> Returns:
    """The owner's cash flows against doing nothing, after tax, with their NPV, IRR and simple payback."""
    return _returns(_flows(project, project.saving_per_year, project.tax_share), project.discount_share)


def two_party(project: Project, *, owner_discount_share: float, owner_tax_share: float) -> TwoParty:
    """The same project owned by a developer: he spends, keeps up and takes the incentives; the host pays a level sum and has the saving.

    The sum recovers the developer's net present cost at his discount, grossed up by his tax. The host's money is at the project's rates.
    """
    years = project.horizon_years
    cost_flows = _flows(project, 0.0, owner_tax_share)
    cost = -npv(cost_flows, owner_discount_share)
    payment = cost * annuity(owner_discount_share, years) / (1 - owner_tax_share)
    developer = [cost_flows[0], *(flow + payment * (1 - owner_tax_share) for flow in cost_flows[1:])]
    saving = _escalated(project, project.saving_per_year)
    host = [0.0, *((one - payment) * (1 - project.tax_share) for one in saving)]
    return TwoParty(
        net_present_cost=cost,
        payment_per_year=payment,
        developer=_returns(developer, owner_discount_share),
        host=_returns(host, project.discount_share),
    )


def _escalated(project: Project, saving: float) -> list[float]:
    """Savings of years 1 on: prices rise from the first year, the plant wears from the second."""
    rise, wear = 1 + project.saving_escalation_share, 1 - project.degradation_share
    return [saving * rise**year * wear ** (year - 1) for year in range(1, project.horizon_years + 1)]


def _flows(project: Project, saving: float, tax_share: float) -> list[float]:
    years = project.horizon_years
    upkeep = [project.upkeep_per_year * (1 + project.upkeep_escalation_share) ** year for year in range(1, years + 1)]
    later = [0.0] * years
    for year, money in project.replacements:
        later[year - 1] += money
    written = depreciation(project.capex, project.incentives, years)
    flows = [
        (gain - cost - again) * (1 - tax_share) + tax_share * off
        for gain, cost, again, off in zip(_escalated(project, saving), upkeep, later, written, strict=True)
    ]
    flows[0] += project.incentives.credit_share * (project.capex - project.incentives.rebate)
    return [project.incentives.rebate - project.capex, *flows]


def _returns(flows: Sequence[float], discount_share: float) -> Returns:
    return Returns(flows=tuple(flows), npv=npv(flows, discount_share), irr_share=irr(flows), payback_years=payback_years(flows))
