"""Closed-form moments of a multiplier."""

from __future__ import annotations

from functools import lru_cache

from lingtan.uncertainty.elementary import exp, log
from lingtan.uncertainty.parameters import Parameter, Shape

__all__ = ["log_sd", "multiplier_variance"]


@lru_cache(maxsize=4096)
def log_sd(gsd: float) -> float:
    """The σ = ln GSD of a lognormal multiplier [-]."""
    return float(log(gsd))


@lru_cache(maxsize=4096)
def multiplier_variance(parameter: Parameter) -> float:
    """Variance of the multiplier about its mean of 1 [-].

    Lognormal exp(σ²) − 1 with σ = ln GSD; normal sd²; uniform h²/3; symmetric triangular h²/6 (h the half width).
    """
    spread = parameter.spread
    if parameter.shape is Shape.LOGNORMAL:
        sigma = log_sd(spread)
        return float(exp(sigma * sigma)) - 1.0
    if parameter.shape is Shape.NORMAL:
        return spread * spread
    return spread * spread / (3.0 if parameter.shape is Shape.UNIFORM else 6.0)
