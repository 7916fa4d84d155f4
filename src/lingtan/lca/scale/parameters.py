"""Shared multipliers over the draws: named parameters, and anonymous entries that many lines point to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingtan.lca.scale.entries import Entries
from lingtan.lca.scale.plan import gather
from lingtan.lca.scale.streams import stream_key
from lingtan.lca.scale.table import DRAW_WIDTH, DrawTable, check_draws, in_threads
from lingtan.uncertainty import Parameter, draw
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["draw_entries", "draw_parameters"]

_LANES = 4


def draw_parameters(
    parameters: Sequence[Parameter | tuple[Parameter, ...]], *, seed: int, draws: int, start: int = 0, workers: int = 1
) -> DrawTable:
    """Multipliers of named parameters [-], one a row; a row of several is their product, from the first to the last.

    The draws are those of `uncertainty.draw`. Raises InputError `DRAWS_RANGE`, KernelError `DRAWS_ALIGNED`.
    """
    blocks = check_draws(start, draws)
    values = np.zeros((blocks, len(parameters), DRAW_WIDTH))
    padded = np.zeros(blocks * DRAW_WIDTH)
    for row, parameter in enumerate(parameters):
        product: FloatArray | None = None
        for one in parameter if isinstance(parameter, tuple) else (parameter,):
            drawn = draw(one, seed=seed, draws=draws, start=start)
            product = drawn if product is None else product * drawn
        padded[:draws] = 1.0 if product is None else product
        values[:, row, :] = padded.reshape(blocks, DRAW_WIDTH)
    return DrawTable(values=values, start=start, draws=draws)


def draw_entries(entries: Entries, *, seed: int, draws: int, start: int = 0, workers: int = 1) -> DrawTable:
    """Draws of anonymous entries, one a row, by the stream of `lca.scale.streams`; `entries.shared` must be −1 throughout.

    The same bytes for any `workers`. Raises InputError `DRAWS_RANGE`, KernelError `DRAWS_ALIGNED`.
    """
    from lingtan.lca.scale.loops.draws import fill, scratch

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
            number = np.uint64((start + first) // _LANES)
            for part in parts:
                e = part.entries
                columns = (e.ident, e.first, e.second, e.third, part.weight, e.shared, part.target)
                fill(int(part.law), *columns, nothing, number, *key, room, out, False)
            values[block, :, lane : lane + _LANES] = out
        values[block, :, max(0, draws - block * DRAW_WIDTH) :] = 0.0

    in_threads(work, blocks, workers)
    return DrawTable(values=values, start=start, draws=draws)
