"""A week to plan from a workbook, a folder of CSV files or a JSON file: one table each for orders, lines, rates, changeovers and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from lingtan.errors import InputError
from lingtan.files.cells import read_cell
from lingtan.files.columns import Schema
from lingtan.files.headers import nearest
from lingtan.files.problems import Problems
from lingtan.files.raw import RawCell
from lingtan.files.schedule.columns import CALENDAR, CHANGEOVERS, ENERGY, LINES, NEEDS, ORDERS_TO_MAKE, POOLS, RANKS, RATES, SCHEDULE_TABLES
from lingtan.files.schedule.ties import afters_of, needs_of, pools_of
from lingtan.files.table import read_bytes, read_table
from lingtan.files.trees import read_json
from lingtan.files.xlsx_cells import visible_sheets
from lingtan.messages import Message
from lingtan.scheduling.energy import LineEnergy, Supply, assumed_supply
from lingtan.scheduling.objective import Rank, Term
from lingtan.scheduling.problem import NOT_ELIGIBLE, Closure, Frozen, Integers, Problem
from lingtan.scheduling.week import Week

__all__ = ["read_week"]

_ALL = "*"
_OPTIONAL = (CALENDAR, ENERGY, CHANGEOVERS, POOLS, NEEDS, RANKS)
#: Draws where the sheet is silent; an SMT line with a reflow oven, assumed. [kW]
_ASSUMED_KW = {"run": 60.0, "setup": 28.0, "idle": 22.0, "warm_up": 55.0}


class _Entry:
    """A row of a JSON table: the same questions as a row of a sheet."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self.values, self.place = values, place

    def value(self, column: str) -> Any:
        return self.values.get(column)

    def cell(self, column: str) -> str:
        return f"{self.place}.{column}"


_Rows = Sequence[Any]  # `Row` of a sheet or `_Entry`: their values are typed by the columns


def read_week(path: Path) -> Week:
    """The week of a file. Raises TableError with every problem, InputError for a file or table that is not there."""
    warnings: list[Message] = []
    tables = _tables(path, warnings)
    problems = Problems()
    orders, lines = tables[ORDERS_TO_MAKE.name], tables[LINES.name]
    line_of = {row.value("line"): k for k, row in enumerate(lines)}
    families = sorted({row.value("family") for row in orders} | {row.value("set_up_for") for row in lines} - {None})
    family_of = {name: f for f, name in enumerate(families)}
    origin = _origin(tables)
    run = _runs(orders, tables[RATES.name], line_of, problems)
    setup, first = _setups(tables[CHANGEOVERS.name], lines, line_of, family_of, problems)
    closures = _closures(tables[CALENDAR.name], line_of, origin, problems)
    frozen = _frozen(orders, line_of, origin, problems)
    pools = pools_of(tables[POOLS.name], origin)
    needs = needs_of(tables[NEEDS.name], pools, line_of, family_of, problems)
    after, transfer = afters_of(orders, problems)
    problems.check()

    def minutes(row: Any, column: str, default: int) -> int:
        moment = row.value(column)
        return default if moment is None else _minute(moment, origin)

    problem = Problem(
        orders=tuple(str(row.value("order")) for row in orders),
        lines=tuple(str(row.value("line")) for row in lines),
        families=tuple(map(str, families)),
        family=np.array([family_of[row.value("family")] for row in orders], np.int64),
        run_min=run,
        setup_min=setup,
        first_setup_min=first,
        ready_min=np.array([max(minutes(row, "ready", 0), 0) for row in lines], np.int64),
        release_min=np.array([minutes(row, "release", 0) for row in orders], np.int64),
        due_min=np.array([minutes(row, "due", 0) for row in orders], np.int64),
        weight=np.array([1 if row.value("weight") is None else row.value("weight") for row in orders], np.int64),
        closures=closures,
        frozen=frozen,
        after=after,
        transfer_min=transfer,
        pools=pools,
        needs=needs,
    )
    energy = [_line_energy(row, len(families)) for row in lines]
    quantity = np.array([row.value("quantity") for row in orders], np.int64)
    least_lot = np.array([row.value("least_lot") or 0 for row in orders], np.int64)
    least_lot[[one.order for one in frozen]] = 0
    supply = _supply(tables[ENERGY.name], problems)
    ranks = [
        Rank(term=Term(str(row.value("term"))), tolerance_share=row.value("share") or 0.0, tolerance=int(row.value("amount") or 0))
        for row in tables[RANKS.name]
    ]
    is_metered = all(row.value(name) is not None for row in lines for name in _ASSUMED_KW)
    return Week(
        problem=problem,
        origin=origin,
        quantity=quantity,
        lines=tuple(energy),
        supply=supply,
        is_metered=is_metered,
        least_lot=least_lot,
        ranks=tuple(ranks),
        warnings=tuple(warnings),
    )


def _tables(path: Path, warnings: list[Message]) -> dict[str, _Rows]:
    """Rows by schema; an optional table that is missing or empty has none. What is not read is added to the warnings."""
    if path.is_dir():
        there = {schema: path / f"{schema.sheet.casefold()}.csv" for schema in SCHEDULE_TABLES}
        return {s.name: _rows(file, s, warnings) if file.exists() or s not in _OPTIONAL else () for s, file in there.items()}
    if path.suffix.casefold() == ".json":
        return _from_json(path, warnings)
    shown = {title.casefold() for title in visible_sheets(read_bytes(path), name=path.name)} if path.suffix.casefold() == ".xlsx" else set()
    wanted = {schema: {schema.sheet.casefold(), schema.zh.casefold(), schema.en.casefold()} for schema in SCHEDULE_TABLES}
    _warn_of_tables(shown - set().union(*wanted.values()), path.name, warnings)
    return {s.name: _rows(path, s, warnings) if names & shown or s not in _OPTIONAL else () for s, names in wanted.items()}


def _rows(path: Path, schema: Schema, warnings: list[Message]) -> _Rows:
    try:
        table = read_table(path, schema)
    except InputError as exc:
        if exc.code == "TABLE_EMPTY" and schema in _OPTIONAL:
            return ()
        raise
    warnings += table.warnings
    return table.rows


def _from_json(path: Path, warnings: list[Message]) -> dict[str, _Rows]:
    """`{"orders": [{"order": …}], "lines": […], …}`: tables by sheet name in small letters, columns by their code names."""
    read, problems, found = read_json(path), Problems(), dict[str, _Rows]()
    tree: Mapping[str, Any] = read if isinstance(read, dict) else {}
    _warn_of_tables(set(tree) - {schema.sheet.casefold() for schema in SCHEDULE_TABLES}, path.name, warnings)
    for schema in SCHEDULE_TABLES:
        key = schema.sheet.casefold()
        listed, place = tree.get(key, []), f"{path.name}: {key}"
        if not isinstance(listed, list) or (not listed and schema not in _OPTIONAL):
            raise InputError("TABLE_EMPTY", place=place)
        found[schema.name] = [_entry(schema, one, f"{place}[{number}]", problems) for number, one in enumerate(listed)]
        named = dict.fromkeys(name for one in listed if isinstance(one, dict) for name in one)
        unread = [name for name in named if all(name != column.name for column in schema.columns)]
        params = [{"column": name, "nearest": nearest(schema, name)} for name in unread]
        warnings += [Message(code="COLUMN_UNKNOWN", place=place, params=one) for one in params]
    problems.check()
    return found


def _warn_of_tables(unread: Iterable[str], place: str, warnings: list[Message]) -> None:
    """A template's examples, whose names begin as a table's, are not meant to be read."""
    names = [schema.sheet for schema in SCHEDULE_TABLES]
    unknown = sorted(name for name in unread if not any(name.startswith(f"{known.casefold()} ") for known in names))
    warnings += [Message(code="SCHEDULE_TABLE_UNREAD", place=place, params={"table": name, "known": ", ".join(names)}) for name in unknown]


def _entry(schema: Schema, values: Any, place: str, problems: Problems) -> _Entry:
    read: dict[str, Any] = {}
    for column in schema.columns:
        given = values.get(column.name) if isinstance(values, dict) else None
        value = float(given) if isinstance(given, int) and not isinstance(given, bool) else given
        try:
            read[column.name] = read_cell(column, RawCell(value=value), unit="", place=f"{place}.{column.name}")
        except InputError as exc:
            problems.add_error(exc)
    return _Entry(read, place)


def _minute(moment: datetime, origin: datetime) -> int:
    return int((moment - origin).total_seconds() // 60)


def _origin(tables: Mapping[str, _Rows]) -> datetime:
    """Midnight before the earliest release, running start or line's first free moment; before the earliest due date where none is given."""
    named = [row.value(c) for name, c in ((ORDERS_TO_MAKE.name, "release"), (LINES.name, "ready")) for row in tables[name]]
    moments = [m for m in named if m is not None] or [row.value("due") for row in tables[ORDERS_TO_MAKE.name]]
    return datetime.combine(min(moments).date(), time())


def _runs(orders: _Rows, rates: _Rows, line_of: Mapping[Any, int], problems: Problems) -> Integers:
    """Minutes of each order on each line: quantity over rate, rounded up."""
    rate: dict[tuple[int, Any], float] = {}
    for row in rates:
        line = row.value("line")
        if line != _ALL and line not in line_of:
            problems.add("SCHEDULE_UNKNOWN", row.cell("line"), name=line)
            continue
        for k in line_of.values() if line == _ALL else (line_of[line],):
            if line != _ALL or (k, row.value("family")) not in rate:
                rate[k, row.value("family")] = row.value("rate")
    run = np.full((len(line_of), len(orders)), NOT_ELIGIBLE, np.int64)
    for j, row in enumerate(orders):
        for k in line_of.values():
            per_hour = rate.get((k, row.value("family")))
            if per_hour is not None:
                run[k, j] = max(1, ceil(60 * row.value("quantity") / per_hour))
        if (run[:, j] < 0).all():
            problems.add("SCHEDULE_NO_RATE", row.cell("family"), family=row.value("family"))
    return run


def _setups(
    rows: _Rows, lines: _Rows, line_of: Mapping[Any, int], family_of: Mapping[Any, int], problems: Problems
) -> tuple[Integers, Integers]:
    """Set-ups from the least exact row to the most exact, each over what it names; pairs that no row names are refused."""
    count = len(family_of)
    setup = np.full((len(line_of), count, count), -1, np.int64)
    setup[:, np.arange(count), np.arange(count)] = 0
    first = np.full((len(line_of), count), -1, np.int64)
    for row in sorted(rows, key=lambda row: sum(row.value(c) != _ALL for c in ("from", "to", "line"))):
        line, before, after = (row.value(c) for c in ("line", "from", "to"))
        for column, names in (("line", line_of), ("from", family_of), ("to", family_of)):
            if row.value(column) != _ALL and row.value(column) not in names:
                problems.add("SCHEDULE_UNKNOWN", row.cell(column), name=row.value(column))
                break
        else:
            for k in tuple(line_of.values()) if line == _ALL else (line_of[line],):
                for g in tuple(range(count)) if after == _ALL else (family_of[after],):
                    if before == _ALL:
                        keep = setup[k, g, g]
                        setup[k, :, g] = row.value("time")
                        setup[k, g, g] = keep
                        first[k, g] = row.value("time")
                    else:
                        setup[k, family_of[before], g] = row.value("time")
    if (setup < 0).any():
        k, f, g = (int(i) for i in np.argwhere(setup < 0)[0])
        listed = list(family_of)
        problems.add("SCHEDULE_NO_CHANGEOVER", CHANGEOVERS.sheet, line=lines[k].value("line"), before=listed[f], after=listed[g])
    for k, row in enumerate(lines):
        if row.value("set_up_for") is not None:
            first[k] = setup[k, family_of[row.value("set_up_for")]]
    return setup, np.maximum(first, 0)


def _closures(rows: _Rows, line_of: Mapping[Any, int], origin: datetime, problems: Problems) -> tuple[Closure, ...]:
    found = []
    for row in rows:
        line = row.value("line")
        start, end = _minute(row.value("start"), origin), _minute(row.value("end"), origin)
        if line != _ALL and line not in line_of:
            problems.add("SCHEDULE_UNKNOWN", row.cell("line"), name=line)
        elif end <= start:
            problems.add("SCHEDULE_CLOSURE", row.cell("end"), start=str(row.value("start")), end=str(row.value("end")))
        elif end > 0:
            for k in line_of.values() if line == _ALL else (line_of[line],):
                pauses = row.value("kind") == "pause"
                found.append(Closure(line=k, start_min=max(start, 0), end_min=end, pauses=pauses, reason=row.value("reason") or ""))
    return tuple(found)


def _frozen(orders: _Rows, line_of: Mapping[Any, int], origin: datetime, problems: Problems) -> tuple[Frozen, ...]:
    found = []
    for j, row in enumerate(orders):
        line, start = row.value("running_line"), row.value("running_start")
        if line is None and start is None:
            continue
        if line not in line_of or start is None:
            problems.add("SCHEDULE_RUNNING", row.cell("running_line"), order=row.value("order"))
        else:
            found.append(Frozen(order=j, line=line_of[line], start_min=_minute(start, origin)))
    return tuple(found)


def _line_energy(row: Any, families: int) -> LineEnergy:
    watts = {name: round(1000 * (row.value(name) if row.value(name) is not None else kw)) for name, kw in _ASSUMED_KW.items()}
    return LineEnergy(
        run_w=(watts["run"],) * families,
        idle_w=watts["idle"],
        setup_w=watts["setup"],
        warm_up_w=watts["warm_up"],
        warm_up_min=row.value("warm_up_time") or 45,
        least_off_min=row.value("least_off") or 30,
    )


def _supply(rows: _Rows, problems: Problems) -> Supply:
    """A day's profile: each row holds until the next. The assumed one where the table is missing."""
    if not rows:
        return assumed_supply()
    by_hour: dict[int, Any] = {int(str(row.value("hour"))): row for row in rows}
    if 0 not in by_hour:
        problems.add("SCHEDULE_HOUR", rows[0].cell("hour"))
        problems.check()
    price, carbon = [], []
    for hour in range(24):
        row = by_hour[max(h for h in by_hour if h <= hour)]
        price.append(round(1000 * row.value("price")))
        carbon.append(round(1000 * row.value("carbon")))
    return Supply(price_milli_per_kwh=tuple(price), carbon_g_per_kwh=tuple(carbon), is_assumed=False)
