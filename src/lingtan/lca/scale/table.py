"""Draws of many things side by side, laid out as the portfolio reads them: a block of draws of all things after the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from lingtan.errors import InputError, KernelError
from lingtan.uncertainty.elementary import FloatArray
from lingtan.uncertainty.streams import MAX_DRAW_NUMBER

__all__ = ["DRAW_WIDTH", "DrawTable", "aligned", "check_draws", "in_threads"]

#: Draws that stand beside each other in memory; a table starts at a multiple of it.
DRAW_WIDTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawTable:
    """Draws number `start` … `start + draws − 1` of `rows` things. `values` has shape (blocks, rows, DRAW_WIDTH); padding is 0.

    `refined` counts the systems among them that did not converge and were factorised (0 for parameters).
    """

    values: FloatArray
    start: int
    draws: int
    refined: int = 0

    @property
    def rows(self) -> int:
        """How many things."""
        return int(self.values.shape[1])

    def of(self, row: int) -> FloatArray:
        """One thing's draws, shape (draws,)."""
        return np.ascontiguousarray(self.values[:, row, :]).reshape(-1)[: self.draws]

    def take(self, rows: Sequence[int] | FloatArray) -> DrawTable:
        """The draws of these rows only."""
        return DrawTable(
            values=np.ascontiguousarray(self.values[:, np.asarray(rows, dtype=np.intp), :]), start=self.start, draws=self.draws
        )


def check_draws(start: int, draws: int) -> int:
    """The number of blocks. Raises InputError `DRAWS_RANGE`, KernelError `DRAWS_ALIGNED` for a start amid a block."""
    if draws < 1 or start < 0 or start + draws > MAX_DRAW_NUMBER:
        raise InputError("DRAWS_RANGE", place="draws", start=start, draws=draws)
    if start % DRAW_WIDTH:
        raise KernelError("DRAWS_ALIGNED", place="start", value=start, width=DRAW_WIDTH)
    return -(-draws // DRAW_WIDTH)


def in_threads(work: Callable[[int], None], count: int, workers: int) -> None:
    """Run `work(0)` … `work(count − 1)` on `workers` threads; each writes its own places only, so nobody sees who came first."""
    if workers <= 1 or count <= 1:
        for number in range(count):
            work(number)
        return
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, range(count)):
            pass


def aligned(shape: tuple[int, ...]) -> FloatArray:
    """An empty array whose rows of eight numbers are lines of the processor's cache."""
    size = math.prod(shape)
    room = np.empty(size + 8)
    first = -(room.ctypes.data // 8) % 8
    return room[first : first + size].reshape(shape)
