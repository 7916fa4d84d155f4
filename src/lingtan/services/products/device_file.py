"""A device as the workbook it could have come from: sheets `Device` and `BOM` in the template's columns, its workshops leaf by leaf."""

from __future__ import annotations

from lingtan.evidence import JSON, to_plain
from lingtan.files import BOM, DEVICE, CellOut, SheetOut, workbook_bytes, workshop_sheets
from lingtan.product import BomLine, DeviceSpec

__all__ = ["device_workbook"]

_SUPPLIER = {"supplier": "supplier", "supplier_kg_co2e": "kg_co2e", "supplier_year": "year", "supplier_verification": "verification",
             "supplier_boundary": "boundary", "net_of_offsets": "net_of_offsets", "market_instrument": "market_instrument",
             "biogenic_reason": "biogenic_reason", "supplier_gsd": "gsd", "supplier_gwp_set": "gwp_set",
             "supplier_reference": "reference"}  # fmt: skip


def device_workbook(spec: DeviceSpec) -> bytes:
    """The workbook's bytes; reading it gives the device again."""
    device: list[list[CellOut]] = [[column.en for column in DEVICE.columns]]
    if spec.synthetic:
        device.append(["synthetic", "yes"])
    device.extend(_attribute_rows(spec))
    sheets = [SheetOut(title=DEVICE.sheet, rows=device, widths=(28, 24, 20, 60, 14))]
    if spec.bom:
        rows: list[list[CellOut]] = [[column.en for column in BOM.columns], *(_bom_row(line) for line in spec.bom)]
        sheets.append(SheetOut(title=BOM.sheet, rows=rows))
    return workbook_bytes([*sheets, *workshop_sheets(spec)])


def _attribute_rows(spec: DeviceSpec) -> list[list[CellOut]]:
    plain = to_plain(spec.attributes)
    assert isinstance(plain, dict)
    rows: list[list[CellOut]] = []
    for name, value in plain.items():
        if name == "sources" or value is None or value in ([], {}):
            continue
        for key, cell, custody in _cells(name, value):
            source = spec.attributes.sources.get(key.partition(".")[2] if name in ("measures", "options") else name)
            said: list[CellOut] = [source.source or None, source.standing.value] if source else [None, None]
            rows.append([key, cell, custody, *said])
    return rows


def _cells(name: str, value: JSON) -> list[tuple[str, CellOut, CellOut]]:
    if isinstance(value, dict):
        told = {f"{name}.{member}": _percent(said) if name == "chassis" else said for member, said in value.items()}
        return [(key, said, None) for key, said in told.items() if isinstance(said, str | int | float)]
    if name == "freight_chain" and isinstance(value, list):
        legs = ((f"{name}.{at}.{part}", said) for at, leg in enumerate(value, 1) if isinstance(leg, dict) for part, said in leg.items())
        return [(key, said, None) for key, said in legs if isinstance(said, str | int | float)]
    if isinstance(value, list):
        entries = [entry for entry in value if isinstance(entry, dict)]
        key = "mode" if name == "freight" else "material"
        return [(f"{name}.{e[key]}", _percent(e["share"]), str(e["custody"]) if "custody" in e else None) for e in entries]
    return [(name, value if isinstance(value, str | int | float) else str(value), None)]


def _percent(share: JSON) -> str:
    """A share as the template asks for it: with its sign, and no digit lost."""
    assert isinstance(share, int | float)
    return f"{share * 100:.12g}%"


def _bom_row(line: BomLine) -> list[CellOut]:
    plain, supplier = to_plain(line), to_plain(line.supplier) if line.supplier else {}
    assert isinstance(plain, dict)
    assert isinstance(supplier, dict)
    row: list[CellOut] = []
    for column in BOM.columns:
        value = supplier.get(_SUPPLIER[column.name]) if column.name in _SUPPLIER else plain.get(column.name)
        row.append(_cell(column.name, value))
    return row


def _cell(name: str, value: JSON) -> CellOut:
    if value is None or value == "" or (name == "recycled_share" and value == 0):
        return None
    if name == "recycled_share":
        return _percent(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value if isinstance(value, str | int | float) else str(value)
