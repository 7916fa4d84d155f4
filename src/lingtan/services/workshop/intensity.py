"""`lingtan workshop intensity`: measured kWh and kg of one piece, as the fact that a product takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lingtan.evidence import Intensity, canonical_bytes, from_plain, to_plain
from lingtan.factors import FactorLibrary
from lingtan.factory.workshop import measured_intensity, require_proven
from lingtan.files import read_json, write_atomic
from lingtan.product import DeviceSpec
from lingtan.product.workshop.use import WorkshopUse
from lingtan.services.workshop.saving import counted_saving
from lingtan.services.workshop.shop import OpenedShop, shop_factor

__all__ = ["intensity_view", "read_uses", "shop_intensity", "with_intensities", "write_intensity"]


def shop_intensity(shop: OpenedShop, library: FactorLibrary, *, before: Intensity | None = None) -> Intensity:
    """The intensity of the file's months; with a baseline in the file its saving must count.

    `before` is the figure that it would follow. Raises MethodError `INTENSITY_PERIOD`, `SAVING_PERIOD`, `SAVING_WITHIN_ERROR`,
    `INTENSITY_UNPROVEN`, InputError as the readers.
    """
    saving = counted_saving(shop) if shop.baseline else None
    year = int(shop.months[-1].month[:4]) if shop.months else 0
    factor = shop_factor(library, shop.workshop.place, year)
    made = measured_intensity(shop.workshop, shop.months, factor, saving=saving, weights=shop.weights)
    made.require_months(shop.least_months)
    if before is not None:
        require_proven(before, made)
    return made


def write_intensity(intensity: Intensity, path: Path) -> None:
    """The fact as canonical JSON: the file that `lingtan footprint --intensity` takes."""
    write_atomic(path, canonical_bytes(to_plain(intensity)))


def read_uses(paths: Sequence[Path]) -> tuple[WorkshopUse, ...]:
    """Intensities of files: the fact itself (one piece a device), or `{"intensity": …, "pieces_count": 2}`. Raises `BAD_RECORD`."""
    return tuple(_use(path) for path in paths)


def with_intensities(spec: DeviceSpec, paths: Sequence[Path]) -> DeviceSpec:
    """The device with these measured intensities in the place of what the library estimates for its steps."""
    return replace(spec, workshops=(*spec.workshops, *read_uses(paths))) if paths else spec


def _use(path: Path) -> WorkshopUse:
    said = read_json(path)
    if isinstance(said, dict) and "intensity" in said:
        return from_plain(WorkshopUse, said, place=path.name)
    return WorkshopUse(intensity=from_plain(Intensity, said, place=path.name))


def intensity_view(said: Intensity) -> dict[str, Any]:
    """The fact as it is shown: a piece in kWh and kg with its error, the shares of the meters, and where it comes from."""
    names = ("product_wh", "other_products_wh", "scrap_wh", "idle_wh", "other_wh", "borne_wh", "metered_wh")
    return {
        "workshop": said.workshop,
        "product": said.product,
        "process": said.process.value,
        "kwh_per_unit": said.kwh_per_unit,
        "kg_per_unit": said.kg_per_unit,
        "standard_error_share": said.standard_error_share,
        "period": {"start": said.period_start.isoformat(), "end": said.period_end.isoformat(), "months": said.months_count},
        "meters": list(said.meters),
        "good": said.good_count,
        "scrap": said.scrap_count,
        "shares_kwh": {name.removesuffix("_wh"): getattr(said, name) / 1000 for name in names},
        "factor": {"id": said.factor_id, "class": said.factor_class, "year": said.factor_year, "kg_per_kwh": said.factor_kg_per_kwh},
        "saving_kwh": said.saving.saving_kwh if said.saving else None,
        "synthetic": said.synthetic,
        "digest": said.digest,
    }
