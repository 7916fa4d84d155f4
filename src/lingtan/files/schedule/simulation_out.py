"""Simulated weeks for people and other programs: XLSX with what was reached, what happened and the assumed rates; CSV of the first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.files.atomic import write_atomic
from lingtan.files.sheets import CellOut, SheetOut
from lingtan.files.workbooks import csv_bytes, workbook_bytes

__all__ = ["check_ending", "write_simulation"]

_SYNTHETIC = "合成数据：扰动为虚构 / SYNTHETIC: the disturbances are invented"
_ENDINGS = (".json", ".xlsx", ".csv")
_EVENTS = ("时间 / When", "事件 / Event", "产线或订单 / Line or order")


def write_simulation(path: Path, record: Mapping[str, Any]) -> None:
    """Write the weeks as the file's ending says: .json, .xlsx or .csv. Raises InputError `SIMULATION_OUT` for another."""
    check_ending(path)
    suffix = path.suffix.casefold()
    if suffix == ".json":
        write_atomic(path, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
    elif suffix == ".xlsx":
        write_atomic(path, workbook_bytes([_weeks(record), _events(record), _rates(record)]))
    else:
        write_atomic(path, csv_bytes(_weeks(record)))


def check_ending(path: Path) -> None:
    """Raises InputError `SIMULATION_OUT` for an ending that simulated weeks are not written with."""
    if path.suffix.casefold() not in _ENDINGS:
        raise InputError("SIMULATION_OUT", place=path.name, got=path.suffix or "?")


def _weeks(record: Mapping[str, Any]) -> SheetOut:
    """A row for each way of planning and week, week 0 being all of them."""
    figures = [name for name in record["policies"]["plan"]["all"] if name != "number"]
    rows: list[Sequence[CellOut]] = [["数据 / Data", "方式 / Way", "周 / Week (0: all)", *figures]]
    for way, found in record["policies"].items():
        rows += [["synthetic", way, week, *(one[name] for name in figures)] for week, one in enumerate([found["all"], *found["weeks"]])]
    return SheetOut(title="Weeks", rows=rows, widths=[12, 12, 12, *[16] * len(figures)])


def _events(record: Mapping[str, Any]) -> SheetOut:
    return SheetOut(title="Events", rows=[(_SYNTHETIC,), _EVENTS, *record["events"]], widths=[18, 16, 24])


def _rates(record: Mapping[str, Any]) -> SheetOut:
    """What was assumed, and the seed that draws the same again."""
    said = {"seed": record["seed"], "weeks": record["weeks"], "orders": record["orders"], **record["disturbances"]}
    said["energy draws, prices or intensity assumed / 功率、电价或强度为假定"] = "yes / 是" if record["is_energy_assumed"] else "no / 否"
    return SheetOut(title="Assumed", rows=[(_SYNTHETIC,), *said.items()], widths=[30, 16])
