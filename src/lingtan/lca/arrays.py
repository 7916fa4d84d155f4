"""The process graph as sparse arrays, and the adjoint by sparse LU: fast for large systems, not certified.

scipy is imported where it is used: the certified path needs none of it, and a command would wait for it.

SuperLU orders and multiplies as it likes, so the last bits may differ between machines; `certified_scores` is what is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.adjoint import Scores, certified_scores
from lingtan.lca.dense import RESIDUAL_GATE, name_processes, relative_residual
from lingtan.lca.graph import ProcessGraph
from lingtan.lca.structure import check_graph
from lingtan.quantities import Indicator
from lingtan.uncertainty.elementary import FloatArray

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["SystemArrays", "adjoint_scores", "fast_scores", "to_arrays"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemArrays:
    """The technosphere A, shape (n, n): production on the diagonal, minus inputs, a column an activity; the flows B, shape (8, n)."""

    keys: tuple[str, ...]
    technosphere: sparse.csc_array
    biosphere: sparse.csc_array


def to_arrays(graph: ProcessGraph) -> SystemArrays:
    """The graph's arrays, activities in the graph's order, indicators in theirs. Raises KernelError as `check_graph`."""
    check_graph(graph)
    keys = tuple(graph.activities)
    place = {key: position for position, key in enumerate(keys)}
    indicators = tuple(Indicator)
    technosphere: list[tuple[int, int, float]] = []
    biosphere: list[tuple[int, int, float]] = []
    for column, activity in enumerate(graph.activities.values()):
        technosphere.append((column, column, activity.production))
        technosphere.extend((place[exchange.activity], column, -exchange.amount) for exchange in activity.exchanges)
        biosphere.extend((indicators.index(i), column, flow) for i, flow in activity.flows.items())
    return SystemArrays(
        keys=keys, technosphere=_sparse(technosphere, len(keys), len(keys)), biosphere=_sparse(biosphere, len(indicators), len(keys))
    )


def adjoint_scores(arrays: SystemArrays) -> FloatArray:
    """Scores of all products, h = A⁻ᵀ Bᵀ, from one factorisation. [kg CO2e, kg, m3 per product unit], shape (n, 8).

    Raises KernelError `SINGULAR_SYSTEM` without names (`fast_scores` names them), `ILL_CONDITIONED` beyond the residual gate of 1e-9.
    """
    from scipy import sparse
    from scipy.sparse.linalg import splu

    transposed = sparse.csc_array(arrays.technosphere.T)
    right = np.ascontiguousarray(arrays.biosphere.toarray().T)
    try:
        scores = np.asarray(splu(transposed, permc_spec="MMD_AT_PLUS_A").solve(right), dtype=np.float64)
    except RuntimeError as exc:
        raise KernelError("SINGULAR_SYSTEM", processes="?") from exc
    residual = np.abs(right - transposed @ scores)
    scale = abs(transposed) @ np.abs(scores) + np.abs(right)
    worst = float(np.max(relative_residual(residual, scale), initial=0.0))
    if not worst <= RESIDUAL_GATE:
        raise KernelError("ILL_CONDITIONED", processes=name_processes(arrays.keys), residual=worst, gate=RESIDUAL_GATE)
    return scores


def fast_scores(graph: ProcessGraph) -> Scores:
    """The scores by sparse LU, for large graphs and exploration; agrees with `certified_scores` to 1e-9, and is not certified.

    A singular system is handed to the certified path, which names its processes.
    """
    arrays = to_arrays(graph)
    try:
        scores = adjoint_scores(arrays)
    except KernelError as exc:
        if exc.code != "SINGULAR_SYSTEM":
            raise
        return certified_scores(graph)
    return Scores(by_activity={key: dict(zip(Indicator, row, strict=True)) for key, row in zip(arrays.keys, scores.tolist(), strict=True)})


def _sparse(entries: list[tuple[int, int, float]], rows: int, columns: int) -> sparse.csc_array:
    from scipy import sparse

    values = np.array([value for _, _, value in entries], dtype=np.float64)
    row = np.array([r for r, _, _ in entries], dtype=np.int64)
    column = np.array([c for _, c, _ in entries], dtype=np.int64)
    return sparse.csc_array(sparse.coo_array((values, (row, column)), shape=(rows, columns)))
