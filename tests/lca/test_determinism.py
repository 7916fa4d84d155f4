"""Certified bytes do not move with BLAS threads or numpy's choice of processor features."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

PROGRAM = r"""
import hashlib, json, random
import numpy as np
from lingtan.lca import (Activity, Demand, Exchange, ProcessGraph, batch_quantile, certified_scaling, certified_scores,
                         contribution_to_variance, monte_carlo, rollup, variance_shares)
from lingtan.quantities import Indicator, Unit
from lingtan.uncertainty import Parameter, Scope, Shape, draw, exp, log, normal_quantile, summarise, uniforms

r = random.Random(5)
keys = [f"p{i:03d}" for i in range(150)]
graph = ProcessGraph(activities={
    key: Activity(key=key, unit=Unit.KG, place="GLO", production=r.choice([1.0, 2.5]),
                  exchanges=tuple(Exchange(activity=keys[r.randrange(max(i, 12))], amount=r.random() * 0.2, multipliers=(f"e{i % 7}",))
                                  for _ in range(4)),
                  flows={Indicator.FOSSIL: r.random(), Indicator.AIRCRAFT: 0.01 * r.random()}, flow_multipliers=(f"f{i}",))
    for i, key in enumerate(keys)})
demands = [Demand(line=f"l{i}", activity=keys[149 - i], amount=r.random(), multipliers=(f"m{i}",)) for i in range(20)]
shapes = list(Shape)
parameters = [Parameter(key=f"f{i}", shape=Shape.LOGNORMAL, spread=1.3, scope=Scope.COMMON) for i in range(150)]
parameters += [Parameter(key=f"e{i}", shape=Shape.LOGNORMAL, spread=1.05, scope=Scope.COMMON) for i in range(7)]
parameters += [Parameter(key=f"m{i}", shape=shapes[i % 4], spread=1.2 if i % 4 == 0 else 0.2,
                         scope=Scope.UNIT if i < 3 else Scope.SKU) for i in range(20)]
u = uniforms("determinism", seed=1, draws=20_001)
scores = certified_scores(graph)
samples = monte_carlo(graph, demands, parameters, seed=3, draws=700)
found = {
    "elementary": hashlib.sha256(normal_quantile(u).tobytes() + log(u).tobytes() + exp(10 * u - 5).tobytes()).hexdigest(),
    "draws": hashlib.sha256(b"".join(draw(p, seed=3, draws=1003).tobytes() for p in parameters)).hexdigest(),
    "scores": hashlib.sha256(repr([(k, [v.hex() for v in s.values()]) for k, s in scores.by_activity.items()]).encode()).hexdigest(),
    "lines": [line.mg for line in rollup(demands, scores)],
    "runs": hashlib.sha256(repr([(k, v.hex()) for k, v in certified_scaling(graph, demands).items()]).encode()).hexdigest(),
    "samples": hashlib.sha256(samples.tobytes()).hexdigest(),
    "summary": repr(summarise(samples)),
    "shares": repr(variance_shares(graph, demands, parameters, seed=3, draws=300)),
    "variance": repr(contribution_to_variance(graph, demands, parameters)),
    "batch": repr(batch_quantile(graph, demands, parameters, seed=3, draws=300, devices=20, p=0.95)),
}
print(json.dumps(found))
"""


def run(**environment: str) -> dict[str, object]:
    clean = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES", "OMP_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=clean | environment, capture_output=True, text=True, check=True, timeout=120)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def switchable_features() -> list[str]:
    """What numpy would dispatch to and this machine has: all that NPY_DISABLE_CPU_FEATURES can take away here."""
    core = np._core._multiarray_umath
    return [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]


@pytest.fixture(scope="module")
def reference() -> dict[str, object]:
    return run(OPENBLAS_NUM_THREADS="1")


def test_same_bytes_under_two_blas_threads(reference):
    assert run(OPENBLAS_NUM_THREADS="2") == reference


def test_same_bytes_without_any_switchable_processor_feature(reference):
    features = switchable_features()
    print("switched off:", features)
    assert run(OPENBLAS_NUM_THREADS="2", NPY_DISABLE_CPU_FEATURES=" ".join(features)) == reference


def test_same_bytes_without_the_newest_processor_feature(reference):
    assert run(NPY_DISABLE_CPU_FEATURES=" ".join(switchable_features()[-1:])) == reference
