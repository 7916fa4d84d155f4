"""Shared multipliers over the draws: named parameters, and anonymous entries that many lines point to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingtan.lca.scale.entries import Entries
from lingtan.lca.scale.plan import gather
from lingtan.lca.scale.streams import stream_key
from lingtan.lca.scale.table import DRAW_WIDTH, DrawTable, check_draws, in_threads
from lingtan.uncertainty import Parameter, draw_together

__all__ = ["draw_entries", "draw_parameters"]

_LANES = 4
_AT_A_TIME = 1_000_000  # draws of named parameters a thread holds


def draw_parameters(
    parameters: Sequence[Parameter | tuple[Parameter, ...]], *, seed: int, draws: int, start: int = 0, workers: int = 1
) -> DrawTable:
    """Multipliers of named parameters [-], one a row; a row of several is their product, from the first to the last.

    The draws are those of `uncertainty.draw`. Raises InputError `DRAWS_RANGE`, KernelError `DRAWS_ALIGNED`.
    """
    blocks = check_draws(start, draws)
    values = np.zeros((blocks, len(parameters), DRAW_WIDTH))
    step = max(1, _AT_A_TIME // draws)

    def work(number: int) -> None:
        rows = range(number * step, min((number + 1) * step, len(parameters)))
        products = [(p,) if isinstance(p, Parameter) else p for p in (parameters[row] for row in rows)]
        named = list(dict.fromkeys(one for product in products for one in product))
        place = {one: at for at, one in enumerate(named)}
        drawn = draw_together(named, seed=seed, draws=draws, start=start)
        padded = np.zeros((len(rows), blocks * DRAW_WIDTH))
        for row, product in enumerate(products):
            padded[row, :draws] = 1.0
            for one in product:
                padded[row, :draws] *= drawn[place[one]]
        values[:, rows.start : rows.stop, :] = padded.reshape(len(rows), blocks, DRAW_WIDTH).transpose(1, 0, 2)

    in_threads(work, -(-len(parameters) // step), workers)
    return DrawTable(values=values, start=start, draws=draws)


def draw_entries(entries: Entries, *, seed: int, draws: int, start: int = 0, workers: int = 1) -> DrawTable:
    """Draws of anonymous entries, one a row, by the stream of `lca.scale.streams`; `entries.shared` must be −1 throughout.

    The same bytes for any `workers`. Raises InputError `DRAWS_RANGE`, KernelError `DRAWS_ALIGNED`.
    """
    from lingtan.lca.scale.loops.draws import scratch

    blocks = check_draws(start, draws)
    values = np.zeros((blocks, len(entries), DRAW_WIDTH))
    parts = gather(entries, np.arange(len(entries), dtype=np.int32), np.ones(len(entries)))
    certain = np.where(entries.law == 0, entries.first, 0.0)
    key, nothing = stream_key(seed), np.empty((0, _LANES))

    def work(block: int) -> None:
        room, out = scratch(), np.empty((len(entries), _LANES))
        for lane in range(0, DRAW_WIDTH, _LANES):
            first = block * DRAW_WIDTH + lane
            if first >= draws:
                break
            out[:] = certain[:, None]
            for part in parts:
                part.put(nothing, (start + first) // _LANES, key, room, out, adds=False)
            values[block, :, lane : lane + _LANES] = out
        values[block, :, max(0, draws - block * DRAW_WIDTH) :] = 0.0

    in_threads(work, blocks, workers)
    return DrawTable(values=values, start=start, draws=draws)
