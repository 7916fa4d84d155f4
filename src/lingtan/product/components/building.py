"""What is built in and stays: made, hauled, wasted on site, renewed in use, and taken down, module by module of EN 15978."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lingtan.evidence import Stage
from lingtan.product.components.base import Flow, Part
from lingtan.product.quantity import Amount, worse
from lingtan.quantities import Unit

__all__ = ["built_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """A building product: `amount` [`unit`] of its activity, its mass [kg], and the part it belongs to."""

    part: Part
    unit: Unit
    amount: Amount
    mass: Amount

    def made(self, prefix: str, stage: Stage) -> Iterator[Flow]:
        """A1-A3 and A4: the product and its way to the site."""
        later = stage is not Stage.MATERIALS
        yield self.part.flow(f"{prefix}made", self.part.option("activity"), self.amount, self.unit, stage=stage)
        yield from self._hauled(f"{prefix}haul", "haul_km", stage if later else Stage.TRANSPORT)

    def disposed(self, prefix: str, stage: Stage) -> Iterator[Flow]:
        """C2-C4: the way to the yard and what is done there."""
        yield from self._hauled(f"{prefix}away", "removal_km", stage)
        yield self.part.flow(f"{prefix}fate", self.part.option("fate"), self.mass, Unit.KG, stage=stage)

    def times(self, times: Amount) -> _Product:
        """The product `times` over."""
        return _Product(part=self.part, unit=self.unit, amount=self.amount.times(times), mass=self.mass.times(times))

    def _hauled(self, suffix: str, distance: str, stage: Stage) -> Iterator[Flow]:
        km = self.part.amount(distance)
        if km.value > 0.0:
            yield self.part.flow(suffix, self.part.option("haul"), self.mass.times(km).scaled(0.001), Unit.TKM, stage=stage)


def built_in(part: Part) -> Iterator[Flow]:
    """A building product over the study period, by the modules of EN 15978:2011 (GB/T 51366-2019 6, 5 and 4 in other words).

        A1-A3  amount × activity                           A4  mass × haul_km
        A5     waste_share × (A1-A3 + A4 + disposal)       B4  renewals × (A1-A3 + A4 + disposal of the old one)
        C2-C4  mass × removal_km, and mass × fate          renewals = ceil(study_years / life_years) − 1 (whole ones; unverified)

    `amount` in option `unit` of option `activity`; `mass_per_unit` [kg/unit] (1 where the unit is kg), `haul_km`, `removal_km` [km],
    `waste_share` [-] (optional), `life_years` and `study_years` [a] (optional, together). Options `haul` (its freight activity) and
    `fate` (its end-of-life activity).
    """
    unit, amount = Unit(part.option("unit")), part.amount("amount")
    if amount.value == 0.0:
        return
    mass = amount if unit is Unit.KG else amount.times(part.amount("mass_per_unit"))
    product = _Product(part=part, unit=unit, amount=amount, mass=mass)
    yield from product.made("", Stage.MATERIALS)
    for prefix, times, stage in (("waste.", part.optional("waste_share"), Stage.ASSEMBLY), ("renewed.", _renewals(part), Stage.USE)):
        if times is not None and times.value > 0.0:
            yield from product.times(times).made(prefix, stage)
            yield from product.times(times).disposed(prefix, stage)
    yield from product.disposed("removed.", Stage.END_OF_LIFE)


def _renewals(part: Part) -> Amount | None:
    life = part.optional("life_years")
    if life is None:
        return None
    study = part.amount("study_years")
    count = max(0.0, math.ceil(round(study.value / life.value, 9)) - 1.0)
    return Amount(value=count, mark=worse(study.mark, life.mark), origin=f"{study.origin}; {life.origin}")
