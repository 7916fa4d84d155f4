"""End of life: fates of the mass (cut-off), and the circular-footprint formula or a recycling credit as sensitivities (METHODS 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import MethodError
from lingtan.evidence import Mark, Stage
from lingtan.product.components import Flow
from lingtan.product.pack import EndOfLife, Material
from lingtan.product.quantity import Amount
from lingtan.quantities import Unit
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["EndOfLifeMethod", "StructuralMass", "credit_flows", "fate_flows"]


class EndOfLifeMethod(StrEnum):
    """Who bears and who is credited for recycling. A verified figure is `cut_off`; the others are sensitivities."""

    CUT_OFF = "cut_off"
    CIRCULAR_FOOTPRINT = "circular_footprint"
    CREDIT = "credit"


#: Allocation factor A of the circular-footprint formula: 0.2 metals, 0.5 plastics and others (PEF method, Annex C; unverified).
_A_METAL = 0.2
_A_OTHER = 0.5
_METALS = ("aluminium", "magnesium", "steel", "copper")
#: Quality of recycled over primary output Qs/Qp: metals 1, plastics 0.9 (assumed).
_QUALITY_OTHER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralMass:
    """A structural material in the device: input mass [kg], recycled share R1 that counts [-], and where it was made."""

    name: str
    mass: Amount
    recycled: float
    place: str


def fate_flows(model: EndOfLife, *, device: Amount, packaging: Amount, place: str) -> Iterator[Flow]:
    """Collection and treatment of the device and its packaging. [kg] Shares of fates are the pack's; what is eaten (0 kg) has no fate."""
    if device.value == 0.0 and packaging.value > 0.0:
        yield from _packaging_fates(model, packaging, place)
        return
    if model.fate_gsd > 1.0:
        doubt = Parameter(key="sku/end_of_life/fates", shape=Shape.LOGNORMAL, spread=model.fate_gsd, scope=Scope.SKU)
        device = device.times(Amount(value=1.0, mark=Mark.ASSUMED, multipliers=(doubt.key,), origin=model.source, parameters=(doubt,)))
    yield Flow(suffix="collection", activity=model.collection, amount=device, unit=Unit.KG, place=place)
    for activity, share in sorted(model.fates.items()):
        if share > 0:
            yield Flow(suffix=activity, activity=activity, amount=device.scaled(share), unit=Unit.KG, place=place)
    yield from _packaging_fates(model, packaging, place)


def _packaging_fates(model: EndOfLife, packaging: Amount, place: str) -> Iterator[Flow]:
    for activity, share in sorted(model.packaging_fates.items()):
        if share > 0 and packaging.value > 0:
            yield Flow(suffix=f"packaging.{activity}", activity=activity, amount=packaging.scaled(share), unit=Unit.KG, place=place)


def credit_flows(
    method: EndOfLifeMethod, masses: tuple[StructuralMass, ...], materials: dict[str, Material], *, recycled_out: float
) -> Iterator[Flow]:
    """Flows by which the other methods differ from cut-off; the sum is their difference.

    With R1 recycled content, R2 = `recycled_out` recycled at end of life, A the allocation factor and q = Qs/Qp (PEF method, 4.4.8.1,
    material part, with the same recycling process at both ends):

        circular footprint − cut-off = (1 − A)(R2 − R1)(E_rec − q·E_v)        credit − cut-off = R2 (E_rec − q·E_v)

    Raises MethodError `RECYCLED_DOUBLE_CREDIT` for a full credit beside burden-free recycled input of the same material: the same mass
    would be credited at both ends.
    """
    if method is EndOfLifeMethod.CUT_OFF:
        return
    for entry in masses:
        material = materials[entry.name]
        if not material.recycled:
            continue
        if method is EndOfLifeMethod.CREDIT and entry.recycled > 0:
            raise MethodError("RECYCLED_DOUBLE_CREDIT", place=f"end_of_life.{entry.name}", material=entry.name, share=entry.recycled)
        metal = entry.name.startswith(_METALS)
        allocation = (_A_METAL if metal else _A_OTHER) if method is EndOfLifeMethod.CIRCULAR_FOOTPRINT else 0.0
        quality = 1.0 if metal else _QUALITY_OTHER
        turned = entry.mass.scaled((1.0 - allocation) * (recycled_out - entry.recycled))
        if turned.value == 0.0:
            continue
        yield Flow(
            suffix=f"{entry.name}.recycling",
            activity=material.recycled,
            amount=turned,
            unit=Unit.KG,
            place=entry.place,
            stage=Stage.END_OF_LIFE,
        )
        yield Flow(
            suffix=f"{entry.name}.avoided",
            activity=material.primary,
            amount=turned.scaled(-quality),
            unit=Unit.KG,
            place=entry.place,
            stage=Stage.END_OF_LIFE,
        )
