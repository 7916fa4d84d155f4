"""A use phase under a grid that changes: a disclosed scenario, never the verified figure and never the cancelled grams (METHODS 2)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lingtan.errors import InputError
from lingtan.evidence import Stage, Standing

if TYPE_CHECKING:
    from lingtan.product.breakdown import ScoredLine

__all__ = ["GridPath", "GridPathResult", "grid_paths", "under_path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPath:
    """A grid's life-cycle factor over the years, relative to the data year's: `yearly_change` a year [-], not below `floor` [-]."""

    name: str
    en: str
    zh: str
    yearly_change: float
    floor: float
    standing: Standing
    source: str

    def multiplier(self, years: float) -> float:
        """Mean of the relative factor over a service life that begins in the data year. [-]; year n counts at (1 + change)^n."""
        whole = math.floor(years)
        weights = [1.0] * whole + ([years - whole] if years > whole else [])
        factors = [max(self.floor, (1.0 + self.yearly_change) ** index) for index in range(len(weights))]
        return math.fsum(weight * factor for weight, factor in zip(weights, factors, strict=True)) / math.fsum(weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPathResult:
    """The mean under the path and its difference from the figure. [mg CO2e]."""

    path: GridPath
    mean_mg: int
    difference_mg: int


def grid_paths() -> Mapping[str, GridPath]:
    """The paths that come with the house, by name."""
    return _paths()


def under_path(lines: tuple[ScoredLine, ...], *, mean_mg: int, service_years: float, name: str) -> GridPathResult:
    """The figure with the use phase's electricity under a path; all else stays. Raises InputError `GRID_PATH_UNKNOWN`."""
    paths = _paths()
    if name not in paths:
        raise InputError("GRID_PATH_UNKNOWN", place="--grid-path", name=name, known=", ".join(sorted(paths)))
    used = sum(scored.mg for scored in lines if scored.line.stage is Stage.USE and scored.line.activity == "electricity")
    difference = round(used * (paths[name].multiplier(service_years) - 1.0))
    return GridPathResult(path=paths[name], mean_mg=mean_mg + difference, difference_mg=difference)


@cache
def _paths() -> Mapping[str, GridPath]:
    data = tomllib.loads(files("lingtan.product").joinpath("energy", "grid_paths.toml").read_text("utf-8"))
    return {name: GridPath(name=name, **{**entry, "standing": Standing(entry["standing"])}) for name, entry in data.items()}
