"""PyJobShop in a process of its own: `python peer_pyjobshop.py INSTANCE.npz SECONDS WORKERS` prints sequences as JSON.

A set-up before a machine's first job stands behind a task of no length at time 0. Begun from ATCS.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from pyjobshop import Model, Solution
from pyjobshop.Solution import ScheduledTask


def main(path: str, seconds: float, workers: int) -> None:
    with np.load(path) as file:
        d = {name: file[name] for name in file.files}
    run, setup, first = d["run"], d["setup"], d["first"]
    machines, jobs = run.shape
    model = Model()
    lines = [model.add_machine() for _ in range(machines)]
    tasks, modes = [], {}
    for j in range(jobs):
        job = model.add_job(weight=int(d["weight"][j]), due_date=int(d["due"][j]))
        tasks.append(model.add_task(job=job, earliest_start=int(d["release"][j])))
        for k in np.flatnonzero(run[:, j] >= 0):
            modes[j, int(k)] = len(modes)
            model.add_mode(tasks[j], lines[k], int(run[k, j]))
    has_first = bool(first.any())
    for k in range(machines):
        able = [int(j) for j in np.flatnonzero(run[k] >= 0)]
        if has_first:
            opening = model.add_task(latest_end=0)
            modes["opening", k] = len(modes)
            model.add_mode(opening, lines[k], 0)
            for j in able:
                model.add_setup_time(lines[k], opening, tasks[j], int(first[k, j]))
        for i in able:
            for j in able:
                if i != j and setup[k, i, j]:
                    model.add_setup_time(lines[k], tasks[i], tasks[j], int(setup[k, i, j]))
    if d["is_makespan"]:
        model.set_objective(weight_makespan=1)
    else:
        model.set_objective(weight_total_tardiness=1)
    where = {int(j): k for k, row in enumerate(d["hint"]) for j in row if j >= 0}
    started = [
        ScheduledTask(modes[j, where[j]], [where[j]], int(d["hint_end"][j] - run[where[j], j]), int(d["hint_end"][j])) for j in range(jobs)
    ]
    if has_first:
        started += [ScheduledTask(modes["opening", k], [k], 0, 0) for k in range(machines)]
    begin = time.perf_counter()
    result = model.solve(time_limit=seconds, display=False, num_workers=workers, initial_solution=Solution(model.data(), started))
    found = {"seconds": time.perf_counter() - begin, "bound": result.lower_bound, "status": result.status.value}
    is_found = result.objective < float("inf")
    if is_found:
        plan = [[] for _ in range(machines)]
        for j in sorted(range(jobs), key=lambda j: result.best.tasks[j].start):
            plan[result.best.tasks[j].resources[0]].append(j)
        found["plan"] = plan
    print(json.dumps({**found, "is_found": is_found}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
