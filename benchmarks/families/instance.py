"""One instance of a family as every engine takes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.scheduling import LineEnergy, Objective, Problem, Supply


@dataclass(frozen=True)
class Instance:
    """A problem and its objective; for time-of-use energy the lines and the supply, else none; for a published one its best value, and the
    seed of our run, which elsewhere is 1."""

    family: str
    name: str
    problem: Problem
    objective: Objective
    lines: tuple[LineEnergy, ...] = ()
    supply: Supply | None = None
    best_published: int | None = None
    engine_seed: int = 1


def draws(*seeds: int) -> np.random.Generator:
    """A generator of the instance's own, the same on every machine."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(seeds)))
