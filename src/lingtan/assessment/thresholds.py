"""From pilots to a draft standard: percentiles of an indicator over anonymised factories, and thresholds proposed from them.

A percentile is given only where enough organisations stand behind it and none of them dominates, so that no figure leads back to a plant.
Names never leave this module: the answer holds numbers and counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import from_plain

__all__ = ["Better", "Indicator", "PilotDatum", "PilotFile", "Proposal", "pilot_file", "proposals"]

LEAST_ORGANISATIONS = 5
#: No organisation may stand behind more than this part of the rows of an indicator.
_MOST_SHARE = 0.4
#: Organisations on the smaller side of a percentile that is shown.
_LEAST_BESIDE = 2
_PERCENTS = (10, 25, 50, 75, 90)


class Better(StrEnum):
    """Which way an indicator is better."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is compared, in its unit, and which way is better."""

    id: str
    unit: str
    better: Better
    boundary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotDatum:
    """One factory's measured value of an indicator in a year. `organisation` and `plant` are used for counting only."""

    indicator: str
    organisation: str
    plant: str
    year: int
    value: float
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotFile:
    """Indicators and the data of pilots. `least_organisations` may be raised, never lowered below the house's own."""

    indicator: tuple[Indicator, ...]
    datum: tuple[PilotDatum, ...]
    least_organisations: int = LEAST_ORGANISATIONS
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An indicator's percentiles and the thresholds proposed: entry at the median, advanced at the best quarter, leading at the best tenth.

    All numbers are withheld (None) where fewer organisations than the minimum stand behind them or one dominates, and single percentiles
    where fewer than two organisations would lie on one of their sides.
    """

    indicator: Indicator
    plants: int
    organisations: int
    withheld: bool
    percentiles: Mapping[int, float]
    entry: float | None
    advanced: float | None
    leading: float | None


def pilot_file(data: Mapping[str, Any], *, place: str) -> PilotFile:
    """The pilots of a file.

    Raises InputError `BAD_RECORD`, `PILOT_INDICATOR` for a datum of no indicator, `PILOT_TWICE` for a plant and year given twice, and
    `PILOT_ANONYMITY` for a minimum below the house's own.
    """
    read = from_plain(PilotFile, data, place=place)
    if read.least_organisations < LEAST_ORGANISATIONS:
        raise InputError("PILOT_ANONYMITY", place=place, least=LEAST_ORGANISATIONS, got=read.least_organisations)
    known = {indicator.id for indicator in read.indicator}
    seen: set[tuple[str, str, str, int]] = set()
    for row in read.datum:
        key = (row.indicator, row.organisation, row.plant, row.year)
        if row.indicator not in known:
            raise InputError("PILOT_INDICATOR", place=place, name=row.indicator)
        if key in seen:
            raise InputError("PILOT_TWICE", place=place, plant=row.plant, year=row.year)
        seen.add(key)
    return read


def proposals(file: PilotFile) -> tuple[Proposal, ...]:
    """Percentiles and proposed thresholds of each indicator, over verified values only, one per plant (its latest year)."""
    return tuple(_proposal(indicator, file) for indicator in file.indicator)


def _proposal(indicator: Indicator, file: PilotFile) -> Proposal:
    rows: dict[tuple[str, str], PilotDatum] = {}
    for row in sorted(file.datum, key=lambda row: row.year):
        if row.indicator == indicator.id and row.verified:
            rows[row.organisation, row.plant] = row
    behind = Counter(row.organisation for row in rows.values())
    most = max(behind.values(), default=0)
    withheld = len(behind) < file.least_organisations or most > _MOST_SHARE * len(rows)
    values = sorted(row.value for row in rows.values())
    shown = () if withheld else tuple(p for p in _PERCENTS if min(p, 100 - p) * len(behind) >= 100 * _LEAST_BESIDE)
    percentiles = {percent: quantile(values, percent / 100) for percent in shown}
    best = (25, 10) if indicator.better is Better.LOWER else (75, 90)
    return Proposal(
        indicator=indicator, plants=len(rows), organisations=len(behind), withheld=withheld, percentiles=percentiles,
        entry=percentiles.get(50), advanced=percentiles.get(best[0]), leading=percentiles.get(best[1]),
    )  # fmt: skip


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of sorted values by linear interpolation (Hyndman and Fan's type 7)."""
    position = share * (len(values) - 1)
    low = int(position)
    high = min(low + 1, len(values) - 1)
    return values[low] + (position - low) * (values[high] - values[low])
