"""What may be asked of the ledger. Each command carries a client-made id; who asks, and when, is the `Authorship` beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from lingtan.ledger.accounts import Constraint
from lingtan.ledger.allocations import Share
from lingtan.ledger.amounts import CO2E_CREDIT, GRAMS_PER_TONNE
from lingtan.ledger.retirements import Beneficiary
from lingtan.ledger.transfers import Transfer

__all__ = [
    "Allocate",
    "Command",
    "Confirm",
    "Expire",
    "ImportBlock",
    "Instruct",
    "OpenAccount",
    "PostTransfers",
    "Release",
    "ReplaceCertificate",
    "Reserve",
    "RevokeCertificate",
    "SplitBlock",
    "WithdrawBlock",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount:
    """Open an account of one's own organisation."""

    id: str
    account: str
    asset: str
    unit: str
    code: str
    constraint: Constraint = Constraint.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTransfers:
    """Run a linked chain of transfers: all or none."""

    id: str
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBlock:
    """Take units [start, end) of a series into the holding account.

    `amount_per_unit` is in `unit`; `details` is the JSON that a certificate line prints.
    """

    id: str
    series: str
    start: int
    end: int
    asset: str = CO2E_CREDIT
    unit: str = "g"
    amount_per_unit: int = GRAMS_PER_TONNE
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitBlock:
    """Cut a held block at these serial numbers."""

    id: str
    block: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBlock:
    """Undo the import of a held block by an opposite transfer; the range may then be imported anew. Maker and checker differ."""

    id: str
    block: str
    reason: str
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Reserve whole units worth at least `amount` [unit] from the listed blocks, in that order, for one beneficiary until `expires_at`."""

    id: str
    order: str
    beneficiary: Beneficiary
    amount: int
    blocks: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruct:
    """The registry was told to retire these; from now on they do not expire by themselves."""

    id: str
    retirements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The registry confirmed. `maker` prepared the entry from the document; the actor of the command checked it."""

    id: str
    retirement: str
    reference: str
    retired_on: date
    beneficiary_text: str
    evidence_digest: str
    maker: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Give reserved or instructed units back to the holding."""

    id: str
    retirements: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expire:
    """Release every reserved, not instructed unit of the organisation whose time has run out."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocate:
    """Allocate confirmed pools, in that order, to devices under a new certificate."""

    id: str
    certificate: str
    manufacturer: str
    claim_scope: str
    beneficiary: Beneficiary
    retirements: tuple[str, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceCertificate:
    """Put `new` in the place of `old`: its live claims follow, no amount moves."""

    id: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCertificate:
    """End a certificate. Its devices may be claimed anew with other credits; what it drew stays spent."""

    id: str
    certificate: str
    reason: str


Command: TypeAlias = (
    OpenAccount
    | PostTransfers
    | ImportBlock
    | SplitBlock
    | WithdrawBlock
    | Reserve
    | Instruct
    | Confirm
    | Release
    | Expire
    | Allocate
    | ReplaceCertificate
    | RevokeCertificate
)
