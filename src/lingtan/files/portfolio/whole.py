"""The output of a portfolio as one file, Parquet, CSV or XLSX, with what the run was said in the file or beside it."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.files.atomic import atomic_file, write_atomic
from lingtan.files.portfolio.arrow import arrow
from lingtan.files.sheets import CellOut, SheetOut, fitted_widths
from lingtan.files.workbooks import workbook_bytes

__all__ = ["SUFFIXES", "check_target", "sidecar_of", "write_whole"]

SUFFIXES = (".parquet", ".csv", ".xlsx")
#: The rows of a sheet, less the header (ECMA-376 part 1, 18.3.1.73: 1,048,576).
_SHEET_ROWS = 1_048_575


def check_target(path: Path) -> None:
    """Raises InputError `PORTFOLIO_TARGET` for an output of another kind, `FILE_NOT_WRITABLE` for a folder."""
    if path.is_dir():
        raise InputError("FILE_NOT_WRITABLE", place=str(path), detail=os.strerror(errno.EISDIR))
    if path.suffix.casefold() not in SUFFIXES:
        raise InputError("PORTFOLIO_TARGET", place=path.name, got=path.suffix or "?")


def sidecar_of(path: Path) -> Path:
    """Where the run is said of a file that cannot say it itself: `out.csv.json`."""
    return path.with_name(f"{path.name}.json")


def write_whole(path: Path, tables: Iterable[Any], said: Mapping[str, Any]) -> dict[str, int]:
    """Write the output atomically; the count of rows by status. The same blocks give the same bytes.

    Parquet holds `said` under the key `lingtan` of its schema's metadata; CSV and XLSX have it, with the file's digest, beside them.
    Raises InputError `PORTFOLIO_SHEET` for more rows than a sheet has, `FILE_NOT_WRITABLE`.
    """
    counts: dict[str, int] = {}
    counted = _counted(tables, counts)
    if path.suffix.casefold() == ".parquet":
        _parquet(path, counted, said)
        return counts
    data = _workbook(path, counted) if path.suffix.casefold() == ".xlsx" else _csv(counted)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    write_atomic(path, data)
    told = json.dumps({**said, "rows": counts, "output": digest}, indent=1, sort_keys=True, ensure_ascii=False)
    write_atomic(sidecar_of(path), f"{told}\n".encode())
    return counts


def _counted(tables: Iterable[Any], counts: dict[str, int]) -> Iterator[Any]:
    for table in tables:
        for entry in table.column("status").value_counts().to_pylist():
            counts[entry["values"]] = counts.get(entry["values"], 0) + entry["counts"]
        yield table


def _parquet(path: Path, tables: Iterator[Any], said: Mapping[str, Any]) -> None:
    arrow(path.name)
    import pyarrow.parquet as pq

    first = next(tables)
    schema = first.schema.with_metadata({b"lingtan": json.dumps(said, sort_keys=True).encode()})
    with atomic_file(path) as stream, pq.ParquetWriter(stream, schema) as writer:
        for table in chain((first,), tables):
            writer.write_table(table.replace_schema_metadata(schema.metadata))


def _rows(table: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _csv(tables: Iterator[Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, table in enumerate(tables):
        if not number:
            writer.writerow(table.column_names)
        for row in _rows(table):
            writer.writerow(["" if value is None else f"{value:.6f}" if isinstance(value, float) else value for value in row])
    return out.getvalue().encode()


def _workbook(path: Path, tables: Iterator[Any]) -> bytes:
    rows: list[tuple[CellOut, ...]] = []
    for table in tables:
        rows.extend([tuple(table.column_names)] if not rows else [])
        rows.extend(_rows(table))
    if len(rows) - 1 > _SHEET_ROWS:
        raise InputError("PORTFOLIO_SHEET", place=path.name, rows=len(rows) - 1, most=_SHEET_ROWS)
    return workbook_bytes([SheetOut(title="portfolio", rows=rows, widths=fitted_widths(rows))])
