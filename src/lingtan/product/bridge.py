"""A maker's published figure put on our basis, cause by cause; what remains is printed, nothing is fitted."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lingtan.errors import InputError
from lingtan.evidence import Stage, Standing
from lingtan.factors import FactorLibrary
from lingtan.product.footprint import DeviceFootprint
from lingtan.product.spec import read_record

__all__ = ["P95_Z", "Bridge", "BridgeStep", "Cited", "CitedPlace", "PublishedFigure", "Rebased", "bridge", "published_figures", "rebase"]

#: Standard normal 95 % quantile as makers' sheets use it: P95 = mean·(1 + 1.645·CV).
P95_Z = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A number with its standing and source."""

    value: float
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A place with its standing and source."""

    value: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """A maker's figure and the basis it was published on. `value_kg` [kg CO2e] is the P95 or the mean as `statistic` says.

    `use_share` is of the mean [-]; `grid_kg_per_kwh` the electricity factor behind it [kg CO2e/kWh]; `missing_stages` what is not counted.
    """

    model: str
    value_kg: Cited
    statistic: str
    cv: Cited
    use_share: Cited
    years: Cited
    place_of_use: CitedPlace
    grid_kg_per_kwh: Cited
    gwp_set: str
    missing_stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeStep:
    """One cause: what it changes [kg CO2e] and the figure after it [kg CO2e]. `standing` is the weakest of what it rests on."""

    code: str
    change_kg: float
    after_kg: float
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From published to ours: steps by cause, the maker's figure on our basis, ours, and the unexplained remainder. [kg CO2e].

    published + Σ steps + remainder = ours, to 1e-9; the remainder is split into use and all the rest. `gwp_bound_kg` bounds what a common
    GWP set could move; the step for it is 0 because the gases behind the published figure are not known.
    """

    model: str
    published_kg: float
    steps: tuple[BridgeStep, ...]
    on_our_basis_kg: float
    ours_kg: float
    remainder_kg: float
    remainder_use_kg: float
    remainder_other_kg: float
    gwp_bound_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """A published figure with its use phase replaced: mean as published, non-use, use, their sum, and its P95. [kg CO2e]."""

    mean_kg: float
    non_use_kg: float
    use_kg: float
    total_kg: float
    p95_kg: float


def rebase(published: PublishedFigure, *, tec_kwh: float, service_years: float, kg_per_kwh: float) -> Rebased:
    """The maker's non-use part kept, its use part replaced by TEC [kWh/a] × years [a] × electricity [kg CO2e/kWh].

    For a reader who trusts the maker's parts and asks only about place and years. Nothing of our model is in it. P95 keeps the maker's CV.
    """
    factor = 1.0 + P95_Z * published.cv.value
    mean = published.value_kg.value / factor if published.statistic == "p95" else published.value_kg.value
    non_use = mean * (1.0 - published.use_share.value)
    use = tec_kwh * service_years * kg_per_kwh
    return Rebased(mean_kg=mean, non_use_kg=non_use, use_kg=use, total_kg=non_use + use, p95_kg=(non_use + use) * factor)


@cache
def published_figures() -> Mapping[str, PublishedFigure]:
    """The published figures that come with the house, by key. Raises InputError for a broken file (a defect, caught in CI)."""
    data = tomllib.loads(files("lingtan.product").joinpath("published.toml").read_text("utf-8"))
    return {key: read_record(PublishedFigure, table, place=f"published.toml {key}") for key, table in data.items()}


def bridge(published: PublishedFigure, device: DeviceFootprint, library: FactorLibrary) -> Bridge:
    """The bridge from a published figure to ours.

    Steps, in this order: statistic (P95 to mean by mean = P95 / (1 + 1.645·CV)), years (use × ours/theirs), place (use × our
    electricity factor / theirs), boundary (our value of the stages the maker left out), GWP set (0: the maker's gases
    are not published, the effect is bounded). Raises InputError `BRIDGE_STATISTIC`, `BRIDGE_BASIS`.
    """
    if published.statistic not in ("p95", "mean"):
        raise InputError("BRIDGE_STATISTIC", place=published.model, value=published.statistic)
    if not (published.years.value > 0 and published.grid_kg_per_kwh.value > 0 and 0 <= published.use_share.value <= 1):
        raise InputError("BRIDGE_BASIS", place=published.model)
    inventory = device.inventory
    current = published.value_kg.value
    steps: list[BridgeStep] = []

    def add(code: str, change: float, standing: Standing, source: str) -> None:
        nonlocal current
        current += change
        steps.append(BridgeStep(code=code, change_kg=change, after_kg=current, standing=standing, source=source))

    if published.statistic == "p95":
        mean = published.value_kg.value / (1.0 + P95_Z * published.cv.value)
        add("BRIDGE_STATISTIC_P95_TO_MEAN", mean - current, published.cv.standing, published.cv.source)
    use = current * published.use_share.value
    longer = use * (inventory.service_years / published.years.value)
    add("BRIDGE_YEARS", longer - use, _weaker(published.use_share.standing, published.years.standing), published.years.source)
    ours_grid = library.life_cycle_electricity(inventory.place_of_use, inventory.data_year).intensity_kg_per_kwh
    moved = longer * (ours_grid / published.grid_kg_per_kwh.value)
    standing = _weaker(published.use_share.standing, published.place_of_use.standing)
    add("BRIDGE_PLACE", moved - longer, standing, published.grid_kg_per_kwh.source)
    missing = math.fsum(device.figures.stages_mg[stage] for stage in published.missing_stages) / 1e6
    add("BRIDGE_BOUNDARY", missing, Standing.COMPUTED, ", ".join(stage.value for stage in published.missing_stages) or "-")
    add("BRIDGE_GWP", 0.0, Standing.ASSUMED, f"{published.gwp_set}: gases not published, effect bounded")
    ours = device.figures.mean_mg / 1e6
    use_remainder = device.figures.stages_mg[Stage.USE] / 1e6 - moved
    return Bridge(
        model=published.model,
        published_kg=published.value_kg.value,
        steps=tuple(steps),
        on_our_basis_kg=current,
        ours_kg=ours,
        remainder_kg=ours - current,
        remainder_use_kg=use_remainder,
        remainder_other_kg=ours - current - use_remainder,
        gwp_bound_kg=device.figures.gwp_bound_kg,
    )


_ORDER = (Standing.SOURCE, Standing.EXCERPT, Standing.COMPUTED, Standing.ASSUMED, Standing.UNVERIFIED, Standing.SYNTHETIC)


def _weaker(one: Standing, other: Standing) -> Standing:
    return max(one, other, key=_ORDER.index)
