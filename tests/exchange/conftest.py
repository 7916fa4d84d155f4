"""Graphs to be exchanged, and bw2calc as the program that must read what we write."""

from __future__ import annotations

import random
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from lingtan.lca import Activity, Exchange, ProcessGraph
from lingtan.quantities import Indicator, Unit
from lingtan.uncertainty import Parameter, Scope, Shape

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def parameters() -> list[Parameter]:
    return [
        Parameter(key="factor/steel", shape=Shape.LOGNORMAL, spread=1.2, scope=Scope.COMMON),
        Parameter(key="sku/mass", shape=Shape.LOGNORMAL, spread=1.05, scope=Scope.SKU),
        Parameter(key="使用/时长", shape=Shape.TRIANGULAR, spread=0.3, scope=Scope.UNIT),
        Parameter(key="share", shape=Shape.UNIFORM, spread=0.2, scope=Scope.SKU),
        Parameter(key="tec", shape=Shape.NORMAL, spread=0.1, scope=Scope.SKU),
    ]


@pytest.fixture(scope="session")
def build_graph() -> Callable[..., ProcessGraph]:
    """Loops, self-loops, co-products, a treatment, units, places, parameters: whatever a graph may hold."""

    def build(seed: int = 1, n: int = 40) -> ProcessGraph:
        r = random.Random(seed)
        sets = [(), (), ("factor/steel",), ("factor/steel", "sku/mass"), ("使用/时长",), ("share",), ("tec",)]
        activities = {}
        for i in range(n):
            exchanges = tuple(
                Exchange(
                    activity=f"p{r.randrange(n)}",
                    amount=r.random() * 0.12 * (-1.0 if r.random() < 0.1 else 1.0),
                    multipliers=r.choice(sets),
                )
                for _ in range(r.randint(0, 4))
            )
            flows = {j: r.random() * (-0.3 if j is Indicator.BIOGENIC_UPTAKE else 1.0) for j in r.sample(list(Indicator), r.randint(0, 3))}
            activities[f"p{i}"] = Activity(
                key=f"p{i}",
                unit=r.choice(list(Unit)),
                place=r.choice(["CN", "CN-AH", "DE", "GLO"]),
                production=-1.0 if i == n - 1 else r.choice([1.0, 1.0, 2.5, 0.7]),
                exchanges=exchanges,
                flows=flows or {Indicator.FOSSIL: 0.5},
                flow_multipliers=r.choice(sets),
            )
        return ProcessGraph(activities=activities)

    return build


@pytest.fixture(scope="session")
def brightway_score() -> Callable[[list[Path], int], float]:
    """The score of one unit of a product by bw2calc 3.1 (BSD-3-Clause), from files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bw2calc recommends another solver on import
        import bw2calc
        import bw_processing
    from fsspec.implementations.dirfs import DirFileSystem
    from fsspec.implementations.zip import ZipFileSystem

    def load(path: Path):
        return bw_processing.load_datapackage(DirFileSystem(path) if path.is_dir() else ZipFileSystem(path))

    def score(paths: list[Path], product: int, draws: int = 0):
        lca = bw2calc.LCA({product: 1.0}, data_objs=[load(path) for path in paths], use_distributions=bool(draws), seed_override=7)
        lca.lci()
        lca.lcia()
        if not draws:
            return lca.score
        found = []
        for _ in range(draws):
            found.append(lca.score)
            next(lca)
        return found

    return score
