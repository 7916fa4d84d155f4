"""Technologies, one a file: physics in, `Measure` out."""

from lingtan.factory.measures.chiller import compressor_kw, part_load_share
from lingtan.factory.measures.compressor import CompressorHeat, compressor_heat
from lingtan.factory.measures.earth_air import EarthAir, Ground, Tubes, earth_air_change, ground_of, outlet_c, soil_c, tubes_of
from lingtan.factory.measures.ec_fans import Drive, EcFans, air_kw, ec_fans, ec_fans_change, fans_kw
from lingtan.factory.measures.effects import Effect, Effects, Shared, effects_of
from lingtan.factory.measures.envelope import Envelope, Layer, envelope_change, layers_w_per_k
from lingtan.factory.measures.free_cooling import FreeCooling, Outside, free_bulb_c, free_share
from lingtan.factory.measures.hall import Economiser, GroundTubes, Hall, HallState, Services, changed, hall_state, services
from lingtan.factory.measures.hall_measures import HALL_END_USE, IT_END_USE, as_found, change_of, hall_measures, it_free_cooling
from lingtan.factory.measures.heat_demand import HeatUse, heat_use
from lingtan.factory.measures.leaks import Hole, LeakRepair, LeakTest, compressed_air, hole_m3_per_h, leak_repair, repaired_share
from lingtan.factory.measures.lighting import Lamps, Lighting, lamps_kw, led, led_change
from lingtan.factory.measures.nitrogen import NitrogenSupply, Station, nitrogen_supply, station_kw
from lingtan.factory.measures.power_house import Cable, Carried, Pipe, PowerHouse, cable_kw, pipe_w_per_m, power_house
from lingtan.factory.measures.set_points import SetPoints, set_points_change
from lingtan.factory.measures.solar_thermal import SolarThermal, collector_w_m2, solar_thermal
from lingtan.factory.measures.solder import Board, Paste, ReflowOven, flux_voc_kg, low_temperature_solder, oven_kw
from lingtan.factory.measures.warm_water import WarmWater, chilled_kw, cooling_kw, warm_water
from lingtan.factory.measures.water_reuse import WaterReuse, WaterYear, water_reuse, water_year

__all__ = [
    "HALL_END_USE",
    "IT_END_USE",
    "Board",
    "Cable",
    "Carried",
    "CompressorHeat",
    "Drive",
    "EarthAir",
    "EcFans",
    "Economiser",
    "Effect",
    "Effects",
    "Envelope",
    "FreeCooling",
    "Ground",
    "GroundTubes",
    "Hall",
    "HallState",
    "HeatUse",
    "Hole",
    "Lamps",
    "Layer",
    "LeakRepair",
    "LeakTest",
    "Lighting",
    "NitrogenSupply",
    "Outside",
    "Paste",
    "Pipe",
    "PowerHouse",
    "ReflowOven",
    "Services",
    "SetPoints",
    "Shared",
    "SolarThermal",
    "Station",
    "Tubes",
    "WarmWater",
    "WaterReuse",
    "WaterYear",
    "air_kw",
    "as_found",
    "cable_kw",
    "change_of",
    "changed",
    "chilled_kw",
    "collector_w_m2",
    "compressed_air",
    "compressor_heat",
    "compressor_kw",
    "cooling_kw",
    "earth_air_change",
    "ec_fans",
    "ec_fans_change",
    "effects_of",
    "envelope_change",
    "fans_kw",
    "flux_voc_kg",
    "free_bulb_c",
    "free_share",
    "ground_of",
    "hall_measures",
    "hall_state",
    "heat_use",
    "hole_m3_per_h",
    "it_free_cooling",
    "lamps_kw",
    "layers_w_per_k",
    "leak_repair",
    "led",
    "led_change",
    "low_temperature_solder",
    "nitrogen_supply",
    "outlet_c",
    "oven_kw",
    "part_load_share",
    "pipe_w_per_m",
    "power_house",
    "repaired_share",
    "services",
    "set_points_change",
    "soil_c",
    "solar_thermal",
    "station_kw",
    "tubes_of",
    "warm_water",
    "water_reuse",
    "water_year",
]
