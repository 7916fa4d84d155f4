"""Products compiled to arrays, and what is said of each: the certified mean in integers, its stages, and the spread of joint draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.evidence import Stage
from lingtan.lca import Portfolio, join_blocks, portfolio_milligrams, score_portfolio
from lingtan.product.portfolio.supply import Supply
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["STAGES", "Compiled", "Scored", "score_compiled"]

#: Stages as lines number them; −1 is a line without one.
STAGES: tuple[Stage, ...] = tuple(Stage)

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """Lines of products that can be scored, on nodes and rows of a `Supply`. `stage` [number in `STAGES`, or −1] has one entry a line."""

    portfolio: Portfolio
    stage: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What is said of products, each shape (products,). The mean is the score at the means, the integers of `rollup`. [mg CO2e].

    `stages_mg` has shape (products, stages + 1), lines without a stage last; each row sums to the mean. Draws are in kg CO2e; without any
    (`draws` 0) the arrays are empty.
    """

    mean_mg: Integers
    stages_mg: Integers
    draws: int
    sd_kg: FloatArray
    p2_5_kg: FloatArray
    p5_kg: FloatArray
    p50_kg: FloatArray
    p95_kg: FloatArray
    p97_5_kg: FloatArray
    standard_error_kg: FloatArray

    def __len__(self) -> int:
        return len(self.mean_mg)


def score_compiled(compiled: Compiled, supply: Supply, *, workers: int = 1) -> Scored:
    """The figures of the products; any of them alone has the same bits. Raises KernelError as the kernel does."""
    portfolio = compiled.portfolio
    group = np.where(compiled.stage < 0, np.int8(len(STAGES)), compiled.stage)
    stages = portfolio_milligrams(portfolio, supply.climate(), group, len(STAGES) + 1)
    none = np.empty(0)
    names = ("sd", "p2_5", "p5", "p50", "p95", "p97_5")
    drawn: dict[str, FloatArray] = {f"{name}_kg": none for name in (*names, "standard_error")}
    if supply.draws and len(portfolio):
        found = join_blocks(score_portfolio(portfolio, supply.scores(), supply.multipliers(), seed=supply.seed, workers=workers))
        drawn = {f"{name}_kg": getattr(found, name) for name in names} | {"standard_error_kg": found.standard_error_mean}
    return Scored(mean_mg=stages.sum(axis=1), stages_mg=stages, draws=supply.draws, **drawn)
