"""R | r_j, s_ijk | Σ w_j T_j with the factors of Lee & Pinedo 1997 ("Scheduling jobs on parallel machines with sequence-dependent setup
times", EJOR 100(3):464–474), on unrelated machines with ready times as in Lin & Hsieh 2014 ("Unrelated parallel machine scheduling
with setup times and ready times", IJPR 52(4):1200–1214, the set known as upms_twt).

Run times U[50, 150]; set-ups U[0, 2 η p̄] by machine and ordered pair and before the first job; weights U{0..10}; the makespan is
estimated as Ĉ = (β s̄ + p̄) n/m; due dates U[(1 − R) d̄, d̄] with probability τ, else U[d̄, d̄ + (Ĉ − d̄) R], where d̄ = (1 − τ) Ĉ.
Lin & Hsieh's text was not read: ready times are ours, U[0, Ĉ/4], and no due date lies before ready time plus shortest run.
β = 0.4 + 10/μ² − η/7 with μ = n/m, the coefficient Lee & Pinedo fit, held to [0.2, 1].
"""

from __future__ import annotations

import numpy as np

from families.instance import Instance, draws
from lingtan.scheduling import Objective, problem_from_arrays

TARDINESS = Objective(per_changeover_min=0)
#: jobs, machines, tardiness factor τ, range R, set-up severity η
SIZES = (
    (100, 10, 0.9, 0.25, 0.25),
    (60, 6, 0.6, 0.8, 0.25),
    (40, 4, 0.9, 0.25, 0.75),
    (100, 10, 0.6, 0.25, 0.75),
    (12, 3, 0.6, 0.4, 0.25),
)


def instance(size: tuple[int, int, float, float, float], seed: int) -> Instance:
    jobs, machines, tightness, spread, severity = size
    g = draws(1997, jobs, machines, round(100 * tightness), round(100 * spread), round(100 * severity), seed)
    run = g.integers(50, 151, (machines, jobs))
    setup = g.integers(0, round(200 * severity) + 1, (machines, jobs + 1, jobs))
    share = jobs / machines
    beta = min(max(0.4 + 10 / share**2 - severity / 7, 0.2), 1.0)
    makespan = (beta * 100 * severity + 100) * share
    middle = (1 - tightness) * makespan
    low = middle * (1 - spread) + g.random(jobs) * middle * spread
    high = middle + g.random(jobs) * (makespan - middle) * spread
    release = np.rint(g.random(jobs) * makespan / 4).astype(np.int64)
    due = np.rint(np.where(g.random(jobs) < tightness, low, high)).astype(np.int64)
    problem = problem_from_arrays(
        run,
        setup[:, :jobs],
        first_setup_min=setup[:, jobs],
        release_min=release,
        due_min=np.maximum(due, release + run.min(axis=0)),
        weight=g.integers(0, 11, jobs),
    )
    return Instance("tardiness", f"{jobs}x{machines} τ{tightness} R{spread} η{severity} #{seed}", problem, TARDINESS)
