"""Arrow tables of lines into blocks of whole products, columns as numbers of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.files.portfolio.arrow import arrow
from lingtan.product.portfolio import Asked, LineTable

__all__ = ["line_blocks"]

#: Lines of a block; a product is never cut.
_LINES = 1 << 19
_SAID = ("activity", "place", "year", "unit", "stage", "parameter", "gsd")
#: Combinations are counted in a table up to this size, beyond it they are sorted.
_DENSE = 1 << 23

_Integers = npt.NDArray[np.int64]


def line_blocks(batches: Iterator[Any], name: str) -> Iterator[LineTable]:
    """Blocks of about half a million lines; where they are cut depends on the lines alone, not on the batches.

    Raises InputError `PORTFOLIO_SPLIT` for a product whose lines do not stand together, `PORTFOLIO_TYPE` for a column of another type.
    """
    pa = arrow(name)
    seen: set[str] = set()
    first, rest = 2, None
    for batch in chain(batches, (None,)):
        rest = batch if rest is None else rest if batch is None else pa.concat_tables([rest, batch], promote_options="permissive")
        while rest is not None and rest.num_rows and (batch is None or rest.num_rows > _LINES):
            skus, starts = _runs(rest.column("sku"))
            cut = _cut(starts, rest.num_rows, ends=batch is None)
            if cut is None:
                break
            products = int(np.searchsorted(starts, cut))
            _check_together(skus[:products], seen, name)
            yield _table(rest.slice(0, cut), name, first, skus[:products], np.append(starts[:products], cut))
            first, rest = first + cut, rest.slice(cut)


def _runs(column: Any) -> tuple[list[str], _Integers]:
    """Names and first lines of the runs of one name."""
    codes, names = _numbered(_cast(column, arrow("sku").string(), "sku") if _is_number(column) else column, "sku")
    starts = np.append(0, np.flatnonzero(np.diff(codes)) + 1)
    return ["" if code < 0 else str(names[code]).strip() for code in codes[starts].tolist()], starts


def _cut(starts: _Integers, lines: int, *, ends: bool) -> int | None:
    """Where the block ends: at the last product that begins within it, or, longer than a block, with its first product."""
    if ends and lines <= _LINES:
        return lines
    at = int(np.searchsorted(starts, _LINES, side="right")) - 1
    if at > 0:
        return int(starts[at])
    if len(starts) > 1:
        return int(starts[1])
    return lines if ends else None


def _check_together(skus: Sequence[str], seen: set[str], name: str) -> None:
    before = len(seen)
    if len(set(skus)) == len(skus) and seen.isdisjoint(skus):
        seen.update(skus)
        return
    for sku in skus:
        seen.add(sku)
        if len(seen) == before:
            raise InputError("PORTFOLIO_SPLIT", place=name, sku=sku)
        before = len(seen)


def _table(table: Any, name: str, first: int, skus: Sequence[str], pointer: _Integers) -> LineTable:
    columns = {said: _numbered(table.column(said), said) for said in _SAID if said in table.column_names}
    key = np.zeros(table.num_rows, dtype=np.int64)
    size = 1
    for codes, labels in columns.values():
        key *= len(labels) + 1
        key += codes
        key += 1
        size *= len(labels) + 1
    distinct, what = _distinct(key, size)
    asked = []
    for combination in distinct.tolist():
        said: dict[str, Any] = {}
        rest = combination
        for column, (_, labels) in reversed(columns.items()):
            rest, code = divmod(rest, len(labels) + 1)
            said[column] = labels[code - 1] if code else None
        asked.append(_asked(said))
    amount = _amounts(table.column("amount"))
    return LineTable(name=name, first_line=first, skus=skus, pointer=pointer, what=what, amount=amount, asked=asked)


def _numbered(column: Any, name: str) -> tuple[npt.NDArray[np.int32], list[Any]]:
    """Each cell's number among the labels, −1 for a blank one."""
    pa = arrow(name)
    try:
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        whole = coded.unify_dictionaries().combine_chunks()
    except pa.ArrowException as exc:
        raise InputError("PORTFOLIO_TYPE", place=name, column=name, type=str(column.type)) from exc
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return np.asarray(np.from_dlpack(whole.indices.fill_null(-1)), dtype=np.int32), whole.dictionary.to_pylist()


def _is_number(column: Any) -> bool:
    types = arrow("sku").types
    return bool(types.is_integer(column.type) or types.is_floating(column.type))


def _distinct(key: _Integers, size: int) -> tuple[_Integers, npt.NDArray[np.int32]]:
    """The distinct keys in rising order, and each line's number among them."""
    if size > _DENSE:
        found, number = np.unique(key, return_inverse=True)
        return found.astype(np.int64), np.asarray(number, dtype=np.int32)
    present = np.zeros(size, dtype=bool)
    present[key] = True
    found = np.flatnonzero(present)
    number = np.empty(size, dtype=np.int32)
    number[found] = np.arange(len(found), dtype=np.int32)
    return found.astype(np.int64), np.asarray(number[key], dtype=np.int32)


def _asked(said: dict[str, Any]) -> Asked:
    text = {name: str(said.get(name) or "").strip() for name in ("activity", "place", "unit", "stage", "parameter")}
    gsd = said.get("gsd")
    return Asked(year=_year(said["year"]), gsd=None if gsd is None or not str(gsd).strip() else _float(gsd), **text)


def _year(value: Any) -> int | None:
    number = _float(value) if value is not None else np.nan
    return int(number) if np.isfinite(number) and number == int(number) else None


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _amounts(column: Any) -> npt.NDArray[np.float64]:
    """Amounts as binary64; NaN where the cell is blank or no number."""
    pa = arrow("amount")
    import pyarrow.compute as pc

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        try:
            column = pc.cast(pc.utf8_trim_whitespace(column), pa.float64())
        except pa.ArrowInvalid:
            return np.array([_float(text) for text in column.to_pylist()])
    values = _cast(column, pa.float64(), "amount").fill_null(float("nan")).combine_chunks()
    return np.array(np.from_dlpack(values.chunk(0) if isinstance(values, pa.ChunkedArray) else values), dtype=np.float64)


def _cast(column: Any, wanted: Any, name: str) -> Any:
    pa = arrow(name)
    import pyarrow.compute as pc

    try:
        return pc.cast(column, wanted)
    except pa.ArrowException as exc:
        raise InputError("PORTFOLIO_TYPE", place=name, column=name, type=str(column.type)) from exc
