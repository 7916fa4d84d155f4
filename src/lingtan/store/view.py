"""The ledger's View over SQL: what a decision reads is locked until its transaction ends.

The locks come in one order, so that they can't form a ring: the organisation's chain head, then the accounts of free transfers by id
(`lock_accounts`), then the accounts of the credit flow, which only their own organisation's commands touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, and_, select

from lingtan.database import stamp
from lingtan.ledger import Account, Block, BlockState, Certificate, Claim, Retirement, RetirementState, Transfer, device_key
from lingtan.store.records import account_of, block_of, certificate_of, claim_of, retirement_of, transfer_of
from lingtan.store.tables import account, balance, block, block_state, certificate_state, device_claim, retirement_state, series, transfer

__all__ = ["ACCOUNTS", "BLOCKS", "SqlView"]

_CHUNK = 5_000

#: Accounts with their sums, and blocks with their states.
ACCOUNTS: Select[tuple[object, ...]] = select(
    account, *(column for column in balance.columns if column.name not in ("account", "constraint_kind"))
).join_from(account, balance)
BLOCKS: Select[tuple[object, ...]] = select(block, block_state.c.state).join_from(block, block_state)

_LEAVES = [state.value for state in BlockState if state.is_leaf]


class SqlView:
    """See `lingtan.ledger.View`."""

    def __init__(self, connection: Connection, *, locking: bool) -> None:
        self._connection = connection
        self._locking = locking

    def lock_accounts(self, names: Iterable[str]) -> None:
        """Locks these accounts' balances in the order of their ids."""
        query = select(balance.c.account).where(balance.c.account.in_(sorted(set(names)))).order_by(balance.c.account)
        self._connection.execute(query.with_for_update()).all()

    def account(self, name: str) -> Account | None:
        """See View."""
        query = ACCOUNTS.where(account.c.id == name)
        row = self._connection.execute(query.with_for_update(of=balance) if self._locking else query).mappings().first()
        return account_of(row) if row else None

    def transfer(self, identifier: str) -> Transfer | None:
        """See View."""
        row = self._connection.execute(select(transfer).where(transfer.c.id == identifier)).mappings().first()
        return transfer_of(row) if row else None

    def resolution(self, pending_id: str) -> Transfer | None:
        """See View."""
        row = self._connection.execute(select(transfer).where(transfer.c.pending_id == pending_id)).mappings().first()
        return transfer_of(row) if row else None

    def block(self, identifier: str) -> Block | None:
        """See View."""
        row = self._connection.execute(BLOCKS.where(block.c.id == identifier)).mappings().first()
        return block_of(row) if row else None

    def overlapping(self, series_name: str, start: int, end: int) -> Sequence[Block]:
        """See View."""
        query = (
            BLOCKS.join(series, series.c.sid == block_state.c.sid)
            .where(series.c.name == series_name, block_state.c.state.in_(_LEAVES))
            .where(block_state.c.start_at < end, block_state.c.end_at > start)
            .order_by(block_state.c.start_at)
        )
        return [block_of(row) for row in self._connection.execute(query).mappings()]

    def retirement(self, identifier: str) -> Retirement | None:
        """See View."""
        row = self._connection.execute(select(retirement_state).where(retirement_state.c.id == identifier)).mappings().first()
        return retirement_of(row) if row else None

    def due(self, organisation: str, at: datetime) -> Sequence[Retirement]:
        """See View."""
        waiting = and_(retirement_state.c.organisation == organisation, retirement_state.c.state == RetirementState.RESERVED.value)
        query = select(retirement_state).where(waiting, retirement_state.c.expires_at <= stamp(at)).order_by(retirement_state.c.id)
        return [retirement_of(row) for row in self._connection.execute(query).mappings()]

    def reference_holder(self, series_name: str, reference: str) -> str | None:
        """See View."""
        query = select(retirement_state.c.id).where(retirement_state.c.series == series_name, retirement_state.c.reference == reference)
        return self._connection.execute(query).scalar_one_or_none()

    def live_claims(self, manufacturer: str, claim_scope: str, serials: Sequence[str]) -> Mapping[str, Claim]:
        """See View."""
        keys = [device_key(serial) for serial in serials]
        scope = and_(
            device_claim.c.manufacturer_key == device_key(manufacturer),
            device_claim.c.claim_scope == claim_scope,
            device_claim.c.state == "live",
        )
        found: dict[str, Claim] = {}
        for first in range(0, len(keys), _CHUNK):
            query = select(device_claim).where(scope, device_claim.c.serial_key.in_(keys[first : first + _CHUNK]))
            found |= {row["serial_key"]: claim_of(row) for row in self._connection.execute(query).mappings()}
        return found

    def certificate(self, number: str) -> Certificate | None:
        """See View."""
        row = self._connection.execute(select(certificate_state).where(certificate_state.c.number == number)).mappings().first()
        return certificate_of(row) if row else None
