"""Resolved factors as a process graph: every activity at its place, its own flows, and what it takes from other activities there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from lingtan.evidence import Stage, WorkshopProcess
from lingtan.factors import FactorClass, FactorLibrary, FactorQuery, Resolved
from lingtan.lca import Activity, Exchange, ProcessGraph
from lingtan.quantities import Indicator, Unit
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["BIOGENIC_ACTIVITIES", "Background", "factor_key"]

#: The activities of each step that a workshop may meter: what their names begin with.
_STEPS: Mapping[WorkshopProcess, tuple[str, ...]] = {
    WorkshopProcess.BOARD_SOLDERING: ("reflow_", "smt_placement"),
    WorkshopProcess.FINAL_ASSEMBLY: ("final_assembly_",),
}

#: Stoichiometric carriers: the carbon that enters packaging fibre leaves it again, so neither side carries a factor's doubt (METHODS 6).
BIOGENIC_ACTIVITIES: frozenset[str] = frozenset({"biogenic_co2_uptake", "biogenic_co2_release"})


def factor_key(factor_id: str) -> str:
    """Key of the common parameter that carries a factor's doubt."""
    return f"factor/{factor_id}"


@dataclass(slots=True)
class Background:
    """Collects the activities that a device's lines need. One builder a device; `graph()` gives the finished graph.

    Electricity is always the life-cycle class (METHODS 1). A factor's inputs run at the place and in the year of the process that takes
    them. `year` is the data year (use and end of life), `production_year` that in which the device and its parts were made. `metered` are
    the inputs of a step that a workshop's meters stand for: its activities are built without them, and `left_out` are the factors behind
    the whole ones; `steps_met` are the steps that came by.
    """

    library: FactorLibrary
    year: int
    production_year: int
    metered: Mapping[WorkshopProcess, frozenset[str]] = field(default_factory=dict)
    steps_met: set[WorkshopProcess] = field(default_factory=set)
    left_out: dict[str, Resolved] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    resolved: dict[str, Resolved] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def node(self, activity: str, place: str, *, year: int) -> str:
        """Key of the activity's node at a place in a year, built with all that it takes. Raises FactorError where there is no factor."""
        key = _node_key(activity, place, year)
        if key not in self.activities:
            for name, (built, found) in _behind(self.library, activity, place, year).items():
                if name not in self.activities:  # what is there already has all that it takes beside it
                    self.activities[name], self.resolved[name] = built, found
                    self._doubt(built, found)
        return key

    def stage_node(self, activity: str, place: str, stage: Stage) -> str:
        """The node for a line of a stage: made in the production year, used and disposed of under the data year.

        An activity of a metered step is built without what the meters count; empty where nothing of it is left.
        """
        later = stage in (Stage.USE, Stage.END_OF_LIFE)
        for step, inputs in self.metered.items() if stage is Stage.ASSEMBLY else ():
            if activity.startswith(_STEPS[step]):
                self.steps_met.add(step)
                return self._unmetered(activity, place, inputs)
        return self.node(activity, place, year=self.year if later else self.production_year)

    def _unmetered(self, activity: str, place: str, inputs: frozenset[str]) -> str:
        """Key of the activity without these inputs, which a measured line stands for; empty where it gives off and takes nothing else.

        All factors behind the whole one are kept, so that a study's excerpt of the library can tell what was left out.
        """
        whole = _node_key(activity, place, self.production_year)
        behind = _behind(self.library, activity, place, self.production_year)
        self.left_out |= {name: found for name, (_, found) in behind.items()}
        own, found = behind[whole]
        kept = tuple(exchange for exchange in own.exchanges if exchange.activity.partition("@")[0] not in inputs)
        if not kept and not any(own.flows.values()):
            return ""
        for exchange in kept:
            self.node(exchange.activity.partition("@")[0], place, year=self.production_year)
        key = f"{whole}~{'+'.join(sorted(inputs))}"
        self.activities[key], self.resolved[key] = replace(own, key=key, exchanges=kept), found
        self._doubt(own, found)
        return key

    def least_kg(self, node: str) -> float:
        """The least that the library knows of a node: its factor's own climate figure and that of its inputs. [kg CO2e per unit]"""
        own = self.resolved[node].factor.value if node in self.resolved else 0.0
        inputs = (
            exchange.amount * self.resolved[exchange.activity].factor.value
            for exchange in self.activities[node].exchanges
            if exchange.activity in self.resolved and exchange.amount > 0
        )
        return max(own, 0.0) + sum(max(kg, 0.0) for kg in inputs)

    def _doubt(self, built: Activity, found: Resolved) -> None:
        """The factor's parameter, with the widest of the doubts that this device meets it with."""
        for key in built.flow_multipliers:
            spread = min(found.gsd_total, 20.0)
            known = self.parameters.get(key)
            if known is None or spread > known.spread:
                self.parameters[key] = Parameter(key=key, shape=Shape.LOGNORMAL, spread=spread, scope=Scope.COMMON)

    def supplier(self, part: str, *, kg_co2e: float, gsd: float, place: str) -> str:
        """Node of a supplier's own figure for one piece. [kg CO2e/piece] Its doubt is the configuration's, not everybody's."""
        key = f"supplier/{part}"
        multipliers: tuple[str, ...] = ()
        if gsd > 1.0:
            self.parameters[key] = Parameter(key=key, shape=Shape.LOGNORMAL, spread=gsd, scope=Scope.SKU)
            multipliers = (key,)
        flows = {Indicator.FOSSIL: kg_co2e}
        self.activities[key] = Activity(key=key, unit=Unit.PIECE, place=place, flows=flows, flow_multipliers=multipliers)
        return key

    def uptake_per_unit(self, node: str) -> float:
        """Kg of biogenic CO2 that one unit of the node's product took up. [kg/unit]."""
        return math.fsum(amount for name, amount in self.resolved[node].factor.inputs.items() if name == "biogenic_co2_uptake")

    def graph(self) -> ProcessGraph:
        """The graph of everything asked for, in the order it was asked."""
        return ProcessGraph(activities=dict(self.activities))


#: What stands behind a node is a matter of the library alone, and thousands of devices ask for the same few hundred nodes.
_KNOWN: WeakKeyDictionary[FactorLibrary, dict[str, Mapping[str, tuple[Activity, Resolved]]]] = WeakKeyDictionary()


def _node_key(activity: str, place: str, year: int) -> str:
    return f"{activity}@{place}:{year}"


def _behind(library: FactorLibrary, activity: str, place: str, year: int) -> Mapping[str, tuple[Activity, Resolved]]:
    """The activity at its place and all that it takes, each before its inputs. Raises FactorError where there is no factor."""
    known, key = _KNOWN.setdefault(library, {}), _node_key(activity, place, year)
    if key not in known:
        found: dict[str, tuple[Activity, Resolved]] = {}
        _follow(library, activity, place, year, found)
        known[key] = found
    return known[key]


def _follow(library: FactorLibrary, activity: str, place: str, year: int, found: dict[str, tuple[Activity, Resolved]]) -> str:
    key = _node_key(activity, place, year)
    if key in found:
        return key
    klass = FactorClass.ELECTRICITY_LIFE_CYCLE if activity == "electricity" else library.class_of(activity)
    resolved = library.resolve(FactorQuery(activity=activity, place=place, year=year, klass=klass))
    factor = resolved.factor
    certain = activity in BIOGENIC_ACTIVITIES or resolved.gsd_total <= 1.0
    doubt: tuple[str, ...] = () if certain else (factor_key(factor.id),)
    own = Activity(key=key, unit=factor.unit, place=place, flows=dict(factor.flows), flow_multipliers=doubt)
    # The node is found before its inputs, so that a loop in the library meets itself instead of recursing for ever.
    found[key] = (own, resolved)
    exchanges = tuple(
        Exchange(
            activity=_follow(library, name, place, year, found),
            amount=amount,
            multipliers=() if name in BIOGENIC_ACTIVITIES else doubt,
        )
        for name, amount in sorted(factor.inputs.items())
    )
    found[key] = (replace(own, exchanges=exchanges), resolved)
    return key
