"""What a decision comes to: rows to append, derived rows as they now stand, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lingtan.evidence import JSON
from lingtan.ledger.accounts import Account
from lingtan.ledger.allocations import Allocation, Certificate, Claim
from lingtan.ledger.answers import Answer
from lingtan.ledger.ranges import Block
from lingtan.ledger.retirements import Retirement
from lingtan.ledger.transfers import Transfer

__all__ = ["Changes", "Details"]

Details: TypeAlias = Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything one command changes. Nothing of it may be applied without the rest.

    Appended for ever: `opened`, `transfers`, `new_blocks` (with `details` of imported ones), `allocations`, and the states that
    `blocks`, `retirements` and `certificates` come into. Derived, as they now stand: `accounts`, `blocks`, `retirements`,
    `certificates`, `claims`. `claims_moved` are (old certificate, new certificate or None when revoked).
    `blocks` are in the order in which they must be written: a parent leaves its range before its children take it.
    """

    answer: Answer
    opened: tuple[Account, ...] = ()
    accounts: tuple[Account, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    new_blocks: frozenset[str] = frozenset()
    blocks: tuple[Block, ...] = ()
    details: Details = field(default_factory=dict)
    retirements: tuple[Retirement, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    claims: tuple[Claim, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    claims_moved: tuple[tuple[str, str | None], ...] = ()
