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
    """Lines of products that can be scored, on nodes and rows of a `Supply`.

    One entry a line: `stage` [number in `STAGES`, or −1], and whether its amount or a factor behind it is an estimate.
    """

    portfolio: Portfolio
    stage: npt.NDArray[np.int8]
    estimated: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What is said of products, each shape (products,). The mean is the score at the means, the integers of `rollup`. [mg CO2e].

    `stages_mg` has shape (products, stages + 1), lines without a stage last; each row sums to the mean. `voc_mg` stands beside the mean
    [mg of volatile organic compounds]. `estimate_share` is of the lines' sizes, as `Outline.estimate_share` [-]. Draws are in kg CO2e;
    without any (`draws` 0) the arrays are empty.
    """

    mean_mg: Integers
    stages_mg: Integers
    voc_mg: Integers
    estimate_share: FloatArray
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
    parts = _parts(compiled, supply.climate())
    stages, sizes = parts.sum(axis=(2, 3)), np.abs(parts).sum(axis=(1, 3))
    with np.errstate(invalid="ignore"):
        estimates = np.nan_to_num(sizes[:, 1] / sizes.sum(axis=1))
    none = np.empty(0)
    names = ("sd", "p2_5", "p5", "p50", "p95", "p97_5")
    drawn: dict[str, FloatArray] = {f"{name}_kg": none for name in (*names, "standard_error")}
    if supply.draws and len(portfolio):
        found = join_blocks(score_portfolio(portfolio, supply.scores(), supply.multipliers(), seed=supply.seed, workers=workers))
        drawn = {f"{name}_kg": getattr(found, name) for name in names} | {"standard_error_kg": found.standard_error_mean}
    mean, voc = stages.sum(axis=1), _voc(portfolio, supply.voc())
    return Scored(mean_mg=mean, stages_mg=stages, voc_mg=voc, estimate_share=estimates, draws=supply.draws, **drawn)


def _voc(portfolio: Portfolio, voc: FloatArray) -> Integers:
    if not voc.any():
        return np.zeros(len(portfolio), dtype=np.int64)
    return portfolio_milligrams(portfolio, voc, np.zeros(len(portfolio.activity), dtype=np.int8), 1)[:, 0]


def _parts(compiled: Compiled, climate: FloatArray) -> Integers:
    """Milligrams by stage, by whether they are estimated, and by whether the line adds or takes off: shape (products, stages + 1, 2, 2)."""
    portfolio = compiled.portfolio
    takes_off = (climate.sum(axis=1)[portfolio.activity] < 0.0) != (portfolio.amount < 0.0)
    group = np.where(compiled.stage < 0, np.int8(len(STAGES)), compiled.stage) * np.int8(4)
    group += compiled.estimated.astype(np.int8) * np.int8(2) + takes_off.astype(np.int8)
    found = portfolio_milligrams(portfolio, climate, group, 4 * (len(STAGES) + 1))
    return found.reshape(len(portfolio), len(STAGES) + 1, 2, 2)
