"""Files in and out: tables with cell-exact errors, templates, workbooks, bundles; nothing half-written.

A name's module is imported when the name is: reading a table loads nothing of products.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingtan.files.atomic import write_atomic
    from lingtan.files.bundle import Bundle, bundle_bytes, bundle_from_bytes, read_bundle
    from lingtan.files.columns import Choice, Column, Kind, Schema
    from lingtan.files.device import read_bom, read_device, workshop_sheets
    from lingtan.files.factor_columns import FACTORS, SOURCES
    from lingtan.files.factor_file import read_factor_pack
    from lingtan.files.free_csv import read_csv_rows
    from lingtan.files.neutrality_columns import CREDITS, ORDERS
    from lingtan.files.problems import TableError
    from lingtan.files.product_columns import BOM, DEVICE
    from lingtan.files.sheets import CellOut, Formula, SheetOut, fitted_widths
    from lingtan.files.table import Row, Table, read_bytes, read_table
    from lingtan.files.templates import TEMPLATE_SHEETS, TemplateKind, template_bytes, write_template
    from lingtan.files.trees import read_json, read_toml
    from lingtan.files.workbooks import csv_bytes, workbook_bytes, write_csv, write_workbook

__all__ = [
    "BOM",
    "CREDITS",
    "DEVICE",
    "FACTORS",
    "ORDERS",
    "SOURCES",
    "TEMPLATE_SHEETS",
    "Bundle",
    "CellOut",
    "Choice",
    "Column",
    "Formula",
    "Kind",
    "Row",
    "Schema",
    "SheetOut",
    "Table",
    "TableError",
    "TemplateKind",
    "bundle_bytes",
    "bundle_from_bytes",
    "csv_bytes",
    "fitted_widths",
    "read_bom",
    "read_bundle",
    "read_bytes",
    "read_csv_rows",
    "read_device",
    "read_factor_pack",
    "read_json",
    "read_table",
    "read_toml",
    "template_bytes",
    "workbook_bytes",
    "workshop_sheets",
    "write_atomic",
    "write_csv",
    "write_template",
    "write_workbook",
]

_NAMES = {
    "atomic": "write_atomic",
    "bundle": "Bundle bundle_bytes bundle_from_bytes read_bundle",
    "columns": "Choice Column Kind Schema",
    "device": "read_bom read_device workshop_sheets",
    "factor_columns": "FACTORS SOURCES",
    "factor_file": "read_factor_pack",
    "free_csv": "read_csv_rows",
    "neutrality_columns": "CREDITS ORDERS",
    "problems": "TableError",
    "product_columns": "BOM DEVICE",
    "sheets": "CellOut Formula SheetOut fitted_widths",
    "table": "Row Table read_bytes read_table",
    "templates": "TEMPLATE_SHEETS TemplateKind template_bytes write_template",
    "trees": "read_json read_toml",
    "workbooks": "csv_bytes workbook_bytes write_csv write_workbook",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
