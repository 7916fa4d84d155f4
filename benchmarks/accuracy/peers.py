"""Peers on the same sheets: the median of a class, and gradient boosting with an interval from residuals of makers left out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from accuracy.scores import TARGETS, Array, Forecast
from accuracy.sheets import Sheet

_PLACES = ("EU", "NAM", "US", "GLO")
#: Kept small: some makers left out leave few sheets. Depths and rates were compared inside the training makers only.
_SETTINGS = ({"max_leaf_nodes": 4, "max_iter": 80, "learning_rate": 0.1}, {"max_leaf_nodes": 12, "max_iter": 80, "learning_rate": 0.1})
#: One to predict, one to take residuals from, one to learn from.
_LEAST_MAKERS = 3
#: Residuals of one class that make a distribution of their own; with fewer, those of all classes stand in.
_OWN_RESIDUALS = 20


def class_median(training: Sequence[Sheet], testing: Sequence[Sheet]) -> list[Forecast | None]:
    """The median of the class among other makers, with their sheets as the distribution; None for a class no other maker has."""
    found: list[Forecast | None] = []
    for sheet in testing:
        point, spread = {}, {}
        for target in TARGETS:
            known = sorted(y for one in training if one.device_class == sheet.device_class and (y := one.declared(target)) is not None)
            if known:
                point[target] = float(np.median(known))
                spread[target] = (np.array(known), np.full(len(known), 1.0 / len(known)))
        found.append(Forecast(point=point, spread=spread, shares=_median_shares(training, sheet)) if "total" in point else None)
    return found


def _median_shares(training: Sequence[Sheet], sheet: Sheet) -> dict[str, float] | None:
    stated = [one.shares for one in training if one.device_class == sheet.device_class and one.shares is not None]
    if not stated:
        return None
    medians = {name: float(np.median([shares[name] for shares in stated])) for name in stated[0]}
    return {name: value / sum(medians.values()) for name, value in medians.items()}


def boosted(sheets: Sequence[Sheet], seen: Sequence[Sheet]) -> list[Forecast | None]:
    """Histogram gradient boosting of the log of each target on the attributes of `seen`; each maker predicted from the others.

    Its distribution is the prediction times the residuals of the training makers, each left out in turn beside the tested one (grouped CV+
    in its pooled form, within the class where that has residuals enough); its setting is the one with the smaller mean of those residuals,
    so the tested maker is never looked at.
    """
    if len({one.maker for one in sheets}) < _LEAST_MAKERS:
        return [None] * len(sheets)
    classes = sorted({one.device_class for one in sheets})
    makers = np.array([one.maker for one in sheets])
    kind = np.array([one.device_class for one in sheets])
    table = _table(seen, classes)
    points: list[dict[str, float]] = [{} for _ in sheets]
    spreads: list[dict[str, tuple[Array, Array]]] = [{} for _ in sheets]
    for target in TARGETS:
        declared = np.array([one.declared(target) or math.nan for one in sheets])
        left_out = {index: _pairs(table, np.log(declared), makers, setting) for index, setting in enumerate(_SETTINGS)}
        for maker in sorted(set(makers)):
            others = [other for other in sorted(set(makers)) if other != maker]
            offsets = {
                index: np.concatenate([_residuals(made[frozenset((maker, other))], declared, makers == other) for other in others])
                for index, made in left_out.items()
            }
            best = min(offsets, key=lambda index: float(np.mean(np.abs(offsets[index]))))
            told = ~np.isnan(declared)
            kinds = np.concatenate([kind[told & (makers == other)] for other in others])
            for index in np.flatnonzero(makers == maker):
                own = offsets[best][kinds == kind[index]]
                residuals = np.sort(own if len(own) >= _OWN_RESIDUALS else offsets[best])
                log_point = left_out[best][frozenset((maker,))][index]
                points[index][target] = math.exp(log_point)
                spreads[index][target] = (np.exp(log_point + residuals), np.full(len(residuals), 1.0 / len(residuals)))
    return [Forecast(point=point, spread=spread) for point, spread in zip(points, spreads, strict=True)]


def _pairs(table: Array, y: Array, makers: Array, setting: dict[str, float]) -> dict[frozenset[str], Array]:
    """Predictions for all sheets by models that left out one maker, or two: a pair serves both ways round."""
    found = {}
    names = sorted(set(makers))
    for out in [frozenset((one, other)) for one in names for other in names if one <= other]:
        kept = ~np.isin(makers, list(out)) & ~np.isnan(y)
        told = ~np.isnan(table[kept]).all(axis=0)  # a column that no training row fills cannot be binned
        found[out] = _model(setting).fit(table[kept][:, told], y[kept]).predict(table[:, told])
    return found


def _residuals(log_points: Array, declared: Array, chosen: Array) -> Array:
    known = chosen & ~np.isnan(declared)
    return np.log(declared[known]) - log_points[known]


def _model(setting: dict[str, float]):  # type: ignore[no-untyped-def]  # scikit-learn has no types and is loaded here only
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(loss="absolute_error", min_samples_leaf=8, max_bins=64, random_state=1, **setting)


def _table(sheets: Sequence[Sheet], classes: Sequence[str]) -> Array:
    """Attributes as numbers, not stated as NaN: class, year, screen, weight, TEC, life, place, storage, memory, processors."""
    return np.array([_features(sheet, classes) for sheet in sheets])


def _features(sheet: Sheet, classes: Sequence[str]) -> list[float]:
    seen, row = sheet.features, sheet.row
    numbers = [_cell(row, name) for name in ("screen_size", "weight", "yearly_tec", "lifetime", "memory", "number_cpu")]
    year = float(seen.report_year) if seen.report_year else math.nan
    kinds = [float(seen.device_class == name) for name in classes]
    return [*kinds, *(float(seen.place == place) for place in _PLACES), year, *numbers]


def _cell(row: dict[str, str], name: str) -> float:
    try:
        return float(row[name]) or math.nan
    except ValueError:
        return math.nan
