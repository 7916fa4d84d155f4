"""The Wuhan plant: five levers, of which four have a figure. What each needs to be true, and how much of the site they explain."""

from __future__ import annotations

import math

from lingtan.assessment.published.book import Book
from lingtan.assessment.published.span import Span

__all__ = ["wuhan"]

#: Choked flow of air through a hole at 8 bar absolute and 293 K, discharge 0.6 to 0.95. Mass flow per area [kg/(s m2)] is
#: p0 / sqrt(R T0) x sqrt(gamma) x (2 / (gamma + 1)) ^ ((gamma + 1) / (2 (gamma - 1))), gamma = 1.4, R = 287.
_CHOKED = 8e5 / math.sqrt(287.0 * 293.0) * math.sqrt(1.4) * (2 / 2.4) ** 3
_DISCHARGE = Span(0.6, 0.95)
_AIR_KG_PER_M3 = 1.2
_YEAR_S = 8_760.0 * 3_600.0


def wuhan() -> Book:
    """All checks of the plant."""
    book = Book(subject="wuhan")
    nitrogen_t = _nitrogen(book)
    _leak(book)
    fans = book.said("wuhan_fans_energy") / book.said("wuhan_fans_groups") / 8_760.0
    book.check(
        "WUHAN_FAN_BEFORE",
        fans / book.assumed("fan_saving_share"),
        "kW",
        "energy / groups / 8760 h / saved share",
        book.assumed("air_handler_fan_kw"),
    )
    book.check("WUHAN_PV_ENERGY", book.said("wuhan_pv_cut") * 1000.0 / book.assumed("factor_hubei"), "kWh", "cut / factor")
    fans_t = book.said("wuhan_fans_energy") * book.assumed("factor_hubei") / 1000.0
    levers = book.said("wuhan_pv_cut") + nitrogen_t + fans_t
    book.check(
        "WUHAN_EXPLAINED", Span(levers.low / (levers.low + 40_000.0), levers.high / (levers.high + 30_000.0)), "1",
        "PV + nitrogen + fans over these and what is still emitted",
    )  # fmt: skip
    return book


def _nitrogen(book: Book) -> Span:
    """Tonnes a year that the nitrogen station saves."""
    daily, share = book.said("wuhan_nitrogen_per_day"), book.said("wuhan_nitrogen_share")
    old_kw = daily / share / 24.0
    psa = book.assumed("psa_kwh_per_nm3")
    book.check("WUHAN_OLD_STATION", old_kw, "kW", "saved a day / saved share / 24 h")
    book.check("WUHAN_DEMAND", old_kw / psa, "Nm3/h", "old power / PSA kWh per Nm3", book.assumed("nitrogen_demand"))
    book.check(
        "WUHAN_NEW_SPECIFIC", psa * share.rest(), "kWh/Nm3", "PSA kWh per Nm3 x (1 - saved share)", book.assumed("cryogenic_kwh_per_nm3")
    )
    ratio = book.said("wuhan_recovery_ratio")
    book.check(
        "WUHAN_OLD_RECOVERY",
        Span(1.0, 1.0) / ratio,
        "1",
        "most that the old station may have recovered: 1 / ratio",
        book.assumed("recovery_limit"),
    )
    from_ratio = (Span(1.0, 1.0) / ratio).rest()
    book.check(
        "WUHAN_SHARE_FROM_RECOVERY", from_ratio, "1", "1 - 1 / ratio, as much air at the same pressure, bound: published share", share
    )
    tonnes = daily * 365.0 * book.assumed("factor_hubei") / 1000.0
    book.check("WUHAN_NITROGEN_CUT", tonnes, "t", "saved a day x 365 x factor")
    book.check("WUHAN_NITROGEN_OF_SITE", tonnes / book.said("wuhan_emissions"), "1", "that over the site's emissions")
    return tonnes


def _leak(book: Book) -> None:
    flow = book.said("wuhan_leak_air") * _AIR_KG_PER_M3 / _YEAR_S
    area_mm2 = flow / (_DISCHARGE * _CHOKED) * 1e6
    diameter = (area_mm2 * (4 / math.pi)).root()
    book.check("WUHAN_HOLE", diameter, "mm", "hole that loses so much at 8 bar absolute, choked flow", book.assumed("hole_diameter"))
