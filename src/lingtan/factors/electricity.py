"""Electricity by class: two types that no function takes for one another (METHODS 1).

A life-cycle factor (电力碳足迹因子) counts fuel supply, plants and grid and belongs to products; a direct factor (电力二氧化碳排放因子)
counts the stack's CO2 only and belongs to inventories. Neither can be made from the other but by the marked estimate of `scaling`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import MethodError
from lingtan.factors.query import Resolved
from lingtan.factors.record import Factor, FactorClass

__all__ = ["DirectElectricity", "LifeCycleElectricity", "require_product_class"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeCycleElectricity:
    """A life-cycle electricity factor as resolved. Raises MethodError `WRONG_FACTOR_CLASS` for any other class."""

    resolved: Resolved

    def __post_init__(self) -> None:
        _require(self.resolved.factor, FactorClass.ELECTRICITY_LIFE_CYCLE)

    @property
    def intensity_kg_per_kwh(self) -> float:
        """Life-cycle intensity. [kg CO2e/kWh]."""
        return self.resolved.factor.value


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectElectricity:
    """A direct-emission electricity factor as resolved. Raises MethodError `WRONG_FACTOR_CLASS` for any other class."""

    resolved: Resolved

    def __post_init__(self) -> None:
        _require(self.resolved.factor, FactorClass.ELECTRICITY_DIRECT)

    @property
    def intensity_kg_per_kwh(self) -> float:
        """Direct intensity. [kg CO2/kWh]."""
        return self.resolved.factor.value


def require_product_class(factor: Factor) -> Factor:
    """The factor, if a product's footprint may use it. Raises MethodError `WRONG_FACTOR_CLASS` for a direct electricity factor."""
    if factor.klass is FactorClass.ELECTRICITY_DIRECT:
        _require(factor, FactorClass.ELECTRICITY_LIFE_CYCLE)
    return factor


def _require(factor: Factor, klass: FactorClass) -> None:
    if factor.klass is not klass:
        raise MethodError("WRONG_FACTOR_CLASS", place=factor.id, activity=factor.activity, asked=klass.value, available=factor.klass.value)
