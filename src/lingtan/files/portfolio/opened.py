"""A portfolio's input: what kind of table it is, and its rows or lines in blocks that are always cut at the same places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.files.csv_cells import read_csv
from lingtan.files.free_csv import read_csv_rows
from lingtan.files.portfolio.arrow import arrow
from lingtan.files.portfolio.line_blocks import line_blocks
from lingtan.product.portfolio import LineTable

__all__ = ["LINE_COLUMNS", "PortfolioKind", "PortfolioSource", "RowBlock", "open_portfolio"]

#: What a table of lines has; `unit`, `stage`, `parameter` and `gsd` may stand beside them.
LINE_COLUMNS = ("sku", "activity", "place", "year", "amount")
_MORE_COLUMNS = ("unit", "stage", "parameter", "gsd")

_ROWS = 64
_BATCH = (1 << 19) + (1 << 12)  # a little more than a block, so that each block is made of one batch
_CSV_BYTES = 1 << 24


class PortfolioKind(StrEnum):
    """What a row of the input is."""

    ATTRIBUTES = "attributes"  # a device known by its attributes
    LINES = "lines"  # a line of a product's bill of materials


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBlock:
    """Rows of attributes, each with its place (`file.csv!7`), all text; the first is number `first` of the file, from 0."""

    first: int
    rows: tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioSource:
    """An input file. `digest` is of its bytes, `rows` how many it has (0 where only reading tells)."""

    path: Path
    kind: PortfolioKind
    header: tuple[str, ...]
    digest: str
    rows: int
    held: tuple[tuple[str, dict[str, str]], ...] = ()

    def blocks(self) -> Iterator[RowBlock | LineTable]:
        """The input from its beginning. Raises InputError `PORTFOLIO_SPLIT` for a product whose lines stand apart, and as the file says."""
        if self.kind is PortfolioKind.LINES:
            yield from line_blocks(_batches(self.path, self.header, self.held), self.path.name)
            return
        for first in range(0, len(self.held), _ROWS):
            yield RowBlock(first=first, rows=self.held[first : first + _ROWS])

    def read_ahead(self) -> Iterator[RowBlock | LineTable]:
        """As `blocks`, the next one being read while the caller works on the last."""
        with ThreadPoolExecutor(1) as reader:
            blocks = self.blocks()
            coming = reader.submit(next, blocks, None)
            while (block := coming.result()) is not None:
                coming = reader.submit(next, blocks, None)
                yield block


def open_portfolio(path: Path) -> PortfolioSource:
    """The input by its suffix: .parquet, .csv or .xlsx.

    Raises InputError `FILE_MISSING`, `FILE_TYPE`, `TABLE_EMPTY`, `COLUMN_TWICE`, `COLUMN_MISSING` for a table of lines without all of
    `LINE_COLUMNS`, `FILE_CORRUPT`, `ARROW_MISSING`, or what `read_csv_rows` raises.
    """
    suffix = path.suffix.casefold()
    if not path.is_file():
        raise InputError("FILE_MISSING", place=str(path))
    with path.open("rb") as stream:
        digest = f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    if suffix == ".parquet":
        return _parquet(path, digest)
    if suffix == ".csv" and _is_lines(header := _first_row(path), path):
        return PortfolioSource(path=path, kind=PortfolioKind.LINES, header=header, digest=digest, rows=0)
    if suffix not in (".csv", ".xlsx"):
        raise InputError("FILE_TYPE", place=path.name, got=suffix or "?")
    header, rows = read_csv_rows(path)
    kind = PortfolioKind.LINES if _is_lines(header, path) else PortfolioKind.ATTRIBUTES
    return PortfolioSource(path=path, kind=kind, header=header, digest=digest, rows=len(rows), held=rows)


def _is_lines(header: tuple[str, ...], path: Path) -> bool:
    if not {"sku", "activity"} <= set(header):
        return False
    for name in LINE_COLUMNS:
        if name not in header:
            raise InputError("COLUMN_MISSING", place=f"{path.name}!1", column=name, header=name, hint="")
    return True


def _first_row(path: Path) -> tuple[str, ...]:
    with path.open("rb") as stream:
        line = stream.readline(1 << 20)
    for _, row in read_csv(line, name=path.name).rows if line.strip() else ():
        return tuple(str(cell.value or "").strip() for cell in row)
    raise InputError("TABLE_EMPTY", place=path.name)


def _parquet(path: Path, digest: str) -> PortfolioSource:
    pa = arrow(path.name)
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as opened:
            header, count = tuple(opened.schema_arrow.names), opened.metadata.num_rows
            if not count:
                raise InputError("TABLE_EMPTY", place=path.name)
            if _is_lines(header, path):
                return PortfolioSource(path=path, kind=PortfolioKind.LINES, header=header, digest=digest, rows=count)
            table = opened.read()
    except (pa.ArrowException, OSError) as exc:
        raise InputError("FILE_CORRUPT", place=path.name, detail=str(exc)[:200]) from exc
    if len(set(header)) < len(header):
        raise InputError("COLUMN_TWICE", place=path.name, column=next(n for n in header if header.count(n) > 1), first=path.name)
    rows = tuple((f"{path.name}!{at}", {k: _text(v) for k, v in row.items()}) for at, row in enumerate(table.to_pylist(), start=1))
    return PortfolioSource(path=path, kind=PortfolioKind.ATTRIBUTES, header=header, digest=digest, rows=count, held=rows)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _batches(path: Path, header: tuple[str, ...], held: tuple[tuple[str, dict[str, str]], ...]) -> Iterator[Any]:
    """Arrow tables of the columns that count, in the file's order."""
    pa = arrow(path.name)
    wanted = [name for name in (*LINE_COLUMNS, *_MORE_COLUMNS) if name in header]
    if held:
        yield pa.table({name: pa.array([row[name] for _, row in held], type=pa.string()) for name in wanted})
        return
    try:
        if path.suffix.casefold() == ".parquet":
            import pyarrow.parquet as pq

            repeated = [name for name in wanted if name not in ("amount", "gsd", "year")]
            with pq.ParquetFile(path, read_dictionary=repeated) as opened:
                for batch in opened.iter_batches(_BATCH, columns=wanted):
                    yield pa.Table.from_batches([batch])
            return
        import pyarrow.csv as pc

        text = pc.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), include_columns=wanted, strings_can_be_null=True)
        with pc.open_csv(path, read_options=pc.ReadOptions(block_size=_CSV_BYTES), convert_options=text) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch])
    except (pa.ArrowException, OSError) as exc:
        raise InputError("FILE_CORRUPT", place=path.name, detail=str(exc)[:200]) from exc
