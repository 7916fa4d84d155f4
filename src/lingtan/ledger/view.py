"""What a decision may read: the records it concerns, as they stand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lingtan.ledger.accounts import Account
    from lingtan.ledger.allocations import Certificate, Claim
    from lingtan.ledger.ranges import Block
    from lingtan.ledger.retirements import Retirement
    from lingtan.ledger.transfers import Transfer

__all__ = ["View"]


class View(Protocol):
    """A consistent reading of the books. The store answers from locked rows, `Books` from memory."""

    def account(self, name: str) -> Account | None:
        """The account with its sums."""

    def transfer(self, identifier: str) -> Transfer | None:
        """The recorded transfer."""

    def resolution(self, pending_id: str) -> Transfer | None:
        """The transfer that resolved the pending one."""

    def block(self, identifier: str) -> Block | None:
        """The block with its state."""

    def overlapping(self, series: str, start: int, end: int) -> Sequence[Block]:
        """Blocks of the series that hold a unit of [start, end), by start."""

    def retirement(self, identifier: str) -> Retirement | None:
        """The retirement as it stands."""

    def due(self, organisation: str, at: datetime) -> Sequence[Retirement]:
        """The organisation's reserved retirements whose time ran out at or before `at`, by id."""

    def reference_holder(self, series: str, reference: str) -> str | None:
        """The confirmed retirement that names this registry reference in this series."""

    def live_claims(self, manufacturer: str, claim_scope: str, serials: Sequence[str]) -> Mapping[str, Claim]:
        """Live claims in the scope by device key, of any organisation."""

    def certificate(self, number: str) -> Certificate | None:
        """The certificate's standing."""
