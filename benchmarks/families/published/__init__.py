"""Published instances, word for word, with the best value in the literature.

"wtsds" (Cicirello 2003), 1 | s_ij | Σ w_j T_j. Its optima are in Tanaka & Araki 2013 ("An exact algorithm for the single-machine total
weighted tardiness problem with sequence-dependent setup times", Computers & Operations Research 40(1):344–352); the table could not be
opened here, the values are from memory and marked so where it shows; most are met exactly by plans of ours, none was undercut.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from families.instance import Instance
from families.lee_pinedo import TARDINESS
from lingtan.scheduling import problem_from_arrays

#: Instance of wtsds, and its optimum.
BEST = {2: 4_794, 11: 2_785, 13: 3_904, 41: 69_102, 46: 34_764, 51: 49_208, 61: 75_916, 75: 21_602, 81: 383_485, 111: 342_752}


def instance(number: int, seed: int) -> Instance:
    """The one instance; the seed is that of our run."""
    text = (Path(__file__).parent / f"wt_sds_{number}.txt").read_text("utf-8")
    rows = [np.array(line.split(), np.int64) for line in text.splitlines() if not line.startswith("#")]
    run, weight, due, first = rows[:4]
    setup = np.stack([np.insert(row, job, 0) for job, row in enumerate(rows[4:])])
    problem = problem_from_arrays(run[None], setup[None], first_setup_min=first[None], due_min=due, weight=weight)
    return Instance("published", f"wt_sds_{number}, our seed {seed}", problem, TARDINESS, best_published=BEST[number], engine_seed=seed)
