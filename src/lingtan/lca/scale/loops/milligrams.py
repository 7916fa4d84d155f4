"""Lines rounded to milligrams, as `lca.rollup` rounds them, where two roundings of binary64 leave no doubt of the integer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["add_milligrams"]

_Integers = npt.NDArray[np.int32]


@compiled
def add_milligrams(
    pointer: npt.NDArray[np.int64],
    activity: _Integers,
    amount: FloatArray,
    scores: FloatArray,
    group: npt.NDArray[np.int8],
    found: npt.NDArray[np.int64],
    unsure: npt.NDArray[np.int64],
) -> int:
    """Each product's milligrams by group into `found`; the lines that were left out, as the exact product must decide, into `unsure`.

    The double product amount × score × 10⁶ is off by less than 4.5e-16 of itself, so an integer is sure unless the product is nearer than
    1e-15 of itself to a half.
    """
    count = 0
    for p in range(pointer.size - 1):
        for k in range(pointer[p], pointer[p + 1]):
            total = np.int64(0)
            sure = True
            for i in range(scores.shape[1]):
                score = scores[activity[k], i]
                if score != 0.0:
                    x = amount[k] * score * 1e6
                    near = np.rint(x)
                    if abs(abs(x - near) - 0.5) > abs(x) * 1e-15:
                        total += np.int64(near)
                    else:
                        sure = False
            if sure:
                found[p, group[k]] += total
            else:
                unsure[count] = k
                count += 1
    return count
