"""Certified integers of many products: the milligrams of `lca.rollup`, each line rounded once per indicator."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.lca.rollup import milligrams_of
from lingtan.lca.scale.portfolio import Portfolio
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["portfolio_milligrams"]


def portfolio_milligrams(portfolio: Portfolio, scores: FloatArray, group: npt.NDArray[np.int8], groups: int) -> npt.NDArray[np.int64]:
    """Each product's milligrams by group of its lines, shape (products, groups). [mg].

    `scores` [kg per product unit] has shape (activities, indicators), `group` a number below `groups` for each line.
    Raises KernelError `LINE_TOO_LARGE`, `AMOUNT_NOT_FINITE`.
    """
    from lingtan.lca.scale.loops.milligrams import add_milligrams

    found = np.zeros((len(portfolio), groups), dtype=np.int64)
    unsure = np.empty(len(portfolio.activity), dtype=np.int64)
    count = add_milligrams(portfolio.pointer, portfolio.activity, portfolio.amount, scores, group, found, unsure)
    for line in unsure[:count].tolist():
        product = int(np.searchsorted(portfolio.pointer, line, side="right")) - 1
        of_line = scores[portfolio.activity[line]].tolist()
        found[product, group[line]] += sum(milligrams_of(float(portfolio.amount[line]), score, f"line {line}") for score in of_line)
    return found
