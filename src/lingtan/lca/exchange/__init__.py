"""Exchange with other programs: process systems with names, in arrays, their distributions, and the way to and from the kernel's graph."""

from lingtan.lca.exchange.equality import differences
from lingtan.lca.exchange.graphs import CLIMATE_METHOD, graph_of, indicator_of, is_native, named_from_graph
from lingtan.lca.exchange.laws import LAW, LawKind, Laws, certain_laws, is_bounded, marginal, name_of, scaled_laws
from lingtan.lca.exchange.named import ActivityLabel, EntryTable, FlowLabel, MethodLabel, NamedSystem, entry_table
from lingtan.lca.exchange.sampled import drawn_scores, scores_at_value, system_of
from lingtan.lca.exchange.scoring import arrays_of, find_activity, find_method, flow_weights
from lingtan.lca.exchange.units import canonical_unit

__all__ = [
    "CLIMATE_METHOD",
    "LAW",
    "ActivityLabel",
    "EntryTable",
    "FlowLabel",
    "LawKind",
    "Laws",
    "MethodLabel",
    "NamedSystem",
    "arrays_of",
    "canonical_unit",
    "certain_laws",
    "differences",
    "drawn_scores",
    "entry_table",
    "find_activity",
    "find_method",
    "flow_weights",
    "graph_of",
    "indicator_of",
    "is_bounded",
    "is_native",
    "marginal",
    "name_of",
    "named_from_graph",
    "scaled_laws",
    "scores_at_value",
    "system_of",
]
