"""The data sets of an openLCA JSON-LD package (olca-schema 2, CC0): one JSON object a file, by kind and id.

`olca-schema` (MPL-2.0) is not needed for that: the format is open and documented, and its classes would hold the same mappings again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.errors import InputError
from lingtan.files.trees import parse_json

__all__ = ["FOLDERS", "SCHEMA_FILE", "Entities", "Units", "entities_of", "missing", "reference"]

SCHEMA_FILE = "olca-schema.json"
_VERSION = 2
#: The folder of each kind of data set that we read and write.
FOLDERS: Mapping[str, str] = {
    "UnitGroup": "unit_groups",
    "FlowProperty": "flow_properties",
    "Flow": "flows",
    "Location": "locations",
    "Parameter": "parameters",
    "Process": "processes",
    "ImpactCategory": "lcia_categories",
    "ImpactMethod": "lcia_methods",
}

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entities:
    """Data sets by kind and id. `name` is the package's, for places."""

    name: str
    by_kind: Mapping[str, Mapping[str, Entity]]

    def of(self, kind: str) -> Mapping[str, Entity]:
        """All data sets of a kind by id."""
        return self.by_kind.get(kind, {})

    def get(self, kind: str, ref: Entity | None, place: str) -> Entity:
        """The data set that a reference names. Raises InputError `EXCHANGE_REFERENCE`."""
        wanted = reference(ref)
        found = self.of(kind).get(wanted)
        if found is None:
            raise missing(kind, ref, place)
        return found


def reference(ref: Entity | None) -> str:
    """The id in a reference, empty for none."""
    return str(ref.get("@id", "")) if isinstance(ref, Mapping) else ""


def missing(kind: str, ref: Entity | None, place: str) -> InputError:
    """The refusal of a reference that leads nowhere."""
    name = str(ref.get("name", "?")) if isinstance(ref, Mapping) else "?"
    return InputError("EXCHANGE_REFERENCE", place=place, kind=kind, id=reference(ref) or "?", name=name)


def entities_of(files: Mapping[str, bytes], *, place: str) -> Entities:
    """The package's data sets.

    Raises InputError `EXCHANGE_NOT_OPENLCA`, `EXCHANGE_SCHEMA` for a package of another schema version, `JSON_BROKEN`.
    """
    if not any(name.startswith("processes/") for name in files):
        raise InputError("EXCHANGE_NOT_OPENLCA", place=place)
    stated = parse_json(files[SCHEMA_FILE], place=f"{place}: {SCHEMA_FILE}") if SCHEMA_FILE in files else {}
    version = stated.get("version", 1) if isinstance(stated, Mapping) else 1
    if version != _VERSION:
        raise InputError("EXCHANGE_SCHEMA", place=f"{place}: {SCHEMA_FILE}", found=str(version), wanted=_VERSION)
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    found: dict[str, dict[str, Entity]] = {kind: {} for kind in FOLDERS}
    for name, data in files.items():
        folder, _, rest = name.rpartition("/")
        if folder in kinds and rest.endswith(".json"):
            entity = parse_json(data, place=f"{place}: {name}")
            if not isinstance(entity, Mapping) or not reference(entity):
                raise InputError("EXCHANGE_REFERENCE", place=f"{place}: {name}", kind=kinds[folder], id="?", name="@id")
            found[kinds[folder]][reference(entity)] = entity
    return Entities(name=place, by_kind=found)


class Units:
    """How much of a flow's reference unit an amount is, by the package's unit groups and flow properties."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._factor: dict[str, float] = {}
        self._reference_unit: dict[str, str] = {}
        for group_id, group in entities.of("UnitGroup").items():
            for unit in group.get("units") or ():
                self._factor[reference(unit)] = float(unit.get("conversionFactor", 1.0))
                if unit.get("isRefUnit") or unit.get("referenceUnit"):
                    self._reference_unit[group_id] = str(unit.get("name", ""))

    def reference_unit(self, flow: Entity, place: str) -> str:
        """The name of the unit that the flow is counted in. Raises InputError `EXCHANGE_REFERENCE`."""
        factor = self._property(flow, None, place)
        held = self._entities.get("FlowProperty", factor.get("flowProperty"), place)
        group = reference(held.get("unitGroup"))
        if group not in self._reference_unit:
            raise missing("UnitGroup", held.get("unitGroup"), place)
        return self._reference_unit[group]

    def scale(self, flow: Entity, unit: Entity | None, quantity: Entity | None, place: str) -> float:
        """Reference units in one of `unit` of `quantity`: unit factor ÷ property factor. [-]. 1 where neither is stated.

        Raises InputError `EXCHANGE_REFERENCE`.
        """
        size = 1.0
        if reference(unit):
            if reference(unit) not in self._factor:
                raise missing("Unit", unit, place)
            size = self._factor[reference(unit)]
        return size / float(self._property(flow, quantity, place).get("conversionFactor", 1.0))

    def _property(self, flow: Entity, quantity: Entity | None, place: str) -> Entity:
        listed = list(flow.get("flowProperties") or ())
        for factor in listed:
            is_wanted = reference(factor.get("flowProperty")) == reference(quantity) if quantity else factor.get("isRefFlowProperty")
            if is_wanted:
                return dict(factor)
        if len(listed) == 1 and not quantity:
            return dict(listed[0])
        raise missing("FlowProperty", quantity or {"name": flow.get("name", "?")}, place)
