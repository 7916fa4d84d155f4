"""`lingtan footprint`: one device, from a file or from attributes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lingtan.factors import FactorLibrary
from lingtan.files import read_bom, read_device
from lingtan.product import DeviceFootprint, DeviceSpec, assess, load_class_pack, spec_from_mapping

__all__ = ["device_from_attributes", "device_from_bom", "device_from_file", "footprint_of"]


def device_from_file(path: Path) -> DeviceSpec:
    """The device of a TOML specification or an XLSX workbook. Raises InputError with the cell or key."""
    return read_device(path)


def device_from_attributes(attributes: Mapping[str, Any]) -> DeviceSpec:
    """A device known by a few attributes; what is not given is imputed and flagged."""
    named: dict[str, Any] = {"manufacturer": "unnamed", "model": str(attributes.get("device_class")), "configuration": "attributes only"}
    named |= {"place_of_use": {"value": "GLO", "standing": "assumed", "source": "place of use not stated"}}
    given = {name: value for name, value in attributes.items() if value is not None}
    return spec_from_mapping({"attributes": named | given}, place="--class")


def device_from_bom(path: Path, attributes: Mapping[str, Any]) -> DeviceSpec:
    """A bill of materials alone (CSV or XLSX), of a device known otherwise by a few attributes. Raises InputError with the cell."""
    return replace(device_from_attributes({"configuration": path.stem, **attributes}), bom=read_bom(path))


def footprint_of(spec: DeviceSpec, library: FactorLibrary, *, seed: int, draws: int) -> DeviceFootprint:
    """The footprint with everything behind it."""
    return assess(spec, load_class_pack(spec.attributes.device_class), library, seed=seed, draws=draws)
