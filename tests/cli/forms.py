"""Forms filled in as a user would: the templates of the house, opened in a spreadsheet and saved again."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Cells = Mapping[str, Any]


def fill(path: Path, sheet: str, rows: Sequence[Cells]) -> Path:
    """Write rows below the header and the unit row of a template's sheet; keys are the English headers without their star."""
    book = openpyxl.load_workbook(path)
    table = book[sheet]
    heads = [str(cell.value).split(" / ")[-1].removesuffix(" *") for cell in table[1]]
    for index, row in enumerate(rows):
        unknown = set(row) - set(heads)
        assert not unknown, f"the template {sheet} has no column {unknown}; it has {heads}"
        for name, value in row.items():
            table.cell(row=3 + index, column=heads.index(name) + 1, value=value)
    book.save(path)
    return path


def table(path: Path, grid: Sequence[Sequence[Any]], *, sheet: str = "Sheet1", encoding: str = "utf-8") -> Path:
    """A table made by hand: CSV or XLSX by the file's ending."""
    if path.suffix == ".csv":
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(["" if cell is None else cell for cell in row] for row in grid)
        path.write_bytes(stream.getvalue().encode(encoding))
        return path
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in grid:
        book.active.append(list(row))
    book.save(path)
    return path


#: Confidential things with a look that nothing else in the house has. All invented.
SUPPLIERS = ("Quokka Cells KK", "Numbat Memory Inc")
PARTS = ("PN-ZX81-4407", "PN-KV52-9013", "PN-QT77-3358")
REFERENCES = ("PCF-QQ-9917", "PCF-NM-2286")
SUPPLIER_KG = (4.7317129, 11.8934817)
AMOUNTS = (57.9137151, 512.0)
SELLER = "Wombat Carbon Brokers"
PRICE = 731947.13

DEVICE_ROWS: tuple[Cells, ...] = (
    {"Attribute": "synthetic", "Value": "yes"},
    {"Attribute": "device_class", "Value": "laptop"},
    {"Attribute": "manufacturer", "Value": "Synthetic Devices"},
    {"Attribute": "model", "Value": "Story Book 14"},
    {"Attribute": "configuration", "Value": "base"},
    {"Attribute": "place_of_use", "Value": "CN-BJ"},
    {"Attribute": "place_of_assembly", "Value": "CN-AH"},
    {"Attribute": "service_years", "Value": 4},
    {"Attribute": "screen_size_in", "Value": 14.0, "Source": "invented", "Standing": "synthetic"},
    {"Attribute": "mass_kg", "Value": "1370 g", "Source": "invented", "Standing": "synthetic"},
    {"Attribute": "memory_gb", "Value": 16},
    {"Attribute": "storage_gb", "Value": 512},
    {"Attribute": "storage_type", "Value": "ssd"},
    {"Attribute": "tec_kwh", "Value": 19.5, "Source": "invented", "Standing": "synthetic"},
    {"Attribute": "freight.road", "Value": "100%"},
)

BOM_ROWS: tuple[Cells, ...] = (
    {
        "Part": PARTS[0],
        "Kind": "battery",
        "Amount per piece": AMOUNTS[0],
        "Unit": "Wh",
        "Quantity": 1,
        "Place of make": "CN",
        "Supplier": SUPPLIERS[0],
        "Supplier footprint": SUPPLIER_KG[0],
        "Supplier year": 2025,
        "Verification": "unverified",
        "Boundary": "cradle_to_gate",
        "Net of offsets": "no",
        "Supplier GWP set": "AR6",
        "Reference": REFERENCES[0],
    },
    {
        "Part": PARTS[1],
        "Kind": "ssd",
        "Amount per piece": AMOUNTS[1],
        "Unit": "GB",
        "Quantity": 1,
        "Place of make": "KR",
        "Supplier": SUPPLIERS[1],
        "Supplier footprint": SUPPLIER_KG[1],
        "Supplier year": 2025,
        "Verification": "verified",
        "Boundary": "cradle_to_gate",
        "Net of offsets": "no",
        "Supplier GWP set": "AR6",
        "Reference": REFERENCES[1],
    },
    {"Part": PARTS[2], "Kind": "memory", "Amount per piece": 16, "Unit": "GB", "Quantity": 1, "Place of make": "KR"},
)


def credit_row(serial: str, tonnes: int, *, project: str = "191", vintage: int = 2021, **other: Any) -> dict[str, Any]:
    """One holding, as a registry would export it. Invented."""
    return {
        "Programme": "VCS",
        "Registry": "Synthetic registry",
        "Project ID": project,
        "Project name": "Synthetic wind farm",
        "Project type": "avoidance",
        "Host country": "CN",
        "Methodology": "ACM0002",
        "Vintage year": vintage,
        "Serial range": serial,
        "Tonnes": tonnes,
        "Status": "active",
        "Issued on": "2022-03-01",
        "Acquired from": SELLER,
        "Acquired on": "2025-05-06",
        "Evidence digest": "sha256:" + "ab" * 32,
        "Price per tonne": PRICE,
        "Currency": "CNY",
        **other,
    }


CREDIT_ROWS = (
    credit_row("12082-500000001-500000002-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0", 2),
    credit_row("12083-600000001-600000040-VCS-VCU-304-VER-CN-1-191-01012022-31122022-0", 40, vintage=2022),
)

SERIALS = tuple(f"SN-WQ7-{n:05}" for n in range(1, 26))


def order_rows(serials: Sequence[str] = SERIALS, **other: Any) -> list[dict[str, Any]]:
    """Devices of the story's model, with the hardware."""
    said = {"Model": "Story Book 14", "Configuration": "base", "Service years": 4, "Place of use": "CN-BJ", "Delivery": "with_hardware"}
    return [{"Serial number": serial, **said, **other} for serial in serials]


def engagement(client: str, certifier: str, *, competent_until: str = "2035-12-31") -> str:
    """The TOML file that opens an engagement."""
    return f"""engagement = "E1"
client = "{client}"
certifier = "{certifier}"
scope = "GB/T 24067-2024"
beneficiaries = ["Synthetic Devices"]

[[people]]
id = "preparer"
name = "Li (synthetic)"
organisation = "{client}"

[[people]]
id = "verifier"
name = "Wang (synthetic)"
organisation = "{certifier}"
competences = [{{ scope = "GB/T 24067-2024", valid_until = "{competent_until}" }}]

[[people]]
id = "drafter"
name = "Zhao (synthetic)"
organisation = "{certifier}"
competences = [{{ scope = "GB/T 24067-2024", valid_until = "2035-12-31" }}]

[[involvements]]
party = "preparer"
role = "prepared_study"

[[involvements]]
party = "drafter"
role = "drafted_method"

[accreditation]
body = "Synthetic accreditation"
number = "SYN-0001"
scope = "GB/T 24067-2024"
valid_until = "2035-12-31"
"""
