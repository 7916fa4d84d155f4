"""The trust list of a house as its admins see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.attest import TrustedKey
from lingtan.services.house.workspace import Workspace

__all__ = ["TrustView", "Trusted", "trust_view", "trusted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A key with its holder; `role` is issuer or certifier. `is_accepted`: what it signs now counts; `since` and `until` when it does."""

    name: str
    key: str
    role: str
    is_accepted: bool
    since: datetime
    until: datetime | None

    @property
    def state(self) -> str:
        """Whether it is accepted, as a word."""
        return "accepted" if self.is_accepted else "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustView:
    """The house's own key and address, the keys it trusts, and the other houses of this server."""

    own_key: str
    verify_base: str
    rows: tuple[Trusted, ...]
    others: tuple[str, ...]


def trust_view(own: Workspace, houses: tuple[Workspace, ...], *, at: datetime) -> TrustView:
    """The trust list beside the houses that this server knows and that are not accepted at this moment."""
    listed = own.trust()
    rows = [*(trusted(key, "issuer", at) for key in listed.issuers), *(trusted(key, "certifier", at) for key in listed.certifiers)]
    known = {row.key for row in rows if row.is_accepted or row.role == "issuer"} | {own.key.did}
    others = tuple(one.profile.organisation for one in houses if one.key.did not in known)
    return TrustView(own_key=own.key.did, verify_base=own.profile.verify_base, rows=tuple(rows), others=others)


def trusted(key: TrustedKey, role: str, at: datetime) -> Trusted:
    """An entry of the list, as it stands at a moment."""
    ends = [end for end in (key.valid_until, key.revoked_from) if end is not None]
    until = min(ends) if ends else None
    accepted = key.valid_from <= at and (until is None or at < until)
    return Trusted(name=key.name, key=key.key, role=role, is_accepted=accepted, since=key.valid_from, until=until)
