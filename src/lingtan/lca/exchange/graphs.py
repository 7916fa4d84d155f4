"""The kernel's process graph as a named system and back: our own graph returns with the same bits, a foreign system becomes a graph."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from lingtan.errors import InputError
from lingtan.lca.exchange.laws import LAW, Laws, certain_laws, marginal
from lingtan.lca.exchange.named import ActivityLabel, EntryTable, FlowLabel, MethodLabel, NamedSystem, entry_table
from lingtan.lca.exchange.scoring import find_method, flow_weights
from lingtan.lca.exchange.units import canonical_unit
from lingtan.lca.graph import Activity, Exchange, ProcessGraph
from lingtan.lca.sampling import Parameters, index_parameters
from lingtan.lca.structure import check_graph
from lingtan.quantities import CLIMATE, Indicator, Unit
from lingtan.uncertainty import Parameter

__all__ = ["CLIMATE_METHOD", "graph_of", "indicator_of", "is_native", "named_from_graph"]

_OWN = "lingtan:"
#: Key of the method that sums the climate indicators of our own axis. [kg CO2e]
CLIMATE_METHOD = f"{_OWN}climate"
_UNIT_OF_FLOW = {Indicator.WATER: "m3"}


def indicator_of(flow: FlowLabel) -> Indicator | None:
    """The indicator that a flow of our own axis stands for; None for a foreign flow."""
    name = flow.key.removeprefix(_OWN)
    return Indicator(name) if flow.key.startswith(_OWN) and name in set(Indicator) else None


def is_native(system: NamedSystem) -> bool:
    """Whether the system came from a process graph of ours, so that it can become the same graph again."""
    return bool(system.flows) and all(indicator_of(flow) is not None for flow in system.flows)


def named_from_graph(graph: ProcessGraph, parameters: Parameters = (), *, names: Mapping[str, str] | None = None) -> NamedSystem:
    """The graph with its parameters, and with every entry's own distribution (`marginal`) for programs that know no parameters.

    `names` are what activities are called, their keys where it has none. An entry whose multipliers make no distribution that stats_arrays
    has is certain by itself. Raises KernelError as `check_graph`, and `PARAMETER_CONFLICT`; InputError `EXCHANGE_PARAMETER`.
    """
    check_graph(graph)
    known = index_parameters(parameters)
    place = {key: number for number, key in enumerate(graph.activities)}
    indicators = tuple(Indicator)
    technosphere, biosphere, production = _Columns(known), _Columns(known), []
    multipliers: dict[int, tuple[str, ...]] = {}
    for column, (key, activity) in enumerate(graph.activities.items()):
        production.append(len(technosphere.amount))
        technosphere.add((column, column), activity.production, flip=False, keys=(), where=key)
        for exchange in activity.exchanges:
            if exchange.multipliers:
                multipliers[len(technosphere.amount)] = exchange.multipliers
            at, where = (place[exchange.activity], column), f"{key} ← {exchange.activity}"
            technosphere.add(at, exchange.amount, flip=True, keys=exchange.multipliers, where=where)
        for indicator, amount in activity.flows.items():
            at, where = (indicators.index(indicator), column), f"{key} → {indicator.value}"
            biosphere.add(at, amount, flip=False, keys=activity.flow_multipliers, where=where)
    used = {key for keys in multipliers.values() for key in keys} | {k for a in graph.activities.values() for k in a.flow_multipliers}
    return NamedSystem(
        activities=tuple(_label(activity, (names or {}).get(key, key)) for key, activity in graph.activities.items()),
        flows=tuple(
            FlowLabel(key=f"{_OWN}{i.value}", name=i.value, unit=_UNIT_OF_FLOW.get(i, "kg"), context="indicator") for i in indicators
        ),
        methods=(MethodLabel(key=CLIMATE_METHOD, name="climate change (GWP100)", unit="kg CO2e"),),
        technosphere=technosphere.table(),
        biosphere=biosphere.table(),
        factors=entry_table([indicators.index(i) for i in CLIMATE], [0] * len(CLIMATE), [1.0] * len(CLIMATE)),
        production=np.array(production, dtype=np.int64),
        multipliers=multipliers,
        parameters={key: known[key] for key in sorted(used)},
    )


def _label(activity: Activity, name: str) -> ActivityLabel:
    return ActivityLabel(
        key=activity.key,
        name=name,
        place=activity.place,
        unit=activity.unit.value,
        product=name,
        flow_multipliers=activity.flow_multipliers,
    )


class _Columns:
    """Entries as they are found."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self.parameters = parameters
        self.row: list[int] = []
        self.column: list[int] = []
        self.amount: list[float] = []
        self.flip: list[bool] = []
        self.laws: list[Laws] = []

    def add(self, at: tuple[int, int], amount: float, *, flip: bool, keys: tuple[str, ...], where: str) -> None:
        for key in keys:
            if key not in self.parameters:
                raise InputError("EXCHANGE_PARAMETER", place=where, parameter=key)
        law = marginal(amount, [self.parameters[key] for key in keys])
        self.laws.append(certain_laws(np.array([amount], dtype=np.float64)) if law is None else law)
        self.row.append(at[0])
        self.column.append(at[1])
        self.amount.append(amount)
        self.flip.append(flip)

    def table(self) -> EntryTable:
        laws = np.concatenate(self.laws) if self.laws else np.zeros(0, dtype=LAW)
        return entry_table(self.row, self.column, self.amount, self.flip, laws)


def graph_of(system: NamedSystem, method: str = "") -> ProcessGraph:
    """The system as a process graph. One that came from a graph gives that graph again, bit for bit.

    A foreign system's flows are weighed by `method` (its only one, where it has one) and summed under FOSSIL, since others do not divide
    them as we do; products are counted in canonical units, to which their amounts are converted (a product without a unit counts pieces).
    Amounts are those at value; distributions stay with the arrays (`system_of`).
    Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`, `UNIT_UNKNOWN`.
    """
    units = [canonical_unit(label.unit or Unit.PIECE.value, place=label.key) for label in system.activities]
    flows = _own_flows(system) if is_native(system) else _weighed_flows(system, find_method(system, method))
    exchanges: dict[int, list[Exchange]] = defaultdict(list)
    own = set(system.production.tolist())
    table = system.technosphere
    columns = zip(table.row.tolist(), table.column.tolist(), table.amount.tolist(), table.flip.tolist(), strict=True)
    for number, (row, column, amount, flip) in enumerate(columns):
        if number not in own:
            taken = (amount if flip else -amount) * units[row][1]
            exchanges[column].append(
                Exchange(activity=system.activities[row].key, amount=taken, multipliers=system.multipliers.get(number, ()))
            )
    signed = table.signed
    return ProcessGraph(
        activities={
            label.key: Activity(
                key=label.key,
                unit=units[j][0],
                place=label.place,
                production=float(signed[system.production[j]]) * units[j][1],
                exchanges=tuple(exchanges[j]),
                flows=flows[j],
                flow_multipliers=label.flow_multipliers,
            )
            for j, label in enumerate(system.activities)
        }
    )


def _own_flows(system: NamedSystem) -> list[Mapping[Indicator, float]]:
    found: list[dict[Indicator, float]] = [{} for _ in system.activities]
    signed = system.biosphere.signed
    for row, column, amount in zip(system.biosphere.row.tolist(), system.biosphere.column.tolist(), signed.tolist(), strict=True):
        indicator = indicator_of(system.flows[row])
        assert indicator is not None
        found[column][indicator] = found[column][indicator] + amount if indicator in found[column] else amount
    return list(found)


def _weighed_flows(system: NamedSystem, method: int) -> list[Mapping[Indicator, float]]:
    weights = flow_weights(system, method)
    terms: dict[int, list[float]] = defaultdict(list)
    values = system.biosphere.signed * weights[system.biosphere.row]
    for column, value in zip(system.biosphere.column.tolist(), values.tolist(), strict=True):
        terms[column].append(value)
    return [{Indicator.FOSSIL: math.fsum(terms[j])} if j in terms else {} for j in range(len(system.activities))]
