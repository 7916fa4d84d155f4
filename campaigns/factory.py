"""Random factory sites: no feasible one called infeasible, no infeasible one planned, every answer verified, some against an oracle.

    .venv/bin/python campaigns/factory.py [SITES] [--year] [--highs] [--seconds S] [--first SEED]

Sites are built around a known point (tests/factory/random_sites.py) with PV, wind, battery, heat, two tariffs and a measure, on one week or
(`--year`) on 8,760 hours. A sixth is asked again with a cap 10 % below what can be reached. On weeks each 8th is held against a model
written apart. `--highs` solves with HiGHS alone. After S seconds of clock no further site is begun. Prints one line and exits 1 where
anything was wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "factory"))

from random_sites import oracle, random_site

from lingtan.energy import Calendar
from lingtan.errors import LingtanError
from lingtan.factory import Basis, Cap, Plan, Site, plan, plan_or_reach, reachable
from lingtan.optimise import LADDER, Highs, Solver

BASES = [Basis.LOCATION, Basis.MARKET, Basis.NET, None]


class Tally:
    """What was asked and what went wrong."""

    def __init__(self) -> None:
        self.wrong: list[tuple[int, str]] = []
        self.steps: Counter[tuple[str, ...]] = Counter()
        self.worst, self.sites, self.refused, self.compared = 0.0, 0, 0, 0

    def ask(self, seed: int, site: Site, ladder: Sequence[Solver], *, compare: bool) -> None:
        self.sites += 1
        try:
            made = plan(site, ladder)
        except LingtanError as error:
            self.wrong.append((seed, error.code))
            return
        checked = made.solution.verification
        self.steps[made.solution.steps] += 1
        self.worst = max(self.worst, checked.gap_share if checked is not None else 1.0)
        if checked is None or not checked.passed:
            self.wrong.append((seed, "unverified"))
        if compare:
            self.compared += 1
            if abs(made.money.objective_yuan / oracle(site) - 1) > 1e-6:
                self.wrong.append((seed, "objective"))
        if site.cap is not None and seed % 6 == 0:
            self.refuse(seed, site, ladder)

    def refuse(self, seed: int, site: Site, ladder: Sequence[Solver]) -> None:
        """The same site asked for 10 % less than it can reach."""
        if site.cap is None:
            return
        self.refused += 1
        least = reachable(site, ladder).least_t
        below = least - 0.1 * max(abs(least), 1.0)  # offsets may take the net figure below zero
        answer = plan_or_reach(replace(site, cap=Cap(co2_t=below, basis=site.cap.basis)), ladder)
        if isinstance(answer, Plan) or abs(answer.least_t - least) > 1e-5 * max(abs(least), 1.0):
            self.wrong.append((seed, "reachable"))


def main() -> int:
    """Run; the number of wrong answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", type=int, nargs="?", default=600)
    parser.add_argument("--year", action="store_true")
    parser.add_argument("--highs", action="store_true")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    ladder: Sequence[Solver] = (Highs(),) if asked.highs else LADDER
    calendar = Calendar(year=2023) if asked.year else None
    tally, started, clock = Tally(), time.process_time(), time.monotonic()
    for seed in range(asked.first, asked.first + asked.sites):
        if time.monotonic() - clock > asked.seconds:
            break
        site = random_site(seed, basis=BASES[seed % 4], calendar=calendar)
        tally.ask(seed, site, ladder, compare=not asked.year and seed % 8 == 0)
    hours = 8760 if asked.year else 168
    steps = ", ".join(f"{' → '.join(names)} × {times}" for names, times in tally.steps.items())
    said = f"{tally.sites} sites of {hours} h, {tally.refused} infeasible, {tally.compared} against the oracle, wrong {tally.wrong}"
    sys.stdout.write(f"{said}, worst gap {tally.worst:.1e}, {time.process_time() - started:.0f} s CPU; {steps}\n")
    return len(tally.wrong)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
