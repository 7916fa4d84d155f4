"""Our planner beside ATCS and CP-SAT on synthetic instances, in this run, on this machine.

python3 dev.py bench scheduling [--sizes 50x5@1.0 100x10@1.05] [--seeds 1] [--first-seed 1] [--iterations N] [--seconds 60] [--workers 8]
    [--without-peer] [--bound-rounds 1000]
python3 dev.py bench scheduling --energy [--seeds 1]
python3 dev.py bench scheduling --families [makespan tardiness single energy published] [--sizes-of 2] [--named 50x20] [--seeds 1]
    [--seconds 60] [--workers 8] [--peers plain tuned pyjobshop]

A size is ORDERSxLINES@UTILISATION. Each row: weighted tardiness and changeover minutes, their sum, the ratio of sums to ATCS and to the
peer. CP-SAT (8 workers, hinted with ATCS, horizon cut to what the hint needs) gets `--seconds` of wall clock; ours reports processor
seconds of two runs. PyJobShop builds the same CP-SAT model and is not run here. Instances have no calendars: the peer's model has none.
Medians and the worst are over `--seeds` instances. Everything is synthetic; at utilisations below about 0.9 only changeovers differ.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from lingtan.scheduling import (
    Effort,
    Objective,
    Problem,
    Shape,
    Terms,
    Way,
    assumed_lines,
    assumed_supply,
    best_atcs,
    default_iterations,
    kpis_of,
    lower_bound,
    resequence,
    search,
    synthetic_problem,
    terms_of,
    time_lines,
    timing_of,
    totals_of,
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


def terms(problem: Problem, plan: Sequence[Sequence[int]]) -> Terms:
    return terms_of(problem, timing_of(problem, plan))


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
    timing = timing_of(problem, ours)
    bound = lower_bound(problem, OBJECTIVE, terms_of(problem, timing), iterations=options.bound_rounds, timing=timing)
    rows.append(Row("bound", None, time.process_time() - begin))
    for row in rows[:-1]:
        shown = (
            "no plan" if row.terms is None else f"{row.terms.weighted_tardiness_min:>10,} {row.terms.changeover_min:>8,} {row.total:>10,}"
        )
        print(f"{size:>16} {seed:>4} {row.engine:>8} {shown} {row.seconds:>8.1f} s", flush=True)
    gap = bound.gap_share(rows[1].total or 0)
    shown = f"{bound.weighted_tardiness_min:>10,} {bound.changeover_min:>8,} {bound.total:>10,}"
    print(f"{size:>16} {seed:>4} {'bound':>8} {shown} {rows[-1].seconds:>8.1f} s  gap {gap:.1%}", end="", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f", used {kpis_of(problem, timing).utilisation_share:.2f} of the time to the last end, {peak} MB at most so far", flush=True)
    return rows


def energy(options: argparse.Namespace) -> None:
    """Four ways of timing one sequence, and two of changing it too: cost and carbon, at three utilisations; the plan is never worse."""
    print("  load  used seed              way       cost  carbon kg   joint cost  joint kg   cost by  carbon by   CPU s")
    for utilisation in (0.45, 0.6, 0.75):
        margins: dict[Way, list[float]] = {Way.MIN_COST: [], Way.MIN_CARBON: []}
        for seed in range(1, options.seeds + 1):
            shape = Shape(orders_count=120, lines_count=6, families_count=6, days_count=5, utilisation_share=utilisation, seed=seed)
            problem = synthetic_problem(shape)
            plan = search(problem, OBJECTIVE, Effort(iterations=options.iterations or 2_000_000, runs=1, workers=1, seed=seed))
            timing, lines, supply = timing_of(problem, plan), assumed_lines(problem), assumed_supply()
            used = kpis_of(problem, timing).utilisation_share
            for way in Way:
                first = totals_of(problem, lines, supply, time_lines(problem, timing, lines, supply, way).spans)
                row = f"{utilisation:>6} {used:>5.2f} {seed:>4} {way.value:>16} {first.cost:>10,.0f} {first.carbon_kg:>10,.0f}"
                if way in margins:
                    begin = time.process_time()
                    other = resequence(problem, OBJECTIVE, timing, lines, supply=supply, way=way, tries=400, seed=seed)
                    took = time.process_time() - begin
                    if terms_of(problem, other).total(OBJECTIVE) > terms_of(problem, timing).total(OBJECTIVE):
                        raise SystemExit("the plan got worse")
                    joint = totals_of(problem, lines, supply, time_lines(problem, other, lines, supply, way).spans)
                    cost, carbon = joint.cost / first.cost - 1, joint.carbon_kg / first.carbon_kg - 1
                    margins[way].append(cost if way is Way.MIN_COST else carbon)
                    row += f" {joint.cost:>12,.0f} {joint.carbon_kg:>9,.0f} {cost:>+9.1%} {carbon:>+10.1%} {took:>7.1f}"
                print(row, flush=True)
        for way, found in margins.items():
            print(
                f"{utilisation:>6} {way.value}: joint / sequence then time: median {statistics.median(found):+.1%}, worst {max(found):+.1%}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", default=["50x5@1.0", "100x10@1.05"])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--iterations", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--bound-rounds", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--energy", action="store_true", help="re-sequencing for energy beside timing the sequence alone, instead")
    parser.add_argument("--families", nargs="*", help="public families beside CP-SAT and PyJobShop instead: all, or those named")
    parser.add_argument("--sizes-of", type=int, default=2, help="of each family the first sizes of its list")
    parser.add_argument("--named", nargs="*", default=[], help="of those the instances whose name begins with one of these texts")
    parser.add_argument("--peers", nargs="+", default=["plain", "tuned", "pyjobshop"], help="of a family's peers those to run")
    parser.add_argument("--prove", type=int, default=0, metavar="ROUNDS", help="of a family's instance also what no plan goes below")
    parser.add_argument("--runs", type=int, default=4, help="runs of ours on a family's instance, two at a time")
    options = parser.parse_args()
    if options.families is not None:
        from families.table import run

        run(options)
        return
    if options.energy:
        energy(options)
        return
    warm = synthetic_problem(Shape(orders_count=6, lines_count=2, families_count=2))
    search(warm, OBJECTIVE, Effort(iterations=300, runs=1))  # compiling is not timed
    lower_bound(warm, OBJECTIVE, terms(warm, best_atcs(warm, OBJECTIVE)), iterations=2)
    print(f"{'size':>16} seed   engine  tardiness changeov.      total  seconds (ours and ATCS: processor; CP-SAT: wall)")
    for size in options.sizes:
        ratios: dict[str, list[float]] = {}
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            rows = {row.engine: row for row in instance(size, seed, options)}
            for other in ("atcs", "cp-sat"):
                if other in rows and rows[other].total:
                    ratios.setdefault(other, []).append((rows["lingtan"].total or 0) / (rows[other].total or 1))
            late, before = rows["lingtan"].terms, rows["atcs"].terms
            if late and before and before.weighted_tardiness_min:
                ratios.setdefault("atcs, tardiness only", []).append(late.weighted_tardiness_min / before.weighted_tardiness_min)
        for other, found in ratios.items():
            print(f"{size:>16} lingtan / {other}: median {statistics.median(found):.3f}, worst {max(found):.3f} over {len(found)}")


if __name__ == "__main__":
    main()
