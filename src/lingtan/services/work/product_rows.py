"""The rows of a kept table of products, by their place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files import read_csv_rows
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.arguments import ImportRequest
from lingtan.services.work.uploads import kept_table

__all__ = ["NEEDED", "first_of_its_kind", "product_rows"]

#: Columns without which a row says nothing.
NEEDED = ("manufacturer", "name", "subcategory")


def product_rows(workspace: Workspace, request: ImportRequest) -> Mapping[str, Mapping[str, str]]:
    """Each row by its place (`file.csv!7`), read once. Raises InputError `IMPORT_COLUMNS` naming them, or what reading the file raises."""
    return _rows(kept_table(workspace, request.file, name=request.name), request.name)


@lru_cache(maxsize=4)
def _rows(path: Path, name: str) -> Mapping[str, Mapping[str, str]]:
    header, rows = read_csv_rows(path)
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise InputError("IMPORT_COLUMNS", place=f"{name}!1", missing=", ".join(missing))
    return {place.replace(path.name, name, 1): row for place, row in rows}


def first_of_its_kind(rows: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """For each place the first place where the same product stands: the same maker and model."""
    first: dict[tuple[str, str], str] = {}
    return {place: first.setdefault((row["manufacturer"].strip() or "-", row["name"].strip() or "-"), place) for place, row in rows.items()}
