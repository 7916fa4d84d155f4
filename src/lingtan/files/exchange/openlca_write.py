"""A named system as an openLCA JSON-LD package: self-contained, the same bytes every time, and ours again when it is read here.

Shared parameters become global parameters with their distribution, and the amounts they scale formulas (`0.5 * lt_1`), so that openLCA
draws what we draw together. A treatment, whose production is negative, takes a waste flow.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lingtan.evidence import to_plain
from lingtan.files.exchange.containers import json_bytes
from lingtan.files.exchange.openlca_entities import FOLDERS, SCHEMA_FILE
from lingtan.files.exchange.openlca_labels import OWN_FILE, OpenlcaLabels
from lingtan.files.exchange.openlca_uncertainty import parameter_uncertainty, uncertainty_of
from lingtan.lca.exchange import EntryTable, LawKind, NamedSystem

__all__ = ["openlca_files"]

#: Ids are UUIDs of version 5 in this name space, so that the same thing has the same id in every package.
_SPACE = uuid.UUID("6c1f5a52-3a55-5f0e-9d55-1d0f5b8a6a10")
_CONTEXT = {"@context": {"@vocab": "http://greendelta.github.io/olca-schema#", "@base": "http://greendelta.github.io/olca-schema#"}}
_TREATED = "WASTE_FLOW"

Entity = dict[str, Any]


@lru_cache(maxsize=65_536)
def _id(kind: str, key: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}:{key}"))


def _ref(kind: str, key: str, name: str) -> Entity:
    return {"@type": kind, "@id": _id(kind, key), "name": name}


def openlca_files(system: NamedSystem) -> Mapping[str, bytes]:
    """The package's files by name."""
    package = _Package(system)
    for row in range(len(system.activities)):
        package.add_process(row)
    package.add_flows()
    package.add_methods()
    package.add_units()
    package.add_parameters()
    files = {f"{FOLDERS[e['@type']]}/{e['@id']}.json": json_bytes(e) for e in package.entities}
    labels = OpenlcaLabels(
        activities=tuple((_id("Process", label.key), label) for label in system.activities),
        flows=tuple((_id("Flow", f"elementary/{label.key}"), label) for label in system.flows),
        methods=tuple((_id("ImpactCategory", label.key), label) for label in system.methods),
        parameters=tuple((package.short[key], parameter) for key, parameter in system.parameters.items()),
    )
    return {**files, SCHEMA_FILE: json_bytes({"version": 2}), "context.json": json_bytes(_CONTEXT), OWN_FILE: json_bytes(to_plain(labels))}


class _Package:
    """Data sets as they are made."""

    def __init__(self, system: NamedSystem) -> None:
        self.system = system
        self.entities: list[Entity] = []
        self.short = {key: f"lt_{number}" for number, key in enumerate(system.parameters, start=1)}
        self._units: dict[str, None] = {}
        self._places: dict[str, None] = {}
        self._signed = system.technosphere.signed
        self._is_treatment = self._signed[system.production] < 0.0
        self._row, self._flip = system.technosphere.row.tolist(), system.technosphere.flip.tolist()
        self._inputs = _by_column(system.technosphere)
        self._nature = _by_column(system.biosphere)
        tables = (system.technosphere, system.biosphere)
        self._is_drawn = {id(table): (table.laws["uncertainty_type"] > LawKind.CERTAIN).tolist() for table in tables}

    def add_process(self, number: int) -> None:
        """The process of an activity, its production first, and the flow it makes or takes."""
        label, table = self.system.activities[number], self.system.technosphere
        own = int(self.system.production[number])
        entries = [own, *(entry for entry in self._inputs[number] if entry != own)]
        exchanges = [self._product_exchange(entry, is_own=entry == own) for entry in entries]
        exchanges += [self._flow_exchange(entry, label.flow_multipliers) for entry in self._nature[number]]
        for internal, exchange in enumerate(exchanges, start=1):
            exchange["internalId"] = internal
        process = {**_ref("Process", label.key, label.name), "version": "00.00.001", "processType": "UNIT_PROCESS"}
        process |= {"defaultAllocationMethod": "NO_ALLOCATION", "lastInternalId": len(exchanges)}
        if label.place:
            process["location"] = self._place(label.place)
        self.entities.append({**process, "exchanges": exchanges})
        kind = _TREATED if self._is_treatment[number] else "PRODUCT_FLOW"
        self._flow(f"product/{label.key}", label.product or label.name, kind, label.unit)
        assert int(table.row[own]) == number

    def _product_exchange(self, entry: int, *, is_own: bool) -> Entity:
        row = self._row[entry]
        supplier = self.system.activities[row]
        signed = float(self._signed[entry])
        is_credit = not is_own and not self._is_treatment[row] and not self._flip[entry]
        is_input = is_own if self._is_treatment[row] else not is_own
        value = signed if is_input == is_credit else -signed
        exchange = self._exchange(f"product/{supplier.key}", supplier.product or supplier.name, supplier.unit, value)
        exchange |= {"isInput": is_input, "isQuantitativeReference": is_own, "isAvoidedProduct": is_credit}
        if not is_own:
            exchange["defaultProvider"] = _ref("Process", supplier.key, supplier.name)
        return self._scaled(exchange, self.system.multipliers.get(entry, ()), self.system.technosphere, entry)

    def _flow_exchange(self, entry: int, multipliers: tuple[str, ...]) -> Entity:
        table = self.system.biosphere
        flow = self.system.flows[int(table.row[entry])]
        exchange = self._exchange(f"elementary/{flow.key}", flow.name, flow.unit, float(table.signed[entry]))
        exchange |= {"isInput": False, "isQuantitativeReference": False, "isAvoidedProduct": False}
        return self._scaled(exchange, multipliers, table, entry)

    def _exchange(self, key: str, name: str, unit: str, amount: float) -> Entity:
        self._units[unit] = None
        held = {"unit": _ref("Unit", unit, unit), "flowProperty": _ref("FlowProperty", unit, _quantity(unit))}
        return {"@type": "Exchange", "amount": amount, "flow": _ref("Flow", key, name), **held}

    def _scaled(self, exchange: Entity, multipliers: tuple[str, ...], table: EntryTable, entry: int) -> Entity:
        if multipliers:
            exchange["amountFormula"] = " * ".join([repr(exchange["amount"]), *(self.short[key] for key in multipliers)])
            return exchange
        found = uncertainty_of(table.laws[entry]) if self._is_drawn[id(table)][entry] else None
        return exchange if found is None else exchange | {"uncertainty": found}

    def _flow(self, key: str, name: str, kind: str, unit: str, category: str = "") -> None:
        self._units[unit] = None
        factor = {"@type": "FlowPropertyFactor", "isRefFlowProperty": True, "conversionFactor": 1.0}
        factor["flowProperty"] = _ref("FlowProperty", unit, _quantity(unit))
        flow = {**_ref("Flow", key, name), "version": "00.00.001", "flowType": kind, "flowProperties": [factor]}
        self.entities.append(flow | {"category": category} if category else flow)

    def add_flows(self) -> None:
        """Exchanges with nature, of our own axis or another's."""
        for flow in self.system.flows:
            self._flow(f"elementary/{flow.key}", flow.name, "ELEMENTARY_FLOW", flow.unit, flow.context or "unspecified")

    def add_methods(self) -> None:
        """Impact categories and the one method that holds them."""
        factors = _by_column(self.system.factors)
        for number, label in enumerate(self.system.methods):
            category = {**_ref("ImpactCategory", label.key, label.name), "version": "00.00.001", "refUnit": label.unit}
            self.entities.append({**category, "impactFactors": [self._factor(entry) for entry in factors[number]]})
        if self.system.methods:
            held = [_ref("ImpactCategory", label.key, label.name) for label in self.system.methods]
            self.entities.append({**_ref("ImpactMethod", "all", "Lingtan exchange"), "version": "00.00.001", "impactCategories": held})

    def _factor(self, entry: int) -> Entity:
        table = self.system.factors
        flow = self.system.flows[int(table.row[entry])]
        factor = {"@type": "ImpactFactor", "value": float(table.signed[entry]), "flow": _ref("Flow", f"elementary/{flow.key}", flow.name)}
        return factor | {"unit": _ref("Unit", flow.unit, flow.unit), "flowProperty": _ref("FlowProperty", flow.unit, _quantity(flow.unit))}

    def add_units(self) -> None:
        """A unit group and quantity for each unit that occurs, and the places."""
        for unit in self._units:
            one = {**_ref("Unit", unit, unit), "conversionFactor": 1.0, "isRefUnit": True}
            group = {**_ref("UnitGroup", unit, f"Units of {_quantity(unit)}"), "version": "00.00.001"}
            quantity = {**_ref("FlowProperty", unit, _quantity(unit)), "version": "00.00.001", "flowPropertyType": "PHYSICAL_QUANTITY"}
            self.entities.append({**group, "units": [one]})
            self.entities.append({**quantity, "unitGroup": _ref("UnitGroup", unit, group["name"])})
        for place in self._places:
            self.entities.append({**_ref("Location", place, place), "code": place})

    def _place(self, place: str) -> Entity:
        self._places[place] = None
        return _ref("Location", place, place)

    def add_parameters(self) -> None:
        """Global parameters of value 1."""
        for key, parameter in self.system.parameters.items():
            entity = {**_ref("Parameter", key, self.short[key]), "description": key, "version": "00.00.001", "value": 1.0}
            entity |= {"isInputParameter": True, "parameterScope": "GLOBAL_SCOPE", "uncertainty": parameter_uncertainty(parameter)}
            self.entities.append(entity)


def _quantity(unit: str) -> str:
    return f"Amount in {unit or 'units'}"


def _by_column(table: EntryTable) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for entry, column in enumerate(table.column.tolist()):
        found[column].append(entry)
    return found
