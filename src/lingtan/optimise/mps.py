"""A program as free-format MPS with readable names, for any other solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from lingtan.optimise.model import Block, LinearProgram

__all__ = ["mps_lines"]


def mps_lines(lp: LinearProgram, *, name: str) -> Iterator[str]:
    """Lines of the file, without their ends. Numbers are written so that they read back as the same bits."""
    rows, columns = _names(lp.rows), _names(lp.columns)
    equal = lp.row_lower == lp.row_upper
    ranged = ~equal & np.isfinite(lp.row_lower) & np.isfinite(lp.row_upper)
    upper = ~equal & np.isfinite(lp.row_upper)
    yield f"NAME {name}"
    yield "ROWS"
    yield " N cost"
    free = ~equal & ~np.isfinite(lp.row_lower) & ~np.isfinite(lp.row_upper)
    for row, at in zip(rows, range(len(rows)), strict=True):
        yield f" {'E' if equal[at] else 'L' if upper[at] else 'N' if free[at] else 'G'} {row}"
    yield "COLUMNS"
    for at, column in enumerate(columns):
        if lp.cost[at]:
            yield f" {column} cost {float(lp.cost[at])!r}"
        for entry in range(lp.matrix.indptr[at], lp.matrix.indptr[at + 1]):
            yield f" {column} {rows[lp.matrix.indices[entry]]} {float(lp.matrix.data[entry])!r}"
    yield "RHS"
    for at, row in enumerate(rows):
        value = lp.row_upper[at] if equal[at] or upper[at] else lp.row_lower[at]
        if np.isfinite(value) and value:
            yield f" rhs {row} {float(value)!r}"
    yield "RANGES"
    for at in np.flatnonzero(ranged).tolist():
        yield f" rng {rows[at]} {float(lp.row_upper[at] - lp.row_lower[at])!r}"
    yield "BOUNDS"
    for at, column in enumerate(columns):
        yield from _bounds(column, float(lp.lower[at]), float(lp.upper[at]))
    yield "ENDATA"


def _names(blocks: Sequence[Block]) -> list[str]:
    return [name for block in blocks for name in block.names()]


def _bounds(column: str, lower: float, upper: float) -> Iterator[str]:
    if lower == upper:
        yield f" FX bnd {column} {lower!r}"
        return
    if lower == -np.inf:
        yield f" {'FR' if upper == np.inf else 'MI'} bnd {column}"
    elif lower:
        yield f" LO bnd {column} {lower!r}"
    if upper != np.inf:
        yield f" UP bnd {column} {upper!r}"
