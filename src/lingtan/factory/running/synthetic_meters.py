"""Meters of a board shop that does not exist, with a drift in one of them, to try alarms with. Synthetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lingtan.energy import FloatArray, Level, Medium, Meter
from lingtan.uncertainty import standard_normals, uniforms

__all__ = ["DRIFTING", "SyntheticMeters", "synthetic_meters"]

_SITE, _SHOP, _LINE_1, DRIFTING = "SYN-SITE", "SYN-SHOP", "SYN-LINE-1", "SYN-LINE-2"
_FIRST, _BASELINE_DAYS, _SOUND_DAYS, _ALL_DAYS = date(2026, 3, 2), 84, 98, 126
_DRIFT_SHARE = 0.07


@dataclass(frozen=True, kw_only=True)
class SyntheticMeters:
    """The tree, energy of every hour by meter [kWh], shape (D, 24), and pieces by day; from `drifts_on` on one line takes 7 % more."""

    meters: tuple[Meter, ...]
    first: date
    baseline_last: date
    drifts_on: date
    hours_kwh: Mapping[str, FloatArray]
    drivers: Mapping[str, Mapping[str, float]]


def synthetic_meters(*, seed: int = 1, days: int = _ALL_DAYS) -> SyntheticMeters:
    """Two reflow lines, their shop with its air, and the site: 18 weeks, the last four with the drift."""
    dates = [_FIRST + timedelta(days=n) for n in range(days)]
    open_day = np.array([day.weekday() < 6 for day in dates])
    pieces = np.asarray(np.round(np.where(open_day, 4000 + 1600 * uniforms("meters:pieces", seed=seed, draws=days), 0.0)), dtype=np.float64)
    shift = np.where((np.arange(24) >= 7) & (np.arange(24) < 23), 1.0, 0.25)
    lines = {key: _line(key, pieces, seed) for key in (_LINE_1, DRIFTING)}
    lines[DRIFTING] = lines[DRIFTING] * np.where(np.arange(days) >= _SOUND_DAYS, 1 + _DRIFT_SHARE, 1.0)
    shop = sum(lines.values()) + 900.0 + 45.0 * standard_normals("meters:air", seed=seed, draws=days)
    site = shop + 1400.0 + 70.0 * standard_normals("meters:offices", seed=seed, draws=days)
    daily = {_SITE: site, _SHOP: shop, **lines}
    return SyntheticMeters(
        meters=(
            _meter(_SITE, "Site", Level.SITE, None),
            _meter(_SHOP, "Board shop", Level.WORKSHOP, _SITE),
            _meter(_LINE_1, "Line 1", Level.LINE, _SHOP),
            _meter(DRIFTING, "Line 2", Level.LINE, _SHOP),
        ),
        first=_FIRST, baseline_last=_FIRST + timedelta(days=_BASELINE_DAYS - 1), drifts_on=_FIRST + timedelta(days=_SOUND_DAYS),
        hours_kwh={key: energy[:, None] * (shift / shift.sum())[None, :] for key, energy in daily.items()},
        drivers={day.isoformat(): {"pieces": float(made)} for day, made in zip(dates, pieces, strict=True)},
    )  # fmt: skip


def _meter(key: str, title: str, level: Level, parent: str | None) -> Meter:
    return Meter(key=key, title=f"{title} (SYNTHETIC)", medium=Medium.ELECTRICITY, level=level, parent=parent, interval_min=60)


def _line(key: str, pieces: FloatArray, seed: int) -> FloatArray:
    """Ovens that idle and work: 700 kWh a day and 0.35 a piece, with 2 % of noise. [kWh/d]"""
    energy: FloatArray = (700.0 + 0.35 * pieces) * (1 + 0.02 * standard_normals(f"meters:{key}", seed=seed, draws=len(pieces)))
    return energy
