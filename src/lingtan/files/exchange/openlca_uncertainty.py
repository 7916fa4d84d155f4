"""openLCA's four distributions in records of stats_arrays, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from lingtan.errors import InputError
from lingtan.lca.exchange import LAW, LawKind, Laws
from lingtan.uncertainty import Parameter, Shape, log_sd

__all__ = ["law_record", "parameter_uncertainty", "uncertainty_of"]

_KIND = "distributionType"
_NAN = math.nan


def law_record(uncertainty: Mapping[str, Any] | None, amount: float, *, place: str) -> Laws:
    """One record, shape (1,), of an exchange's `uncertainty`.

    Raises InputError `EXCHANGE_UNCERTAINTY` for a kind or field that openLCA does not define.
    """
    stated = uncertainty or {}
    kind = str(stated.get(_KIND, "NO_DISTRIBUTION"))
    try:
        fields = _fields(kind, stated, amount)
    except (KeyError, TypeError, ValueError) as exc:
        raise InputError("EXCHANGE_UNCERTAINTY", place=place, kind=kind, detail=f"{type(exc).__name__}: {exc}"[:120]) from exc
    return np.array([(*fields, amount < 0.0)], dtype=LAW)


def _fields(kind: str, stated: Mapping[str, Any], amount: float) -> tuple[int, float, float, float, float, float]:
    if kind in ("NO_DISTRIBUTION", "NONE", ""):
        return LawKind.UNDEFINED, amount, _NAN, _NAN, _NAN, _NAN
    if kind == "LOG_NORMAL_DISTRIBUTION":
        return LawKind.LOGNORMAL, math.log(abs(float(stated["geomMean"]))), math.log(float(stated["geomSd"])), _NAN, _NAN, _NAN
    if kind == "NORMAL_DISTRIBUTION":
        return LawKind.NORMAL, float(stated["mean"]), float(stated["sd"]), _NAN, _NAN, _NAN
    ends = (float(stated["minimum"]), float(stated["maximum"]))
    if kind == "UNIFORM_DISTRIBUTION":
        return LawKind.UNIFORM, _NAN, _NAN, _NAN, *ends
    if kind == "TRIANGLE_DISTRIBUTION":
        return LawKind.TRIANGULAR, float(stated["mode"]), _NAN, _NAN, *ends
    raise ValueError(kind)


def uncertainty_of(law: Laws) -> dict[str, Any] | None:
    """One record as openLCA's object; None for a certain amount. The kinds are those the kernel draws."""
    kind = LawKind(int(law["uncertainty_type"]))
    loc, scale = float(law["loc"]), float(law["scale"])
    low, high = float(law["minimum"]), float(law["maximum"])
    if kind is LawKind.LOGNORMAL:
        median = math.exp(loc)
        return {
            "@type": "Uncertainty",
            _KIND: "LOG_NORMAL_DISTRIBUTION",
            "geomMean": -median if law["negative"] else median,
            "geomSd": math.exp(scale),
        }
    if kind is LawKind.NORMAL:
        return {"@type": "Uncertainty", _KIND: "NORMAL_DISTRIBUTION", "mean": loc, "sd": scale}
    if kind is LawKind.UNIFORM:
        return {"@type": "Uncertainty", _KIND: "UNIFORM_DISTRIBUTION", "minimum": low, "maximum": high}
    if kind is LawKind.TRIANGULAR:
        return {"@type": "Uncertainty", _KIND: "TRIANGLE_DISTRIBUTION", "minimum": low, "mode": loc, "maximum": high}
    return None


def parameter_uncertainty(parameter: Parameter) -> dict[str, Any]:
    """A multiplier of mean 1 as openLCA's object: the lognormal's geometric mean is exp(−σ²/2)."""
    spread = parameter.spread
    if parameter.shape is Shape.LOGNORMAL:
        sigma = log_sd(spread)
        return {"@type": "Uncertainty", _KIND: "LOG_NORMAL_DISTRIBUTION", "geomMean": math.exp(-sigma * sigma / 2.0), "geomSd": spread}
    if parameter.shape is Shape.NORMAL:
        return {"@type": "Uncertainty", _KIND: "NORMAL_DISTRIBUTION", "mean": 1.0, "sd": spread}
    ends = {"minimum": 1.0 - spread, "maximum": 1.0 + spread}
    if parameter.shape is Shape.UNIFORM:
        return {"@type": "Uncertainty", _KIND: "UNIFORM_DISTRIBUTION", **ends}
    return {"@type": "Uncertainty", _KIND: "TRIANGLE_DISTRIBUTION", "mode": 1.0, **ends}
