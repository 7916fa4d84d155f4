"""Systems that several test files of the kernel use, and bw2calc as the oracle. All figures are synthetic."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from lingtan.lca import Activity, Demand, Exchange, ProcessGraph
from lingtan.quantities import Indicator, Unit
from lingtan.uncertainty import Parameter, Scope, Shape

Build = Callable[..., ProcessGraph]


def _activity(
    key: str, inputs: dict[str, float] | None = None, *, fossil: float = 0.0, production: float = 1.0, **more: object
) -> Activity:
    exchanges = tuple(Exchange(activity=name, amount=amount) for name, amount in (inputs or {}).items())
    flows = {Indicator.FOSSIL: fossil} | dict(more.pop("flows", {}))  # type: ignore[arg-type]
    return Activity(
        key=key, unit=Unit.KG, place=str(more.pop("place", "GLO")), production=production, exchanges=exchanges, flows=flows, **more
    )  # type: ignore[arg-type]


def _graph(*activities: Activity) -> ProcessGraph:
    return ProcessGraph(activities={activity.key: activity for activity in activities})


@pytest.fixture
def activity() -> Callable[..., Activity]:
    return _activity


@pytest.fixture
def graph_of() -> Build:
    return _graph


@pytest.fixture
def chain() -> ProcessGraph:
    """Ore → metal → part → device, acyclic, with production other than 1 and every climate indicator."""
    return _graph(
        _activity("device", {"part": 2.0, "board": 0.35}, fossil=0.4),
        _activity("part", {"metal": 0.8, "electricity": 3.0}, fossil=0.1, place="CN-GD"),
        _activity("board", {"electricity": 12.0, "paper": 0.02}, fossil=2.0, place="CN-AH"),
        _activity("metal", {"ore": 5.0, "electricity": 14.0}, fossil=1.7, production=2.5, place="AU"),
        _activity("ore", {}, fossil=0.05, flows={Indicator.LAND_USE: 0.01}),
        _activity("paper", {}, fossil=0.9, flows={Indicator.BIOGENIC_UPTAKE: -1.4, Indicator.BIOGENIC_RELEASE: 1.4, Indicator.WATER: 0.02}),
        _activity("electricity", {}, fossil=0.58, flows={Indicator.AIRCRAFT: 0.001}, place="CN"),
    )


@pytest.fixture
def loop() -> ProcessGraph:
    """Electricity needs steel, steel needs electricity, and electricity eats 5 % of itself (losses)."""
    return _graph(
        _activity("machine", {"steel": 40.0, "electricity": 110.0}, fossil=3.0),
        _activity("steel", {"electricity": 0.9, "coal": 0.6}, fossil=1.3, place="CN-HE"),
        _activity("electricity", {"electricity": 0.05, "steel": 0.004, "coal": 0.3}, fossil=0.7, place="CN"),
        _activity("coal", {"steel": 0.001, "electricity": 0.02}, fossil=0.08, place="CN-SX"),
    )


@pytest.fixture
def substitution() -> ProcessGraph:
    """A power plant whose heat replaces a boiler, and a recycler whose metal replaces primary metal: negative exchanges."""
    return _graph(
        _activity("plant", {"heat": -4.0, "gas": 9.0}, fossil=1.9, production=3.6),
        _activity("heat", {"gas": 1.1, "plant": 0.01}, fossil=0.06),
        _activity("gas", {"plant": 0.02}, fossil=0.03),
        _activity("recycling", {"primary": -0.85, "plant": 0.4}, fossil=0.2),
        _activity("primary", {"plant": 6.0}, fossil=1.5),
        _activity("scrapped device", {"recycling": 0.7}, fossil=0.01),
    )


@pytest.fixture
def random_system() -> Build:
    """A random system of `n` activities with hubs, loops, self-loops and a few co-products, each column well below 1."""

    def build(n: int = 200, seed: int = 1, *, acyclic: bool = False, uncertain: bool = False) -> ProcessGraph:
        r = random.Random(seed)
        activities = []
        for i in range(n):
            limit = i if acyclic else n
            inputs = tuple(
                Exchange(
                    activity=f"p{r.randrange(limit):04d}" if r.random() < 0.7 else f"p{r.randrange(min(limit, 8)):04d}",
                    amount=round(r.random() * 0.2 * (-0.3 if not acyclic and r.random() < 0.1 else 1.0), 6),
                    multipliers=(f"e{i}-{j}",) if uncertain and j == 0 else (),
                )
                for j in range(min(limit, r.randint(0, 4)))
            )
            flows = {
                indicator: r.random() * (-1 if indicator is Indicator.BIOGENIC_UPTAKE else 1) for indicator in r.sample(list(Indicator), 3)
            }
            activities.append(
                Activity(
                    key=f"p{i:04d}",
                    unit=Unit.KG,
                    place=r.choice(["CN", "DE", "GLO"]),
                    production=r.choice([1.0, 1.0, 2.5, 0.8]),
                    exchanges=inputs,
                    flows=flows,
                    flow_multipliers=(f"f{i}",) if uncertain else (),
                )
            )
        return _graph(*activities)

    return build


@pytest.fixture
def lognormal() -> Callable[..., list[Parameter]]:
    def build(graph: ProcessGraph, demands: Iterable[Demand] = (), *, gsd: float = 1.15, scope: Scope = Scope.COMMON) -> list[Parameter]:
        keys = {key for a in graph.activities.values() for key in a.flow_multipliers}
        keys |= {key for a in graph.activities.values() for e in a.exchanges for key in e.multipliers}
        keys |= {key for d in demands for key in d.multipliers}
        return [Parameter(key=key, shape=Shape.LOGNORMAL, spread=gsd, scope=scope) for key in sorted(keys)]

    return build


@pytest.fixture(scope="session")
def brightway() -> Callable[[ProcessGraph, dict[str, float]], dict[Indicator, float]]:
    """Scores of a demand by bw2calc 3.1 (BSD-3-Clause), the independent program of this room."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bw2calc recommends another solver on import
        import bw2calc
        import bw_processing

    def vector(package, matrix: str, entries: list[tuple[int, int, float, bool]]) -> None:
        package.add_persistent_vector(
            matrix=matrix,
            indices_array=np.array([(row, column) for row, column, _, _ in entries], dtype=bw_processing.INDICES_DTYPE),
            data_array=np.array([value for _, _, value, _ in entries]),
            flip_array=np.array([flip for _, _, _, flip in entries]),
        )

    def scores(graph: ProcessGraph, demand: dict[str, float]) -> dict[Indicator, float]:
        product = {key: 1 + i for i, key in enumerate(graph.activities)}
        process = {key: 10_001 + i for i, key in enumerate(graph.activities)}
        flow = {indicator: 20_001 + i for i, indicator in enumerate(Indicator)}
        package = bw_processing.create_datapackage()
        technosphere = [(product[k], process[k], a.production, False) for k, a in graph.activities.items()]
        technosphere += [(product[e.activity], process[k], e.amount, True) for k, a in graph.activities.items() for e in a.exchanges]
        biosphere = [(flow[i], process[k], value, False) for k, a in graph.activities.items() for i, value in a.flows.items()]
        biosphere += [(number, process[k], 0.0, False) for number in flow.values() for k in list(process)[:1]]
        vector(package, "technosphere_matrix", technosphere)
        vector(package, "biosphere_matrix", biosphere)
        vector(package, "characterization_matrix", [(number, 0, 1.0, False) for number in flow.values()])
        lca = bw2calc.LCA({product[key]: amount for key, amount in demand.items()}, data_objs=[package])
        lca.lci()
        lca.lcia()
        rows = np.asarray(lca.inventory.sum(axis=1)).ravel()
        return {indicator: float(rows[lca.dicts.biosphere[number]]) for indicator, number in flow.items()}

    return scores
