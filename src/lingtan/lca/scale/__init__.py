"""The kernel at portfolio scale: uncertain systems in arrays, background draws, products in blocks, bills of materials as graphs.

    system = system_from_graph(graph, parameters)          or UncertainSystem(…) from arrays
    background = prepare_background(system)                solved at value
    scores = draw_scores(background, seed=1, draws=1000)   every activity's score in every draw
    multipliers = draw_parameters(parameters, seed=1, draws=1000)
    for block in score_portfolio(portfolio, scores, multipliers, workers=2): …

Compiled loops need the `scale` extra (numba). Figures are not certified; `lca.certified_scores` and `lca.rollup` are.
"""

from lingtan.lca.scale.asking import DatumValue, what_to_ask_next
from lingtan.lca.scale.background import Background, draw_scores, nominal_scores, prepare_background
from lingtan.lca.scale.bill_tree import BillGraph, Rollup, bill_graph, roll_up, what_if
from lingtan.lca.scale.entries import Entries, Law, entries_from_stats_arrays, fixed_entries, lognormal_entries
from lingtan.lca.scale.parameters import draw_entries, draw_parameters
from lingtan.lca.scale.portfolio import (
    Portfolio,
    PortfolioBlock,
    join_blocks,
    portfolio_at_value,
    portfolio_draws,
    score_portfolio,
    summarise_draws,
)
from lingtan.lca.scale.streams import idents_of, mixed
from lingtan.lca.scale.system import UncertainSystem, system_from_graph
from lingtan.lca.scale.table import DRAW_WIDTH, DrawTable

__all__ = [
    "DRAW_WIDTH",
    "Background",
    "BillGraph",
    "DatumValue",
    "DrawTable",
    "Entries",
    "Law",
    "Portfolio",
    "PortfolioBlock",
    "Rollup",
    "UncertainSystem",
    "bill_graph",
    "draw_entries",
    "draw_parameters",
    "draw_scores",
    "entries_from_stats_arrays",
    "fixed_entries",
    "idents_of",
    "join_blocks",
    "lognormal_entries",
    "mixed",
    "nominal_scores",
    "portfolio_at_value",
    "portfolio_draws",
    "prepare_background",
    "roll_up",
    "score_portfolio",
    "summarise_draws",
    "system_from_graph",
    "what_if",
    "what_to_ask_next",
]
