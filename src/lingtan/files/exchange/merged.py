"""The groups of a matrix put together as Brightway does: what adds up, what replaces an earlier entry, what is rescaled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.files.exchange.datapackage import Datapackage, MatrixGroup
from lingtan.lca.exchange import EntryTable, certain_laws, entry_table, scaled_laws

__all__ = ["MatrixEntries", "matrix_entries"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatrixEntries:
    """All entries of one matrix under the files' own ids, in order; `reference` marks those flagged as a column's production."""

    table: EntryTable
    reference: npt.NDArray[np.bool_]


def matrix_entries(packages: Sequence[Datapackage], matrix: str) -> MatrixEntries:
    """The entries of a matrix over the packages, by the rules of matrix_utils 0.9.

    A missing number (NaN) is no entry. Where a package sums neither within nor across groups, the last entry of a place stands.
    Raises InputError `EXCHANGE_ARRAY` for an amount that is not finite.
    """
    kept: list[tuple[EntryTable, npt.NDArray[np.bool_]]] = []
    for package in packages:
        for group in package.groups:
            if group.matrix != matrix or not len(group):
                continue
            table, reference = _of_group(group)
            if not package.sums_within:
                last = _last_of_each(table)
                table, reference = _take(table, last), reference[last]
            if not package.sums_across and kept:
                kept = [_without(entries, table) for entries in kept]
            kept.append((table, reference))
    if not kept:
        return MatrixEntries(table=entry_table([], [], []), reference=np.zeros(0, dtype=np.bool_))
    tables = [table for table, _ in kept]
    return MatrixEntries(
        table=EntryTable(
            row=np.concatenate([t.row for t in tables]),
            column=np.concatenate([t.column for t in tables]),
            amount=np.concatenate([t.amount for t in tables]),
            flip=np.concatenate([t.flip for t in tables]),
            laws=np.concatenate([t.laws for t in tables]),
        ),
        reference=np.concatenate([reference for _, reference in kept]),
    )


def _of_group(group: MatrixGroup) -> tuple[EntryTable, npt.NDArray[np.bool_]]:
    there = ~np.isnan(group.data)
    if not np.isfinite(group.data[there]).all():
        raise InputError("EXCHANGE_ARRAY", place=f"{group.name}.data", detail="infinite")
    laws = certain_laws(group.data) if group.laws is None else group.laws
    amount = group.data
    if group.rescale is not None:
        amount, laws = amount * group.rescale, scaled_laws(laws, group.rescale)
    table = entry_table(group.row, group.column, amount, group.flip, laws)
    reference = np.zeros(len(group), dtype=np.bool_) if group.reference is None else group.reference
    return _take(table, np.flatnonzero(there)), reference[there]


def _take(table: EntryTable, at: npt.NDArray[np.intp]) -> EntryTable:
    return entry_table(table.row[at], table.column[at], table.amount[at], table.flip[at], table.laws[at])


def _places(table: EntryTable) -> npt.NDArray[np.void]:
    places = np.empty(len(table), dtype=[("row", np.int64), ("column", np.int64)])
    places["row"], places["column"] = table.row, table.column
    return places


def _last_of_each(table: EntryTable) -> npt.NDArray[np.intp]:
    _, first_from_behind = np.unique(_places(table)[::-1], return_index=True)
    return np.sort(len(table) - 1 - first_from_behind).astype(np.intp)


def _without(entries: tuple[EntryTable, npt.NDArray[np.bool_]], later: EntryTable) -> tuple[EntryTable, npt.NDArray[np.bool_]]:
    table, reference = entries
    stays = np.flatnonzero(~np.isin(_places(table), _places(later)))
    return _take(table, stays), reference[stays]
