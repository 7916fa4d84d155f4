"""Component models: each turns a component's quantities into flows of the factor library's activities."""

from __future__ import annotations

from collections.abc import Mapping

from lingtan.product.components.base import ComponentModel, Flow, Part
from lingtan.product.components.body import coating, structure
from lingtan.product.components.building import built_in
from lingtan.product.components.electronics import LOGIC_NODES_NM, accelerator, board, disk, logic, memory, nearest_node, storage
from lingtan.product.components.modules import assembly, module, panel, soldering
from lingtan.product.components.packaging import PACKAGING_DESIGNS, packaging
from lingtan.product.pack import Template
from lingtan.quantities import Unit

__all__ = ["LOGIC_NODES_NM", "MODELS", "PACKAGING_DESIGNS", "ComponentModel", "Flow", "Part", "main_unit", "nearest_node"]

#: The component models a class pack may name.
MODELS: Mapping[str, ComponentModel] = {
    "accelerator": accelerator,
    "assembly": assembly,
    "board": board,
    "built_in": built_in,
    "coating": coating,
    "disk": disk,
    "logic": logic,
    "memory": memory,
    "module": module,
    "packaging": packaging,
    "panel": panel,
    "soldering": soldering,
    "storage": storage,
    "structure": structure,
}

#: model → unit of a BOM line that replaces its main quantity, and the factor to the quantity's own unit (a die is cm2 in a BOM, mm2 here).
_MAIN_UNITS: Mapping[str, tuple[Unit, float]] = {
    "accelerator": (Unit.PIECE, 1.0),
    "board": (Unit.M2, 1.0),
    "coating": (Unit.M2, 1.0),
    "disk": (Unit.PIECE, 1.0),
    "logic": (Unit.CM2, 100.0),
    "memory": (Unit.GB, 1.0),
    "packaging": (Unit.KG, 1.0),
    "panel": (Unit.M2, 1.0),
    "storage": (Unit.GB, 1.0),
    "structure": (Unit.KG, 1.0),
}


def main_unit(template: Template) -> tuple[Unit, float]:
    """Unit in which a BOM states the template's main quantity, and the factor to the quantity's own unit. [-]."""
    return _MAIN_UNITS.get(template.model) or (Unit(template.options["unit"]), 1.0)
