"""The mean device of a batch of n: common and SKU draws are shared by all n, per-unit draws are each device's own.

With C, S shared and U_j the unit parameters of device j, the batch mean is M = (1/n) Σ_j X(C, S, U_j). Given (C, S) the X_j are
independent with one mean E[X | C, S] and one variance V(C, S) = Var(X | C, S), hence by the law of total variance

    Var M = Var(E[X | C, S]) + E[V(C, S)] / n        i.e.  sd² = sd²(common + sku) + sd²(unit) / n

Per-unit multipliers stand on the device's lines, so X = Σ_g G_g(C, S)·W_g: the lines are grouped by the unit parameters they meet,
W_g is the product of those, of mean 1, and Cov(W_a, W_b) = Π_{p in both}(1 + v_p) − 1. This gives V in closed form.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from lingtan.errors import InputError, KernelError
from lingtan.lca.graph import Activity, Demand, ProcessGraph
from lingtan.lca.montecarlo import add_lines
from lingtan.lca.sampling import Parameters, Plan, chunks, line_values, prepare
from lingtan.quantities import CLIMATE, Indicator, Unit
from lingtan.uncertainty import (
    Parameter,
    Scope,
    Shape,
    exact_mean,
    exact_sd,
    exp,
    log,
    multiplier_variance,
    normal_quantile,
    quantile,
    quantile_standard_error,
    standard_normals,
    unit_draws,
)
from lingtan.uncertainty.elementary import FloatArray

__all__ = [
    "EXACT_BUDGET",
    "BatchMethod",
    "BatchQuantile",
    "BatchSamples",
    "batch_quantile",
    "batch_samples",
    "lognormal_quantile",
    "split_batch",
]

#: Per-unit draws (devices × parameters × draws) up to which every device is drawn; about 100 ns each.
EXACT_BUDGET = 20_000_000

_UNIT_ONLY = frozenset({Scope.UNIT})


class BatchMethod(StrEnum):
    """How the unit draws of a batch were taken."""

    EXACT = "exact"  # every device drawn on its own
    CENTRAL_LIMIT = "central_limit"  # their mean drawn as a normal of its exact mean and variance, given the shared draws


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSamples:
    """Joint draws of the mean device of `devices`. [kg CO2e], shape (draws,).

    `shared_sd` and `unit_sd` are sd(E[X | common, SKU]) and √E[Var(X | common, SKU)] of one device. [kg CO2e].
    """

    mean_device: FloatArray
    devices: int
    method: BatchMethod
    shared_sd: float
    unit_sd: float

    @property
    def sd(self) -> float:
        """The closed form √(sd²(shared) + sd²(unit) / n). [kg CO2e]."""
        return math.sqrt(self.shared_sd * self.shared_sd + self.unit_sd * self.unit_sd / self.devices)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuantile:
    """The p-quantile of a batch's mean device, simulated and in closed form. [kg CO2e per device].

    `closed_form` is the quantile of the lognormal with the batch's mean and closed-form sd; `bound` the quantile of a single device,
    which is that of the batch when everything is common (the conservative bound of METHODS 4, for p above the median);
    `standard_error` that of `simulated`.
    """

    devices: int
    p: float
    simulated: float
    closed_form: float
    bound: float
    standard_error: float
    mean: float
    sd: float
    method: BatchMethod


def batch_samples(
    graph: ProcessGraph,
    demands: Iterable[Demand],
    parameters: Parameters,
    *,
    seed: int,
    draws: int,
    devices: int,
    method: BatchMethod | None = None,
    indicators: Sequence[Indicator] = CLIMATE,
) -> BatchSamples:
    """Joint draws of the mean device of a batch.

    Without a `method`, every device is drawn while devices × unit parameters × draws ≤ `EXACT_BUDGET`; beyond it the mean of the
    unit draws is taken from its normal limit with the exact conditional mean and variance, whose error is the skewness of one
    device's own part over √n (at 10,000 draws n × unit parameters is then above 2,000). Device j of a batch meets the draws that
    `monte_carlo(unit=j)` meets.
    Raises KernelError `UNIT_SCOPE_IN_GRAPH` (a per-unit multiplier belongs on a line), `PARAMETER_TWICE`, `BATCH_SIZE`.
    """
    if devices < 1:
        raise KernelError("BATCH_SIZE", value=devices)
    plan = prepare(graph, demands, parameters, indicators)
    groups = _unit_groups(plan)
    keys = sorted({key for group in groups for key in group})
    chosen = method or (BatchMethod.EXACT if devices * len(keys) * draws <= EXACT_BUDGET else BatchMethod.CENTRAL_LIMIT)
    mean_device, shared, own_variance = (np.empty(max(draws, 0)) for _ in range(3))
    for start, count in chunks(plan, draws):
        values = line_values(plan, seed=seed, start=start, draws=count, held=_UNIT_ONLY)
        parts = {group: np.zeros(count) + add_lines([values[p] for p in positions]) for group, positions in groups.items()}
        cut = slice(start, start + count)
        shared[cut] = add_lines(tuple(parts.values()))
        own_variance[cut] = _unit_variance(plan, parts, count)
        if chosen is BatchMethod.EXACT:
            means = _mean_multipliers(plan, keys, tuple(parts), seed=seed, start=start, draws=count, devices=devices)
            mean_device[cut] = add_lines([part * means[group] for group, part in parts.items()])
        else:
            noise = standard_normals("lingtan.batch.central-limit", seed=seed, draws=count, start=start, stream=str(devices))
            mean_device[cut] = shared[cut] + np.sqrt(own_variance[cut] / devices) * noise
    return BatchSamples(
        mean_device=mean_device, devices=devices, method=chosen, shared_sd=exact_sd(shared), unit_sd=math.sqrt(exact_mean(own_variance))
    )


def batch_quantile(
    graph: ProcessGraph,
    demands: Iterable[Demand],
    parameters: Parameters,
    *,
    seed: int,
    draws: int,
    devices: int,
    p: float,
    method: BatchMethod | None = None,
) -> BatchQuantile:
    """The p-quantile of the mean device of a batch, by joint draws and in closed form. Raises as `batch_samples`, `QUANTILE_RANGE`."""
    lines = tuple(demands)
    batch = batch_samples(graph, lines, parameters, seed=seed, draws=draws, devices=devices, method=method)
    single = batch if devices == 1 else batch_samples(graph, lines, parameters, seed=seed, draws=draws, devices=1)
    mean = exact_mean(batch.mean_device)
    return BatchQuantile(
        devices=devices,
        p=p,
        simulated=quantile(batch.mean_device, p),
        closed_form=lognormal_quantile(mean, batch.sd, p),
        bound=quantile(single.mean_device, p),
        standard_error=quantile_standard_error(batch.mean_device, p),
        mean=mean,
        sd=batch.sd,
        method=batch.method,
    )


def split_batch(mean: float, cv: float, *, unit_share: float, devices: int, p: float, seed: int, draws: int) -> BatchQuantile:
    """The batch quantile of a device of which only mean [kg CO2e], CV and the per-unit share of the variance are known. [kg CO2e].

    The device is mean × shared × own, two lognormal multipliers of mean 1. With share s the shared one has variance v = (1 − s)·CV²
    and the own one (1 + CV²)/(1 + v) − 1, so that the device's variance is CV²·mean² and its per-unit part s·CV²·mean² exactly.
    `mean`, `sd` = mean·CV·√(1 − s + s/n) and `closed_form` take nothing from the draws; `simulated` takes nothing from them.
    Raises KernelError `SHARE_RANGE` unless 0 ≤ s ≤ 1 and mean > 0, CV ≥ 0; else as `batch_quantile`.
    """
    if not (0.0 <= unit_share <= 1.0 and mean > 0.0 and cv >= 0.0 and math.isfinite(mean + cv)):
        raise KernelError("SHARE_RANGE", place="split_batch", share=unit_share, mean=mean, cv=cv)
    shared_variance = (1.0 - unit_share) * cv * cv
    own_variance = max(0.0, (1.0 + cv * cv) / (1.0 + shared_variance) - 1.0)
    parameters = [
        Parameter(key="split/shared", shape=Shape.LOGNORMAL, spread=_gsd(shared_variance), scope=Scope.SKU),
        Parameter(key="split/unit", shape=Shape.LOGNORMAL, spread=_gsd(own_variance), scope=Scope.UNIT),
    ]
    device = Activity(key="device", unit=Unit.PIECE, place="GLO", flows={Indicator.FOSSIL: mean}, flow_multipliers=("split/shared",))
    graph = ProcessGraph(activities={"device": device})
    line = Demand(line="device", activity="device", amount=1.0, multipliers=("split/unit",) if own_variance > 0.0 else ())
    drawn = batch_quantile(graph, (line,), parameters, seed=seed, draws=draws, devices=devices, p=p)
    sd = mean * cv * math.sqrt(1.0 - unit_share + unit_share / devices)
    return replace(drawn, mean=float(mean), sd=sd, closed_form=lognormal_quantile(mean, sd, p))


def lognormal_quantile(mean: float, sd: float, p: float) -> float:
    """The p-quantile of the lognormal of this mean and sd: mean·exp(σ·z_p − σ²/2), σ² = ln(1 + (sd/mean)²). In the unit of `mean`.

    For a mean of independent lognormals this is Fenton's approximation (Fenton 1960, IRE Trans. Commun. Syst. 8:57).
    A mean ≤ 0 has no lognormal: then the normal quantile. Raises InputError `QUANTILE_RANGE` unless 0 < p < 1.
    """
    if not 0.0 < p < 1.0:
        raise InputError("QUANTILE_RANGE", value=p)
    z = float(normal_quantile(p))
    if mean <= 0.0:
        return mean + z * sd
    sigma = _log_sd_of(sd * sd / (mean * mean))
    return mean * float(exp(z * sigma - 0.5 * sigma * sigma))


def _log_sd_of(relative_variance: float) -> float:
    return math.sqrt(float(log(1.0 + relative_variance)))


def _gsd(variance: float) -> float:
    return max(1.0, float(exp(_log_sd_of(variance))))


def _unit_groups(plan: Plan) -> Mapping[tuple[str, ...], list[int]]:
    """Positions of the lines by the unit parameters they meet, in the order they first occur."""
    for component in plan.components:
        for activity in (plan.graph.activities[key] for key in component.keys):
            for key in (*activity.flow_multipliers, *(k for exchange in activity.exchanges for k in exchange.multipliers)):
                if plan.parameters[key].scope is Scope.UNIT:
                    raise KernelError("UNIT_SCOPE_IN_GRAPH", place=activity.key, parameter=key)
    groups: dict[tuple[str, ...], list[int]] = {}
    for position, line in enumerate(plan.lines):
        own = sorted(key for key in line.multipliers if plan.parameters[key].scope is Scope.UNIT)
        if len(set(own)) < len(own):
            raise KernelError("PARAMETER_TWICE", place=line.line, parameter=next(key for key in own if own.count(key) > 1))
        groups.setdefault(tuple(own), []).append(position)
    return groups


def _unit_variance(plan: Plan, parts: Mapping[tuple[str, ...], FloatArray], draws: int) -> FloatArray:
    """The V(C, S) of one device at each draw. [kg²], shape (draws,)."""
    total = np.zeros(draws)
    for first, part in parts.items():
        for second, other in parts.items():
            together = 1.0
            for key in first:
                if key in second:
                    together *= 1.0 + multiplier_variance(plan.parameters[key])
            if together != 1.0:
                total += part * other * (together - 1.0)
    return np.maximum(total, 0.0)


def _mean_multipliers(
    plan: Plan, keys: Sequence[str], groups: Sequence[tuple[str, ...]], *, seed: int, start: int, draws: int, devices: int
) -> Mapping[tuple[str, ...], FloatArray]:
    """The mean over all devices of each group's product of unit multipliers. [-], shape (draws,)."""
    sums = {group: np.zeros(draws) for group in groups}
    for unit in range(devices):
        drawn = {key: unit_draws(plan.parameters[key], seed=seed, draws=draws, start=start, unit=unit) for key in keys}
        for group in groups:
            own = np.ones(draws)
            for key in group:
                own = own * drawn[key]
            sums[group] += own
    return {group: total / devices for group, total in sums.items()}
