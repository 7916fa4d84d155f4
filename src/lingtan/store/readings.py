"""Read models of the ledger: what is held, what pools hold, who claims what, and the history of a serial or a unit."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Select, select

from lingtan.errors import StoreError
from lingtan.evidence import JSON
from lingtan.ledger import (
    CO2E_CREDIT,
    Account,
    Allocation,
    Beneficiary,
    Block,
    BlockState,
    Certificate,
    Claim,
    Retirement,
    RetirementState,
    device_key,
    pool_account,
)
from lingtan.store.history import Event, history_of_device, history_of_units
from lingtan.store.records import account_of, allocation_of, block_of, certificate_of, claim_of, retirement_of
from lingtan.store.tables import (
    Row,
    account,
    allocation,
    balance,
    block,
    block_state,
    certificate_state,
    command,
    device_claim,
    retirement_state,
)
from lingtan.store.view import ACCOUNTS, BLOCKS, SqlView

__all__ = ["Holding", "LedgerReadings", "Pool", "Read", "holding_of", "holdings_query", "pool_of", "pool_query"]

T = TypeVar("T")

_REMAINING = balance.c.credits_posted - balance.c.debits_posted - balance.c.debits_pending

_LEAVES = (BlockState.HELD, BlockState.RESERVED, BlockState.RETIRED)


class Read(Protocol):
    """Runs a reading on a connection that sees one state of the database."""

    def __call__(self, work: Callable[[Connection], T], /) -> T:
        """The reading's result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A range and what its import said about it. `amount` is in the block's unit."""

    block: Block
    organisation: str
    amount: int
    details: Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A confirmed retirement: `confirmed` = `allocated` + `remaining`. [unit of the asset]."""

    retirement: Retirement
    details: Mapping[str, JSON]
    confirmed: int
    allocated: int
    remaining: int


class LedgerReadings:
    """Readings; each sees one state of the database."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def holdings(
        self,
        *,
        organisation: str | None = None,
        series: str | None = None,
        states: Collection[BlockState] = _LEAVES,
        asset: str = CO2E_CREDIT,
    ) -> tuple[Holding, ...]:
        """Ranges of the asset in these states, by organisation, series and start."""
        query = holdings_query().where(block.c.asset == asset, block_state.c.state.in_([state.value for state in states]))
        query = _where(query, (block.c.organisation, organisation), (block.c.series, series))
        query = query.order_by(block.c.organisation, block.c.series, block.c.start_at)
        return tuple(holding_of(row) for row in self._rows(query))

    def retirement(self, identifier: str) -> Retirement:
        """The retirement as it stands. Raises StoreError `RECORD_UNKNOWN`."""
        return _found(self._read(lambda connection: SqlView(connection, locking=False).retirement(identifier)), f"retirement {identifier}")

    def retirements(
        self,
        *,
        organisation: str | None = None,
        order: str | None = None,
        orders: Collection[str] | None = None,
        states: Collection[RetirementState] = tuple(RetirementState),
    ) -> tuple[Retirement, ...]:
        """Retirements in these states, of one order or any of `orders`, by id (that is, by the time of their reservation)."""
        query = select(retirement_state).where(retirement_state.c.state.in_([state.value for state in states]))
        query = _where(query, (retirement_state.c.organisation, organisation), (retirement_state.c.order_ref, order))
        query = query if orders is None else query.where(retirement_state.c.order_ref.in_(sorted(orders)))
        return tuple(retirement_of(row) for row in self._rows(query.order_by(retirement_state.c.id)))

    def pools(
        self,
        *,
        organisation: str | None = None,
        beneficiary: Beneficiary | None = None,
        orders: Collection[str] | None = None,
        left: bool = False,
        asset: str = CO2E_CREDIT,
    ) -> tuple[Pool, ...]:
        """Every confirmed retirement of the asset, of any of `orders`, with what is left of it, by id; `left` leaves out used up ones."""
        query = pool_query().where(block.c.asset == asset).order_by(retirement_state.c.id)
        query = _where(query, (retirement_state.c.organisation, organisation))
        query = query if orders is None else query.where(retirement_state.c.order_ref.in_(sorted(orders)))
        query = query.where(_REMAINING > 0) if left else query
        pools = (pool_of(row) for row in self._rows(query))
        return tuple(pool for pool in pools if beneficiary is None or pool.retirement.beneficiary == beneficiary)

    def pool(self, retirement: str) -> Pool:
        """One confirmed retirement with what is left of it. Raises StoreError `RECORD_UNKNOWN`."""
        return pool_of(self._one(pool_query().where(retirement_state.c.id == retirement), f"pool {retirement}"))

    def certificate(self, number: str) -> Certificate:
        """The ledger's view of a certificate. Raises StoreError `RECORD_UNKNOWN`."""
        return _found(self._read(lambda connection: SqlView(connection, locking=False).certificate(number)), f"certificate {number}")

    def certificates(self, *, organisation: str | None = None) -> tuple[Certificate, ...]:
        """Certificates by number."""
        query = _where(select(certificate_state).order_by(certificate_state.c.number), (certificate_state.c.organisation, organisation))
        return tuple(certificate_of(row) for row in self._rows(query))

    def allocations(self, certificate: str) -> tuple[Allocation, ...]:
        """Each device's draws on each pool, as first made for this certificate number."""
        query = select(allocation).where(allocation.c.certificate == certificate).order_by(allocation.c.command, allocation.c.ordinal)
        return tuple(allocation_of(row) for row in self._rows(query))

    def claims(self, certificate: str) -> tuple[Claim, ...]:
        """The devices that stand under the certificate now, by serial."""
        query = select(device_claim).where(device_claim.c.certificate == certificate).order_by(device_claim.c.serial_key)
        return tuple(claim_of(row) for row in self._rows(query))

    def claim(self, manufacturer: str, serial: str, claim_scope: str) -> Claim | None:
        """Who speaks for a device in a scope, if anyone does."""
        found = self._read(lambda connection: SqlView(connection, locking=False).live_claims(manufacturer, claim_scope, [serial]))
        return found.get(device_key(serial))

    def account(self, name: str) -> Account:
        """An account with its sums. Raises StoreError `RECORD_UNKNOWN`."""
        return _found(self._read(lambda connection: SqlView(connection, locking=False).account(name)), f"account {name}")

    def balances(self, *, organisation: str | None = None) -> tuple[Account, ...]:
        """Every account with its sums, by id."""
        query = _where(ACCOUNTS.order_by(account.c.id), (account.c.organisation, organisation))
        return tuple(account_of(row) for row in self._rows(query))

    def history_of_device(self, manufacturer: str, serial: str) -> tuple[Event, ...]:
        """All that was ever allocated to a device, and what became of the certificates since, by time."""
        return self._read(lambda connection: history_of_device(connection, manufacturer, serial))

    def history_of_units(self, series: str, start: int, end: int) -> tuple[Event, ...]:
        """All that ever happened to units of [start, end): imports, splits, reservations, retirements, certificates."""
        return self._read(lambda connection: history_of_units(connection, series, start, end))

    def command(self, identifier: str) -> Mapping[str, JSON]:
        """A command as recorded: kind, actor, time, request and first answer. Raises StoreError `RECORD_UNKNOWN`."""
        row = self._one(select(command).where(command.c.id == identifier), f"command {identifier}")
        parsed = {name: json.loads(row[name]) for name in ("request", "response")}
        return {name: row[name] for name in ("id", "organisation", "actor", "recorded_at", "kind", "method_version")} | parsed

    def _one(self, query: Select[Any], place: str) -> Row:
        rows = self._rows(query)
        if not rows:
            raise StoreError("RECORD_UNKNOWN", place=place)
        return rows[0]

    def _rows(self, query: Select[Any]) -> list[Row]:
        return self._read(lambda connection: [dict(row) for row in connection.execute(query).mappings()])


def holdings_query() -> Select[Any]:
    """Blocks with their states and what their import said."""
    root = block.alias("root")
    return BLOCKS.join(root, root.c.id == block.c.root).add_columns(root.c.details.label("root_details"))


def holding_of(row: Row) -> Holding:
    """A holding from its row."""
    found = block_of(row)
    return Holding(block=found, organisation=found.organisation, amount=found.amount, details=json.loads(row["root_details"]))


def pool_query() -> Select[Any]:
    """Confirmed retirements with what their import said and what is left of them."""
    root = block.alias("root")
    query = select(retirement_state, root.c.details, balance.c.credits_posted, balance.c.debits_posted, balance.c.debits_pending)
    query = query.join_from(retirement_state, block, block.c.id == retirement_state.c.block).join(root, root.c.id == block.c.root)
    query = query.join(balance, balance.c.account == pool_account("") + retirement_state.c.id)
    return query.where(retirement_state.c.state == RetirementState.CONFIRMED.value)


def pool_of(row: Row) -> Pool:
    """A pool from its row."""
    return Pool(
        retirement=retirement_of(row),
        details=json.loads(row["details"]),
        confirmed=row["credits_posted"],
        allocated=row["debits_posted"],
        remaining=row["credits_posted"] - row["debits_posted"] - row["debits_pending"],
    )


def _where(query: Select[Any], *conditions: tuple[Any, str | None]) -> Select[Any]:
    for column, wanted in conditions:
        if wanted is not None:
            query = query.where(column == wanted)
    return query


def _found(record: T | None, place: str) -> T:
    if record is None:
        raise StoreError("RECORD_UNKNOWN", place=place)
    return record
