"""A plan for people and other programs: XLSX, CSV, iCalendar."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.files.atomic import write_atomic
from lingtan.files.sheets import CellOut, SheetOut
from lingtan.files.workbooks import csv_bytes, workbook_bytes

__all__ = ["write_plan"]

_COLUMNS = ("line", "order", "family", "quantity", "start", "end", "due", "late_min", "setup_min")
_HEADS = (
    "产线 / Line",
    "订单 / Order",
    "产品族 / Family",
    "数量 / Quantity",
    "开始 / Start",
    "结束 / End",
    "交期 / Due",
    "延误 / Late (min)",
    "换线 / Set-up (min)",
)
_LONGEST_OCTETS = 74


def write_plan(path: Path, record: Mapping[str, Any]) -> None:
    """Write a plan as the file's ending says: .json, .xlsx, .csv or .ics. Raises InputError `SCHEDULE_OUT` for another."""
    suffix = path.suffix.casefold()
    if suffix == ".json":
        write_atomic(path, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
    elif suffix == ".xlsx":
        write_atomic(path, workbook_bytes([_orders(record), _figures(record), _states(record)]))
    elif suffix == ".csv":
        write_atomic(path, csv_bytes(_orders(record)))
    elif suffix == ".ics":
        write_atomic(path, _calendar(record))
    else:
        raise InputError("SCHEDULE_OUT", place=path.name, got=suffix or "?")


def _orders(record: Mapping[str, Any]) -> SheetOut:
    rows: list[Sequence[CellOut]] = [_HEADS, *([one[name] for name in _COLUMNS] for one in record["orders"])]
    return SheetOut(title="Plan", rows=rows, widths=[18] * len(_HEADS))


def _figures(record: Mapping[str, Any]) -> SheetOut:
    rows: list[Sequence[CellOut]] = [["指标 / Figure", *record["kpis"]]]
    rows += [[name, *(kpis[name] for kpis in record["kpis"].values())] for name in record["kpis"]["plan"]]
    rows += [["能源 / Energy", *record["energy"]]]
    rows += [[name, *(way[name] for way in record["energy"].values())] for name in ("energy_kwh", "cost", "carbon_kg")]
    return SheetOut(title="Figures", rows=rows, widths=[30, *[16] * 6])


def _states(record: Mapping[str, Any]) -> SheetOut:
    head = ("产线 / Line", "状态 / State", "始 / From (min)", "止 / Until (min)", "订单 / Order")
    return SheetOut(title="States", rows=[head, *record["states"]], widths=[16] * 5)


def _calendar(record: Mapping[str, Any]) -> bytes:
    """RFC 5545: one event an order, in floating local time; lines folded at 75 octets."""
    made = f"{_local(record['origin'])}Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lingtan//Schedule//EN"]
    for one in record["orders"]:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one['order'])}@lingtan",
            f"DTSTAMP:{made}",
            f"DTSTART:{_local(one['start'])}",
            f"DTEND:{_local(one['end'])}",
            f"SUMMARY:{_text(one['order'])} ({_text(one['family'])})",
            f"LOCATION:{_text(one['line'])}",
            "END:VEVENT",
        ]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).strftime("%Y%m%dT%H%M%S")


def _text(value: str) -> str:
    for mark in ("\\", ";", ","):
        value = value.replace(mark, "\\" + mark)
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    found, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > _LONGEST_OCTETS:
            found, octets = found + "\r\n ", 1
        found, octets = found + letter, octets + size
    return found + "\r\n"
