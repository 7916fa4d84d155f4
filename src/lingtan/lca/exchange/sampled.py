"""Scores of a named system, at value and over the kernel's draws: every entry with its own distribution, shared parameters together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError, KernelError
from lingtan.lca.arrays import adjoint_scores
from lingtan.lca.exchange.laws import LawKind, name_of
from lingtan.lca.exchange.named import EntryTable, NamedSystem
from lingtan.lca.exchange.scoring import arrays_of, find_method, flow_weights
from lingtan.lca.scale.entries import Entries, entries_from_stats_arrays
from lingtan.lca.scale.streams import Idents, idents_of, mixed
from lingtan.lca.scale.system import UncertainSystem
from lingtan.quantities import Indicator
from lingtan.uncertainty import Parameter
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["drawn_scores", "scores_at_value", "system_of"]

#: Draws held at a time for all activities of a system: a multiple of the kernel's 16, within about 256 MB.
_ROOM = 32_000_000
_FACTORISED = 2_000


def system_of(system: NamedSystem, method: str = "", *, allow_certain: bool = False) -> UncertainSystem:
    """The system for `lca.scale`; an entry's draws are keyed by the keys of its two ends, whatever else is in the system.

    A per-unit parameter is that of one unit. Characterisation factors stand as weights at value: where they have distributions, that is
    refused unless `allow_certain`.
    Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`, `EXCHANGE_LAW`; KernelError `PARAMETER_UNKNOWN`,
    `LAW_FIELDS`, `LAW_UNKNOWN`, and as `UncertainSystem`.
    """
    chosen = find_method(system, method)
    factors = system.factors.laws[system.factors.column == chosen]
    drawn = np.flatnonzero(factors["uncertainty_type"] > LawKind.CERTAIN)
    if drawn.size and not allow_certain:
        kinds = ", ".join(name_of(int(kind)) for kind in np.unique(factors["uncertainty_type"][drawn]))
        raise InputError("EXCHANGE_LAW", place=system.methods[chosen].name, kinds=kinds, count=int(drawn.size))
    rows = _Rows(system)
    activities = idents_of(label.key for label in system.activities)
    flows = idents_of(f"flow/{flow.key}" for flow in system.flows)
    by_entry = {entry: rows.of(keys) for entry, keys in system.multipliers.items()}
    of_activity = [rows.of(label.flow_multipliers) for label in system.activities]
    nature = system.biosphere
    return UncertainSystem(
        keys=tuple(label.key for label in system.activities),
        inputs=_entries(system.technosphere, activities, activities, by_entry),
        row=system.technosphere.row.astype(np.int32),
        column=system.technosphere.column.astype(np.int32),
        flows=_entries(nature, flows, activities, {e: of_activity[c] for e, c in enumerate(nature.column.tolist()) if of_activity[c] >= 0}),
        flow_column=nature.column.astype(np.int32),
        flow_weight=flow_weights(system, chosen)[nature.row],
        shared=tuple(rows.found),
    )


def scores_at_value(system: NamedSystem, method: str = "") -> FloatArray:
    """The method's score of one unit of every product, amounts at value. [method unit / product unit], shape (activities,).

    Up to 2,000 activities by one sparse factorisation; beyond, where it fills up, by the iteration that draws are solved with
    (`lca.scale`, which needs the extra `scale`). Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`; KernelError `SINGULAR_SYSTEM`,
    `ILL_CONDITIONED`.
    """
    if len(system.activities) > _FACTORISED:
        from lingtan.lca.scale.background import nominal_scores

        return nominal_scores(system_of(system, method, allow_certain=True))
    return np.ascontiguousarray(adjoint_scores(arrays_of(system, method))[:, tuple(Indicator).index(Indicator.FOSSIL)])


def drawn_scores(
    system: NamedSystem, keys: Sequence[str], *, seed: int, draws: int, method: str = "", allow_certain: bool = False
) -> Mapping[str, FloatArray]:
    """Joint draws of these activities' scores, everything uncertain resampled. [method unit / product unit], shape (draws,) each.

    Raises as `system_of` and `lca.scale.background.draw_scores`.
    """
    from lingtan.lca.scale.background import draw_scores, prepare_background

    place = system.place_of
    rows = [place[key] for key in keys]
    background = prepare_background(system_of(system, method, allow_certain=allow_certain))
    step = max(16, _ROOM // max(1, len(system.activities)) // 16 * 16)
    parts = [draw_scores(background, seed=seed, draws=min(step, draws - start), start=start).take(rows) for start in range(0, draws, step)]
    return {key: np.concatenate([part.of(row) for part in parts]) for row, key in enumerate(keys)}


def _entries(table: EntryTable, rows: Idents, columns: Idents, shared: dict[int, int]) -> Entries:
    """Entries with their distribution, or, where they are scaled by parameters, their amount and the parameters' row."""
    laws = table.laws.copy()
    scaled = np.array(sorted(shared), dtype=np.intp)
    laws["uncertainty_type"][scaled] = LawKind.UNDEFINED
    # A spread of nothing is no distribution; bw_processing packages state such records.
    narrow = (laws["uncertainty_type"] == LawKind.LOGNORMAL) & ~(laws["scale"] > 0.0)
    laws["uncertainty_type"][narrow] = LawKind.UNDEFINED
    found = entries_from_stats_arrays(table.amount, laws, _idents(table, rows, columns), flip=table.flip)
    points = np.full(len(table), -1, dtype=np.int32)
    points[scaled] = [shared[int(entry)] for entry in scaled]
    return replace(found, shared=points)


def _idents(table: EntryTable, rows: Idents, columns: Idents) -> Idents:
    """An ident for each entry: of its two ends, and of its number among those of the same two ends."""
    pair = mixed(rows[table.row], columns[table.column])
    order = np.lexsort((table.column, table.row))
    row, column = table.row[order], table.column[order]
    begins = np.ones(len(table), dtype=np.bool_)
    begins[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    positions: npt.NDArray[np.intp] = np.arange(len(table))
    number = np.empty(len(table), dtype=np.uint64)
    number[order] = (positions - np.maximum.accumulate(np.where(begins, positions, 0))).astype(np.uint64)
    return np.where(number > 0, mixed(pair, number), pair)


class _Rows:
    """Products of parameters in the order they first occur, −1 for none."""

    def __init__(self, system: NamedSystem) -> None:
        self._parameters = system.parameters
        self.found: dict[tuple[Parameter, ...], int] = {}

    def of(self, keys: tuple[str, ...]) -> int:
        if not keys:
            return -1
        for key in keys:
            if key not in self._parameters:
                raise KernelError("PARAMETER_UNKNOWN", place=key, parameter=key)
        return self.found.setdefault(tuple(self._parameters[key] for key in keys), len(self.found))
