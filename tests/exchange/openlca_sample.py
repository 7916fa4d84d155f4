"""A small openLCA package as openLCA 2 would export it, written out by hand: units, formulas, waste, joint products, providers."""

from __future__ import annotations

import copy
import json
from typing import Any


def ref(kind: str, id_: str, name: str = "") -> dict[str, Any]:
    return {"@type": kind, "@id": id_, "name": name or id_}


def flow(id_: str, kind: str, quantity: str = "mass", **more: Any) -> dict[str, Any]:
    factors = [{"flowProperty": ref("FlowProperty", quantity), "conversionFactor": 1.0, "isRefFlowProperty": True}]
    return {**ref("Flow", id_), "flowType": kind, "flowProperties": factors, **more}


def exchange(internal: int, id_: str, amount: float, unit: str, *, is_input: bool = True, **more: Any) -> dict[str, Any]:
    quantity = "energy" if unit in ("kWh", "MJ") else "mass"
    held = {"unit": ref("Unit", unit), "flowProperty": ref("FlowProperty", quantity), "isQuantitativeReference": False}
    return {"internalId": internal, "flow": ref("Flow", id_), "amount": amount, "isInput": is_input, **held, **more}


def process(id_: str, exchanges: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {**ref("Process", id_), "location": ref("Location", "loc-cn", "China"), "exchanges": exchanges, **more}


_ENTITIES: dict[str, list[dict[str, Any]]] = {
    "unit_groups": [
        {
            **ref("UnitGroup", "mass units"),
            "units": [
                {**ref("Unit", "kg"), "conversionFactor": 1.0, "isRefUnit": True},
                {**ref("Unit", "g"), "conversionFactor": 0.001},
                {**ref("Unit", "t"), "conversionFactor": 1000.0},
            ],
        },
        {
            **ref("UnitGroup", "energy units"),
            "units": [
                {**ref("Unit", "MJ"), "conversionFactor": 1.0, "isRefUnit": True},
                {**ref("Unit", "kWh"), "conversionFactor": 3.6},
            ],
        },
    ],
    "flow_properties": [
        {**ref("FlowProperty", "mass"), "unitGroup": ref("UnitGroup", "mass units")},
        {**ref("FlowProperty", "energy"), "unitGroup": ref("UnitGroup", "energy units")},
    ],
    "flows": [
        flow("power", "PRODUCT_FLOW", "energy"),
        flow("heat", "PRODUCT_FLOW", "energy"),
        flow("steel", "PRODUCT_FLOW"),
        flow("slag", "WASTE_FLOW"),
        flow("case", "PRODUCT_FLOW"),
        flow("CO2", "ELEMENTARY_FLOW", category="emissions/air"),
        flow("CH4", "ELEMENTARY_FLOW", category="emissions/air"),
        flow("ore", "ELEMENTARY_FLOW", category="resources/ground"),
    ],
    "locations": [{**ref("Location", "loc-cn", "China"), "code": "CN"}],
    "parameters": [
        {**ref("Parameter", "g1", "yield_rate"), "value": 0.8, "isInputParameter": True, "parameterScope": "GLOBAL_SCOPE"},
        {**ref("Parameter", "g2", "scrap"), "value": 0.0, "formula": "1 / Yield_Rate - 1", "isInputParameter": False},
    ],
    "processes": [
        process(
            "chp",
            [
                exchange(1, "power", 1.0, "kWh", is_input=False, isQuantitativeReference=True),
                exchange(2, "heat", 1.8, "MJ", is_input=False),
                exchange(3, "CO2", 900.0, "g", is_input=False),
            ],
            defaultAllocationMethod="PHYSICAL_ALLOCATION",
            allocationFactors=[
                {"allocationType": "PHYSICAL_ALLOCATION", "product": ref("Flow", "power"), "value": 0.75},
                {"allocationType": "PHYSICAL_ALLOCATION", "product": ref("Flow", "heat"), "value": 0.25},
                {"allocationType": "ECONOMIC_ALLOCATION", "product": ref("Flow", "power"), "value": 0.9},
                {"allocationType": "ECONOMIC_ALLOCATION", "product": ref("Flow", "heat"), "value": 0.1},
            ],
        ),
        process(
            "mill",
            [
                exchange(1, "steel", 1.0, "t", is_input=False, isQuantitativeReference=True),
                exchange(2, "power", 500.0, "kWh"),
                exchange(3, "ore", 1600.0, "kg"),
                exchange(4, "slag", 100.0, "kg", is_input=False),
                exchange(
                    5,
                    "CO2",
                    1.5,
                    "t",
                    is_input=False,
                    uncertainty={"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1.5, "geomSd": 1.1},
                ),
                exchange(6, "heat", 180.0, "MJ", isAvoidedProduct=True),
            ],
        ),
        process("dump", [exchange(1, "slag", 1.0, "kg", isQuantitativeReference=True), exchange(2, "CH4", 2.0, "g", is_input=False)]),
        process(
            "press",
            [
                exchange(1, "case", 1.0, "kg", is_input=False, isQuantitativeReference=True),
                exchange(2, "steel", 1.25, "kg", amountFormula="mass * (1 + scrap)", defaultProvider=ref("Process", "mill")),
            ],
            parameters=[{**ref("Parameter", "p1", "mass"), "value": 1.0, "isInputParameter": True, "parameterScope": "PROCESS_SCOPE"}],
        ),
    ],
    "lcia_categories": [
        {
            **ref("ImpactCategory", "gwp", "climate change"),
            "refUnit": "kg CO2e",
            "impactFactors": [
                {"flow": ref("Flow", "CO2"), "value": 1.0, "unit": ref("Unit", "kg"), "flowProperty": ref("FlowProperty", "mass")},
                {"flow": ref("Flow", "CH4"), "value": 0.0298, "unit": ref("Unit", "g"), "flowProperty": ref("FlowProperty", "mass")},
            ],
        }
    ],
    "lcia_methods": [{**ref("ImpactMethod", "m", "AR6"), "impactCategories": [ref("ImpactCategory", "gwp")]}],
}


def entities() -> dict[str, list[dict[str, Any]]]:
    """The data sets by folder, to be changed at will."""
    return copy.deepcopy(_ENTITIES)


def files(sets: dict[str, list[dict[str, Any]]], version: int = 2) -> dict[str, bytes]:
    """The package's files."""
    found = {f"{folder}/{one['@id']}.json": json.dumps(one).encode() for folder, listed in sets.items() for one in listed}
    return {**found, "olca-schema.json": json.dumps({"version": version}).encode()}


def one(sets: dict[str, list[dict[str, Any]]], folder: str, id_: str) -> dict[str, Any]:
    """One data set."""
    return next(entity for entity in sets[folder] if entity["@id"] == id_)
