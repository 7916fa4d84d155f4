"""Which entry of each activity is its own production, so that products and activities stand in one order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.files.exchange.merged import MatrixEntries

__all__ = ["production_entries"]

Integers = npt.NDArray[np.int64]


def production_entries(entries: MatrixEntries) -> tuple[Integers, Integers, Integers]:
    """Activities' ids, their products' ids, and the number of each activity's production entry, shape (activities,) each.

    The production is what is flagged as reference; else the entry whose product and activity have one id; else the activity's only output.
    Raises InputError `EXCHANGE_NOT_SQUARE`, and `EXCHANGE_PRODUCT` for an activity whose own product no rule tells.
    """
    table = entries.table
    activities, products = np.unique(table.column), np.unique(table.row)
    if len(activities) != len(products):
        raise InputError("EXCHANGE_NOT_SQUARE", place="technosphere_matrix", products=len(products), activities=len(activities))
    column = np.searchsorted(activities, table.column)
    output = ~table.flip & (table.amount != 0.0)
    found = np.full(len(activities), -1, dtype=np.int64)
    diagonal = output & (table.row == table.column)
    for chosen in (entries.reference, diagonal, output & (table.amount > 0.0), output):
        _settle(found, column, chosen & (found[column] < 0), one_only=chosen is not diagonal)
    if (found < 0).any():
        raise InputError(
            "EXCHANGE_PRODUCT", place=f"technosphere_matrix[{int(activities[np.argmin(found)])}]", count=int((found < 0).sum())
        )
    own = table.row[found]
    if len(np.unique(own)) != len(own):
        values, counts = np.unique(own, return_counts=True)
        twice = int(values[np.argmax(counts)])
        raise InputError("EXCHANGE_PRODUCT", place=f"technosphere_matrix[{twice}]", count=int(counts.max()))
    return activities, own, found


def _settle(found: Integers, column: npt.NDArray[np.intp], chosen: npt.NDArray[np.bool_], *, one_only: bool) -> None:
    """Take the chosen entries as their column's production, the first of several, or none of several with `one_only`."""
    at = np.flatnonzero(chosen)
    columns, first, count = np.unique(column[at], return_index=True, return_counts=True)
    if one_only:
        columns, first = columns[count == 1], first[count == 1]
    found[columns] = at[first]
