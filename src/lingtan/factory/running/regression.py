"""Ordinary least squares of a baseline, its columns scaled, by QR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError

__all__ = ["Fitted", "least_squares"]

_WORST_CONDITION = 1e8


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Coefficients, (XᵀX)⁻¹ of shape (p, p), and what is left of each row. [kWh]

    `residual_kwh` is the scatter with n − p degrees of freedom, `correlation` that of a residual with the one before.
    """

    coefficients: FloatArray
    covariance: FloatArray
    residuals: FloatArray
    residual_kwh: float
    correlation: float


def least_squares(rows: FloatArray, used: FloatArray, *, place: str, drivers: Sequence[str]) -> Fitted:
    """The fit of `used` (n,) by `rows` (n, p), n > p. Raises InputError `BASELINE_COLLINEAR` where the columns cannot be told apart."""
    scale = np.abs(rows).max(axis=0)
    if (scale == 0).any() or np.linalg.cond(rows / scale) > _WORST_CONDITION:
        raise InputError("BASELINE_COLLINEAR", place=place, drivers=", ".join(drivers))
    factor_q, factor_r = np.linalg.qr(rows / scale)
    inverse = np.linalg.inv(factor_r)
    coefficients = (inverse @ (factor_q.T @ used)) / scale
    residuals = used - rows @ coefficients
    squares = float(residuals @ residuals)
    return Fitted(
        coefficients=coefficients,
        covariance=(inverse @ inverse.T) / np.outer(scale, scale),
        residuals=residuals,
        residual_kwh=float(np.sqrt(squares / (len(used) - rows.shape[1]))),
        correlation=float(residuals[1:] @ residuals[:-1]) / squares if squares > 0 else 0.0,
    )
