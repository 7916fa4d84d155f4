"""A week to plan written as a workbook: the synthetic ones, to look at and to change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lingtan.files.schedule.columns import SCHEDULE_TABLES
from lingtan.files.sheets import CellOut, SheetOut
from lingtan.scheduling.problem import NOTHING
from lingtan.scheduling.week import Week

__all__ = ["week_sheets"]


def week_sheets(week: Week) -> list[SheetOut]:
    """One sheet a table, as `read_week` reads them.

    Rates are pieces per hour of the family's largest order, so that minutes may differ by rounding.
    """
    p = week.problem

    def moment(minute: int) -> str:
        return week.moment(int(minute)).strftime("%Y-%m-%d %H:%M")

    orders: list[Sequence[CellOut]] = [
        [
            p.orders[j],
            p.families[p.family[j]],
            int(week.quantity[j]),
            moment(p.release_min[j]),
            moment(p.due_min[j]),
            int(p.weight[j]),
            None,
            None,
            p.orders[int(p.after[j])] if p.after[j] != NOTHING else None,
            int(p.transfer_min[j]) if p.after[j] != NOTHING else None,
            int(week.least_lot[j]) or None,
        ]
        for j in range(p.order_count)
    ]
    lines: list[Sequence[CellOut]] = [
        [
            name,
            None,
            None,
            one.run_w[0] / 1000,
            one.setup_w / 1000,
            one.idle_w / 1000,
            one.warm_up_w / 1000,
            one.warm_up_min,
            one.least_off_min,
        ]
        for name, one in zip(p.lines, week.lines, strict=True)
    ]
    rates: list[Sequence[CellOut]] = []
    made = [int(f) for f in np.unique(p.family)]
    for f in made:
        of_it = np.flatnonzero(p.family == f)
        j = int(of_it[np.argmax(week.quantity[of_it])])
        rates += [
            [name, p.families[f], round(60 * int(week.quantity[j]) / int(p.run_min[k, j]), 4)]
            for k, name in enumerate(p.lines)
            if p.run_min[k, j] >= 0
        ]
    setups: list[Sequence[CellOut]] = [["*", "*", p.families[f], int(p.first_setup_min[0, f])] for f in made]
    setups += [["*", p.families[f], p.families[g], int(p.setup_min[0, f, g])] for f in made for g in made if f != g]
    calendar: list[Sequence[CellOut]] = [
        [p.lines[c.line], moment(c.start_min), moment(c.end_min), "pause" if c.pauses else "closed", c.reason] for c in p.closures
    ]
    pools: list[Sequence[CellOut]] = [
        [one.name, "tool" if one.is_held else "people", moment(since), size]
        for one in p.pools
        for since, size in zip(one.from_min, one.sizes, strict=True)
    ]
    needs: list[Sequence[CellOut]] = [
        [one.name, line, family, int(p.needs[n, k, f])]
        for n, one in enumerate(p.pools)
        for k, line in enumerate(p.lines)
        for f, family in enumerate(p.families)
        if p.needs[n, k, f]
    ]
    energy: list[Sequence[CellOut]] = [
        [hour, price / 1000, carbon / 1000]
        for hour, (price, carbon) in enumerate(zip(week.supply.price_milli_per_kwh, week.supply.carbon_g_per_kwh, strict=True))
    ]
    ranks: list[Sequence[CellOut]] = [[one.term.value, one.tolerance_share, one.tolerance] for one in week.ranks]
    rows = (orders, lines, rates, setups, calendar, pools, needs, energy, ranks)
    return [
        SheetOut(title=schema.sheet, rows=[[c.header for c in schema.columns], *data], widths=[18] * len(schema.columns))
        for schema, data in zip(SCHEDULE_TABLES, rows, strict=True)
    ]
