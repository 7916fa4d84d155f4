"""Scores of every activity of one system: one adjoint solve beside bw2calc, both sides in this run, on the same datapackage.

python3 dev.py bench kernel_scores [--activities 2000] [--repeats 3]

The system is synthetic: sparse, diagonally dominant, with loops. bw2calc factorises once and then redoes the solve for each demand (its
fastest way for one demand after the other without keeping inventories); it also keeps the full inventory, which the adjoint does not.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
import warnings

import numpy as np

from lingtan.lca import Activity, Exchange, ProcessGraph, certified_scores, fast_scores
from lingtan.quantities import Indicator, Unit


def system(count: int, seed: int) -> ProcessGraph:
    """`count` activities, about eight inputs each, hubs first. Synthetic."""
    random = np.random.default_rng(seed)
    activities = {}
    for index in range(count):
        inputs = sorted({int(i) for i in np.minimum(random.pareto(0.6, 8) * 5, count - 1)} - {index})
        amounts = random.uniform(0.0, 0.4 / max(len(inputs), 1), len(inputs))
        exchanges = tuple(Exchange(activity=f"a{i}", amount=float(a)) for i, a in zip(inputs, amounts, strict=True))
        flows = {Indicator.FOSSIL: float(random.lognormal(0.0, 1.0))}
        activities[f"a{index}"] = Activity(key=f"a{index}", unit=Unit.KG, place="GLO", exchanges=exchanges, flows=flows)
    return ProcessGraph(activities=activities)


def with_bw2calc(graph: ProcessGraph, demands: int) -> tuple[list[float], float]:
    """Scores of the first demands by bw2calc and CPU seconds per demand, the factorisation counted once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends another solver on import
        import bw2calc
        import bw_processing as bwp
    keys = list(graph.activities)
    at = {key: index + 1 for index, key in enumerate(keys)}
    rows, columns, values, flips = [], [], [], []
    for key, activity in graph.activities.items():
        for row, value, flip in [(key, 1.0, False), *((e.activity, e.amount, True) for e in activity.exchanges)]:
            rows.append(at[row]), columns.append(at[key]), values.append(value), flips.append(flip)
    flow = 10**6
    package = bwp.create_datapackage()
    technosphere = np.array(list(zip(rows, columns, strict=True)), dtype=bwp.INDICES_DTYPE)
    package.add_persistent_vector(
        matrix="technosphere_matrix", name="t", indices_array=technosphere, data_array=np.array(values), flip_array=np.array(flips)
    )
    emitted = np.array([(flow, at[key]) for key in keys], dtype=bwp.INDICES_DTYPE)
    amounts = np.array([graph.activities[key].flows[Indicator.FOSSIL] for key in keys])
    package.add_persistent_vector(matrix="biosphere_matrix", name="b", indices_array=emitted, data_array=amounts)
    factor = np.array([(flow, flow)], dtype=bwp.INDICES_DTYPE)
    package.add_persistent_vector(matrix="characterization_matrix", name="c", indices_array=factor, data_array=np.ones(1))
    began = time.process_time()
    lca = bw2calc.LCA({at[keys[0]]: 1.0}, data_objs=[package])
    lca.lci(factorize=True)
    lca.lcia()
    scores = [float(lca.score)]
    for key in keys[1:demands]:
        lca.redo_lci({at[key]: 1.0})
        lca.redo_lcia()
        scores.append(float(lca.score))
    return scores, (time.process_time() - began) / demands


def main() -> None:
    """Print one JSON object: CPU seconds, the ratio for all activities, and the largest relative difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=2_000)
    parser.add_argument("--demands", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    graph = system(options.activities, seed=1)
    fast, certified = [], []
    for _ in range(options.repeats):
        began = time.process_time()
        ours = fast_scores(graph)
        fast.append(time.process_time() - began)
    certified_seconds: float | None = None
    if options.activities <= 1_000:
        began = time.process_time()
        exact = certified_scores(graph)
        certified_seconds = time.process_time() - began
        certified = [exact.of(key)[Indicator.FOSSIL] for key in graph.activities]
    theirs, per_demand = with_bw2calc(graph, min(options.demands, options.activities))
    mine = [ours.of(key)[Indicator.FOSSIL] for key in list(graph.activities)[: len(theirs)]]
    seconds = statistics.median(fast)
    print(
        json.dumps(
            {
                "machine": platform.processor() or platform.machine(),
                "python": platform.python_version(),
                "activities": options.activities,
                "all_scores_cpu_s": seconds,
                "certified_cpu_s": certified_seconds,
                "bw2calc_cpu_s_per_demand": per_demand,
                "ratio_for_all_activities": per_demand * options.activities / seconds,
                "largest_relative_difference": max(abs(a / b - 1) for a, b in zip(mine, theirs, strict=True)),
                "certified_difference": max((abs(a / b - 1) for a, b in zip(certified, theirs, strict=False)), default=None),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
