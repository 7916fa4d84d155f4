"""Pages of the ledger's lists: certificates, devices, retirements, holdings and the history of commands, each read by an index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, ColumnElement, Connection, Select, cast, func, select, type_coerce

from lingtan.database import moment
from lingtan.ledger import (
    CO2E_CREDIT,
    GENERATION_SERIES,
    MARKET_SCOPE,
    BlockState,
    Certificate,
    Claim,
    Retirement,
    RetirementState,
    device_key,
    pool_account,
)
from lingtan.store.catalogue_lists import Entry, entry_of, like, reaching
from lingtan.store.history import Event, events_of
from lingtan.store.readings import Holding, LedgerReadings, Pool, holding_of, holdings_query, pool_of, pool_query
from lingtan.store.records import certificate_of, claim_of, retirement_of
from lingtan.store.tables import (
    Row,
    balance,
    block,
    block_state,
    catalogue,
    certificate_state,
    chain,
    command,
    device_claim,
    event,
    retirement_state,
)

__all__ = ["CertificateLine", "CommandLine", "HoldingTotal", "LedgerPages", "Left", "Listed", "SeriesTotal", "Touched"]

T = TypeVar("T")

_LEAVES = [state.value for state in BlockState if state.is_leaf]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[T]):
    """The rows of one page, and how many match in all."""

    rows: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """A certificate as the catalogue shows it, and where it stands in the ledger."""

    entry: Entry
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a command brought into which state."""

    kind: str
    subject: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """A command of the append-only history. `seq` is its place in the organisation's chain, `hash` the chain's up to there."""

    seq: int
    id: str
    organisation: str
    actor: str
    at: datetime
    kind: str
    hash: str
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingTotal:
    """What is held of an asset in one state. `amount` in `unit`."""

    asset: str
    unit: str
    state: BlockState
    blocks: int
    units: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTotal:
    """What stands in one state of one series. `amount` in the unit of its blocks."""

    series: str
    state: BlockState
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left for one beneficiary of its `pools`. `amount` in the unit of the pools."""

    name: str
    identifier: str
    pools: int
    amount: int


class LedgerPages(LedgerReadings):
    """Lists of any length, a page at a time; each page sees one state of the database."""

    def certificate_page(
        self,
        *,
        organisation: str | None = None,
        party: str | None = None,
        state: str | None = None,
        search: str = "",
        offset: int = 0,
        limit: int = 50,
    ) -> Listed[CertificateLine]:
        """Certificates, the latest first; `party` is the holder's identifier, `search` stands in number, model, order or holder."""
        query = select(catalogue, *(certificate_state.c[name].label(f"l_{name}") for name in _LEDGER)).join_from(
            catalogue, certificate_state, certificate_state.c.number == catalogue.c.subject
        )
        query = query.where(catalogue.c.kind == "certificate", certificate_state.c.organisation == catalogue.c.organisation)
        for column, wanted in (
            (catalogue.c.organisation, organisation),
            (catalogue.c.party, party),
            (certificate_state.c.state, state),
        ):
            query = query if wanted is None else query.where(column == wanted)
        if search:
            query = query.where(like(search, catalogue.c.label, catalogue.c.subject, catalogue.c.key, catalogue.c.party))
        page = self._page(query, [catalogue.c.at.desc(), catalogue.c.subject.desc()], offset, limit)
        rows = ((row, {name: row[f"l_{name}"] for name in _LEDGER}) for row in page.rows)
        lines = (CertificateLine(entry=entry_of(row), certificate=certificate_of({**own, "number": row["subject"]})) for row, own in rows)
        return Listed(rows=tuple(lines), total=page.total)

    def claims_page(self, certificate: str, *, search: str = "", offset: int = 0, limit: int = 50) -> Listed[Claim]:
        """The devices that stand under a certificate, by serial."""
        query = select(device_claim).where(device_claim.c.certificate == certificate)
        if search:
            query = query.where(like(search, device_claim.c.serial))
        page = self._page(query, [device_claim.c.serial_key], offset, limit)
        return Listed(rows=tuple(claim_of(row) for row in page.rows), total=page.total)

    def find_device(self, serial: str, manufacturer: str | None = None) -> tuple[Claim, ...]:
        """Every claim ever made for a device under any spelling, whoever made it; those that live come first."""
        query = select(device_claim).where(device_claim.c.serial_key == device_key(serial))
        query = query.where(device_claim.c.claim_scope.not_like(f"{MARKET_SCOPE} %"))  # products that drew green power are no devices
        if manufacturer is not None:
            query = query.where(device_claim.c.manufacturer_key == device_key(manufacturer))
        order = (device_claim.c.state, device_claim.c.manufacturer_key, device_claim.c.certificate)
        return tuple(claim_of(row) for row in self._rows(query.order_by(*order)))

    def commands_page(self, organisation: str, *, offset: int = 0, limit: int = 50) -> Listed[CommandLine]:
        """The organisation's history, the last command first."""
        of_chain = [chain.c.seq, chain.c.hash]
        said = [command.c[name] for name in ("id", "organisation", "actor", "recorded_at", "kind")]
        query = select(*of_chain, *said).join_from(chain, command, command.c.id == chain.c.ref)
        query = query.where(chain.c.organisation == organisation, chain.c.kind == "command")
        page = self._page(query, [chain.c.seq.desc()], offset, limit)
        touched = self._touched([row["id"] for row in page.rows])
        lines = (
            CommandLine(
                **{name: row[name] for name in ("seq", "hash", "id", "organisation", "actor", "kind")},
                at=moment(row["recorded_at"]),
                touched=tuple(touched[row["id"]]),
            )
            for row in page.rows
        )
        return Listed(rows=tuple(lines), total=page.total)

    def _touched(self, commands: Sequence[str]) -> defaultdict[str, list[Touched]]:
        columns = [event.c[name] for name in ("command", "kind", "subject", "state")]
        query = select(*columns).where(event.c.command.in_(commands)).order_by(event.c.command, event.c.ordinal)
        found: defaultdict[str, list[Touched]] = defaultdict(list)
        for row in self._rows(query):
            found[row["command"]].append(Touched(kind=row["kind"], subject=row["subject"], state=row["state"]))
        return found

    def events_of(self, kind: str, subject: str) -> tuple[Event, ...]:
        """Every state that a block, retirement or certificate came into, in the order of the chain."""
        return self._read(lambda connection: events_of(connection, kind, subject))

    def retirements_page(
        self, organisation: str, *, state: RetirementState | None = None, search: str = "", offset: int = 0, limit: int = 50
    ) -> Listed[Retirement]:
        """Retirements of credits, the latest reservation first; `search` stands in order, series or the registry's reference."""
        query = select(retirement_state).where(*_credits(organisation))
        if state is not None:
            query = query.where(retirement_state.c.state == state.value)
        if search:
            query = query.where(like(search, retirement_state.c.order_ref, retirement_state.c.series, retirement_state.c.reference))
        page = self._page(query, [retirement_state.c.id.desc()], offset, limit)
        return Listed(rows=tuple(retirement_of(row) for row in page.rows), total=page.total)

    def holdings_page(
        self, organisation: str, *, state: BlockState | None = None, search: str = "", offset: int = 0, limit: int = 50
    ) -> Listed[Holding]:
        """Ranges of credits that are held, reserved or retired, or in one state, by series and start; `search` stands in the series."""
        states = _LEAVES if state is None else [state.value]
        query = holdings_query().where(block.c.organisation == organisation, block.c.asset == CO2E_CREDIT, block_state.c.state.in_(states))
        if search:
            query = query.where(like(search, block.c.series))
        page = self._page(query, [block.c.series, block.c.start_at], offset, limit)
        return Listed(rows=tuple(holding_of(row) for row in page.rows), total=page.total)

    def holding_totals(self, organisation: str) -> tuple[HoldingTotal, ...]:
        """What is held, reserved and retired of every asset."""
        units = block.c.end_at - block.c.start_at
        sums = (func.count().label("blocks"), func.sum(units).label("units"), func.sum(units * block.c.amount_per_unit).label("amount"))
        by = (block.c.asset, block.c.unit, block_state.c.state)
        query = select(*by, *sums).join_from(block, block_state)
        query = query.where(block.c.organisation == organisation, block_state.c.state.in_(_LEAVES)).group_by(*by).order_by(*by)
        return tuple(
            HoldingTotal(
                asset=row["asset"],
                unit=row["unit"],
                state=BlockState(row["state"]),
                **{name: int(row[name]) for name in ("blocks", "units", "amount")},
            )
            for row in self._rows(query)
        )

    def holding(self, identifier: str) -> Holding | None:
        """The range of this id, in whatever state and whoever's, if there is one."""
        rows = self._rows(holdings_query().where(block.c.id == identifier))
        return holding_of(rows[0]) if rows else None

    def series_totals(self, organisation: str) -> tuple[SeriesTotal, ...]:
        """What stands in each state of each series of credits; a split block counts in its parts."""
        amount = func.sum((block.c.end_at - block.c.start_at) * block.c.amount_per_unit).label("amount")
        by = (block.c.series, block_state.c.state)
        query = select(*by, amount).join_from(block, block_state)
        query = query.where(block.c.organisation == organisation, block.c.asset == CO2E_CREDIT)
        query = query.where(block_state.c.state != BlockState.SPLIT.value).group_by(*by).order_by(*by)
        rows = self._rows(query)
        return tuple(SeriesTotal(series=row["series"], state=BlockState(row["state"]), amount=int(row["amount"])) for row in rows)

    def pools_page(self, organisation: str, *, offset: int = 0, limit: int = 50) -> Listed[Pool]:
        """Confirmed retirements of credits with what is left of them, by the time of their reservation."""
        mine = _credits(organisation, retirement_state.c.state == RetirementState.CONFIRMED.value)
        page = self._page(select(retirement_state.c.id).where(*mine), [retirement_state.c.id], offset, limit)
        shown = pool_query().where(retirement_state.c.id.in_([row["id"] for row in page.rows])).order_by(retirement_state.c.id)
        return Listed(rows=tuple(pool_of(row) for row in self._rows(shown)), total=page.total)

    def left_of(self, organisation: str, *, offset: int = 0, limit: int = 50) -> Listed[Left]:
        """What is left of confirmed retirements for each beneficiary, the most first; those whose pools are used up come last."""
        return self._read(lambda connection: _left_of(connection, organisation, offset, limit))

    def retirement_counts(self, organisation: str) -> dict[RetirementState, int]:
        """How many retirements of credits stand in each state."""
        query = select(retirement_state.c.state, func.count().label("count")).where(*_credits(organisation))
        rows = self._rows(query.group_by(retirement_state.c.state))
        return dict.fromkeys(RetirementState, 0) | {RetirementState(row["state"]): int(row["count"]) for row in rows}

    def certified(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of these cancellations that a certificate was issued for, whatever became of it."""
        query = select(certificate_state.c.number).where(certificate_state.c.number.in_(sorted(numbers)))
        return frozenset(row["number"] for row in self._rows(query))

    def uncertified(self, organisation: str) -> tuple[Entry, ...]:
        """The organisation's cancellations that no certificate was issued for, the first recorded first."""
        issued = select(certificate_state.c.number).where(certificate_state.c.number == catalogue.c.subject).exists()
        query = select(catalogue).where(catalogue.c.organisation == organisation, catalogue.c.kind == "cancellation", ~issued)
        return tuple(entry_of(row) for row in self._rows(query.order_by(catalogue.c.first_at, catalogue.c.subject)))

    def _page(self, query: Select[Any], order: Sequence[Any], offset: int, limit: int) -> Listed[Row]:
        rows = tuple(self._rows(query.order_by(*order).offset(offset).limit(limit)))
        total = reaching(rows, offset, limit)
        if total is None:
            counted = query.with_only_columns(func.count(), maintain_column_froms=True)
            total = int(self._rows(counted)[0]["count_1"])
        return Listed(rows=rows, total=total)


def _credits(organisation: str, *also: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """The organisation's retirements of credits: watt-hours of green power go the same way, and are no grams."""
    no_attribute = retirement_state.c.series.not_like(f"{GENERATION_SERIES}/%")
    return (retirement_state.c.organisation == organisation, no_attribute, *also)


def _left_of(connection: Connection, organisation: str, offset: int, limit: int) -> Listed[Left]:
    """Summed in the database, out of the retirements' own words: a server has more pools than a page has lines."""
    as_json = cast if connection.dialect.name == "postgresql" else type_coerce
    by = tuple(as_json(retirement_state.c.body, JSON)["beneficiary", name].as_string().label(name) for name in ("name", "identifier"))
    remaining = (balance.c.credits_posted - balance.c.debits_posted - balance.c.debits_pending).label("remaining")
    mine = _credits(organisation, retirement_state.c.state == RetirementState.CONFIRMED.value)
    pools = select(*by, remaining).join_from(retirement_state, balance, balance.c.account == pool_account("") + retirement_state.c.id)
    each = pools.where(*mine).subquery()
    whom = (each.c.name, each.c.identifier)
    amount, total = func.sum(each.c.remaining).label("amount"), func.count().over().label("total")
    query = select(*whom, func.count().label("pools"), amount, total).group_by(*whom).order_by(amount.desc(), *whom)
    rows = connection.execute(query.offset(offset).limit(limit)).mappings().all()
    found = (Left(name=row["name"], identifier=row["identifier"], pools=int(row["pools"]), amount=int(row["amount"])) for row in rows)
    return Listed(rows=tuple(found), total=rows[0]["total"] if rows else 0)


_LEDGER = ("organisation", "devices", "amount", "state", "successor")
