"""The elastic program: named rows may be broken at a price, nothing else counts. Its optimum says by how little."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from lingtan.optimise.model import Block, LinearProgram

__all__ = ["elastic"]


def elastic(lp: LinearProgram, rows: Sequence[str]) -> LinearProgram:
    """Minimise the sum of the breaches of the named rows; columns keep their bounds, other rows hold.

    Two columns are added for each row, `under_NAME` and `over_NAME`, where its bound is finite. The row prices of an optimum above zero
    are a Farkas ray of the program when all rows were named.
    """
    columns, pieces = list(lp.columns), [lp.matrix]
    start = lp.matrix.shape[1]
    for name in rows:
        block = lp.row(name)
        for prefix, sign, finite in (
            ("under", 1.0, np.isfinite(lp.row_lower[block.slice])),
            ("over", -1.0, np.isfinite(lp.row_upper[block.slice])),
        ):
            at = block.at[finite]
            if at.size:
                columns.append(Block(name=f"{prefix}_{name}", start=start, count=at.size, unit=block.unit))
                shape = (lp.matrix.shape[0], at.size)
                pieces.append(sparse.csc_array((np.full(at.size, sign), (at, np.arange(at.size))), shape=shape))
                start += at.size
    added = start - len(lp.cost)
    return LinearProgram(
        cost=np.concatenate([np.zeros_like(lp.cost), np.ones(added)]),
        lower=np.concatenate([lp.lower, np.zeros(added)]),
        upper=np.concatenate([lp.upper, np.full(added, np.inf)]),
        row_lower=lp.row_lower,
        row_upper=lp.row_upper,
        matrix=sparse.csc_array(sparse.hstack(pieces)),
        columns=tuple(columns),
        rows=lp.rows,
    )
