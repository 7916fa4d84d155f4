"""Grams of retired credits to single devices: who holds which claim, under which certificate, from which pool."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import LedgerError
from lingtan.ledger.amounts import check_amount, check_text

__all__ = ["Allocation", "Certificate", "CertificateState", "Claim", "ClaimState", "Share", "check_shares", "device_key", "spread"]


class CertificateState(StrEnum):
    """Whether a certificate stands."""

    LIVE = "live"
    REPLACED = "replaced"
    REVOKED = "revoked"


class ClaimState(StrEnum):
    """Whether a device is spoken for in its scope."""

    LIVE = "live"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one device is allocated. [unit of the asset; g CO2e for credits]."""

    serial: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """One device's draw on one pool. Immutable; the certificate is the one it was first made for."""

    command: str
    ordinal: int
    certificate: str
    manufacturer: str
    serial: str
    claim_scope: str
    retirement: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The standing of one device in one scope: unique while live. `certificate` follows replacements."""

    command: str
    organisation: str
    manufacturer: str
    serial: str
    claim_scope: str
    certificate: str
    amount: int
    state: ClaimState = ClaimState.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The ledger's view of a certificate: how many devices and how much it stands for. [unit of the asset]."""

    number: str
    organisation: str
    devices: int
    amount: int
    state: CertificateState = CertificateState.LIVE
    successor: str | None = None


def device_key(text: str) -> str:
    """A manufacturer or serial as compared: folded by width and case, without blanks; `pf-0001 a` is `PF0001A`.

    Labels, invoices and asset lists write one serial with and without a mark between its letters and its figures. Between two figures or
    two letters a mark tells devices apart (`S-2-10` is not `S-21-0`), and only its kind is folded. A text of marks alone stays as it is.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    marked = re.sub(r"[\W_]+", "-", plain).strip("-")
    return re.sub(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])", "", marked) or plain


def check_shares(shares: Sequence[Share]) -> None:
    """Refuses an empty list, an amount out of range (`AMOUNT_RANGE`) and a serial that stands twice (`SERIAL_TWICE`)."""
    if not shares:
        raise LedgerError("NOTHING_TO_ALLOCATE")
    seen: set[str] = set()
    for row, share in enumerate(shares):
        key = device_key(check_text(share.serial, place=f"shares[{row}]"))
        check_amount(share.amount, place=f"shares[{row}] {share.serial}")
        if key in seen:
            raise LedgerError("SERIAL_TWICE", place=f"shares[{row}]", serial=share.serial)
        seen.add(key)


def spread(shares: Sequence[Share], pools: Sequence[tuple[str, int]]) -> list[tuple[Share, str, int]]:
    """Each device's parts, (share, pool, amount), drawing the pools down in the given order; the last may keep a remainder.

    Raises LedgerError `POOL_EXHAUSTED` when the pools hold less than the devices need.
    """
    needed, available = sum(share.amount for share in shares), sum(amount for _, amount in pools)
    if needed > available:
        raise LedgerError("POOL_EXHAUSTED", needed=needed, available=available)
    parts: list[tuple[Share, str, int]] = []
    sources = iter(pools)
    pool, left = next(sources)
    for share in shares:
        wanted = share.amount
        while wanted:
            if not left:
                pool, left = next(sources)
                continue
            taken = min(wanted, left)
            parts.append((share, pool, taken))
            wanted, left = wanted - taken, left - taken
    return parts
