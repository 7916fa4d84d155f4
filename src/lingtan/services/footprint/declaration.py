"""`lingtan study declare`: the declaration of a study as JSON, XLSX and PDF in two languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lingtan.documents import render_declaration
from lingtan.evidence import canonical_bytes
from lingtan.files import Formula, SheetOut, workbook_bytes, write_atomic
from lingtan.messages import Language
from lingtan.product import DeviceFootprint, declaration

__all__ = ["declare"]


def declare(device: DeviceFootprint, folder: Path, *, number: str, issued_on: date) -> dict[str, str]:
    """Write `NUMBER.json`, `.xlsx`, `.zh.pdf` and `.en.pdf`; returns the paths by kind. Sums in the workbook are formulas."""
    record = declaration(device, number=number, issued_on=issued_on)
    written = {"json": canonical_bytes(record), "xlsx": workbook_bytes(_sheets(record))}
    for language in Language:
        written[f"{language.value}.pdf"] = render_declaration(record, language.value)
    paths = {}
    for ending, data in written.items():
        path = folder / f"{number}.{ending}"
        write_atomic(path, data)
        paths[ending] = str(path)
    return paths


def _sheets(record: dict) -> list[SheetOut]:  # type: ignore[type-arg]  # declaration.json, whose form docs/certificate.md §6 fixes
    head = [[name, record[name]] for name in record if not isinstance(record[name], (list, dict))]
    parts = []
    for title, items, name in (("Stages", record["stages"], "stage"), ("Components", record["components"], "component")):
        last = len(items) + 1
        rows = [[name, "mg CO2e", "share"], *([item[name], item["mg"], item["share"]] for item in items)]
        rows.append(["total", Formula(text=f"=SUM(B2:B{last})"), Formula(text=f"=SUM(C2:C{last})")])
        parts.append(SheetOut(title=title, rows=rows, widths=(28, 18, 12)))
    names = ["code", "value", "unit", "mark", "source"]
    assumed = [names, *([item[name] for name in names] for item in record["assumptions"])]
    return [
        SheetOut(title="Declaration", rows=[["field", "value"], *head], widths=(24, 80)),
        *parts,
        SheetOut(title="Assumptions", rows=assumed, widths=(28, 20, 12, 14, 80), wrap=True),
    ]
