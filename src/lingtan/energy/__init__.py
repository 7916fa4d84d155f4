"""Energy: hourly series and calendars, tariffs and bills, weather and photovoltaics."""

from lingtan.energy.bill import Bill, BillLine, MonthUse, bill, month_uses
from lingtan.energy.calendar import Calendar, IntArray
from lingtan.energy.charges import Tier, coincident_charge, lookback_demand, tiered_charge
from lingtan.energy.meters import Level, Medium, Meter, MeterBalance, MeterTree
from lingtan.energy.money import exact, yuan
from lingtan.energy.periods import PeriodTable
from lingtan.energy.power_factor import PowerFactorStandard, adjustment_percent, power_factor
from lingtan.energy.proforma import (
    MACRS,
    Incentives,
    Project,
    Returns,
    TwoParty,
    after_tax_capex,
    levelised_cost_after_tax,
    life_cycle_cost,
    returns,
    two_party,
)
from lingtan.energy.pv import PvArray, exceeded_yield, pv_per_kw, roof_kw
from lingtan.energy.rate_bill import RateBill, rate_bill
from lingtan.energy.rates import CoincidentPeak, DemandCharge, EnergyCharge, FeedIn, Lookback, Rate, flat_demand, flat_energy
from lingtan.energy.series import Fill, FloatArray, HourlySeries, Reading, hourly
from lingtan.energy.shares import Allocated, Produced, Utility, allocate_meter, share_out, workshop_wh
from lingtan.energy.sun import Place
from lingtan.energy.tariff import BasicCharge, BasicRule, Component, ComponentKind, Period, Schedule, Tariff
from lingtan.energy.weather import Weather, synthetic_weather

__all__ = [
    "MACRS",
    "Allocated",
    "BasicCharge",
    "BasicRule",
    "Bill",
    "BillLine",
    "Calendar",
    "CoincidentPeak",
    "Component",
    "ComponentKind",
    "DemandCharge",
    "EnergyCharge",
    "FeedIn",
    "Fill",
    "FloatArray",
    "HourlySeries",
    "Incentives",
    "IntArray",
    "Level",
    "Lookback",
    "Medium",
    "Meter",
    "MeterBalance",
    "MeterTree",
    "MonthUse",
    "Period",
    "PeriodTable",
    "Place",
    "PowerFactorStandard",
    "Produced",
    "Project",
    "PvArray",
    "Rate",
    "RateBill",
    "Reading",
    "Returns",
    "Schedule",
    "Tariff",
    "Tier",
    "TwoParty",
    "Utility",
    "Weather",
    "adjustment_percent",
    "after_tax_capex",
    "allocate_meter",
    "bill",
    "coincident_charge",
    "exact",
    "exceeded_yield",
    "flat_demand",
    "flat_energy",
    "hourly",
    "levelised_cost_after_tax",
    "life_cycle_cost",
    "lookback_demand",
    "month_uses",
    "power_factor",
    "pv_per_kw",
    "rate_bill",
    "returns",
    "roof_kw",
    "share_out",
    "synthetic_weather",
    "tiered_charge",
    "two_party",
    "workshop_wh",
    "yuan",
]
