"""The factor library: sourced factors, classes that may not be mixed, and resolution with every fallback stated."""

from lingtan.factors.builtin import Pack, built_in_packs, load_library, load_pack
from lingtan.factors.closure import closure, input_climate, total_climate
from lingtan.factors.constant import Constant
from lingtan.factors.electricity import DirectElectricity, LifeCycleElectricity, require_product_class
from lingtan.factors.exchange import excerpt, factor_list, library_from_plain, library_to_plain
from lingtan.factors.gwp_mix import METHANE_SHARE_BOUND, gwp_effect_bound
from lingtan.factors.library import FactorLibrary
from lingtan.factors.parse import PackRow, parse_constants, parse_pack, parse_sources
from lingtan.factors.query import FactorQuery, FallbackStep, Resolved, StepKind
from lingtan.factors.record import BUILT_IN, Factor, FactorClass, GwpLabel, combine_gsd

__all__ = [
    "BUILT_IN",
    "METHANE_SHARE_BOUND",
    "Constant",
    "DirectElectricity",
    "Factor",
    "FactorClass",
    "FactorLibrary",
    "FactorQuery",
    "FallbackStep",
    "GwpLabel",
    "LifeCycleElectricity",
    "Pack",
    "PackRow",
    "Resolved",
    "StepKind",
    "built_in_packs",
    "closure",
    "combine_gsd",
    "excerpt",
    "factor_list",
    "gwp_effect_bound",
    "input_climate",
    "library_from_plain",
    "library_to_plain",
    "load_library",
    "load_pack",
    "parse_constants",
    "parse_pack",
    "parse_sources",
    "require_product_class",
    "total_climate",
]
