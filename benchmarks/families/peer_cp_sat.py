"""CP-SAT in a process of its own: `python peer_cp_sat.py INSTANCE.npz SECONDS WORKERS FORM` prints sequences (or starts) as JSON.

FORM `plain`: optional intervals, no-overlap, circuits that carry time. FORM `tuned`: for the makespan loads of circuits without any time
variable; for tardiness circuits that carry time, arcs cut down where there are too many; for energy counts of starts by length, draw and
slot under capacities. All are hinted with ATCS (or the earliest plan) and their horizon is cut to what the hint needs.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

#: Arcs beyond which the tuned model keeps, for each job, its best machines and its shortest set-ups only. [-]
_MOST_ARCS = 150_000


def answer(model: cp_model.CpModel, seconds: float, workers: int) -> tuple[cp_model.CpSolver, dict[str, Any]]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    begin = time.perf_counter()
    status = solver.solve(model)
    found = {"seconds": time.perf_counter() - begin, "bound": solver.best_objective_bound, "status": solver.status_name(status)}
    return solver, {**found, "is_found": status in (cp_model.OPTIMAL, cp_model.FEASIBLE)}


def kept(d: dict[str, Any], form: str) -> tuple[list[list[int]], list[np.ndarray]]:
    """For each machine its jobs, and which arcs i → j stay (row n: from the start)."""
    run, setup = d["run"], d["setup"]
    machines, jobs = run.shape
    on = run >= 0
    arcs = np.ones((machines, jobs + 1, jobs), bool)
    hint = [[int(j) for j in row if j >= 0] for row in d["hint"]]
    if form == "tuned" and machines * jobs * jobs > _MOST_ARCS:
        need = np.where(on, run + setup.min(axis=1), 1 << 40)
        for j in range(jobs):
            on[np.argsort(need[:, j], kind="stable")[8:], j] = False
        for k in range(machines):
            on[k, hint[k]] = True
            order = np.argsort(setup[k], axis=0, kind="stable")
            most = max(4, int(_MOST_ARCS / max(on.sum(), 1)))
            arcs[k, :jobs] = False
            for j in range(jobs):
                able = order[on[k, order[:, j]], j]
                arcs[k, able[:most], j] = True
            for i, j in zip(hint[k], hint[k][1:], strict=False):
                arcs[k, i, j] = True
    return [[int(j) for j in np.flatnonzero(on[k])] for k in range(machines)], [arcs[k] for k in range(machines)]


def sequences(d: dict[str, Any], seconds: float, workers: int, form: str) -> dict[str, Any]:
    run, setup, first, release = d["run"], d["setup"], d["first"], d["release"]
    machines, jobs = run.shape
    is_makespan = bool(d["is_makespan"])
    has_time = not is_makespan or form == "plain"
    model, horizon = cp_model.CpModel(), int(d["hint_end"].max())
    horizon = horizon if is_makespan else int(1.3 * horizon)
    last = model.new_int_var(0, horizon, "")
    end = [model.new_int_var(int(release[j]), horizon, "") for j in range(jobs)] if has_time else []
    on: list[list[Any]] = [[] for _ in range(jobs)]
    able, arcs = kept(d, form)
    literals: list[list[tuple[int, int, Any]]] = []
    for k in range(machines):
        listed = [int(j) for j in d["hint"][k] if j >= 0]
        follows = set(zip([-1, *listed], [*listed, -1], strict=True)) if listed else {(-1, -1)}
        taken: list[tuple[int, int, Any]] = [(0, 0, model.new_bool_var(""))]
        model.add_hint(taken[0][2], int(not listed))
        load, intervals = [], []
        for at, j in enumerate(able[k], start=1):
            here, begin, finish = (model.new_bool_var("") for _ in range(3))
            on[j].append(here)
            model.add_implication(here, ~taken[0][2])  # or a circle of jobs that never begins would be a machine's work
            taken += [(0, at, begin), (at, 0, finish), (at, at, ~here)]
            length = int(run[k, j])
            load += [length * here, int(first[k, j]) * begin]
            for literal, value in ((here, j in listed), (begin, (-1, j) in follows), (finish, (j, -1) in follows)):
                model.add_hint(literal, int(value))
            if has_time:
                model.add(end[j] >= int(release[j]) + length).only_enforce_if(here)
                model.add(end[j] >= max(int(first[k, j]), int(release[j])) + length).only_enforce_if(begin)
                if form == "plain":
                    start = model.new_int_var(0, horizon, "")
                    model.add_hint(start, max(int(d["hint_end"][j]) - length, 0))
                    intervals.append(model.new_optional_interval_var(start, length, end[j], here, ""))
            for before, i in enumerate(able[k], start=1):
                if i != j and arcs[k][i, j]:
                    arc = model.new_bool_var("")
                    taken.append((before, at, arc))
                    model.add_hint(arc, int((i, j) in follows))
                    load.append(int(setup[k, i, j]) * arc)
                    if has_time:
                        model.add(end[j] >= end[i] + int(setup[k, i, j]) + length).only_enforce_if(arc)
        model.add_circuit(taken)
        if intervals:
            model.add_no_overlap(intervals)
        if is_makespan:
            model.add(sum(load) <= last)
        literals.append(taken)
    for j in range(jobs):
        model.add_exactly_one(on[j])
        if has_time:
            model.add_hint(end[j], int(d["hint_end"][j]))
            if is_makespan:
                model.add(last >= end[j])
    if is_makespan:
        model.add_hint(last, int(d["hint_end"].max()))
        model.minimize(last)
    else:
        late = [model.new_int_var(0, horizon, "") for _ in range(jobs)]
        for j in range(jobs):
            model.add(late[j] >= end[j] - int(d["due"][j]))
            model.add_hint(late[j], max(0, int(d["hint_end"][j] - d["due"][j])))
        model.minimize(sum(int(d["weight"][j]) * late[j] for j in range(jobs)))
    solver, found = answer(model, seconds, workers)
    if found["is_found"]:
        plan = []
        for k, taken in enumerate(literals):
            after = {a: b for a, b, literal in taken if a != b and solver.boolean_value(literal)}
            at, orders = after.get(0, 0), []
            while at:
                orders.append(able[k][at - 1])
                at = after[at]
            plan.append(orders)
        found["plan"] = plan
    return found


def energy(d: dict[str, Any], seconds: float, workers: int, form: str) -> dict[str, Any]:
    """Slots: `run` by job, `draw` by machine, `price` by slot. Starts: [job, machine, slot]."""
    run, draw, price = (d[name].astype(int) for name in ("run", "draw", "price"))
    summed, slots, model = np.concatenate([[0], np.cumsum(price)]), price.size, cp_model.CpModel()
    costs: list[Any] = []
    if form == "plain":
        tasks, by_machine = [], [[] for _ in draw]
        for length in run:
            start = model.new_int_var(0, slots - int(length), "")
            window = [int(summed[t + length] - summed[t]) for t in range(slots - int(length) + 1)]
            price_of = model.new_int_var(0, max(window), "")
            model.add_element(start, window, price_of)
            here = [model.new_bool_var("") for _ in draw]
            model.add_exactly_one(here)
            for k, literal in enumerate(here):
                by_machine[k].append(model.new_optional_interval_var(start, int(length), start + int(length), literal, ""))
                cost = model.new_int_var(0, int(draw[k]) * max(window), "")
                model.add(cost == int(draw[k]) * price_of).only_enforce_if(literal)
                model.add(cost == 0).only_enforce_if(~literal)
                costs.append(cost)
            tasks.append((start, here))
        for intervals in by_machine:
            model.add_no_overlap(intervals)
        model.minimize(sum(costs))
        solver, found = answer(model, seconds, workers)
        if found["is_found"]:
            found["starts"] = [
                [j, next(k for k, literal in enumerate(here) if solver.boolean_value(literal)), solver.value(start)]
                for j, (start, here) in enumerate(tasks)
            ]
        return found
    lengths, kinds = sorted(set(run.tolist())), sorted(set(draw.tolist()))
    size = {e: int((draw == e).sum()) for e in kinds}
    count = {(p, e, t): model.new_int_var(0, size[e], "") for p in lengths for e in kinds for t in range(slots - p + 1)}
    for p in lengths:
        model.add(sum(v for (q, _, _), v in count.items() if q == p) == int((run == p).sum()))
    for e in kinds:
        for t in range(slots):
            model.add(sum(count[p, e, s] for p in lengths for s in range(max(t - p + 1, 0), min(t, slots - p) + 1)) <= size[e])
    model.minimize(sum(e * int(summed[t + p] - summed[t]) * v for (p, e, t), v in count.items()))
    solver, found = answer(model, seconds, workers)
    if found["is_found"]:
        left = {p: [int(j) for j in np.flatnonzero(run == p)] for p in lengths}
        free = {e: [[0, int(k)] for k in np.flatnonzero(draw == e)] for e in kinds}
        starts = []
        for p, e, t in sorted(count, key=lambda key: key[2]):
            for _ in range(solver.value(count[p, e, t])):
                machine = min(m for m in free[e] if m[0] <= t)
                machine[0] = t + p
                starts.append([left[p].pop(), machine[1], t])
        found["starts"] = starts
    return found


if __name__ == "__main__":
    with np.load(sys.argv[1]) as file:
        data = {name: file[name] for name in file.files}
    solve = energy if "price" in data else sequences
    print(json.dumps(solve(data, float(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))
