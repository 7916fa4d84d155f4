"""Pages of the catalogue: what a list shows, without reading a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeAlias, TypedDict

from sqlalchemy import Boolean, ColumnElement, Connection, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from lingtan.database import moment
from lingtan.store.catalogue import SHOWN, Shown
from lingtan.store.tables import Row, catalogue

__all__ = ["CatalogueOrder", "CataloguePage", "Entry", "Wanted", "entry_of", "like", "list_amounts", "list_catalogue", "reaching"]

CatalogueOrder: TypeAlias = Literal["at", "label", "amount", "seq"]

#: Follows every text that begins with what stands before it, by bytes.
_AFTER = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One subject of a kind. `amount` is in the kind's own unit; `fact` is the last fact about it, `seq` that fact's place in its chain."""

    organisation: str
    kind: str
    subject: str
    label: str
    key: str | None
    ref: str | None
    party: str | None
    amount: int | None
    state: str | None
    first_at: datetime
    at: datetime
    fact: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """The entries of one page, and how many match in all."""

    rows: tuple[Entry, ...]
    total: int


class Wanted(TypedDict, total=False):
    """What is asked of the catalogue; what is left out matches all.

    `prefix` is what the subject begins with; `search` stands in label, subject, party or key, whatever the case. `order` is by the last
    fact (`at`) unless it is said, descending; `limit` 50, and with 0 the
    entries are only counted.
    """

    organisation: str | None
    subject: str | None
    party: str | None
    ref: str | None
    key: str | None
    state: str | None
    prefix: str
    search: str
    order: CatalogueOrder
    descending: bool
    offset: int
    limit: int


def list_catalogue(connection: Connection, kind: str, wanted: Wanted) -> CataloguePage:
    """One page in this order, then by place in the chain; entries without an amount come last."""
    where = _conditions(kind, wanted)
    order, offset, limit = wanted.get("order", "at"), wanted.get("offset", 0), wanted.get("limit", 50)
    columns = (catalogue.c[order], catalogue.c.seq, catalogue.c.subject, catalogue.c.organisation)
    first, *others = (column.desc() if wanted.get("descending", True) else column.asc() for column in columns)
    ordered = (first.nulls_last() if order == "amount" else first, *others)
    if limit == 0:
        return CataloguePage(rows=(), total=connection.execute(select(func.count()).select_from(catalogue).where(*where)).scalar_one())
    if wanted.get("search"):
        return _searched(connection, kind, where, ordered, offset=offset, limit=limit)
    query = select(catalogue).where(*where).order_by(*ordered).offset(offset).limit(limit)
    rows = tuple(entry_of(row) for row in connection.execute(query).mappings())
    if (total := reaching(rows, offset, limit)) is None:
        total = connection.execute(select(func.count()).select_from(catalogue).where(*where)).scalar_one()
    return CataloguePage(rows=rows, total=total)


def list_amounts(connection: Connection, kind: str, wanted: Wanted) -> tuple[tuple[str | None, int], ...]:
    """Party and amount of every entry that matches and has an amount, the smallest first: what a distribution is made of."""
    where = (*_conditions(kind, wanted), catalogue.c.amount.is_not(None))
    query = select(catalogue.c.party, catalogue.c.amount).where(*where).order_by(catalogue.c.amount)
    return tuple((row[0], int(row[1])) for row in connection.execute(query))


def _searched(
    connection: Connection,
    kind: str,
    where: Sequence[ColumnElement[bool]],
    ordered: Sequence[ColumnElement[Any]],
    *,
    offset: int,
    limit: int,
) -> CataloguePage:
    """The same for what is searched: one look through the index both counts and finds, and only the rows of the page are read."""
    named = (catalogue.c.organisation, catalogue.c.subject)
    keys = select(*named, func.count().over()).where(*where).order_by(*ordered).offset(offset).limit(limit)
    found = connection.execute(keys).all()
    if not found:
        counted = select(func.count()).select_from(catalogue).where(*where)
        return CataloguePage(rows=(), total=connection.execute(counted).scalar_one() if offset else 0)
    shown = {(row[0], row[1]) for row in found}
    each = (column.in_({row[place] for row in found}) for place, column in enumerate(named))  # a pair in a list of pairs is not looked up
    rows = connection.execute(select(catalogue).where(catalogue.c.kind == kind, *each).order_by(*ordered)).mappings()
    some = tuple(entry_of(row) for row in rows if (row["organisation"], row["subject"]) in shown)
    return CataloguePage(rows=some, total=found[0][2])


def reaching(rows: tuple[Any, ...], offset: int, limit: int) -> int | None:
    """How many there are in all when this page holds the last of them; None when that must be counted."""
    return offset + len(rows) if len(rows) < limit and (rows or not offset) else None


def like(text: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether one of the columns holds the text, whatever the case of its ASCII letters."""
    pattern = f"%{text.replace('/', '//').replace('%', '/%').replace('_', '/_')}%"
    return or_(*(_Like(column, literal(pattern)) for column in columns))


class _Like(FunctionElement[bool]):
    """A column beside a pattern with `/` as its escape. SQLite's LIKE takes either case of ASCII letters as it is."""

    type = Boolean()
    inherit_cache = True


@compiles(_Like, "sqlite")
def _sqlite_like(element: _Like, compiler: SQLCompiler, **options: Any) -> str:
    column, pattern = element.clauses
    return f"{compiler.process(column, **options)} LIKE {compiler.process(pattern, **options)} ESCAPE '/'"


@compiles(_Like)
def _any_like(element: _Like, compiler: SQLCompiler, **options: Any) -> str:
    column, pattern = element.clauses
    return str(compiler.process(func.lower(column).like(func.lower(pattern), escape="/"), **options))


def _conditions(kind: str, wanted: Wanted) -> list[ColumnElement[bool]]:
    named = {name: wanted.get(name) for name in ("organisation", "subject", "party", "ref", "key", "state")}
    where: list[ColumnElement[bool]] = [catalogue.c.kind == kind]
    where += [catalogue.c[name] == value for name, value in named.items() if value is not None]
    if prefix := wanted.get("prefix", ""):
        where += [catalogue.c.subject >= prefix, catalogue.c.subject < prefix + _AFTER]
    if search := wanted.get("search", ""):
        where.append(like(search, *_searched_in(kind)))
    return where


@cache
def _searched_in(kind: str) -> tuple[ColumnElement[Any], ...]:
    """The columns that a search looks in; a key whose parts all stand in the label would be looked through twice."""
    shown = SHOWN.get(kind, Shown())
    columns = [catalogue.c.label, catalogue.c.subject, catalogue.c.party]
    return (*columns, catalogue.c.key) if set(shown.key) - set(shown.label) else tuple(columns)


def entry_of(row: Row) -> Entry:
    """An entry from its row."""
    return Entry(
        organisation=row["organisation"],
        kind=row["kind"],
        subject=row["subject"],
        label=row["label"],
        key=row["key"],
        ref=row["ref"],
        party=row["party"],
        amount=row["amount"],
        state=row["state"],
        first_at=moment(row["first_at"]),
        at=moment(row["at"]),
        fact=row["fact"],
        seq=row["seq"],
    )
