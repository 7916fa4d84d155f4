"""Low-temperature solder and scheduling as published for Lenovo's board shops: tonnes per oven, per unit, per kilowatt-hour."""

from __future__ import annotations

from lingtan.assessment.published.book import Book
from lingtan.assessment.published.span import Span

__all__ = ["hefei"]

_HALL_C = 25.0


def hefei() -> Book:
    """All checks of the solder and of the scheduler."""
    book = Book(subject="solder")
    ceiling = _ceiling(book)
    planned = book.check("SOLDER_PLAN_PER_OVEN", book.said("solder_plan_cut") / book.said("solder_plan_ovens"), "t", "plan / ovens")
    done = book.check("SOLDER_DONE_PER_OVEN", book.said("solder_done_cut") / book.said("solder_done_ovens"), "t", "reported / ovens")
    for name, tonnes in (("PLAN", planned), ("DONE", done)):
        per_hour = tonnes * 1000.0 / book.assumed("factor_solder") / book.assumed("oven_hours")
        running = per_hour / book.assumed("oven_saving_share") / book.assumed("hall_cooling_gain")
        formula = "t / factor / hours / saved share / cooling gain"
        book.check(f"SOLDER_{name}_OVEN_KW", running, "kW", formula, book.assumed("oven_running_kw"))
        at_best = tonnes * 1000.0 / (book.assumed("factor_solder") * book.assumed("hall_cooling_gain") * 8_760.0 * ceiling.high)
        book.check(
            f"SOLDER_{name}_LEAST_KW",
            Span(at_best.low, at_best.low),
            "kW",
            "the least: every assumption at its best, all year",
            book.assumed("oven_running_kw"),
        )
    reach = book.assumed("oven_running_kw") * book.assumed("oven_hours") * book.assumed("oven_saving_share")
    most = reach * book.assumed("hall_cooling_gain") * book.assumed("factor_solder") / 1000.0
    book.check("SOLDER_REACHABLE", most, "t", "running kW x hours x saved share x cooling gain x factor")
    book.clash("SOLDER_PER_OVEN", planned, done, "t")
    book.clash("SOLDER_PLAN_REACHABLE", planned, most, "t")
    book.clash("SOLDER_DONE_REACHABLE", done, most, "t")
    a_year = book.said("lcfc_cut_per_year") * 1000.0 / book.said("lcfc_units_per_year")
    book.check("SOLDER_UNIT_YEAR", a_year, "kg", "4,000 t a year / units a year")
    since = book.said("lcfc_cut_since_2017") * 1000.0 / book.said("lcfc_units_since_2017")
    book.check("SOLDER_UNIT_SINCE", since, "kg", "10,000 t since 2017 / units since 2017")
    book.clash("SOLDER_PER_UNIT", a_year, since, "kg")
    factor = book.said("scheduling_cut") * 1000.0 / book.said("scheduling_energy")
    book.check("SCHEDULING_FACTOR", factor, "kg/kWh", "2,000 t / 2,696 MWh, bound: Anhui", book.assumed("factor_anhui"))
    book.clash("SCHEDULING_FACTOR_PROVINCE", factor, book.assumed("factor_anhui"), "kg/kWh")
    return book


def _ceiling(book: Book) -> Span:
    """The share of an oven's heat that the lower peak can save, against the share that was published."""
    before, after = book.said("solder_peak_before"), book.said("solder_peak_after")
    hall = Span(_HALL_C, _HALL_C)
    ceiling = ((after - hall) / (before - hall)).rest()
    book.check("SOLDER_CEILING", ceiling, "1", "1 - (peak after - 25) / (peak before - 25)")
    book.check("SOLDER_CLAIMED_SHARE", book.said("solder_saving_share"), "1", "published, bound: heat ceiling", Span(0.0, ceiling.high))
    return ceiling
