"""The baseline of a workshop's months and the saving against it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import LingtanError
from lingtan.services.workshop.saving import saving_view
from lingtan.services.workshop.shop import OpenedShop

__all__ = ["DriverRow", "Fit", "fit_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRow:
    """A coefficient of the baseline. [kWh], [kWh per unit of the driver]"""

    driver: str
    coefficient_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How good the baseline fits, and what it says was saved; `refused` is the code of why it does not count. [1], [kWh]"""

    months: int
    fit_share: float
    cv_rmse_share: float
    adjusted_baseline_kwh: float
    measured_kwh: float
    saving_kwh: float
    standard_error_kwh: float
    refused: str | None
    drivers: tuple[DriverRow, ...]


def fit_of(shop: OpenedShop) -> tuple[Fit | None, str]:
    """The fit; nothing without months before, and the code of what refuses a baseline of those there are."""
    if not shop.baseline:
        return None, ""
    try:
        view = saving_view(shop)
    except LingtanError as error:
        return None, error.code
    names = ("fit_share", "cv_rmse_share", "adjusted_baseline_kwh", "measured_kwh", "saving_kwh", "standard_error_kwh", "refused")
    drivers = tuple(DriverRow(driver=name, coefficient_kwh=value) for name, value in view["coefficients"].items())
    return Fit(months=view["period"]["months"], drivers=drivers, **{name: view[name] for name in names}), ""
