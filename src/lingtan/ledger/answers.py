"""What a command answers. The first answer is stored with its effect and given again to every repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from lingtan.ledger.allocations import CertificateState
from lingtan.ledger.retirements import RetirementState

__all__ = [
    "Allocated",
    "Answer",
    "CertificateMoved",
    "Draw",
    "Imported",
    "Opened",
    "Posted",
    "Reserved",
    "ReservedLine",
    "RetirementsMoved",
    "SplitUp",
    "Withdrawn",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The account is open."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The transfers are recorded."""

    transfers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The block is held; `amount` is in the asset's unit."""

    block: str
    series: str
    start: int
    end: int
    units: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitUp:
    """The parent is frozen; its children stand in its place, by start."""

    parent: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The block no longer holds anything."""

    block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedLine:
    """One range on its way to retirement; `amount` is in the asset's unit."""

    retirement: str
    block: str
    series: str
    start: int
    end: int
    units: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """What an order holds until `expires_at`; `amount` is in the asset's unit and at least what was asked."""

    order: str
    units: int
    amount: int
    lines: tuple[ReservedLine, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetirementsMoved:
    """These retirements are now in this state."""

    retirements: tuple[str, ...]
    state: RetirementState


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What an allocation took from one pool, and what the pool still holds. [unit of the asset]."""

    retirement: str
    amount: int
    remaining: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """The devices hold their amounts under the certificate. [unit of the asset]."""

    certificate: str
    devices: int
    amount: int
    draws: tuple[Draw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateMoved:
    """The certificate's new standing."""

    certificate: str
    state: CertificateState
    successor: str | None


Answer: TypeAlias = Opened | Posted | Imported | SplitUp | Withdrawn | Reserved | RetirementsMoved | Allocated | CertificateMoved
