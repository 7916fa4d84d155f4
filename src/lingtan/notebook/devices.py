"""Devices in a notebook: load, assess, draw, compare, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lingtan.factors import FactorLibrary
from lingtan.lca import GroupSamples, PairedComparison, monte_carlo_by_group
from lingtan.product import DeviceFootprint, DeviceSpec, build_inventory, compare_devices, demands_of, load_class_pack
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.portfolio.run import run_portfolio

__all__ = ["DRAWS", "SEED", "compare", "draw_device", "footprint", "load_device", "portfolio"]

#: Seed and draws of the command line.
SEED = 20220608
DRAWS = 10_000


def load_device(path: str | Path) -> DeviceSpec:
    """The device of a TOML specification or an XLSX workbook. Raises InputError with the cell or key."""
    return device_from_file(Path(path))


def footprint(device: DeviceSpec, *, packs: Sequence[str | Path] = (), seed: int = SEED, draws: int = DRAWS) -> DeviceFootprint:
    """The certified footprint with everything behind it: figures in integers of mg CO2e, the study, every line.

    `packs` are your own factor packs (XLSX), above the built-in factors. Raises InputError, FactorError, KernelError.
    """
    return footprint_of(device, _library(packs), seed=seed, draws=draws)


def draw_device(device: DeviceSpec, *, packs: Sequence[str | Path] = (), seed: int = SEED, draws: int = DRAWS) -> GroupSamples:
    """The draws that the quantiles of `footprint` come from, bit for bit with the same seed, and those of each stage by name.

    [kg CO2e per device], shape (draws,) each. Raises as `footprint`.
    """
    inventory = build_inventory(device, load_class_pack(device.attributes.device_class), _library(packs))
    stage = {line.key: line.stage.value for line in inventory.lines}
    return monte_carlo_by_group(inventory.graph, demands_of(inventory), inventory.parameters, groups=stage, seed=seed, draws=draws)


def compare(
    first: DeviceSpec, second: DeviceSpec, *, packs: Sequence[str | Path] = (), seed: int = SEED, draws: int = DRAWS
) -> PairedComparison:
    """First − second [kg CO2e] over paired draws, and how often the first is lower; what both share cancels. Raises as `footprint`."""
    library = _library(packs)
    one, other = (build_inventory(spec, load_class_pack(spec.attributes.device_class), library) for spec in (first, second))
    return compare_devices(one, other, seed=seed, draws=draws)


def portfolio(
    source: str | Path, target: str | Path, *, packs: Sequence[str | Path] = (), seed: int = SEED, draws: int = 2_000
) -> Mapping[str, int]:
    """Score every row of a table and write it with the result columns; how many rows came out how. Raises as `lingtan portfolio`."""
    found = run_portfolio(Path(source), Path(target), _library(packs), seed=seed, draws=draws, progress=lambda done, of: None)
    return found.rows


def _library(packs: Sequence[str | Path]) -> FactorLibrary:
    return library_with([Path(pack) for pack in packs])
