"""Monte Carlo of a loop against bw2calc's own Monte Carlo, and how fast a notebook's inventory is drawn."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
import pytest

from lingtan.lca import Activity, Demand, Exchange, ProcessGraph, monte_carlo
from lingtan.quantities import Indicator, Unit
from lingtan.uncertainty import Parameter, Scope, Shape, summarise

SIGMA = math.log(1.3)
#: Steel needs electricity, electricity needs steel and a little of itself; every input and flow is lognormal. Synthetic.
INPUTS = {("steel", "electricity"): 0.9, ("electricity", "steel"): 0.02, ("electricity", "electricity"): 0.05}
FLOWS = {"steel": 1.3, "electricity": 0.7}


def by_brightway(draws: int) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bw2calc recommends another solver on import
        import bw2calc
        import bw_processing as bwp
    product, process = {"steel": 1, "electricity": 2}, {"steel": 11, "electricity": 12}

    def add(package, matrix, entries):
        """Entries (row, column, mean, is lognormal, flip); bw2calc's lognormal takes the mean of the logarithm."""
        distributions = np.zeros(len(entries), dtype=bwp.UNCERTAINTY_DTYPE)
        for i, (_, _, mean, is_uncertain, _) in enumerate(entries):
            loc, scale = (math.log(mean) - SIGMA**2 / 2, SIGMA) if is_uncertain else (mean, np.nan)
            distributions[i] = (2 if is_uncertain else 0, loc, scale, np.nan, np.nan, np.nan, False)
        package.add_persistent_vector(
            matrix=matrix,
            indices_array=np.array([entry[:2] for entry in entries], dtype=bwp.INDICES_DTYPE),
            data_array=np.array([entry[2] for entry in entries]),
            flip_array=np.array([entry[4] for entry in entries]),
            distributions_array=distributions,
        )

    package = bwp.create_datapackage()
    add(
        package,
        "technosphere_matrix",
        [(product[k], process[k], 1.0, False, False) for k in product]
        + [(product[i], process[j], amount, True, True) for (j, i), amount in INPUTS.items()],
    )
    add(package, "biosphere_matrix", [(101, process[k], flow, True, False) for k, flow in FLOWS.items()])
    add(package, "characterization_matrix", [(101, 0, 1.0, False, False)])
    lca = bw2calc.LCA({1: 1.0}, data_objs=[package], use_distributions=True, seed_override=42)
    lca.lci()
    lca.lcia()
    scores = np.empty(draws)
    for i in range(draws):
        next(lca)
        scores[i] = lca.score
    return scores


def test_mean_and_cv_of_a_loop_equal_bw2calcs_monte_carlo():
    activities = {
        key: Activity(
            key=key,
            unit=Unit.KG,
            place="GLO",
            exchanges=tuple(Exchange(activity=i, amount=a, multipliers=(f"{j}<{i}",)) for (j, i), a in INPUTS.items() if j == key),
            flows={Indicator.FOSSIL: FLOWS[key]},
            flow_multipliers=(f"flow/{key}",),
        )
        for key in FLOWS
    }
    keys = [f"{j}<{i}" for j, i in INPUTS] + [f"flow/{key}" for key in FLOWS]
    parameters = [Parameter(key=key, shape=Shape.LOGNORMAL, spread=1.3, scope=Scope.COMMON) for key in keys]
    ours = summarise(
        monte_carlo(ProcessGraph(activities=activities), [Demand(line="l", activity="steel", amount=1.0)], parameters, seed=1, draws=40_000)
    )
    theirs = summarise(by_brightway(2000))
    assert abs(ours.mean - theirs.mean) <= 3 * theirs.standard_error_mean
    assert abs(ours.p95 - theirs.p95) <= 3 * theirs.standard_error_p95
    # The sd of a sample of n from a law of kurtosis k scatters by sd·√((k − 1)/4n); k < 6 here.
    assert abs(ours.cv / theirs.cv - 1.0) <= 3 * math.sqrt(5 / (4 * 2000))


def test_a_notebook_of_one_hundred_lines_is_drawn_ten_thousand_times(random_system, lognormal):
    graph = random_system(150, 1, acyclic=True, uncertain=True)
    keys = list(graph.activities)
    demands = [Demand(line=f"l{i}", activity=keys[149 - i], amount=1.0, multipliers=(f"m{i}",)) for i in range(100)]
    parameters = lognormal(graph, demands)
    began = time.perf_counter()
    samples = monte_carlo(graph, demands, parameters, seed=77, draws=10_000)
    print(f"100 lines, 150 activities, {len(parameters)} parameters, 10,000 draws: {time.perf_counter() - began:.2f} s")
    assert samples.shape == (10_000,)
    assert samples.std() == pytest.approx(summarise(samples).sd, rel=1e-4)
