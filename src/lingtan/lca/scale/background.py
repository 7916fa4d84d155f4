"""The background resampled: every draw has its own technosphere and flows, and one adjoint solve scores all activities of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.dense import RESIDUAL_GATE
from lingtan.lca.scale.alone import solve_alone
from lingtan.lca.scale.parameters import draw_parameters
from lingtan.lca.scale.plan import Plan, plan_system
from lingtan.lca.scale.streams import stream_key
from lingtan.lca.scale.system import UncertainSystem
from lingtan.lca.scale.table import DRAW_WIDTH, DrawTable, check_draws, in_threads
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Background", "draw_scores", "nominal_scores", "prepare_background"]

_LANES = 4
_SWEEPS = 1000
_NOMINAL_GATE = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """A system planned, solved at value, and ready to be drawn. `scores` [kg per product unit], shape (n,), in the order of its keys."""

    plan: Plan
    nominal: FloatArray
    witness: FloatArray

    @property
    def scores(self) -> FloatArray:
        """The scores at value, shape (n,), in the order of the system's keys."""
        return self.nominal[self.plan.position]


def prepare_background(system: UncertainSystem) -> Background:
    """The system at value, solved to a residual of 1e-13; the start of every draw.

    Raises KernelError `SINGULAR_SYSTEM`, `LOOP_NOT_PRODUCTIVE`, `ILL_CONDITIONED`, naming the processes.
    """
    plan = plan_system(system)
    count = len(plan.position)
    room = _Room(plan)
    room.witness[:] = 1.0
    room.values[:] = plan.nominal_values[:, None]
    room.right[:] = plan.nominal_flows[:, None]
    _solve(plan, room, np.zeros(count), gate=_NOMINAL_GATE, first_draw=None, wanted=1)
    nominal = np.ascontiguousarray(room.h[:, 0])
    return Background(plan=plan, nominal=nominal, witness=np.maximum(np.ascontiguousarray(room.trial[:, 0]), 1.0))


def nominal_scores(system: UncertainSystem) -> FloatArray:
    """Scores of all activities at value, shape (n,), in the order of the keys. Raises as `prepare_background`."""
    return prepare_background(system).scores


def draw_scores(
    background: Background | UncertainSystem, *, seed: int, draws: int, start: int = 0, workers: int = 1, gate: float = RESIDUAL_GATE
) -> DrawTable:
    """Scores of all activities over the draws [kg per product unit], rows in the order of the system's keys.

    Each draw's system is iterated until every row's residual is below `gate` relative to the sum of its absolute terms; one that is not
    after 1000 sweeps is factorised. The same bytes for any `workers` and any split of the draws at multiples of 16.
    Raises InputError `DRAWS_RANGE`, KernelError `DRAWS_ALIGNED`, `DRAW_NOT_PRODUCTIVE`, `SINGULAR_SYSTEM`, `ILL_CONDITIONED`.
    """
    from lingtan.lca.scale.loops.solve import unsorted

    ready = background if isinstance(background, Background) else prepare_background(background)
    plan = ready.plan
    blocks = check_draws(start, draws)
    shared = draw_parameters(plan.system.shared, seed=seed, draws=draws, start=start, workers=workers)
    values = np.zeros((blocks, len(plan.position), DRAW_WIDTH))
    key = stream_key(seed)
    rooms = threading.local()
    refined = [0] * blocks

    def work(block: int) -> None:
        if not hasattr(rooms, "room"):
            rooms.room = _Room(plan)
            rooms.room.witness[:] = ready.witness
            rooms.room.values[:] = plan.values[:, None]  # what is certain stays, what is drawn is put over it
        room: _Room = rooms.room
        for lane in range(0, DRAW_WIDTH, _LANES):
            first = block * DRAW_WIDTH + lane
            if first >= draws:
                break
            table = np.ascontiguousarray(shared.values[block, :, lane : lane + _LANES])
            room.right[:] = plan.flows[:, None]
            number = (start + first) // _LANES
            for part in plan.drawn_values:
                part.put(table, number, key, room.scratch, room.values, adds=False)
            for part in plan.drawn_flows:
                part.put(table, number, key, room.scratch, room.right, adds=True)
            refined[block] += _solve(plan, room, ready.nominal, gate=gate, first_draw=start + first, wanted=min(_LANES, draws - first))
            unsorted(room.h, plan.position, lane, values[block])
        values[block, :, max(0, draws - block * DRAW_WIDTH) :] = 0.0

    in_threads(work, blocks, workers)
    return DrawTable(values=values, start=start, draws=draws, refined=sum(refined))


class _Room:
    """What one thread works in."""

    def __init__(self, plan: Plan) -> None:
        from lingtan.lca.scale.loops.draws import scratch

        count = len(plan.position)
        self.values = np.empty((len(plan.row), _LANES))
        self.right, self.scale, self.net, self.h, self.trial, self.ones = (np.ones((count, _LANES)) for _ in range(6))
        self.witness = np.empty(count)
        self.scratch = scratch()


def _solve(plan: Plan, room: _Room, begin: FloatArray, *, gate: float, first_draw: int | None, wanted: int) -> int:
    """The scores of four draws into `room.h`; how many components had to be factorised."""
    from lingtan.lca.scale.loops.solve import solve

    room.h[:] = begin[:, None]
    component, alone = 0, 0
    while True:
        component = solve(
            component,
            plan.start,
            plan.outside,
            plan.inside,
            plan.diagonal,
            plan.row,
            room.values,
            room.h,
            room.right,
            room.scale,
            room.net,
            room.witness,
            room.trial,
            room.ones,
            gate,
            _SWEEPS,
        )
        if component < 0:
            break
        columns = {"values": room.values, "net": room.net, "right": room.right, "h": room.h}
        solve_alone(plan, component, **columns, first_draw=first_draw, wanted=wanted)
        component += 1
        alone += 1
    if not np.isfinite(room.h[:, :wanted]).all():
        at = int(np.argmin(np.isfinite(room.h[:, :wanted]).all(axis=1)))
        raise KernelError("AMOUNT_NOT_FINITE", place=plan.names[at], item="score", value=float(room.h[at, 0]))
    return alone
