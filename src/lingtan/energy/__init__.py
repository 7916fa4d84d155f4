"""Energy: hourly series and calendars, tariffs and bills, weather and photovoltaics."""

from lingtan.energy.bill import Bill, BillLine, MonthUse, bill, month_uses
from lingtan.energy.calendar import Calendar, IntArray
from lingtan.energy.charges import Tier, coincident_charge, lookback_demand, tiered_charge
from lingtan.energy.money import exact, yuan
from lingtan.energy.power_factor import PowerFactorStandard, adjustment_percent, power_factor
from lingtan.energy.pv import PvArray, exceeded_yield, pv_per_kw, roof_kw
from lingtan.energy.series import Fill, FloatArray, HourlySeries, Reading, hourly
from lingtan.energy.sun import Place
from lingtan.energy.tariff import BasicCharge, BasicRule, Component, ComponentKind, Period, Schedule, Tariff
from lingtan.energy.weather import Weather, synthetic_weather

__all__ = [
    "BasicCharge",
    "BasicRule",
    "Bill",
    "BillLine",
    "Calendar",
    "Component",
    "ComponentKind",
    "Fill",
    "FloatArray",
    "HourlySeries",
    "IntArray",
    "MonthUse",
    "Period",
    "Place",
    "PowerFactorStandard",
    "PvArray",
    "Reading",
    "Schedule",
    "Tariff",
    "Tier",
    "Weather",
    "adjustment_percent",
    "bill",
    "coincident_charge",
    "exact",
    "exceeded_yield",
    "hourly",
    "lookback_demand",
    "month_uses",
    "power_factor",
    "pv_per_kw",
    "roof_kw",
    "synthetic_weather",
    "tiered_charge",
    "yuan",
]
