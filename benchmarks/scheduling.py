"""Our planner beside ATCS and CP-SAT on synthetic instances, in this run, on this machine.

python3 dev.py bench scheduling [--sizes 50x5@1.0 100x10@1.05] [--seeds 1] [--iterations N] [--seconds 60] [--workers 8] [--without-peer]

A size is ORDERSxLINES@UTILISATION. Each row: weighted tardiness and changeover minutes, their sum, the ratio of sums to ATCS and to the
peer. CP-SAT (8 workers, hinted with ATCS, horizon cut to what the hint needs) gets `--seconds` of wall clock; ours reports processor
seconds of two runs. PyJobShop builds the same CP-SAT model and is not run here. Instances have no calendars: the peer's model has none.
Medians and the worst are over `--seeds` instances. Everything is synthetic; at utilisations below about 0.9 only changeovers differ.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass

from lingtan.scheduling import (
    Effort,
    Objective,
    Problem,
    Shape,
    Terms,
    best_atcs,
    default_iterations,
    lower_bound,
    search,
    synthetic_problem,
    terms_of,
    timing_of,
)

OBJECTIVE = Objective()


@dataclass(frozen=True)
class Row:
    """One engine on one instance."""

    engine: str
    terms: Terms | None
    seconds: float

    @property
    def total(self) -> int | None:
        return None if self.terms is None else self.terms.total(OBJECTIVE)


def terms(problem: Problem, plan: object) -> Terms:
    return terms_of(problem, timing_of(problem, plan))  # type: ignore[arg-type]


def cp_sat(problem: Problem, hint: tuple[tuple[int, ...], ...], *, seconds: float, workers: int) -> Row:
    """Circuits per line with optional arcs; set-ups as distances; weighted tardiness plus changeovers, hinted."""
    from ortools.sat.python import cp_model

    model, timing = cp_model.CpModel(), timing_of(problem, hint)
    horizon = int(timing.end_min.max() * 1.3)
    n, arcs_of, setups = problem.order_count, [], []
    end = [model.new_int_var(int(problem.release_min[j]), horizon, "") for j in range(n)]
    late = [model.new_int_var(0, horizon, "") for _ in range(n)]
    on: list[list[object]] = [[] for _ in range(n)]
    for k in range(problem.line_count):
        able = [j for j in range(n) if problem.run_min[k, j] >= 0]
        listed = list(hint[k])
        follows = set(zip([-1, *listed], [*listed, -1], strict=True)) if listed else {(-1, -1)}
        arcs = [(0, 0, model.new_bool_var(""))]
        model.add_hint(arcs[0][2], int(not listed))
        for at, j in enumerate(able, start=1):
            here, first, last = (model.new_bool_var("") for _ in range(3))
            on[j].append(here)
            run, family = int(problem.run_min[k, j]), int(problem.family[j])
            begin = int(problem.first_setup_min[k, family])
            arcs += [(0, at, first), (at, 0, last), (at, at, ~here)]
            model.add(end[j] >= max(begin, int(problem.release_min[j])) + run).only_enforce_if(first)
            model.add(end[j] >= int(problem.release_min[j]) + run).only_enforce_if(here)
            setups.append(begin * first)
            for literal, value in ((here, j in listed), (first, (-1, j) in follows), (last, (j, -1) in follows)):
                model.add_hint(literal, int(value))
            for before_at, i in enumerate(able, start=1):
                if i != j:
                    setup = int(problem.setup_min[k, problem.family[i], family])
                    arc = model.new_bool_var("")
                    model.add_hint(arc, int((i, j) in follows))
                    arcs.append((before_at, at, arc))
                    model.add(end[j] >= end[i] + setup + run).only_enforce_if(arc)
                    if setup:
                        setups.append(setup * arc)
        arcs_of.append(arcs)
        model.add_circuit(arcs)
    for j in range(n):
        model.add_exactly_one(on[j])
        model.add(late[j] >= end[j] - int(problem.due_min[j]))
        model.add_hint(end[j], int(timing.end_min[j]))
        model.add_hint(late[j], max(0, int(timing.end_min[j] - problem.due_min[j])))
    model.minimize(sum(int(problem.weight[j]) * late[j] for j in range(n)) + sum(setups))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    begin = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - begin
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Row("cp-sat", None, took)
    plan = []
    for k, arcs in enumerate(arcs_of):
        able = [j for j in range(n) if problem.run_min[k, j] >= 0]
        after = {a: b for a, b, literal in arcs if a != b and solver.boolean_value(literal)}
        at, orders = after.get(0, 0), []
        while at:
            orders.append(able[at - 1])
            at = after[at]
        plan.append(orders)
    return Row("cp-sat", terms(problem, plan), took)


def instance(size: str, seed: int, options: argparse.Namespace) -> list[Row]:
    count, utilisation = size.split("@")
    orders, lines = map(int, count.split("x"))
    shape = Shape(
        orders_count=orders,
        lines_count=lines,
        families_count=max(4, lines * 3 // 5),
        utilisation_share=float(utilisation),
        has_breaks=False,
        seed=seed,
    )
    problem = synthetic_problem(shape)
    begin = time.process_time()
    atcs = best_atcs(problem, OBJECTIVE)
    rows = [Row("atcs", terms(problem, atcs), time.process_time() - begin)]
    begin = time.process_time()
    iterations = options.iterations or default_iterations(problem)
    ours = search(problem, OBJECTIVE, Effort(iterations=iterations, runs=2, workers=1, seed=seed))
    rows.append(Row("lingtan", terms(problem, ours), time.process_time() - begin))
    if not options.without_peer:
        rows.append(cp_sat(problem, atcs, seconds=options.seconds, workers=options.workers))
    begin = time.process_time()
    bound = lower_bound(problem, OBJECTIVE, rows[1].terms or terms(problem, atcs))
    rows.append(Row("bound", None, time.process_time() - begin))
    for row in rows[:-1]:
        shown = (
            "no plan" if row.terms is None else f"{row.terms.weighted_tardiness_min:>10,} {row.terms.changeover_min:>8,} {row.total:>10,}"
        )
        print(f"{size:>16} {seed:>4} {row.engine:>8} {shown} {row.seconds:>8.1f} s", flush=True)
    gap = bound.gap_share(rows[1].total or 0)
    shown = f"{bound.weighted_tardiness_min:>10,} {bound.changeover_min:>8,} {bound.total:>10,}"
    print(f"{size:>16} {seed:>4} {'bound':>8} {shown} {rows[-1].seconds:>8.1f} s  gap {gap:.1%}", flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["50x5@1.0", "100x10@1.05"])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--iterations", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--without-peer", action="store_true")
    options = parser.parse_args()
    warm = synthetic_problem(Shape(orders_count=6, lines_count=2, families_count=2))
    search(warm, OBJECTIVE, Effort(iterations=300, runs=1))  # compiling is not timed
    lower_bound(warm, OBJECTIVE, terms(warm, best_atcs(warm, OBJECTIVE)), iterations=2)
    print(f"{'size':>16} seed   engine  tardiness changeov.      total  seconds (ours and ATCS: processor; CP-SAT: wall)")
    for size in options.sizes:
        ratios: dict[str, list[float]] = {}
        for seed in range(1, options.seeds + 1):
            rows = {row.engine: row for row in instance(size, seed, options)}
            for other in ("atcs", "cp-sat"):
                if other in rows and rows[other].total:
                    ratios.setdefault(other, []).append((rows["lingtan"].total or 0) / (rows[other].total or 1))
        for other, found in ratios.items():
            print(f"{size:>16} lingtan / {other}: median {statistics.median(found):.3f}, worst {max(found):.3f} over {len(found)}")


if __name__ == "__main__":
    main()
