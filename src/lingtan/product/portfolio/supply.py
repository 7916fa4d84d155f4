"""What many products take from: the nodes of their process graphs and the multipliers of their lines, each scored and drawn once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from lingtan.lca import DRAW_WIDTH, Demand, DrawTable, ProcessGraph, certified_scores, draw_parameters, monte_carlo
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty import Parameter
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Supply"]

#: What is kept of a node's score: the climate indicators, and what is counted beside them.
_KEPT = (*CLIMATE, Indicator.VOC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Behind:
    """What a node's score depends on: the part of the graph below it, and the names of the parameters met there."""

    graph: ProcessGraph
    names: tuple[str, ...]


class Supply:
    """Nodes and rows of multipliers, numbered in the order they are asked for. It grows, and what it holds keeps its bits.

    Two products share a node's draws when its factors and their doubts are the same. A doubt depends on the device (a fallback widens it),
    so a node may stand here more than once; draws are keyed by the parameters' names, so each is moved by the same numbers. A node is
    drawn with nothing but what is behind it, hence the bits of a product alone. All keys are of one factor library.
    """

    def __init__(self, *, seed: int, draws: int) -> None:
        self.seed, self.draws = seed, draws
        self._numbers: dict[tuple[str | Parameter, ...], int] = {}
        self._drawn_of: list[tuple[str, dict[str, Parameter]]] = []
        self._rows: dict[tuple[Parameter, ...], int] = {}
        self._behind: dict[str, _Behind] = {}
        self._means: dict[str, tuple[float, ...]] = {}
        self._kept: FloatArray = np.empty((0, len(_KEPT)))
        self._scores: DrawTable | None = None
        self._multipliers: DrawTable | None = None

    def row(self, parameters: tuple[Parameter, ...]) -> int:
        """The number of a product of parameters, −1 for none."""
        return self._rows.setdefault(parameters, len(self._rows)) if parameters else -1

    def node(self, graph: ProcessGraph, parameters: Mapping[str, Parameter], key: str) -> int:
        """The number of a node. What stands behind its key in the graph is the same for every product; the parameters need not be."""
        behind = self._behind.get(key)
        if behind is None:
            behind = self._behind[key] = _look_behind(graph, key)
        identity: tuple[str | Parameter, ...] = (key, *(parameters[name] for name in behind.names))
        number = self._numbers.setdefault(identity, len(self._drawn_of))
        if number == len(self._drawn_of):
            self._drawn_of.append((key, {name: parameters[name] for name in behind.names}))
        return number

    def climate(self) -> FloatArray:
        """The nodes' certified scores by climate indicator. [kg CO2e per unit], shape (nodes, 5). Raises as `certified_scores`."""
        return np.ascontiguousarray(self._known()[:, : len(CLIMATE)])

    def voc(self) -> FloatArray:
        """The nodes' certified scores of volatile organic compounds. [kg per unit], shape (nodes, 1). Raises as `certified_scores`."""
        return np.ascontiguousarray(self._known()[:, len(CLIMATE) :])

    def scores(self) -> DrawTable:
        """The nodes' joint draws. [kg CO2e per unit]. Raises as `monte_carlo`."""
        known = 0 if self._scores is None else self._scores.rows
        if self._scores is None or known < len(self._drawn_of):
            drawn = [self._draw(key, parameters) for key, parameters in self._drawn_of[known:]]
            self._scores = _joined(self._scores, _table(drawn, self.draws))
        return self._scores

    def multipliers(self) -> DrawTable | None:
        """The rows' joint draws [-]; None while there are none."""
        known = 0 if self._multipliers is None else self._multipliers.rows
        fresh = list(self._rows)[known:]
        if fresh:
            self._multipliers = _joined(self._multipliers, draw_parameters(fresh, seed=self.seed, draws=self.draws))
        return self._multipliers

    def _known(self) -> FloatArray:
        known = len(self._kept)
        if known < len(self._drawn_of):
            more = np.array([self._mean(key) for key, _ in self._drawn_of[known:]])
            self._kept = np.concatenate([self._kept, more])
        return self._kept

    def _mean(self, key: str) -> tuple[float, ...]:
        if key not in self._means:
            score = certified_scores(self._behind[key].graph).of(key)
            self._means[key] = tuple(score[indicator] for indicator in _KEPT)
        return self._means[key]

    def _draw(self, key: str, parameters: Mapping[str, Parameter]) -> FloatArray:
        one = (Demand(line=key, activity=key, amount=1.0),)
        return monte_carlo(self._behind[key].graph, one, parameters, seed=self.seed, draws=self.draws)


def _look_behind(graph: ProcessGraph, key: str) -> _Behind:
    reached, names = {key: graph.activities[key]}, dict[str, None]()
    waiting = [key]
    while waiting:
        activity = graph.activities[waiting.pop()]
        names.update(dict.fromkeys(activity.flow_multipliers))
        for exchange in activity.exchanges:
            names.update(dict.fromkeys(exchange.multipliers))
            if exchange.activity not in reached:
                reached[exchange.activity] = graph.activities[exchange.activity]
                waiting.append(exchange.activity)
    return _Behind(graph=ProcessGraph(activities=reached), names=tuple(names))


def _table(drawn: Iterable[FloatArray], draws: int) -> DrawTable:
    """Draws side by side as the portfolio reads them."""
    rows = list(drawn)
    blocks = -(-draws // DRAW_WIDTH)
    values = np.zeros((len(rows), blocks * DRAW_WIDTH))
    for number, row in enumerate(rows):
        values[number, :draws] = row
    laid = values.reshape(len(rows), blocks, DRAW_WIDTH).transpose(1, 0, 2)
    return DrawTable(values=np.ascontiguousarray(laid), start=0, draws=draws)


def _joined(before: DrawTable | None, more: DrawTable) -> DrawTable:
    """The rows of both, `more` after `before`."""
    if before is None:
        return more
    return replace(before, values=np.concatenate([before.values, more.values], axis=1))
