"""Histories: every step of a device or a unit, from the append-only rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from lingtan.database import moment
from lingtan.evidence import JSON
from lingtan.ledger import device_key
from lingtan.store.tables import Row, allocation, block, certificate_state, chain, device_claim, event, retirement_state

__all__ = ["Event", "events_of", "history_of_device", "history_of_units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step in a history. `command` is the id of the command that made it, `detail` what it says beyond the state."""

    at: datetime
    organisation: str
    actor: str
    command: str
    kind: str
    subject: str
    state: str
    detail: Mapping[str, JSON]


def events_of(connection: Connection, kind: str, subject: str) -> tuple[Event, ...]:
    """Every state that one thing came into, in the order of the chain."""
    place = and_(chain.c.kind == "command", chain.c.ref == event.c.command)
    query = select(event).join_from(event, chain, place).where(event.c.kind == kind, event.c.subject == subject)
    return tuple(_event(row) for row in _rows(connection, query.order_by(chain.c.seq, event.c.ordinal)))


def history_of_device(connection: Connection, manufacturer: str, serial: str) -> tuple[Event, ...]:
    """What was allocated to a device under any spelling, and what its certificates and their successors came into."""
    wanted = and_(device_claim.c.manufacturer_key == device_key(manufacturer), device_claim.c.serial_key == device_key(serial))
    claims = _rows(connection, select(device_claim.c.command, device_claim.c.serial).where(wanted))
    if not claims:
        return ()
    own = (and_(allocation.c.command == row["command"], allocation.c.serial == row["serial"]) for row in claims)
    drawn = _rows(connection, select(allocation).where(or_(*own)))
    numbers = _successors(connection, {row["certificate"] for row in drawn})
    events = _rows(connection, select(event).where(event.c.kind == "certificate", event.c.subject.in_(sorted(numbers))))
    return _by_time([*(_allocation_event(row) for row in drawn), *(_event(row) for row in events)])


def _successors(connection: Connection, numbers: set[str]) -> set[str]:
    known: set[str] = set()
    while numbers - known:
        known |= numbers
        rows = _rows(connection, select(certificate_state.c.successor).where(certificate_state.c.number.in_(sorted(known))))
        numbers = {row["successor"] for row in rows if row["successor"] is not None}
    return known


def history_of_units(connection: Connection, series: str, start: int, end: int) -> tuple[Event, ...]:
    """What the blocks that ever held a unit of [start, end) came into, their retirements, and the certificates these went to."""
    touched = and_(block.c.series == series, block.c.start_at < end, block.c.end_at > start)
    blocks = [row["id"] for row in _rows(connection, select(block.c.id).where(touched))]
    retirements = [row["id"] for row in _rows(connection, select(retirement_state.c.id).where(retirement_state.c.block.in_(blocks)))]
    own = or_(
        and_(event.c.kind == "block", event.c.subject.in_(blocks)), and_(event.c.kind == "retirement", event.c.subject.in_(retirements))
    )
    spent = select(allocation.c.command).where(allocation.c.retirement.in_(retirements)).distinct()
    issued = and_(event.c.kind == "certificate", event.c.command.in_(spent))
    return _by_time(_event(row) for row in _rows(connection, select(event).where(or_(own, issued))))


def _rows(connection: Connection, query: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _event(row: Row) -> Event:
    return Event(
        at=moment(row["recorded_at"]),
        organisation=row["organisation"],
        actor=row["actor"],
        command=row["command"],
        kind=row["kind"],
        subject=row["subject"],
        state=row["state"],
        detail=json.loads(row["body"]),
    )


def _allocation_event(row: Row) -> Event:
    return Event(
        at=moment(row["recorded_at"]),
        organisation=row["organisation"],
        actor=row["actor"],
        command=row["command"],
        kind="allocation",
        subject=row["serial"],
        state="allocated",
        detail={name: row[name] for name in ("certificate", "claim_scope", "retirement", "amount", "unit")},
    )


def _by_time(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: (event.at, event.command, event.kind, event.subject)))
