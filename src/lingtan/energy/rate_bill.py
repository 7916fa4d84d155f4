"""A year's bill under a general tariff: energy by tier and period, peaks by month and period, look-back, coincident peaks, feed-in.

Money is exact and unrounded; whoever prints it rounds it. Semantics as the published test suite of REopt.jl (test/runtests.jl, "Rate
Structures" and "Test leap year for URDB demand and energy charges"), which bills hours of a year of 8,760; here a leap year has 8,784.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from lingtan.energy.calendar import Calendar, IntArray
from lingtan.energy.charges import Tier, coincident_charge, lookback_demand, tiered_charge
from lingtan.energy.money import exact
from lingtan.energy.rates import DemandCharge, EnergyCharge, FeedIn, Rate
from lingtan.energy.series import FloatArray
from lingtan.errors import InputError

__all__ = ["RateBill", "rate_bill"]

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBill:
    """What a year costs, in the tariff's currency: twelve months of each charge, coincident peaks and feed-in for the year.

    `minimum` is what least charges add to a month; `minimum_of_year` what the least charge of a year adds to the sum of months.
    """

    energy: tuple[Decimal, ...]
    facility: tuple[Decimal, ...]
    by_period: tuple[Decimal, ...]
    fixed: tuple[Decimal, ...]
    minimum: tuple[Decimal, ...]
    coincident: Decimal
    feed_in: Decimal
    minimum_of_year: Decimal
    peaks_kw: tuple[Decimal, ...]
    billed_kw: tuple[Decimal, ...]
    total: Decimal = field(init=False)

    def __post_init__(self) -> None:
        months = sum((sum(part, _NONE) for part in (self.energy, self.facility, self.by_period, self.fixed, self.minimum)), _NONE)
        object.__setattr__(self, "total", months + self.coincident + self.minimum_of_year - self.feed_in)

    @property
    def demand(self) -> Decimal:
        """All demand charges of the year without coincident peaks."""
        return sum(self.facility, _NONE) + sum(self.by_period, _NONE)


def rate_bill(
    rate: Rate, calendar: Calendar, import_kw: FloatArray, export_kw: FloatArray | None = None, *, installed_kw: Decimal = _NONE
) -> RateBill:
    """The bill of a year of mean power from the grid (and to it), shape (T,) or (4T,) for quarters of an hour, say.

    `installed_kw` is the size of the plant that feeds in. Raises InputError `RATE_STEPS` where the series is no whole number of steps an
    hour of the calendar, `TARIFF_NEGATIVE` for a negative power, `RATE_TIERS` where periods of one month have tiers with other bounds.
    """
    export_kw = np.zeros_like(import_kw) if export_kw is None else export_kw
    per_hour = _steps(calendar, import_kw, export_kw)
    month = np.repeat(calendar.month, per_hour)
    drawn_kwh = _kwh(import_kw, per_hour)
    periods = np.repeat(rate.energy.schedule.of(calendar), per_hour)
    energy = tuple(_energy(rate.energy, periods[month == m], drawn_kwh[month == m]) for m in range(12))
    peaks = tuple(exact(float(import_kw[month == m].max())) for m in range(12))
    billed = peaks if rate.lookback is None else _looked_back(rate, peaks)
    facility = tuple(_facility(rate.facility, m, kw) for m, kw in enumerate(billed))
    at = month if rate.by_period is None else np.repeat(rate.by_period.schedule.of(calendar), per_hour)
    by_period = tuple(_by_period(rate.by_period, at[month == m], import_kw[month == m]) for m in range(12))
    hours = [exact(float(kw)) for kw in import_kw.reshape(-1, per_hour).max(axis=1)] if rate.coincident else []
    coincident = coincident_charge(hours, [c.hours for c in rate.coincident], [c.price for c in rate.coincident])
    fixed = tuple(rate.fixed_per_month + rate.fixed_per_day * monthrange(calendar.year, m)[1] for m in range(1, 13))
    charged = [sum(parts, _NONE) for parts in zip(energy, facility, by_period, fixed, strict=True)]
    minimum = tuple(max(rate.least_per_month - one, _NONE) for one in charged)
    paid = _feed_in(rate, periods, drawn_kwh, _kwh(export_kw, per_hour), installed_kw)
    short = rate.least_per_year - (sum(charged, _NONE) + sum(minimum, _NONE) + coincident - paid)
    return RateBill(
        energy=energy, facility=facility, by_period=by_period, fixed=fixed, minimum=minimum, coincident=coincident, feed_in=paid,
        minimum_of_year=max(short, _NONE), peaks_kw=peaks, billed_kw=billed,
    )  # fmt: skip


def _steps(calendar: Calendar, *series: FloatArray) -> int:
    for power in series:
        if len(power) != len(series[0]) or len(power) == 0 or len(power) % calendar.hours:
            raise InputError("RATE_STEPS", place="series", got=len(power), hours=calendar.hours)
        if not np.isfinite(power).all() or power.min() < 0:
            raise InputError("TARIFF_NEGATIVE", place="series", value=str(power.min()))
    return len(series[0]) // calendar.hours


def _kwh(power_kw: FloatArray, per_hour: int) -> FloatArray:
    energy: FloatArray = power_kw / per_hour
    return energy


def _energy(charge: EnergyCharge, periods: IntArray, drawn_kwh: FloatArray) -> Decimal:
    """A month's energy: blocks are of the whole month; each period takes its share of every block at its own price."""
    by_period = np.bincount(periods, weights=drawn_kwh, minlength=len(charge.periods))
    used = [position for position in sorted(set(periods.tolist())) if by_period[position] > 0]
    energy = {position: exact(float(by_period[position])) for position in used}
    whole = sum(energy.values(), _NONE)
    if not whole:
        return _NONE
    bounds = _bounds([charge.periods[position] for position in used])
    return sum((tiered_charge(whole, _in_blocks(charge.periods[p], bounds)) * energy[p] / whole for p in used), _NONE)


def _bounds(all_tiers: Sequence[Sequence[Tier]]) -> tuple[Decimal | None, ...]:
    """Bounds of the period with most tiers; the others' must be the first of them."""
    longest = tuple(tier.up_to for tier in max(all_tiers, key=len))
    for tiers in all_tiers:
        own = tuple(tier.up_to for tier in tiers[:-1])
        if own != longest[: len(own)]:
            raise InputError("RATE_TIERS", place="energy")
    return longest


def _in_blocks(tiers: Sequence[Tier], bounds: Sequence[Decimal | None]) -> tuple[Tier, ...]:
    """A period's tiers on the month's blocks: its last price goes on."""
    return tuple(Tier(price=tiers[min(at, len(tiers) - 1)].price, up_to=bound) for at, bound in enumerate(bounds))


def _looked_back(rate: Rate, peaks: Sequence[Decimal]) -> tuple[Decimal, ...]:
    back = rate.lookback
    return tuple(peaks) if back is None else lookback_demand(peaks, back.share, months=back.months, reach=back.reach)


def _facility(charge: DemandCharge | None, month: int, billed_kw: Decimal) -> Decimal:
    return _NONE if charge is None else tiered_charge(billed_kw, charge.periods[charge.schedule.weekday[month][0]])


def _by_period(charge: DemandCharge | None, periods: IntArray, import_kw: FloatArray) -> Decimal:
    """Peaks of a month in each period that occurs in it."""
    if charge is None:
        return _NONE
    found = sorted(set(periods.tolist()))
    return sum((tiered_charge(exact(float(import_kw[periods == p].max())), charge.periods[p]) for p in found), _NONE)


def _feed_in(rate: Rate, periods: IntArray, drawn_kwh: FloatArray, fed_kwh: FloatArray, installed_kw: Decimal) -> Decimal:
    """What feed-in is paid: the share of it that the year's purchases cover at the price of its hours, the rest at the price beyond."""
    terms: FeedIn = rate.feed_in
    fed = exact(float(fed_kwh.sum()))
    if not fed:
        return _NONE
    by_period = np.bincount(periods, weights=fed_kwh, minlength=len(rate.energy.periods))
    if not 0 < installed_kw <= terms.net_metering_limit_kw:
        if terms.sell:
            return sum((exact(float(by_period[p])) * price for p, price in enumerate(terms.sell)), _NONE)
        return fed * terms.wholesale
    counts = np.bincount(periods, minlength=len(rate.energy.periods))
    tier = _cheapest_tier(rate.energy, counts)
    worth = [exact(float(by_period[p])) * tiers[min(tier, len(tiers) - 1)].price for p, tiers in enumerate(rate.energy.periods)]
    covered = min(Decimal(1), exact(float(drawn_kwh.sum())) / fed)
    return covered * sum(worth, _NONE) + (1 - covered) * fed * terms.beyond


def _cheapest_tier(charge: EnergyCharge, counts: IntArray) -> int:
    """The tier whose prices, taken over the hours of the year, sum to least; the first of equals."""
    most = max(len(tiers) for tiers in charge.periods)
    sums = [
        sum((tiers[min(at, len(tiers) - 1)].price * int(counts[p]) for p, tiers in enumerate(charge.periods)), _NONE) for at in range(most)
    ]
    return sums.index(min(sums))
