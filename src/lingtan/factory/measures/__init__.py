"""Technologies, one a file: physics in, `Measure` out."""

from lingtan.factory.measures.compressor import CompressorHeat, compressor_heat
from lingtan.factory.measures.nitrogen import NitrogenSupply, Station, nitrogen_supply, station_kw
from lingtan.factory.measures.solder import Board, ReflowOven, low_temperature_solder, oven_kw
from lingtan.factory.measures.warm_water import WarmWater, cooling_kw, warm_water

__all__ = [
    "Board",
    "CompressorHeat",
    "NitrogenSupply",
    "ReflowOven",
    "Station",
    "WarmWater",
    "compressor_heat",
    "cooling_kw",
    "low_temperature_solder",
    "nitrogen_supply",
    "oven_kw",
    "station_kw",
    "warm_water",
]
