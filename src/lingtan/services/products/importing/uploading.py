"""A device from bytes that somebody uploaded: a device file, or a bill of materials beside a class and a few attributes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.product import DeviceSpec
from lingtan.services.footprint.device import device_from_bom, device_from_file
from lingtan.services.house.template import write

__all__ = ["bom_template", "device_of_bom", "device_of_upload", "save_upload"]

_DEVICE = (".toml", ".xlsx")
_BOM = (".csv", ".xlsx")
_UNSAFE = re.compile(r"[^\w.\- ()]+")


def device_of_upload(name: str, data: bytes) -> DeviceSpec:
    """The device of a TOML or XLSX file. Raises InputError `UPLOAD_KIND`, or with the cell or key; TableError holds every problem."""
    with tempfile.TemporaryDirectory(prefix="lingtan-") as folder:
        return device_from_file(save_upload(Path(folder), name, data, _DEVICE))


def device_of_bom(name: str, data: bytes, attributes: Mapping[str, Any]) -> DeviceSpec:
    """The device of a bill of materials (CSV, XLSX) and what else is known of it. Raises InputError as `device_of_upload`."""
    with tempfile.TemporaryDirectory(prefix="lingtan-") as folder:
        return device_from_bom(save_upload(Path(folder), name, data, _BOM), attributes)


def save_upload(folder: Path, name: str, data: bytes, kinds: tuple[str, ...]) -> Path:
    """The bytes as a file in the folder, under a name that is safe and still the user's own, for refusals cite it.

    Raises InputError `UPLOAD_KIND` for another ending, `UPLOAD_EMPTY` for no bytes.
    """
    safe = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])[-100:].lstrip(".")
    ending = Path(safe).suffix.casefold()
    if ending not in kinds:
        raise InputError("UPLOAD_KIND", place=safe or "-", ending=ending or "-", kinds=", ".join(kinds))
    if not data:
        raise InputError("UPLOAD_EMPTY", place=safe)
    path = folder / safe
    path.write_bytes(data)
    return path


def bom_template() -> bytes:
    """The template to fill in: device and bill of materials, with a filled synthetic example."""
    with tempfile.TemporaryDirectory(prefix="lingtan-") as folder:
        path = Path(folder) / "device.xlsx"
        write("bom", path)
        return path.read_bytes()
