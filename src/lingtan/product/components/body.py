"""Structure: mass of each material, primary and recycled, and the step that shapes it."""

from __future__ import annotations

from collections.abc import Iterator

from lingtan.errors import InputError
from lingtan.product.attributes import Finish
from lingtan.product.components.base import Flow, Part
from lingtan.quantities import Unit

__all__ = ["coating", "structure"]


def structure(part: Part) -> Iterator[Flow]:
    """A structural part by material: input mass × (1 − r) primary + r recycled, plus shaping of the part's mass.

    `mass_kg` [kg]; option `material` for a single material, otherwise the device's material split. Recycled input is burden-free of its
    first life (cut-off, ISO 14067 6.4.6.3 in the recycled-content reading) and only counts where its custody model allows (METHODS 7).
    """
    mass = part.amount("mass_kg")
    single = part.template.options.get("material")
    split = {single: 1.0} if single else part.split
    for name, share in sorted(split.items()):
        if share == 0.0:
            continue
        if name not in part.materials:
            raise InputError(
                "MATERIAL_UNKNOWN", place=f"templates.{part.template.key}", material=name, known=", ".join(sorted(part.materials))
            )
        material = part.materials[name]
        recycled = part.recycled.get(name, 0.0)
        if recycled > 0.0 and not material.recycled:
            raise InputError("MATERIAL_NOT_RECYCLED", place=f"templates.{part.template.key}", material=name)
        needed = mass.scaled(share * material.input_per_kg)
        if recycled < 1.0:
            yield part.flow(f"{name}.primary", material.primary, needed.scaled(1.0 - recycled), Unit.KG)
        if recycled > 0.0:
            yield part.flow(f"{name}.recycled", material.recycled, needed.scaled(recycled), Unit.KG)
        if material.shaping:
            yield part.flow(f"{name}.shaping", material.shaping, mass.scaled(share), Unit.KG)


#: finish → activity of a square metre coated; what is not here is not coated.
_COATING = {
    Finish.WATERBORNE: "paint_waterborne",
    Finish.SOLVENT_BORNE: "paint_solvent_borne",
    Finish.POWDER: "paint_powder",
}


def coating(part: Part) -> Iterator[Flow]:
    """Paint on the visible faces: `area_m2` [m2] by the choice `finish`. Paint-free, and a finish that nobody stated, has no line."""
    finish = part.choices.get("finish")
    area = part.amount("area_m2")
    activity = _COATING.get(Finish(finish)) if finish else None
    if activity is not None and area.value > 0.0:
        yield part.flow("paint", activity, area, Unit.M2)
