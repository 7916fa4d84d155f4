"""Sensitivity: a few scenario switches, each shown beside the verified figure and never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lingtan.errors import InputError, MethodError
from lingtan.factors import FactorLibrary
from lingtan.product.breakdown import mean_mg
from lingtan.product.inventory import Inventory, build_inventory
from lingtan.product.pack import ClassPack
from lingtan.product.spec import DeviceSpec
from lingtan.product.stages import EndOfLifeMethod
from lingtan.product.study import SensitivityResult
from lingtan.product.variants import Variant, apply_variant

__all__ = ["DEFAULT_SCENARIOS", "Scenario", "ScenarioOutcome", "run_scenarios"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A code, the value shown, and what it changes: attributes, the years by a difference [a], or the end-of-life method."""

    code: str
    value: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    years: float = 0.0
    end_of_life: EndOfLifeMethod = EndOfLifeMethod.CUT_OFF


#: What a study shows unless it is told otherwise.
DEFAULT_SCENARIOS: tuple[Scenario, ...] = (
    Scenario(code="SCENARIO_YEARS", value="+1 a", years=1.0),
    Scenario(code="SCENARIO_PLACE", value="GLO", attributes={"place_of_use": "GLO"}),
    Scenario(code="SCENARIO_AIR", value="100 %", attributes={"freight": [{"mode": "air", "share": 1.0}]}),
    Scenario(code="SCENARIO_SOLDER", value="Sn-Bi", attributes={"solder": "snbi"}),
    Scenario(code="SCENARIO_PACKAGING", value="fibre", attributes={"packaging": "fibre"}),
    Scenario(code="SCENARIO_END_OF_LIFE", value="circular footprint", end_of_life=EndOfLifeMethod.CIRCULAR_FOOTPRINT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioOutcome:
    """A scenario's result and the inventory behind it, whose factors a bundle must hold as well."""

    result: SensitivityResult
    inventory: Inventory


def run_scenarios(
    spec: DeviceSpec, pack: ClassPack, library: FactorLibrary, base: Inventory, scenarios: tuple[Scenario, ...]
) -> tuple[ScenarioOutcome, ...]:
    """The mean of each scenario and its difference from the base. [mg CO2e]. One the device cannot have (no air lane) is left out."""
    reference = mean_mg(base)
    outcomes = []
    for scenario in scenarios:
        if pack.scenarios and scenario.code not in pack.scenarios:
            continue
        changes = dict(scenario.attributes)
        if "freight" in changes:
            changes["freight_chain"] = ()
        if scenario.years:
            changes |= _years(spec, pack, base.service_years + scenario.years)
        try:
            changed = apply_variant(spec, Variant(configuration=spec.attributes.configuration, set_attributes=changes))
            inventory = build_inventory(changed, pack, library, data_year=base.data_year, end_of_life=scenario.end_of_life)
        except (InputError, MethodError) as exc:
            if exc.code in ("LANE_MODE", "RECYCLED_DOUBLE_CREDIT"):
                continue
            raise
        mean = mean_mg(inventory)
        result = SensitivityResult(code=scenario.code, value=scenario.value, mean_mg=mean, difference_mg=mean - reference)
        outcomes.append(ScenarioOutcome(result=result, inventory=inventory))
    return tuple(outcomes)


def _years(spec: DeviceSpec, pack: ClassPack, years: float) -> dict[str, Any]:
    """The attribute that holds the years of use [a], whether it is everybody's or the class's own."""
    name = pack.roles.years
    return {"measures": {**spec.attributes.measures, name: years}} if name in pack.measures else {name: years}
