"""Rows of attributes (the columns of public declaration lists) into specifications; a class that is not modelled is said to be so."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.messages import Message
from lingtan.product.attributes import Attributes, StorageType
from lingtan.product.spec import DeviceSpec

__all__ = ["SUBCATEGORIES", "Drives", "NotAssessable", "RowSpec", "parse_drives", "spec_from_row"]

#: subcategory as makers and lists write it (casefolded) → class pack
SUBCATEGORIES: Mapping[str, str] = {
    "laptop": "laptop",
    "notebook": "laptop",
    "笔记本电脑": "laptop",
    "desktop": "desktop",
    "台式机": "desktop",
    "台式计算机": "desktop",
    "all-in-one": "all_in_one",
    "all_in_one": "all_in_one",
    "一体机": "all_in_one",
    "workstation": "workstation",
    "工作站": "workstation",
    "monitor": "monitor",
    "display": "monitor",
    "显示器": "monitor",
    "server": "server",
    "服务器": "server",
    "thin client": "thin_client",
    "thin_client": "thin_client",
    "瘦客户机": "thin_client",
    "tablet": "tablet",
    "平板电脑": "tablet",
    "smartphone": "phone",
    "phone": "phone",
    "智能手机": "phone",
}
_WITH_SCREEN = ("laptop", "all_in_one", "monitor", "tablet", "phone")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(TB|GB)", re.IGNORECASE)
_COUNT = re.compile(r"(?:^|\s)x\s*(\d+)|(\d+)\s*x(?=\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAssessable:
    """A row whose class is not modelled, with the reason as a message."""

    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSpec:
    """A row as a specification, with notes on what was read into it (a reclassified row, a place that was not stated)."""

    spec: DeviceSpec
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drives:
    """Mass storage as text says it: number of drives, solid-state gigabytes (of all drives together), and whether they are hard disks."""

    count: int
    gb: float | None
    kind: StorageType | None


def spec_from_row(row: Mapping[str, str], *, place: str) -> RowSpec | NotAssessable:
    """The specification of one row.

    Columns, all text, any but the first three may be empty: manufacturer, name, subcategory, weight [kg], screen_size [in], lifetime [a],
    yearly_tec [kWh/a], use_location, assembly_location, report_date, memory [GB], hard_drive (`x2 1TB 3.5in HDD`), number_cpu.

    A desktop with a screen is an all-in-one, or a laptop where it is small and light (lists mislabel them); both are noted. An unknown
    subcategory gives `NotAssessable`. Raises InputError `ROW_NUMBER`, `ROW_RANGE` with the column, or what `Attributes` refuses.
    """
    category = (row.get("subcategory") or "").strip()
    name = SUBCATEGORIES.get(category.casefold())
    if name is None:
        return NotAssessable(reason=Message(code="CLASS_NOT_ASSESSABLE", params={"subcategory": category or "-"}, place=place))
    notes: list[Message] = []
    screen = _number(row, "screen_size", place)
    mass = _number(row, "weight", place)
    name = _reclassified(name, screen, mass, notes, place)
    drives = parse_drives(row.get("hard_drive") or "")
    use = (row.get("use_location") or "").strip()
    if not use:
        notes.append(Message(code="ROW_PLACE_ASSUMED", params={"place": "GLO"}, place=place))
    server = name == "server"
    attributes = Attributes(
        device_class=name,
        manufacturer=(row.get("manufacturer") or "").strip() or "-",
        model=(row.get("name") or "").strip() or "-",
        place_of_use=use or "GLO",
        report_year=_year(row.get("report_date") or ""),
        screen_size_in=screen if name in _WITH_SCREEN else None,
        mass_kg=mass,
        memory_gb=_number(row, "memory", place),
        storage_gb=_storage_gb(drives, server=server),
        storage_type=drives.kind if name in ("laptop", "desktop", "all_in_one", "workstation") else None,
        hdd_count=float(drives.count) if server and drives.kind is StorageType.HDD else _none_if_ssd(drives, server=server),
        ssd_count=float(drives.count) if server and drives.kind is StorageType.SSD else None,
        cpu_count=_number(row, "number_cpu", place),
        tec_kwh=_number(row, "yearly_tec", place),
        service_years=_number(row, "lifetime", place),
        place_of_assembly=(row.get("assembly_location") or "").strip() or None,
    )
    return RowSpec(spec=DeviceSpec(attributes=attributes), notes=tuple(notes))


def parse_drives(text: str) -> Drives:
    """Mass storage from `SSD 256GB`, `512GB`, `x2 1TB 3.5in HDD`, `x4 2.5in HDD Blank` (no drive in the bay). GB are of all drives."""
    clean = text.strip()
    if not clean or "blank" in clean.casefold():
        return Drives(count=0, gb=None, kind=None)
    found = _SIZE.search(clean)
    gigabytes = None
    if found:
        gigabytes = float(found.group(1)) * (1000.0 if found.group(2).upper() == "TB" else 1.0)
    counted = _COUNT.search(clean)
    count = int(counted.group(1) or counted.group(2)) if counted else 1
    lower = clean.casefold()
    kind = StorageType.HDD if "hdd" in lower else StorageType.SSD if "ssd" in lower else None
    return Drives(count=count, gb=gigabytes * count if gigabytes is not None else None, kind=kind)


def _storage_gb(drives: Drives, *, server: bool) -> float | None:
    if server and drives.kind is StorageType.HDD:
        return 0.0
    return drives.gb


def _none_if_ssd(drives: Drives, *, server: bool) -> float | None:
    return 0.0 if server and drives.kind is StorageType.SSD else None


def _reclassified(name: str, screen: float | None, mass: float | None, notes: list[Message], place: str) -> str:
    if name != "desktop" or screen is None:
        return name
    better = "laptop" if screen <= 17.5 and mass is not None and mass < 4.0 else "all_in_one" if screen > 17.5 else name
    if better != name:
        notes.append(Message(code="ROW_RECLASSIFIED", params={"was": name, "now": better, "screen": screen}, place=place))
    return better


def _number(row: Mapping[str, str], column: str, place: str) -> float | None:
    """The cell as a number; empty or 0 means not stated (lists write 0 for unknown)."""
    text = (row.get(column) or "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as exc:
        raise InputError("ROW_NUMBER", place=f"{place}:{column}", column=column, text=text) from exc
    if not math.isfinite(value) or value < 0:
        raise InputError("ROW_RANGE", place=f"{place}:{column}", column=column, value=str(value))
    return value or None


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found.group(0)) if found else None
