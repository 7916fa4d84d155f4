"""Devices known by their attributes, compiled: each inventory's lines on the nodes and multipliers that all devices share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingtan.lca import Portfolio
from lingtan.product.breakdown import estimated_nodes
from lingtan.product.inventory import Inventory
from lingtan.product.portfolio.scored import STAGES, Compiled
from lingtan.product.portfolio.supply import Supply

__all__ = ["compile_inventories"]

_STAGE = {stage: number for number, stage in enumerate(STAGES)}


def compile_inventories(inventories: Sequence[Inventory], supply: Supply) -> Compiled:
    """The lines of all inventories, in their order.

    They are of one factor library and without suppliers' own figures, so that a node's key says what stands behind it.
    """
    activity: list[int] = []
    amount: list[float] = []
    parameter: list[int] = []
    stage: list[int] = []
    estimated: list[bool] = []
    pointer = [0]
    for inventory in inventories:
        known, graph = inventory.parameters, inventory.graph
        estimates = estimated_nodes(inventory.resolved, graph)
        nodes: dict[str, int] = {}
        rows: dict[tuple[str, ...], int] = {}
        for line in inventory.lines:
            node = nodes.get(line.node)
            if node is None:
                node = nodes[line.node] = supply.node(graph, known, line.node)
            row = rows.get(line.multipliers)
            if row is None:
                row = rows[line.multipliers] = supply.row(tuple(known[name] for name in line.multipliers))
            activity.append(node)
            amount.append(line.allocated)
            parameter.append(row)
            stage.append(_STAGE[line.stage])
            estimated.append(line.mark.is_estimate or line.node in estimates)
        pointer.append(len(activity))
    portfolio = Portfolio(
        pointer=np.array(pointer, dtype=np.int64),
        activity=np.array(activity, dtype=np.int32),
        amount=np.array(amount, dtype=np.float64),
        parameter=np.array(parameter, dtype=np.int32),
    )
    return Compiled(portfolio=portfolio, stage=np.array(stage, dtype=np.int8), estimated=np.array(estimated, dtype=bool))
