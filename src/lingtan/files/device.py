"""A device from a file: attributes and bill of materials of a workbook, a TOML specification, or a bill of materials alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lingtan.errors import InputError, LingtanError
from lingtan.evidence import to_plain
from lingtan.files.bom_rows import bom_lines
from lingtan.files.numbers import UnreadableError, parse_number
from lingtan.files.problems import Problems
from lingtan.files.product_columns import BOM, DEVICE, WORKSHOPS
from lingtan.files.sheets import CellOut, SheetOut
from lingtan.files.table import Row, Table, read_bytes, read_table
from lingtan.files.trees import flat_tree, read_toml, tree_of
from lingtan.files.xlsx_cells import visible_sheets
from lingtan.product.attributes import NUMERIC_ATTRIBUTES
from lingtan.product.bom import BomLine
from lingtan.product.spec import DeviceSpec, spec_from_mapping
from lingtan.quantities import Unit, convert

__all__ = ["read_bom", "read_device", "workshop_sheets"]

_NAMED = re.compile(r"attributes\.([a-z0-9_]+(?:\.[a-z0-9_]+)?)")
_SHARES = ("chassis", "recycled", "freight")
#: Units that the end of an attribute's name stands for; the other endings (in, mm2, nm) are taken as they are written.
_UNIT_OF_ENDING: Mapping[str, Unit] = {
    "m2": Unit.M2,
    "m3": Unit.M3,
    "kg": Unit.KG,
    "gb": Unit.GB,
    "wh": Unit.WH,
    "w": Unit.W,
    "kwh": Unit.KWH,
    "years": Unit.YEAR,
}
_OTHER_ENDINGS = {"in", "mm2", "nm"}


def read_device(path: Path) -> DeviceSpec:
    """The device of a `.toml` specification, or of a workbook with the sheet `Device` and, where there are, `BOM` and `Workshops`.

    Raises InputError (TableError with all problems of a sheet); places are keys of the TOML file or cells.
    """
    if path.suffix.casefold() == ".toml":
        return spec_from_mapping(read_toml(path), place=path.name)
    workbook = path.suffix.casefold() == ".xlsx"
    titles = {title.casefold() for title in visible_sheets(read_bytes(path), name=path.name)} if workbook else set()
    rows = read_table(path, WORKSHOPS, sheet=WORKSHOPS.sheet) if WORKSHOPS.sheet.casefold() in titles else ()
    later = tree_of((str(row.value("field")), str(row.value("value")), row.cell("value")) for row in rows)
    spec = _spec(read_table(path, DEVICE, sheet=DEVICE.sheet if workbook else None), path.name, later)
    return replace(spec, bom=read_bom(path)) if BOM.sheet.casefold() in titles else spec


def workshop_sheets(spec: DeviceSpec) -> list[SheetOut]:
    """What a device has beside attributes and parts, leaf by leaf, for `read_device` to read again; no sheet where there is nothing."""
    plain = to_plain(spec)
    assert isinstance(plain, dict)
    later = {name: plain[name] for name in ("workshops", "forecasts") if plain.get(name)}
    if not later:
        return []
    rows: list[list[CellOut]] = [[column.en for column in WORKSHOPS.columns]]
    rows += [[path, leaf] for path, leaf in flat_tree(later)]
    return [SheetOut(title=WORKSHOPS.sheet, rows=rows, widths=(48, 40))]


def read_bom(path: Path, *, sheet: str | None = None) -> tuple[BomLine, ...]:
    """The lines of a bill of materials, amounts in canonical units. Raises TableError or InputError with the cell."""
    table = read_table(path, BOM, sheet=sheet)
    return bom_lines(table)


def _spec(table: Table, name: str, later: Mapping[str, Any]) -> DeviceSpec:
    problems = Problems()
    attributes: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for row in table:
        key = str(row.value("attribute")).casefold()
        cells[key] = row.cell("value")
        try:
            _put(attributes, key, row)
        except LingtanError as exc:
            problems.add_error(exc)
        except UnreadableError as exc:
            problems.add(exc.code, row.cell("value"), column=key, value=str(row.value("value")))
        if row.value("source") or row.value("standing"):
            standing = row.value("standing") or "unverified"
            group, _, member = key.partition(".")
            sources[member if group in ("measures", "options") else group] = {"standing": standing, "source": row.value("source") or ""}
    problems.check()
    if "freight_chain" in attributes:
        attributes["freight_chain"] = [leg for _, leg in sorted(attributes["freight_chain"].items(), key=lambda item: item[0].zfill(4))]
    synthetic = str(attributes.pop("synthetic", "no")).casefold() in {"yes", "true", "1", "是"}
    try:
        return spec_from_mapping({**later, "attributes": {**attributes, "sources": sources}, "synthetic": synthetic}, place=name)
    except LingtanError as exc:
        named = _NAMED.search(exc.place or "")
        if named and named[1] in cells:
            exc.place = cells[named[1]]
        raise


def _put(attributes: dict[str, Any], key: str, row: Row) -> None:
    """Add one row to the plain form that `product.spec_from_mapping` reads."""
    text = str(row.value("value"))
    group, _, member = key.partition(".")
    if group in _SHARES and member:
        share = _share(text, row)
        if group == "chassis":
            attributes.setdefault("chassis", {})[member] = share
        elif group == "freight":
            attributes.setdefault("freight", []).append({"mode": member, "share": share})
        else:
            if row.value("custody") is None:
                raise InputError("CELL_BLANK", place=row.cell("custody"), column="custody", header=DEVICE.column("custody").header)
            attributes.setdefault("recycled", []).append({"material": member, "share": share, "custody": row.value("custody")})
    elif group == "measures" and member:
        attributes.setdefault("measures", {})[member] = _amount(member, text, row.cell("value"))
    elif group == "options" and member:
        attributes.setdefault("options", {})[member] = text
    elif group == "mode_power_w" and member:
        attributes.setdefault(group, {})[member] = _amount(f"{member}_w", text, row.cell("value"))
    elif group == "freight_chain" and member:
        leg, _, part = member.partition(".")
        attributes.setdefault(group, {}).setdefault(leg, {})[part] = text if part == "mode" else _amount(part, text, row.cell("value"))
    elif key in NUMERIC_ATTRIBUTES:
        attributes[key] = _amount(key, text, row.cell("value"))
    elif key == "report_year":
        attributes[key] = int(_amount(key, text, row.cell("value")))
    else:
        attributes[key] = text


def _share(text: str, row: Row) -> float:
    value, stated = parse_number(text)
    if stated not in ("", "%"):
        raise InputError("UNIT_OTHER", place=row.cell("value"), unit=stated, wanted="%")
    if not stated and value > 1:
        raise UnreadableError("CELL_SHARE_AMBIGUOUS")
    return value / 100 if stated else value


def _amount(key: str, text: str, place: str) -> float:
    value, stated = parse_number(text)
    ending = "" if "_per_" in key else key.rpartition("_")[2]
    if not stated:
        return value
    unit = _UNIT_OF_ENDING.get(ending)
    if unit is not None:
        return convert(value, stated, unit, place=place)
    if ending in _OTHER_ENDINGS and stated == ending:
        return value
    raise InputError("UNIT_OTHER", place=place, unit=stated, wanted=ending if ending in _OTHER_ENDINGS else "—")
