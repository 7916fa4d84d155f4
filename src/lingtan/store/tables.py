"""The tables, as the queries see them. The migrations make them, with their triggers and exclusion constraints.

Appended for ever: fact, command, chain, account, transfer, block, event, allocation; each row says who, for whom, when, of which asset
and unit, under which method. Derived, and rebuilt by `audit` to compare: balance, block_state, retirement_state, certificate_state,
device_claim, chain_head, catalogue. `series` gives a numbering space the integer that PostgreSQL's exclusion constraint needs.
Times are UTC text of microseconds, so that both databases hold and sort the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = [
    "APPEND_ONLY",
    "COMMAND_ROWS",
    "Row",
    "account",
    "allocation",
    "balance",
    "block",
    "block_state",
    "catalogue",
    "certificate_state",
    "chain",
    "chain_head",
    "command",
    "device_claim",
    "event",
    "fact",
    "metadata",
    "retirement_state",
    "series",
    "transfer",
]

metadata = MetaData()

#: A row as read, or as made.
Row: TypeAlias = RowMapping | Mapping[str, Any]

#: Text that compares by its bytes on both databases.
_KEY = Text().with_variant(Text(collation="C"), "postgresql")


def _key(name: str, *rules: Any, **options: Any) -> Column[str]:
    return Column(name, _KEY, *rules, **({"nullable": False} | options))


def _integer(name: str, *rules: Any, **options: Any) -> Column[int]:
    return Column(name, BigInteger, *rules, **({"nullable": False} | options))


def _written() -> tuple[Column[Any], ...]:
    """Who, for whom, when, of what, under which method."""
    return (_key("organisation"), _key("actor"), _key("recorded_at"), _key("asset"), _key("unit"), _key("method_version"))


def _of_command(*, primary_key: bool = False) -> tuple[Column[Any], ...]:
    return (
        _key("command", ForeignKey("command.id"), primary_key=primary_key),
        _integer("ordinal", primary_key=primary_key, autoincrement=False),
    )


chain = Table(
    "chain",
    metadata,
    _key("organisation", primary_key=True),
    _integer("seq", primary_key=True, autoincrement=False),
    _key("kind"),
    _key("ref"),
    _key("recorded_at"),
    _key("digest"),
    _key("prev_hash"),
    _key("hash"),
    UniqueConstraint("kind", "ref", name="chain_names_once"),
)

chain_head = Table("chain_head", metadata, _key("organisation", primary_key=True), _integer("seq"), _key("hash"))

fact = Table(
    "fact",
    metadata,
    _key("id", primary_key=True),
    *_written(),
    _key("kind"),
    _key("subject"),
    _key("body"),
    _key("digest"),
    _integer("seq"),
    UniqueConstraint("organisation", "seq", name="fact_has_its_place"),
)

catalogue = Table(
    "catalogue",
    metadata,
    _key("organisation", primary_key=True),
    _key("kind", primary_key=True),
    _key("subject", primary_key=True),
    _key("label"),
    *(_key(name, nullable=True) for name in ("key", "ref", "party")),
    _integer("amount", nullable=True),
    _key("state", nullable=True),
    *(_key(name) for name in ("first_at", "at", "fact")),
    _integer("seq"),
)

command = Table("command", metadata, _key("id", primary_key=True), *_written(), _key("kind"), _key("request"), _key("response"))

account = Table("account", metadata, _key("id", primary_key=True), *_of_command(), *_written(), _key("code"), _key("constraint_kind"))

balance = Table(
    "balance",
    metadata,
    _key("account", ForeignKey("account.id"), primary_key=True),
    _key("constraint_kind"),
    _integer("debits_pending"),
    _integer("debits_posted"),
    _integer("credits_pending"),
    _integer("credits_posted"),
    CheckConstraint("debits_pending BETWEEN 0 AND 9007199254740991", name="debits_pending_in_range"),
    CheckConstraint("debits_posted BETWEEN 0 AND 9007199254740991", name="debits_posted_in_range"),
    CheckConstraint("credits_pending BETWEEN 0 AND 9007199254740991", name="credits_pending_in_range"),
    CheckConstraint("credits_posted BETWEEN 0 AND 9007199254740991", name="credits_posted_in_range"),
    CheckConstraint(
        "constraint_kind <> 'debits_within_credits' OR debits_pending + debits_posted <= credits_posted", name="debits_within_credits"
    ),
    CheckConstraint(
        "constraint_kind <> 'credits_within_debits' OR credits_pending + credits_posted <= debits_posted", name="credits_within_debits"
    ),
)

transfer = Table(
    "transfer",
    metadata,
    _key("id", primary_key=True),
    *_of_command(),
    *_written(),
    _key("kind"),
    _key("debit", ForeignKey("account.id")),
    _key("credit", ForeignKey("account.id")),
    _integer("amount"),
    _key("pending_id", ForeignKey("transfer.id"), nullable=True),
    _key("expires_at", nullable=True),
    _key("code"),
    _key("reference"),
    CheckConstraint("amount BETWEEN 1 AND 9007199254740991", name="amount_in_range"),
    CheckConstraint("debit <> credit", name="two_accounts"),
    Index("transfer_resolves_once", "pending_id", unique=True),
)

series = Table("series", metadata, Column("sid", Integer, primary_key=True), _key("name", unique=True))

block = Table(
    "block",
    metadata,
    _key("id", primary_key=True),
    *_of_command(),
    *_written(),
    _key("series", ForeignKey("series.name")),
    _integer("start_at"),
    _integer("end_at"),
    _integer("amount_per_unit"),
    _key("parent", ForeignKey("block.id"), nullable=True),
    _key("root"),
    _key("details"),
    CheckConstraint("start_at >= 0 AND start_at < end_at", name="range_not_empty"),
)

block_state = Table(
    "block_state",
    metadata,
    _key("block", ForeignKey("block.id"), primary_key=True),
    Column("sid", Integer, ForeignKey("series.sid"), nullable=False),
    _integer("start_at"),
    _integer("end_at"),
    _key("state"),
    CheckConstraint("state IN ('held', 'reserved', 'retired', 'split', 'withdrawn')", name="block_state_known"),
    Index("block_state_by_range", "sid", "start_at"),
)

event = Table("event", metadata, *_of_command(primary_key=True), *_written(), _key("kind"), _key("subject"), _key("state"), _key("body"))

allocation = Table(
    "allocation",
    metadata,
    *_of_command(primary_key=True),
    *_written(),
    _key("certificate"),
    _key("manufacturer"),
    _key("serial"),
    _key("claim_scope"),
    _key("retirement"),
    _integer("amount"),
    CheckConstraint("amount BETWEEN 1 AND 9007199254740991", name="allocation_in_range"),
)

retirement_state = Table(
    "retirement_state",
    metadata,
    _key("id", primary_key=True),
    _key("organisation"),
    _key("order_ref"),
    _key("block", ForeignKey("block.id")),
    _key("series"),
    _key("state"),
    _key("expires_at"),
    _key("reference", nullable=True),
    _key("maker", nullable=True),
    _key("checker", nullable=True),
    _key("body"),
    CheckConstraint("maker <> checker", name="four_eyes"),
    UniqueConstraint("series", "reference", name="registry_reference_once"),
    CheckConstraint("(state = 'confirmed') = (reference IS NOT NULL)", name="confirmed_by_reference"),
)

certificate_state = Table(
    "certificate_state",
    metadata,
    _key("number", primary_key=True),
    _key("organisation"),
    _integer("devices"),
    _integer("amount"),
    _key("state"),
    _key("successor", nullable=True),
)

device_claim = Table(
    "device_claim",
    metadata,
    _key("command", ForeignKey("command.id"), primary_key=True),
    _key("manufacturer_key", primary_key=True),
    _key("serial_key", primary_key=True),
    _key("claim_scope", primary_key=True),
    _key("organisation"),
    _key("manufacturer"),
    _key("serial"),
    _key("certificate"),
    _integer("amount"),
    _key("state"),
    CheckConstraint("state IN ('live', 'revoked')", name="claim_state_known"),
    Index(
        "device_claimed_once",
        "manufacturer_key",
        "claim_scope",
        "serial_key",
        unique=True,
        sqlite_where=text("state = 'live'"),
        postgresql_where=text("state = 'live'"),
    ),
    Index("claims_of_certificate", "certificate", "serial_key"),
)

#: Rows that a command leaves, in the order in which its digest reads them.
COMMAND_ROWS = (account, transfer, block, event, allocation)

#: Tables whose rows are never changed nor removed.
APPEND_ONLY = (fact, command, chain, *COMMAND_ROWS)
