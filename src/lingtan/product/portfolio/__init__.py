"""Products by the hundred thousand: rows of attributes or tables of lines, compiled to arrays on nodes and draws that all share."""

from lingtan.product.portfolio.devices import compile_inventories
from lingtan.product.portfolio.lines import Asked, CompiledLines, LineDesk, LineTable, compile_lines
from lingtan.product.portfolio.scored import STAGES, Compiled, Scored, score_compiled
from lingtan.product.portfolio.supply import Supply

__all__ = [
    "STAGES",
    "Asked",
    "Compiled",
    "CompiledLines",
    "LineDesk",
    "LineTable",
    "Scored",
    "Supply",
    "compile_inventories",
    "compile_lines",
    "score_compiled",
]
