"""`lingtan workshop saving`: what a measure saved against the adjusted baseline, and whether it counts."""

from __future__ import annotations

from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import MeasuredSaving
from lingtan.factory.savings import energy_baseline, measured_saving
from lingtan.factory.workshop import energy_months
from lingtan.services.workshop.refused import refused_code
from lingtan.services.workshop.shop import OpenedShop

__all__ = ["counted_saving", "saving_view", "shop_saving"]


def shop_saving(shop: OpenedShop) -> MeasuredSaving:
    """The saving of the file's months. Raises InputError `SHOP_BASELINE` without a baseline, and as `energy_baseline`."""
    if not shop.baseline:
        raise InputError("SHOP_BASELINE", place=shop.workshop.name)
    baseline = energy_baseline(
        energy_months(shop.baseline), shop.drivers, workshop=shop.workshop.name, least_months=shop.least_months
    )  # fmt: skip
    return measured_saving(baseline, energy_months(shop.months))


def counted_saving(shop: OpenedShop) -> MeasuredSaving:
    """The same, refused where it does not count: MethodError `SAVING_PERIOD`, `SAVING_WITHIN_ERROR`."""
    saving = shop_saving(shop)
    saving.require_counted(least_months=shop.least_months)
    return saving


def saving_view(shop: OpenedShop) -> dict[str, Any]:
    """The baseline with its fit, the saving with its error, and the code that refuses it (None where it counts)."""
    saving = shop_saving(shop)
    fitted = energy_baseline(energy_months(shop.baseline), shop.drivers, workshop=shop.workshop.name, least_months=shop.least_months)
    refused = refused_code(lambda: saving.require_counted(least_months=shop.least_months))
    return {
        "workshop": saving.workshop,
        "synthetic": shop.workshop.synthetic,
        "baseline": {"start": saving.baseline_start.isoformat(), "end": saving.baseline_end.isoformat()},
        "period": {"start": saving.period_start.isoformat(), "end": saving.period_end.isoformat(), "months": saving.months_count},
        "coefficients": dict(zip(("constant", *fitted.drivers), map(float, fitted.coefficients), strict=True)),
        "fit_share": fitted.fit_share,
        "cv_rmse_share": fitted.cv_rmse_share,
        "adjusted_baseline_kwh": saving.adjusted_baseline_kwh,
        "measured_kwh": saving.measured_kwh,
        "saving_kwh": saving.saving_kwh,
        "standard_error_kwh": saving.standard_error_kwh,
        "counts": refused is None,
        "refused": refused,
    }
