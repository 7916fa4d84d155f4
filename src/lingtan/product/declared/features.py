"""What the expectation of a maker's sheet rests on: the physical model's stages and a few attributes, never a declared figure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lingtan.evidence import Stage
from lingtan.factors import FactorLibrary
from lingtan.lca import certified_scores, rollup
from lingtan.product.attributes import Attributes
from lingtan.product.attributes_only import SUBCATEGORIES, RowSpec
from lingtan.product.breakdown import demands_of
from lingtan.product.declared.calibration import Reference
from lingtan.product.declared.energy import usual_tec_kwh
from lingtan.product.declared.scenario import load_scenario
from lingtan.product.impute import complete
from lingtan.product.inventory import Inventory, build_inventory
from lingtan.product.pack_file import load_class_pack
from lingtan.product.spec import DeviceSpec

__all__ = ["Features", "device_features", "features_of", "references"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One device as the physical model sees it. Masses of CO2e in [kg], energy in [kWh/a], time in [a], grid in [kg CO2e/kWh].

    `tec_kwh` and `report_year` are None where nobody stated them, and `place` is the world where `place_stated` is False. `pack_tec_kwh` is
    the class pack's expectation, on which a verified figure would rest; `prior_tec_kwh` is what is expected of a device of this size,
    configuration and year, stated or not; `low_power` says that its name tells of a kind that takes less. `demand_factor` [-] multiplies
    the TEC for the overhead of the room where a server stands.
    """

    device_class: str
    maker: str
    report_year: int | None
    place: str
    place_stated: bool
    production_kg: float
    transport_kg: float
    end_of_life_kg: float
    tec_kwh: float | None
    pack_tec_kwh: float
    prior_tec_kwh: float
    service_years: float
    demand_factor: float
    grid_kg_per_kwh: float
    low_power: bool = False

    @property
    def embodied_kg(self) -> float:
        """Everything but use. [kg CO2e]."""
        return self.production_kg + self.transport_kg + self.end_of_life_kg


def device_features(read: RowSpec, library: FactorLibrary) -> Features:
    """The features of one row, with the factors of its report year. Raises what `build_inventory` raises."""
    attributes = read.spec.attributes
    inventory = build_inventory(read.spec, load_class_pack(attributes.device_class), library, data_year=attributes.report_year)
    return features_of(inventory, place_stated=all(note.code != "ROW_PLACE_ASSUMED" for note in read.notes))


def features_of(inventory: Inventory, *, place_stated: bool = True) -> Features:
    """The features of one inventory, at the means of all parameters."""
    attributes, rules = inventory.spec.attributes, load_scenario().energy
    stages: dict[Stage, float] = dict.fromkeys(Stage, 0.0)
    scores = rollup(demands_of(inventory), certified_scores(inventory.graph))
    for line, score in zip(inventory.lines, scores, strict=True):
        stages[line.stage] += score.mg / 1e6
    numbers = complete(replace(attributes, tec_kwh=None), inventory.pack).numbers
    tec = attributes.tec_kwh if attributes.tec_kwh is not None else numbers["tec_kwh"].value
    kwh = tec * inventory.service_years * inventory.pack.use.demand_factor
    return Features(
        device_class=attributes.device_class,
        maker=attributes.manufacturer,
        report_year=attributes.report_year,
        place=inventory.place_of_use,
        place_stated=place_stated,
        production_kg=stages[Stage.MATERIALS] + stages[Stage.ASSEMBLY],
        transport_kg=stages[Stage.TRANSPORT],
        end_of_life_kg=stages[Stage.END_OF_LIFE],
        tec_kwh=attributes.tec_kwh,
        pack_tec_kwh=numbers["tec_kwh"].value,
        prior_tec_kwh=usual_tec_kwh(attributes, inventory.pack, rules),
        service_years=inventory.service_years,
        demand_factor=inventory.pack.use.demand_factor,
        grid_kg_per_kwh=stages[Stage.USE] / kwh if kwh > 0 else 0.0,
        low_power=rules.is_low_power(attributes.model),
    )


def references(library: FactorLibrary) -> dict[str, Reference]:
    """The default device of every class that lists of sheets name, nothing stated but the class, used anywhere."""
    found = {}
    for name in sorted(set(SUBCATEGORIES.values())):
        attributes = Attributes(device_class=name, manufacturer="-", model="-", place_of_use="GLO")
        seen = features_of(build_inventory(DeviceSpec(attributes=attributes), load_class_pack(name), library))
        found[name] = Reference(
            embodied_kg=seen.embodied_kg,
            tec_kwh=seen.prior_tec_kwh,
            demand_factor=seen.demand_factor,
            transport_share=seen.transport_kg / seen.embodied_kg,
            end_of_life_share=seen.end_of_life_kg / seen.embodied_kg,
        )
    return found
