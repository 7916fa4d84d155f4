"""What a component model is given and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lingtan.errors import InputError
from lingtan.evidence import Mark, Stage
from lingtan.product.pack import Material, Template
from lingtan.product.quantity import Amount
from lingtan.quantities import Unit

__all__ = ["ComponentModel", "Flow", "Part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """`amount` [`unit`] of an activity's product, run at `place`; `stage` is None for the template's own stage."""

    suffix: str
    activity: str
    amount: Amount
    unit: Unit
    place: str
    stage: Stage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One component of one device, its quantities evaluated.

    `recycled` is the recycled share that counts per material [-] (METHODS 7 already applied); `materials` the pack's material table;
    `split` the mass shares of structural materials [-]; `constants` the factor library's numbers (`ic_fab_yield`).
    """

    template: Template
    amounts: Mapping[str, Amount]
    place: str
    assembly_place: str
    choices: Mapping[str, str]
    recycled: Mapping[str, float]
    materials: Mapping[str, Material]
    split: Mapping[str, float]
    constants: Mapping[str, float]

    def amount(self, name: str) -> Amount:
        """The quantity of this name; raises InputError `PACK_QUANTITY_MISSING` where the template lacks what its model needs."""
        if name not in self.amounts:
            raise InputError("PACK_QUANTITY_MISSING", place=f"templates.{self.template.key}", name=name, model=self.template.model)
        return self.amounts[name]

    def optional(self, name: str) -> Amount | None:
        """The quantity of this name, or None."""
        return self.amounts.get(name)

    def option(self, name: str) -> str:
        """The option of this name; `@choice` reads the device's choice of that name."""
        if name not in self.template.options:
            raise InputError("PACK_QUANTITY_MISSING", place=f"templates.{self.template.key}", name=name, model=self.template.model)
        value = self.template.options[name]
        return self.choices.get(value[1:], "") if value.startswith("@") else value

    def flow(self, suffix: str, activity: str, amount: Amount, unit: Unit, *, stage: Stage | None = None, place: str = "") -> Flow:
        """A flow at the part's place unless another is named."""
        return Flow(suffix=suffix, activity=activity, amount=amount, unit=unit, place=place or self.place, stage=stage)


#: One piece, exactly.
ONE = Amount(value=1.0, mark=Mark.DECLARED, origin="one device")

ComponentModel: TypeAlias = Callable[[Part], Iterator[Flow]]
