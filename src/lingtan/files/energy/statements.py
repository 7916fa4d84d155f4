"""Lists of meters, bills, green certificates and MES counts as records, checked row by row before anything is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import cast

from lingtan.energy import Level, Medium, Meter, exact, yuan
from lingtan.evidence import JSON
from lingtan.files.columns import Schema
from lingtan.files.energy.columns import ENERGY_BILLS, GREEN_CERTIFICATES, MES_COUNTS, METERS
from lingtan.files.problems import Problems
from lingtan.files.table import Row, Table, read_table

__all__ = ["Record", "StatementKind", "read_meters", "read_statement"]

#: A line's amount is its quantity times its price, to the fen and half of one for prices that a bill prints rounded.
_FEN = Decimal("0.01")


class StatementKind(StrEnum):
    """What is imported as records of its own: bills, green certificates, counts of the MES."""

    BILLS = "bills"
    GREEN = "green"
    MES = "mes"


_SCHEMAS: Mapping[StatementKind, Schema] = {
    StatementKind.BILLS: ENERGY_BILLS,
    StatementKind.GREEN: GREEN_CERTIFICATES,
    StatementKind.MES: MES_COUNTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing to record: its subject, what it is of and in which unit, and its plain content."""

    subject: str
    asset: str
    unit: str
    body: Mapping[str, JSON]


def read_meters(path: Path) -> tuple[Meter, ...]:
    """The meters of a list (`lingtan template meters`). Raises TableError, and InputError as `Meter`."""
    return tuple(
        Meter(
            key=str(row.value("meter")),
            medium=Medium(str(row.value("medium"))),
            level=Level(str(row.value("level"))),
            parent=None if row.value("parent") is None else str(row.value("parent")),
            title=str(row.value("title") or ""),
            interval_min=int(str(row.value("interval") or 15)),
        )
        for row in read_table(path, METERS)
    )


def read_statement(path: Path, kind: StatementKind) -> tuple[Record, ...]:
    """The records of a statement, in the file's order.

    Raises TableError with all that is wrong: a bill's line whose amount is not quantity × price (`BILL_LINE`), a certificate that is a
    CCER too (`GREEN_TWICE`).
    """
    table = read_table(path, _SCHEMAS[kind])
    problems = Problems()
    made = _MADE[kind](table, problems)
    problems.check()
    return made


def _bills(table: Table, problems: Problems) -> tuple[Record, ...]:
    bills: dict[tuple[str, str], list[dict[str, JSON]]] = defaultdict(list)
    for row in table:
        amount, quantity, price = (_decimal(row, name) for name in ("amount", "quantity", "price"))
        if amount is not None and quantity is not None and price is not None and abs(quantity * price - amount) > _FEN:
            problems.add("BILL_LINE", row.cell("amount"), amount=str(amount), expected=str(yuan(quantity * price)))
        line = {name: None if row.value(name) is None else str(row.value(name)) for name in ("line", "period")}
        line |= {"quantity": _plain(quantity), "price": _plain(price), "amount": _plain(amount)}
        bills[str(row.value("account")), _month(row)].append(cast("dict[str, JSON]", line))
    return tuple(
        Record(
            subject=f"{account}/{month}", asset="money", unit="yuan",
            body={"account": account, "month": month, "lines": cast("list[JSON]", lines), "total": _total(lines)},
        )
        for (account, month), lines in bills.items()
    )  # fmt: skip


def _total(lines: list[dict[str, JSON]]) -> str:
    return str(sum((Decimal(str(line["amount"])) for line in lines), Decimal(0)))


def _green(table: Table, problems: Problems) -> tuple[Record, ...]:
    made = []
    for row in table:
        if row.value("ccer_project"):
            problems.add("GREEN_TWICE", row.cell("ccer_project"), number=str(row.value("number")))
        number = str(row.value("number"))
        body: dict[str, JSON] = {
            "number": number,
            "project": str(row.value("project")),
            "energy_source": str(row.value("energy_source")),
            "month": _month(row),
            "wh": int(str(row.value("certificates"))) * 1_000_000,
            "standing": str(row.value("standing")),
            "cancelled_for": None if row.value("cancelled_for") is None else str(row.value("cancelled_for")),
        }
        made.append(Record(subject=number, asset="green_attribute", unit="Wh", body=body))
    return tuple(made)


def _mes(table: Table, _problems: Problems) -> tuple[Record, ...]:
    return tuple(
        Record(
            subject=f"{row.value('line')}/{row.value('day')}/{row.value('product')}", asset="pieces", unit="piece",
            body={
                "line": str(row.value("line")), "product": str(row.value("product")), "day": str(row.value("day")),
                "good": int(str(row.value("good"))), "scrap": int(str(row.value("scrap"))), "seconds": _plain(_decimal(row, "seconds")),
            },
        )
        for row in table
    )  # fmt: skip


_MADE = {StatementKind.BILLS: _bills, StatementKind.GREEN: _green, StatementKind.MES: _mes}


def _month(row: Row) -> str:
    value = row.value("month")
    return value.strftime("%Y-%m") if isinstance(value, date) else str(value)[:7]


def _decimal(row: Row, name: str) -> Decimal | None:
    value = row.value(name)
    return None if value is None else exact(cast("float", value))


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
