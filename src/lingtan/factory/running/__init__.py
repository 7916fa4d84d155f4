"""A plan in operation, and a plant: what its next hours are expected to be, and whether its meters drift from their baselines."""

from lingtan.factory.running.cause import Cause, probable_cause
from lingtan.factory.running.drift import Alarm, DayUse, Drift, DriftBaseline, WatchedDay, drift, drift_baseline
from lingtan.factory.running.forecast import Forecast, Forecaster, Sky, forecaster
from lingtan.factory.running.skill import Skill, Skills
from lingtan.factory.running.spread import Spread, Spreads, pinball
from lingtan.factory.running.threshold import Threshold, run_length, threshold

__all__ = [
    "Alarm",
    "Cause",
    "DayUse",
    "Drift",
    "DriftBaseline",
    "Forecast",
    "Forecaster",
    "Skill",
    "Skills",
    "Sky",
    "Spread",
    "Spreads",
    "Threshold",
    "WatchedDay",
    "drift",
    "drift_baseline",
    "forecaster",
    "pinball",
    "probable_cause",
    "run_length",
    "threshold",
]
