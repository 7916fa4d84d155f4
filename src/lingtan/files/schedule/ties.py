"""What ties the lines of a week together: pools and what is taken of them, orders behind orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from lingtan.files.problems import Problems
from lingtan.scheduling.coupled.pool import Pool
from lingtan.scheduling.problem import NOTHING, Integers

__all__ = ["afters_of", "needs_of", "pools_of"]

_ALL = "*"
_Rows = Sequence[Any]  # rows of a sheet or of a JSON table: their values are typed by the columns


def pools_of(rows: _Rows, origin: datetime) -> tuple[Pool, ...]:
    """The pools by their rows in time. Raises InputError `SCHEDULE_POOL`."""
    by_name: dict[str, list[Any]] = {}
    for row in rows:
        by_name.setdefault(str(row.value("pool")), []).append(row)
    pools = []
    for name, listed in by_name.items():
        listed.sort(key=lambda row: row.value("since"))
        since = tuple(int((row.value("since") - origin).total_seconds() // 60) for row in listed)
        is_held = listed[-1].value("kind") == "tool"
        pools.append(Pool(name=name, from_min=since, sizes=tuple(int(row.value("size")) for row in listed), is_held=is_held))
    return tuple(pools)


def needs_of(rows: _Rows, pools: Sequence[Pool], line_of: Mapping[Any, int], family_of: Mapping[Any, int], problems: Problems) -> Integers:
    """What each line and family takes of each pool, shape (P, K, F): from the least exact row to the most exact."""
    pool_of = {pool.name: number for number, pool in enumerate(pools)}
    needs = np.zeros((len(pools), len(line_of), len(family_of)), np.int64)
    for row in sorted(rows, key=lambda row: 2 * (row.value("line") != _ALL) + (row.value("family") != _ALL)):
        for column, names in (("pool", pool_of), ("line", line_of), ("family", family_of)):
            if row.value(column) not in names and (row.value(column) != _ALL or column == "pool"):
                problems.add("SCHEDULE_UNKNOWN", row.cell(column), name=row.value(column))
                break
        else:
            line = slice(None) if row.value("line") == _ALL else line_of[row.value("line")]
            family = slice(None) if row.value("family") == _ALL else family_of[row.value("family")]
            needs[pool_of[row.value("pool")], line, family] = row.value("count")
    return needs


def afters_of(orders: _Rows, problems: Problems) -> tuple[Integers, Integers]:
    """The order that each waits for and the transfer. [-, min], shape (J,) each."""
    number = {row.value("order"): j for j, row in enumerate(orders)}
    after, transfer = np.full(len(orders), NOTHING, np.int64), np.zeros(len(orders), np.int64)
    for j, row in enumerate(orders):
        named = row.value("after")
        if named is None:
            continue
        if named not in number:
            problems.add("SCHEDULE_UNKNOWN", row.cell("after"), name=named)
            continue
        after[j], transfer[j] = number[named], row.value("transfer") or 0
    return after, transfer
