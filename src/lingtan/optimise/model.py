"""Linear programs as arrays: blocks of columns and rows with readable names, and the numbers apart from the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from lingtan.errors import KernelError

__all__ = ["Block", "FloatArray", "LinearProgram", "ModelBuilder"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Columns or rows of one kind: where they start, how many, and the unit of one. A block of one has no number in its name."""

    name: str
    start: int
    count: int
    unit: str

    @property
    def at(self) -> IntArray:
        """Positions, shape (count,)."""
        return np.arange(self.start, self.start + self.count, dtype=np.int64)

    @property
    def slice(self) -> slice:
        """The same as a slice."""
        return slice(self.start, self.start + self.count)

    def names(self) -> list[str]:
        """Name of each member, numbered from 1."""
        return [self.name] if self.count == 1 else [f"{self.name}_{n}" for n in range(1, self.count + 1)]


@dataclass(frozen=True, kw_only=True)
class LinearProgram:
    """Minimise c'x subject to row_lower ≤ A x ≤ row_upper and lower ≤ x ≤ upper. A is CSC, shape (rows, columns)."""

    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    matrix: sparse.csc_array
    columns: tuple[Block, ...]
    rows: tuple[Block, ...]

    def column(self, name: str) -> Block:
        """The block of columns with a name. Raises KernelError `MODEL_BLOCK`."""
        return _named(self.columns, name)

    def row(self, name: str) -> Block:
        """The block of rows with a name. Raises KernelError `MODEL_BLOCK`."""
        return _named(self.rows, name)

    def has_row(self, name: str) -> bool:
        """Whether there is such a block of rows."""
        return any(block.name == name for block in self.rows)

    def with_row_bounds(self, name: str, lower: ArrayLike, upper: ArrayLike) -> LinearProgram:
        """The same with other bounds on one block of rows: the matrix is shared."""
        block = self.row(name)
        row_lower, row_upper = self.row_lower.copy(), self.row_upper.copy()
        row_lower[block.slice], row_upper[block.slice] = lower, upper
        return replace(self, row_lower=row_lower, row_upper=row_upper)

    def with_cost(self, cost: FloatArray) -> LinearProgram:
        """The same with another objective."""
        return replace(self, cost=cost)

    def of_row(self, name: str) -> FloatArray:
        """Coefficients of a single row, shape (columns,): an objective that minimises it."""
        block = self.row(name)
        return np.asarray(self.matrix[[block.start], :].toarray()).ravel()


def _named(blocks: Sequence[Block], name: str) -> Block:
    for block in blocks:
        if block.name == name:
            return block
    raise KernelError("MODEL_BLOCK", place=name, name=name)


class ModelBuilder:
    """Collects blocks and entries; `build` makes the program. A name stands once among columns and once among rows."""

    def __init__(self) -> None:
        self._columns: list[Block] = []
        self._rows: list[Block] = []
        self._bounds: dict[str, list[FloatArray]] = {key: [] for key in ("cost", "lower", "upper", "row_lower", "row_upper")}
        self._entries: list[tuple[NDArray[np.int32], NDArray[np.int32], FloatArray]] = []

    def columns(
        self, name: str, count: int, *, unit: str, lower: ArrayLike = 0.0, upper: ArrayLike = np.inf, cost: ArrayLike = 0.0
    ) -> Block:
        """Columns with their bounds and cost."""
        block = self._block(self._columns, name, count, unit)
        for key, value in (("cost", cost), ("lower", lower), ("upper", upper)):
            self._bounds[key].append(np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)))
        return block

    def rows(self, name: str, count: int, *, unit: str, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf) -> Block:
        """Rows with their bounds; equal bounds make an equation."""
        block = self._block(self._rows, name, count, unit)
        for key, value in (("row_lower", lower), ("row_upper", upper)):
            self._bounds[key].append(np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)))
        return block

    def column(self, name: str) -> Block:
        """The block of columns with a name that was given before. Raises KernelError `MODEL_BLOCK`."""
        return _named(self._columns, name)

    def put(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Entries, broadcast against each other; zeros are left out."""
        r, c, v = np.broadcast_arrays(np.asarray(rows, np.int64), np.asarray(columns, np.int64), np.asarray(values, np.float64))
        keep = v.ravel() != 0
        # Thirty-two bits hold every position, at half the memory.
        self._entries.append((r.ravel()[keep].astype(np.int32), c.ravel()[keep].astype(np.int32), v.ravel()[keep]))

    def build(self) -> LinearProgram:
        """The program. Raises KernelError `MODEL_NUMBERS` for a number that is not finite or bounds that cross, naming the block."""
        joined = {key: np.concatenate(parts) if parts else np.zeros(0) for key, parts in self._bounds.items()}
        counts = (sum(b.count for b in self._rows), sum(b.count for b in self._columns))
        r, c, v = (np.concatenate(parts) for parts in zip(*self._entries, strict=True))
        for blocks, low, high in ((self._columns, "lower", "upper"), (self._rows, "row_lower", "row_upper")):
            bad = ~(joined[low] <= joined[high]) | (joined[low] == np.inf) | (joined[high] == -np.inf)
            _refuse(blocks, bad)
        _refuse(self._columns, ~np.isfinite(joined["cost"]))
        _refuse(self._rows, np.bincount(r, weights=~np.isfinite(v), minlength=counts[0]) > 0)
        matrix = sparse.csc_array((v, (r, c)), shape=counts)
        return LinearProgram(**joined, matrix=matrix, columns=tuple(self._columns), rows=tuple(self._rows))

    def _block(self, blocks: list[Block], name: str, count: int, unit: str) -> Block:
        if any(block.name == name for block in blocks):
            raise KernelError("MODEL_TWICE", place=name, name=name)
        block = Block(name=name, start=blocks[-1].start + blocks[-1].count if blocks else 0, count=count, unit=unit)
        blocks.append(block)
        return block


def _refuse(blocks: Sequence[Block], bad: NDArray[np.bool_]) -> None:
    for block in blocks:
        if bad[block.slice].any():
            raise KernelError("MODEL_NUMBERS", place=block.name, name=block.name)
