"""Random factory sites: no feasible one called infeasible, no infeasible one planned, every answer verified, each 8th against an oracle.

    .venv/bin/python campaigns/factory.py [SITES]

Sites of one week are built around a known point (tests/factory/random_sites.py); a quarter is asked again with a cap 10 % below what can be
reached. Prints one line and exits 1 where anything was wrong.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "factory"))

from random_sites import oracle, random_site

from lingtan.errors import MethodError
from lingtan.factory import Basis, Cap, Plan, plan, plan_or_reach, reachable

BASES = [Basis.LOCATION, Basis.MARKET, Basis.NET, None]


def main(count: int) -> int:
    """Run over `count` sites; the number of wrong answers."""
    wrong: list[tuple[int, str]] = []
    steps: Counter[tuple[str, ...]] = Counter()
    started, worst, refused = time.process_time(), 0.0, 0
    for seed in range(count):
        site = random_site(seed, basis=BASES[seed % 4])
        try:
            made = plan(site)
        except MethodError as error:
            wrong.append((seed, error.code))
            continue
        steps[made.solution.steps] += 1
        worst = max(worst, made.solution.verification.gap_share)
        if seed % 8 == 0 and abs(made.money.objective_yuan / oracle(site) - 1) > 1e-6:
            wrong.append((seed, "objective"))
        if site.cap is not None and seed % 4 == 0:
            refused += 1
            least = reachable(site).least_t
            answer = plan_or_reach(replace(site, cap=Cap(co2_t=0.9 * least, basis=site.cap.basis)))
            if isinstance(answer, Plan) or abs(answer.least_t / least - 1) > 1e-5:
                wrong.append((seed, "reachable"))
    asked = ", ".join(f"{' → '.join(names)} × {times}" for names, times in steps.items())
    print(f"{count} sites, {refused} infeasible, wrong {wrong}, worst gap {worst:.1e}, {time.process_time() - started:.0f} s CPU; {asked}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 600) else 0)
