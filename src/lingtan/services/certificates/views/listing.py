"""Certificates page by page: what they are of, for whom, and whether they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import InputError
from lingtan.ledger import CertificateState
from lingtan.services.certificates.views.visible import Sight
from lingtan.store import CertificateLine

__all__ = ["CertificateRow", "CertificatesView", "certificates_view", "standing_of"]

_STATES = {"valid": CertificateState.LIVE, "replaced": CertificateState.REPLACED, "revoked": CertificateState.REVOKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """One edition of a certificate. Allocated [g CO2e]."""

    number: str
    model: str
    order: str
    holder_id: str
    devices: int
    allocated_g: int
    state: str
    successor: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesView:
    """One page of certificates, newest first."""

    certificates: tuple[CertificateRow, ...]
    search: str
    state: str
    total: int
    page: int
    per_page: int
    as_holder: bool
    synthetic: bool


def certificates_view(sight: Sight, *, search: str = "", state: str = "", page: int = 1, per_page: int = 50) -> CertificatesView:
    """The certificates in sight; `search` looks in number, order, model and holder's identifier. Raises InputError `STATE_FILTER`."""
    if state and state not in _STATES:
        raise InputError("STATE_FILTER", place="state", got=state, known=", ".join(_STATES))
    wanted = _STATES[state].value if state else None
    with sight.workspace.store() as store:
        found = store.ledger.certificate_page(
            organisation=sight.organisation, party=sight.holder, state=wanted, search=search.strip(),
            offset=(page - 1) * per_page, limit=per_page,
        )  # fmt: skip
    return CertificatesView(
        certificates=tuple(_row(line) for line in found.rows), search=search, state=state, total=found.total, page=page, per_page=per_page,
        as_holder=sight.as_holder, synthetic=sight.workspace.profile.synthetic,
    )  # fmt: skip


def standing_of(state: CertificateState) -> str:
    """The ledger's state in the words of the status list: valid, replaced or revoked."""
    return next(name for name, one in _STATES.items() if one is state)


def _row(line: CertificateLine) -> CertificateRow:
    entry, known = line.entry, line.certificate
    return CertificateRow(
        number=known.number, model=entry.label, order=entry.key or "", holder_id=entry.party or "", devices=known.devices,
        allocated_g=known.amount, state=standing_of(known.state), successor=known.successor or "", issued_at=entry.first_at,
    )  # fmt: skip
