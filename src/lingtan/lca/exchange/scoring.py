"""A named system as sparse arrays, weighed by one of its methods."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.lca.arrays import SystemArrays
from lingtan.lca.exchange.named import NamedSystem
from lingtan.quantities import Indicator

__all__ = ["arrays_of", "find_activity", "find_method", "flow_weights"]

Floats = npt.NDArray[np.float64]


def find_method(system: NamedSystem, wanted: str) -> int:
    """The number of the impact category of this key or name, whatever its case; the only one where nothing is wanted.

    Raises InputError `EXCHANGE_NO_METHOD`, `EXCHANGE_METHOD` (naming those there are).
    """
    if not system.methods:
        raise InputError("EXCHANGE_NO_METHOD", place="method")
    asked = wanted.casefold()
    found = [n for n, label in enumerate(system.methods) if not asked or asked in (label.key.casefold(), label.name.casefold())]
    if len(found) != 1:
        listed = "; ".join(label.name for label in system.methods[:8])
        raise InputError("EXCHANGE_METHOD", place="method", method=wanted or "?", count=len(system.methods), methods=listed)
    return found[0]


def find_activity(system: NamedSystem, wanted: str) -> int:
    """The number of the activity of this key, else name, else product, whatever its case.

    Raises InputError `EXCHANGE_NO_ACTIVITY` with the nearest where there is none or more than one.
    """
    asked = wanted.casefold()
    found: list[int] = []
    for told in ("key", "name", "product"):
        found = found or [n for n, label in enumerate(system.activities) if getattr(label, told).casefold() == asked]
    if len(found) == 1:
        return found[0]
    near = [system.activities[n].key for n in found[:5]] or get_close_matches(wanted, [a.name for a in system.activities], n=3)
    raise InputError("EXCHANGE_NO_ACTIVITY", place="activity", name=wanted, near="; ".join(near) or "—")


def flow_weights(system: NamedSystem, method: int) -> Floats:
    """The characterisation factor of each flow, 0 where the method has none. [method unit / flow unit], shape (flows,)."""
    table = system.factors
    mine = table.column == method
    return np.bincount(table.row[mine], weights=table.signed[mine], minlength=len(system.flows)).astype(np.float64)


def arrays_of(system: NamedSystem, method: str = "") -> SystemArrays:
    """The system's sparse arrays; rows of products in the activities' order, the method's score in the place of FOSSIL.

    Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`.
    """
    from scipy import sparse

    count = len(system.activities)
    table, flows = system.technosphere, system.biosphere
    weights = flow_weights(system, find_method(system, method))
    scored = np.bincount(flows.column, weights=flows.signed * weights[flows.row], minlength=count)
    fossil = tuple(Indicator).index(Indicator.FOSSIL)
    at = np.flatnonzero(scored)
    return SystemArrays(
        keys=tuple(label.key for label in system.activities),
        technosphere=sparse.csc_array(sparse.coo_array((table.signed, (table.row, table.column)), shape=(count, count))),
        biosphere=sparse.csc_array(sparse.coo_array((scored[at], (np.full(len(at), fossil), at)), shape=(len(tuple(Indicator)), count))),
    )
