"""A workshop's file: who makes what where, its months, and the baseline they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import DEFAULT_MONTHS, from_plain
from lingtan.factors import FactorClass, FactorLibrary, FactorQuery, Resolved
from lingtan.factory.workshop import ShopMonth, Workshop
from lingtan.files.energy.shop_months import read_shop_months
from lingtan.files.trees import read_toml

__all__ = ["DRIVERS", "OpenedShop", "open_shop", "shop_factor"]

#: What a baseline is adjusted by unless the file says otherwise.
DRIVERS = ("pieces", "heating_kd", "cooling_kd")


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    workshop: Workshop
    months: str
    baseline: str = ""
    drivers: tuple[str, ...] = DRIVERS
    weights: Mapping[str, float] = field(default_factory=dict)
    least_months: int = DEFAULT_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedShop:
    """The workshop, the months that were measured, and those before the measure (none where no saving is claimed)."""

    workshop: Workshop
    months: tuple[ShopMonth, ...]
    baseline: tuple[ShopMonth, ...]
    drivers: tuple[str, ...]
    weights: Mapping[str, float]
    least_months: int


def open_shop(path: Path) -> OpenedShop:
    """The workshop of a TOML file; its tables of months stand beside it. Raises InputError with the file, the key or the cell."""
    data: Mapping[str, Any] = read_toml(path)
    if "months" not in data:
        raise InputError("REQUIRED_FIELD", place=path.name, field="months")
    said = from_plain(_File, data, place=path.name)
    return OpenedShop(
        workshop=said.workshop,
        months=read_shop_months(path.parent / said.months),
        baseline=read_shop_months(path.parent / said.baseline) if said.baseline else (),
        drivers=said.drivers,
        weights=said.weights,
        least_months=said.least_months,
    )


def shop_factor(library: FactorLibrary, place: str, year: int) -> Resolved:
    """The life-cycle electricity of the workshop's place, as products take it (METHODS 1)."""
    return library.resolve(FactorQuery(activity="electricity", place=place, year=year, klass=FactorClass.ELECTRICITY_LIFE_CYCLE))
