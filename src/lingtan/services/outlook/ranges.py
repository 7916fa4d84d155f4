"""Ranges of a plan's figures over draws, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.factory import Scenarios
from lingtan.messages import Language
from lingtan.naming import label, say

__all__ = ["RangeRow", "range_rows"]

_UNITS = {"kw": "kW", "kwh": "kWh", "t": "t", "share": "%"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """A figure over the draws in which the cap is kept, named with its unit."""

    name: str
    title: Mapping[Language, str]
    mean: float
    p5: float
    p50: float
    p95: float


def range_rows(found: Scenarios) -> tuple[RangeRow, ...]:
    """The figures that move with the draws; shares in hundredths."""
    rows = []
    for name, summary in found.ranges().items():
        scale = 100.0 if name.endswith("_share") else 1.0
        if summary.p95 - summary.p5 > 1e-6 * max(abs(summary.mean), 1e-9):
            rows.append(
                RangeRow(
                    name=name, title={language: _title(name, language) for language in Language}, mean=scale * summary.mean,
                    p5=scale * summary.p5, p50=scale * summary.p50, p95=scale * summary.p95,
                )
            )  # fmt: skip
    return tuple(rows)


def _title(name: str, language: Language) -> str:
    if name == "co2_t":
        return say("OUTLOOK_CARBON_RANGE", language)
    known = label("FACTORY_SIZE_", name, language)
    if known != name and not name.endswith("_share"):
        return known
    stem, _, ending = name.removeprefix("measure_").rpartition("_")
    return f"{label('FACTORY_LIMIT_', stem, language)} [{_UNITS.get(ending, ending)}]"
