"""Which datum to ask a supplier for next: what a product's draws owe to each parameter, and what is left once it is known.

From the joint draws themselves (given-data estimators), so nothing is run again. Where no path meets a parameter twice a product is linear
in its multiplier m: E[Y | m] = a + b·m, hence Var(E[Y | m]) / Var(Y) = r², the first-order Sobol' index (Sobol' 2001, Math. Comput. Simul.
55:271), as `lca.contribution_to_variance` has it without sampling. The correlation ratio over bins of m makes no such assumption
(Plischke, Borgonovo & Smith 2013, Eur. J. Oper. Res. 226:536). Not certified: sums are numpy's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.errors import InputError, KernelError
from lingtan.lca.scale.table import DrawTable
from lingtan.uncertainty.elementary import FloatArray
from lingtan.uncertainty.summaries import quantile

__all__ = ["DatumValue", "what_to_ask_next"]

_ROWS = 2048  # parameters looked at together


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumValue:
    """What one parameter means to a product.

    `share` of the variance it explains linearly, r² less what chance gives. [-]. `spearman`: rank correlation. [-]. `sobol`: first-order
    index by bins, and `sobol_error` its standard error under chance. [-]. `width` is P95 − P5 now, `width_known` when the parameter is
    known, `width_saved` their difference: the expected gain of asking. [the samples' unit].
    """

    key: str
    share: float
    spearman: float
    sobol: float
    sobol_error: float
    width: float
    width_known: float

    @property
    def width_saved(self) -> float:
        """The expected reduction of P95 − P5. [the samples' unit]."""
        return self.width - self.width_known


def what_to_ask_next(samples: FloatArray, multipliers: DrawTable, keys: Sequence[str], *, top: int = 10) -> tuple[DatumValue, ...]:
    """The `top` parameters by explained variance, the largest saving of P95 − P5 first. `samples` shape (draws,), of the same draws.

    `width_known` is the width of Y − b·(m − 1): exact where the parameter's effect adds to the others', else first order.
    Raises KernelError `SAMPLES_NOT_PAIRED`, `ARRAYS_UNEQUAL`, InputError `SAMPLES_TOO_FEW` below 20 draws.
    """
    draws = len(samples)
    if draws != multipliers.draws:
        raise KernelError("SAMPLES_NOT_PAIRED", first=draws, second=multipliers.draws)
    if len(keys) != multipliers.rows:
        raise KernelError("ARRAYS_UNEQUAL", place="keys", found=len(keys), expected=multipliers.rows)
    if draws < 20:
        raise InputError("SAMPLES_TOO_FEW", value=draws)
    correlation = np.concatenate([_correlations(samples, multipliers, low) for low in range(0, multipliers.rows, _ROWS)] or [np.empty(0)])
    chosen = np.argsort(-np.abs(correlation), kind="stable")[:top]
    width = quantile(samples, "0.95") - quantile(samples, "0.05")
    found = [_value(keys[row], samples, multipliers.of(int(row)), float(correlation[row]), width) for row in chosen]
    return tuple(sorted(found, key=lambda value: (-value.width_saved, value.key)))


def _correlations(samples: FloatArray, multipliers: DrawTable, low: int) -> FloatArray:
    """Pearson's r of the samples with each of the next rows; 0 for a row that does not vary."""
    block = multipliers.values[:, low : low + _ROWS, :]
    rows = block.transpose(1, 0, 2).reshape(block.shape[1], -1)[:, : len(samples)]
    x, y = rows - rows.mean(axis=1, keepdims=True), samples - samples.mean()
    size = np.sqrt((x * x).sum(axis=1) * (y * y).sum())
    return np.asarray((x * y).sum(axis=1) / np.where(size > 0.0, size, 1.0), dtype=np.float64)


def _value(key: str, samples: FloatArray, drawn: FloatArray, r: float, width: float) -> DatumValue:
    count = len(samples)
    x, y = drawn - drawn.mean(), samples - samples.mean()
    slope = float((x * y).sum() / max(float((x * x).sum()), np.finfo(np.float64).tiny))
    left = samples - slope * x
    sobol, error = _correlation_ratio(samples, drawn)
    ranks = [np.argsort(np.argsort(values, kind="stable"), kind="stable") - (count - 1) / 2.0 for values in (samples, drawn)]
    return DatumValue(
        key=key,
        share=max(0.0, 1.0 - (1.0 - r * r) * (count - 1) / (count - 2)),
        spearman=float((ranks[0] * ranks[1]).sum() / (ranks[0] * ranks[0]).sum()),
        sobol=sobol,
        sobol_error=error,
        width=width,
        width_known=quantile(left, "0.95") - quantile(left, "0.05"),
    )


def _correlation_ratio(samples: FloatArray, drawn: FloatArray) -> tuple[float, float]:
    """Var of the bins' means over Var, less what chance gives to so many bins (Kelley's ε²), and its standard error under chance."""
    count = len(samples)
    bins = max(2, round(count ** (1.0 / 3.0)))
    bounds = np.linspace(0, count, bins + 1).astype(int)
    ordered = samples[np.argsort(drawn, kind="stable")]
    whole = float(((samples - samples.mean()) ** 2).sum())
    within = sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(ordered, bounds[1:-1]))
    ratio = 1.0 - within / whole * (count - 1) / (count - bins) if whole > 0.0 else 0.0
    return ratio, float(np.sqrt(2.0 * (bins - 1)) / (count - bins))
