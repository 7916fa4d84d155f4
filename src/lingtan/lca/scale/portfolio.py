"""Products by the hundred thousand: lines × shared draws in blocks, each product's bits the same alone as in the batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError, KernelError
from lingtan.lca.scale.streams import Idents, stream_key
from lingtan.lca.scale.table import DRAW_WIDTH, DrawTable, aligned
from lingtan.uncertainty.elementary import FloatArray, exp

__all__ = ["Portfolio", "PortfolioBlock", "join_blocks", "portfolio_at_value", "portfolio_draws", "score_portfolio", "summarise_draws"]

#: Products scored together: enough to read each block of draws from memory a few times only.
_BLOCK = 8192

#: The most numbers a block of products holds at a time: 128 MiB a worker.
_ROOM = 16_777_216


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Products as rows of lines. Product p has the lines `pointer[p] … pointer[p + 1] − 1`, added in this order.

    Line k takes `amount[k]` [product units] of activity number `activity[k]` (a row of the scores), times row `parameter[k]` of the
    shared multipliers, or −1. With `own_sigma` [-, of the logarithm] each line also has a lognormal multiplier of mean 1 of its own,
    drawn by `ident[k]` (64 bits, e.g. `mixed(product, line)`), 0 = none.
    Raises KernelError `ARRAYS_UNEQUAL`, `POINTER_ORDER`, `AMOUNT_NOT_FINITE`, `LAW_FIELDS`.
    """

    pointer: npt.NDArray[np.int64]
    activity: npt.NDArray[np.int32]
    amount: FloatArray
    parameter: npt.NDArray[np.int32]
    own_sigma: FloatArray | None = None
    ident: Idents | None = None

    def __post_init__(self) -> None:
        lines = len(self.activity)
        own = self.own_sigma if self.own_sigma is None else len(self.own_sigma)
        ident = lines if self.ident is None and self.own_sigma is None else -1 if self.ident is None else len(self.ident)
        for name, size in (("amount", len(self.amount)), ("parameter", len(self.parameter)), ("own_sigma", own), ("ident", ident)):
            if size is not None and size != lines:
                raise KernelError("ARRAYS_UNEQUAL", place=f"portfolio.{name}", found=size, expected=lines)
        if len(self.pointer) < 1 or self.pointer[0] != 0 or self.pointer[-1] != lines or (np.diff(self.pointer) < 0).any():
            raise KernelError("POINTER_ORDER", place="portfolio.pointer", lines=lines)
        if not np.isfinite(self.amount).all():
            at = int(np.argmin(np.isfinite(self.amount)))
            raise KernelError("AMOUNT_NOT_FINITE", place=f"portfolio.amount[{at}]", item="amount", value=float(self.amount[at]))
        if self.own_sigma is not None and not ((self.own_sigma >= 0.0) & (self.own_sigma <= 3.0)).all():
            at = int(np.argmin((self.own_sigma >= 0.0) & (self.own_sigma <= 3.0)))
            raise KernelError(
                "LAW_FIELDS", place=f"portfolio.own_sigma[{at}]", law="lognormal", first=1.0, second=float(self.own_sigma[at]), third=0.0
            )

    def __len__(self) -> int:
        return len(self.pointer) - 1

    def part(self, first: int, last: int) -> Portfolio:
        """Products number `first … last − 1`."""
        a, b = int(self.pointer[first]), int(self.pointer[last])
        return Portfolio(
            pointer=self.pointer[first : last + 1] - a,
            activity=self.activity[a:b],
            amount=self.amount[a:b],
            parameter=self.parameter[a:b],
            own_sigma=None if self.own_sigma is None else self.own_sigma[a:b],
            ident=None if self.ident is None else self.ident[a:b],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioBlock:
    """What is said of products number `start` and following over `draws` joint draws. [kg CO2e], each shape (products,).

    Quantiles are Hyndman-Fan type 7, as `uncertainty.summarise`; standard errors are those of Monte Carlo itself.
    """

    start: int
    draws: int
    mean: FloatArray
    sd: FloatArray
    p2_5: FloatArray
    p5: FloatArray
    p50: FloatArray
    p95: FloatArray
    p97_5: FloatArray
    standard_error_mean: FloatArray
    standard_error_p95: FloatArray

    @property
    def cv(self) -> FloatArray:
        """Coefficients of variation, sd / mean. [-]; infinite for a mean of 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.mean != 0.0, self.sd / self.mean, np.inf)


def portfolio_at_value(portfolio: Portfolio, scores: FloatArray) -> FloatArray:
    """Each product's score at value, Σ amount × score, lines from the first to the last. [kg CO2e], shape (products,).

    `scores` [kg per product unit], shape (activities,), e.g. `Background.scores`. Raises KernelError `ACTIVITY_NUMBER`.
    """
    from lingtan.lca.scale.loops.lines import at_value

    _check_rows("activity", portfolio.activity, len(scores))
    out = np.empty(len(portfolio))
    at_value(portfolio.pointer, portfolio.activity, portfolio.amount, scores, out)
    return out


def portfolio_draws(portfolio: Portfolio, scores: DrawTable, multipliers: DrawTable | None = None, *, seed: int = 0) -> FloatArray:
    """Each product's joint draws. [kg CO2e], shape (products, draws); for a few products, else see `score_portfolio`.

    `scores` and `multipliers` were drawn with the same seed, start and draws; `seed` draws the lines' own multipliers.
    Raises KernelError `ACTIVITY_NUMBER`, `PARAMETER_NUMBER`, `SAMPLES_NOT_PAIRED`.
    """
    from lingtan.lca.scale.loops.draws import scratch
    from lingtan.lca.scale.loops.lines import add_lines, add_lines_of_their_own, pairs

    shared = _checked(portfolio, scores, multipliers)
    out = np.empty((len(portfolio), scores.values.shape[0] * DRAW_WIDTH))
    where = np.empty(len(portfolio.activity), dtype=np.int32)
    first, second = pairs(portfolio.activity, portfolio.parameter, where)
    factor = aligned((len(first), DRAW_WIDTH))
    lines = (portfolio.pointer, where, portfolio.amount, first, second, scores.values, shared, factor)
    if portfolio.own_sigma is None or portfolio.ident is None:
        add_lines(*lines, out)
    else:
        sigma = np.ascontiguousarray(portfolio.own_sigma, dtype=np.float64)
        longest = int(np.diff(portfolio.pointer).max(initial=0))
        places, none = np.arange(longest, dtype=np.int32), np.empty(0, dtype=np.int32)
        k0, k1 = stream_key(seed)
        number, drawn = np.uint64(scores.start // 4), np.empty((longest, 4))
        own = (portfolio.ident, portfolio.amount * exp(-0.5 * sigma * sigma), sigma.astype(np.float32))
        add_lines_of_their_own(*lines, *own, number, k0, k1, scratch(), drawn, places, none, out)
    return out[:, : scores.draws]


def score_portfolio(
    portfolio: Portfolio, scores: DrawTable, multipliers: DrawTable | None = None, *, seed: int = 0, workers: int = 1, block: int = _BLOCK
) -> Iterator[PortfolioBlock]:
    """Summaries of all products, a block after the other in their order; the same bytes for any `workers` and any `block`.

    Raises as `portfolio_draws`, InputError `SAMPLES_TOO_FEW` below 2 draws.
    """
    if scores.draws < 2:
        raise InputError("SAMPLES_TOO_FEW", value=scores.draws)
    _checked(portfolio, scores, multipliers)
    size = max(1, min(block, _ROOM // scores.draws))
    starts = range(0, len(portfolio), size)

    def work(first: int) -> PortfolioBlock:
        part = portfolio.part(first, min(first + size, len(portfolio)))
        return summarise_draws(portfolio_draws(part, scores, multipliers, seed=seed), start=first)

    if workers <= 1:
        yield from map(work, starts)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[PortfolioBlock]] = deque()
        for first in starts:
            waiting.append(pool.submit(work, first))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def summarise_draws(samples: FloatArray, *, start: int = 0) -> PortfolioBlock:
    """The summary of each row of joint draws, shape (products, draws), sorted in place. Raises InputError `SAMPLES_NOT_FINITE`."""
    from lingtan.lca.scale.loops.lines import moments

    products, draws = samples.shape
    if not np.isfinite(samples).all():
        raise InputError("SAMPLES_NOT_FINITE", value=int(np.count_nonzero(~np.isfinite(samples))))
    mean, sd = np.empty(products), np.empty(products)
    moments(samples, draws, mean, sd)
    samples += 0.0  # −0 and +0 compare equal, so a sort may leave them in any order
    samples.sort(axis=1)
    tail = Fraction(95, 100)
    step = Fraction(float(np.sqrt(float(tail * (1 - tail) / draws))))
    return PortfolioBlock(
        start=start,
        draws=draws,
        mean=mean,
        sd=sd,
        p2_5=_quantile(samples, Fraction(25, 1000)),
        p5=_quantile(samples, Fraction(5, 100)),
        p50=_quantile(samples, Fraction(1, 2)),
        p95=_quantile(samples, tail),
        p97_5=_quantile(samples, Fraction(975, 1000)),
        standard_error_mean=sd / np.sqrt(draws),
        standard_error_p95=0.5 * (_quantile(samples, min(tail + step, Fraction(1))) - _quantile(samples, tail - step)),
    )


def join_blocks(blocks: Iterator[PortfolioBlock]) -> PortfolioBlock:
    """Blocks that follow one another as one."""
    parts = list(blocks)
    columns = {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(PortfolioBlock)[2:]}
    return PortfolioBlock(start=parts[0].start, draws=parts[0].draws, **columns)


def _quantile(ordered: FloatArray, p: Fraction) -> FloatArray:
    position = (ordered.shape[1] - 1) * p
    index = int(position)
    low = ordered[:, index]
    if index + 1 == ordered.shape[1]:
        return np.ascontiguousarray(low)
    return np.asarray(low + float(position - index) * (ordered[:, index + 1] - low), dtype=np.float64)


def _checked(portfolio: Portfolio, scores: DrawTable, multipliers: DrawTable | None) -> FloatArray:
    """The shared multipliers' values; refuses lines that point beyond them."""
    _check_rows("activity", portfolio.activity, scores.rows)
    if multipliers is None:
        if len(portfolio.parameter) and int(portfolio.parameter.max()) >= 0:
            raise KernelError("PARAMETER_NUMBER", place="portfolio.parameter", value=int(portfolio.parameter.max()), count=0)
        return np.empty((scores.values.shape[0], 0, scores.values.shape[2]))
    if (multipliers.start, multipliers.draws) != (scores.start, scores.draws):
        raise KernelError("SAMPLES_NOT_PAIRED", first=scores.draws, second=multipliers.draws)
    if len(portfolio.parameter) and int(portfolio.parameter.max()) >= multipliers.rows:
        raise KernelError("PARAMETER_NUMBER", place="portfolio.parameter", value=int(portfolio.parameter.max()), count=multipliers.rows)
    return multipliers.values


def _check_rows(name: str, numbers: npt.NDArray[np.int32], count: int) -> None:
    if numbers.size and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
        raise KernelError("ACTIVITY_NUMBER", place=f"portfolio.{name}", low=int(numbers.min()), high=int(numbers.max()), count=count)
