"""The Tianjin park: what its published PV, heat, 90 % and output need to be true. Readings that the words allow stand side by side."""

from __future__ import annotations

from lingtan.assessment.published.book import Book
from lingtan.assessment.published.span import Span

__all__ = ["tianjin"]


def tianjin() -> Book:
    """All checks of the park."""
    book = Book(subject="tianjin")
    _pv(book)
    _heat(book)
    _ninety(book)
    seconds, units = book.said("tianjin_seconds_per_unit"), book.said("tianjin_units")
    book.check("TIANJIN_HOURS", seconds * units / 3600.0, "h", "seconds per unit x units / 3600", Span(0.0, 8_760.0))
    return book


def _pv(book: Book) -> None:
    roof = book.assumed("pv_module_w_per_m2") * book.assumed("pv_roof_cover")
    bound = roof * book.assumed("pv_specific_yield") / 1000.0
    built = book.said("tianjin_pv_energy") / book.said("tianjin_pv_area")
    book.check("TIANJIN_PV_YIELD", built, "kWh/m2", "energy / area, bound: module W/m2 x cover x kWh/kWp", bound)
    planned = book.said("tianjin_plan_energy") / book.said("tianjin_plan_area")
    book.check("TIANJIN_PLAN_YIELD", planned, "kWh/m2", "energy / area, of the plan of 2022", bound)
    density = built / book.assumed("pv_specific_yield") * 1000.0
    book.check("TIANJIN_PV_DENSITY", density, "W/m2", "energy / area / kWh per kWp, bound: module W/m2 x cover", roof)
    whole = book.said("tianjin_pv_area") * book.assumed("pv_module_w_per_m2") * book.assumed("pv_specific_yield") / 1000.0
    book.check("TIANJIN_PV_MODULE_AREA", whole, "kWh", "if the area were modules: area x W/m2 x kWh/kWp", book.said("tianjin_pv_energy"))
    factor = book.said("tianjin_pv_cut") * 1000.0 / book.said("tianjin_pv_energy")
    book.check("TIANJIN_PV_FACTOR_PROVINCE", factor, "kg/kWh", "cut / energy, bound: Tianjin", book.assumed("factor_tianjin"))
    book.check("TIANJIN_PV_FACTOR_NATION", factor, "kg/kWh", "cut / energy, bound: national mean", book.assumed("factor_national"))
    book.clash("TIANJIN_PV_YIELDS", built, planned, "kWh/m2")
    book.clash("TIANJIN_PV_FACTOR", factor, book.assumed("factor_tianjin"), "kg/kWh")


def _heat(book: Book) -> None:
    power = book.said("tianjin_compressor_heat") / book.assumed("heat_recovery_share") / book.assumed("compressor_hours")
    book.check("TIANJIN_COMPRESSORS", power, "kW", "heat / recovered share / hours", book.assumed("compressor_station_kw"))
    price = book.said("tianjin_compressor_money") / book.said("tianjin_compressor_heat")
    book.check("TIANJIN_HEAT_PRICE", price, "yuan/kWh", "money / heat", book.assumed("heat_value"))


def _ninety(book: Book) -> None:
    """The 90 %: own cuts that have a figure, their share with green power = 0, and the green power that would then be needed."""
    emissions = book.said("tianjin_emissions")
    heat = book.said("tianjin_compressor_heat") * book.assumed("heat_factor") / 1000.0
    air = book.said("tianjin_fresh_air_saving") * book.assumed("fresh_air_share") * emissions
    own = book.said("tianjin_pv_cut") + heat + book.said("tianjin_architecture") + air
    formula = "PV + heat x factor + architecture + 50 % of fresh air"
    book.check("TIANJIN_OWN", own, "t", formula)
    claim, factor = book.said("tianjin_own_and_green"), book.assumed("factor_tianjin")
    for reading, whole in (("GROSS", emissions), ("NET", Span(emissions.low + own.low, emissions.high + own.high))):
        share = Span(own.low / whole.low, own.high / whole.high)
        book.check(f"TIANJIN_OWN_SHARE_{reading}", share, "1", "own cuts / emissions, green power = 0", claim)
        least = Span(max(0.9 * whole.low - own.high, 0.0), max(whole.high - own.low, 0.0))
        bought = whole * book.assumed("direct_share").rest() / factor
        book.check(
            f"TIANJIN_GREEN_{reading}", least / factor, "MWh", "(90 to 100 % of emissions - own cuts) / factor, bound: power bought",
            Span(0.0, bought.high),
        )  # fmt: skip
