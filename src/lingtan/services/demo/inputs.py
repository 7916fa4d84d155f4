"""The demo's input files: synthetic holdings and orders, in the forms that users fill in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from lingtan.files import CREDITS, ORDERS, SheetOut, write_csv, write_workbook

__all__ = ["BLOCKS", "write_credits", "write_order"]

Block: TypeAlias = "tuple[str, str, str, str, str, int, str, int]"

#: Programme, project, name, type, methodology, vintage, serial range, tonnes.
BLOCKS: tuple[Block, ...] = (
    (
        *("VCS", "191", "Synthetic wind farm", "avoidance", "ACM0002", 2021),
        *("12082-384723093-384723292-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0", 200),
    ),
    (
        *("VCS", "2250", "Synthetic biochar", "removal", "VM0044", 2023),
        *("14100-1-900-VCS-VCU-304-VER-CN-1-2250-01012023-31122023-0", 900),
    ),
    ("GS", "4221", "Synthetic cook stoves", "reduction", "GS-TPDDTEC", 2022, "GS1-1-CN-GS4221-21-2022-21733-1-400", 400),
)


def write_credits(path: Path, blocks: Sequence[Block] = BLOCKS, *, status: str = "active") -> None:
    """Holdings of invented projects as a registry would export them. Synthetic."""
    rows: list[list[str | int | float | None]] = [[column.en for column in CREDITS.columns]]
    for programme, project, name, kind, method, year, serial, tonnes in blocks:
        digest = "sha256:" + hashlib.sha256(serial.encode()).hexdigest()
        cells: dict[str, str | int | float] = {
            "programme": programme,
            "registry": "Synthetic registry",
            "project_id": project,
            "project_name": name,
        }
        cells |= {"project_type": kind, "host_country": "CN", "methodology": method, "vintage_year": year, "serial": serial}
        cells |= {"tonnes": tonnes, "status": status, "issued_on": f"{year + 1}-03-01", "acquired_from": "Synthetic Carbon Ltd"}
        cells |= {"acquired_on": "2025-05-06", "evidence_digest": digest, "price_per_t": 70.0, "currency": "CNY"}
        rows.append([cells.get(column.name) for column in CREDITS.columns])
    write_csv(path, SheetOut(title=CREDITS.sheet, rows=rows))


def write_order(path: Path, *, prefix: str, model: str, configuration: str, years: float, place: str, devices: int) -> None:
    """An order of so many devices with invented serial numbers that begin with the prefix. Synthetic."""
    rows: list[list[str | int | float | None]] = [[column.en for column in ORDERS.columns]]
    for index in range(devices):
        cells: dict[str, str | float] = {"serial": f"{prefix}-{index + 1:05d}", "model": model, "configuration": configuration}
        cells |= {"service_years": years, "place_of_use": place, "delivery": "with_hardware"}
        rows.append([cells.get(column.name) for column in ORDERS.columns])
    write_workbook(path, [SheetOut(title=ORDERS.sheet, rows=rows)])
