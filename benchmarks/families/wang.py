"""P | time-of-use, C_max ≤ T | Σ energy cost as in Wang, Wang, Yu, Ma & Liu 2018 ("Bi-objective identical parallel machine scheduling to
minimize total energy consumption and makespan", J. Cleaner Production 193:424–440), with the sizes and ranges of the published instances
of Anghinolfi, Paolucci & Ronco 2021 ("A bi-objective heuristic approach for green identical parallel machine scheduling", EJOR
289(2):416–434; their files Data_c, Data_p, Data_e).

A job takes the same number p ∈ {1..5} of whole slots on every machine; machine k draws e_k ∈ {1..5} while it works and nothing else; a
slot costs c_t ∈ {1..4}, a day of 24 slots repeating. All jobs end within T slots. Small: 6–25 jobs, 3–7 machines, T 50 or 80;
medium: 30–200, 8–25, T 100–350; large: 250–500, 25–40, T 500. Here a slot is an hour. The numbers are drawn anew. Where the makespan
may take all of T, hours are plenty: `tight` takes T as the fewest slots that hold the work, plus a quarter.
"""

from __future__ import annotations

import numpy as np

from families.instance import Instance, draws
from lingtan.scheduling import LineEnergy, Objective, Supply, problem_from_arrays

#: jobs, machines, slots (0: a quarter more than the work)
SIZES = ((200, 25, 0), (100, 16, 300), (20, 5, 50), (30, 8, 0), (500, 40, 500), (500, 40, 0))


def instance(size: tuple[int, int, int], seed: int) -> Instance:
    jobs, machines, slots = size
    g = draws(2018, jobs, machines, slots, seed)
    run, rate, price = g.integers(1, 6, jobs), g.integers(1, 6, machines), g.integers(1, 5, 24)
    slots = slots or -(-5 * int(run.sum()) // (4 * machines)) + 4
    problem = problem_from_arrays(
        np.tile(60 * run, (machines, 1)),
        np.zeros((machines, 1, 1), np.int64),
        family=np.zeros(jobs, np.int64),
        due_min=np.full(jobs, 60 * slots),
    )
    lines = tuple(LineEnergy(run_w=(1000 * int(e),), idle_w=0, setup_w=0, warm_up_w=0, warm_up_min=1, least_off_min=1) for e in rate)
    supply = Supply(price_milli_per_kwh=tuple(1000 * int(c) for c in price), carbon_g_per_kwh=(0,))
    return Instance("time of use", f"{jobs}x{machines} T{slots} #{seed}", problem, Objective(), lines, supply)
