"""Whom a house trusts: its own key as issuer, and the certifiers whose statements it accepts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from lingtan.attest import TrustedKey, TrustList
from lingtan.errors import InputError
from lingtan.files import write_atomic
from lingtan.services.house.workspace import Workspace

__all__ = ["TrustView", "Trusted", "accept_certifier", "drop_certifier", "trust_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A key with its holder; `role` is issuer or certifier, `is_accepted` whether it stands in the trust list."""

    name: str
    key: str
    role: str
    is_accepted: bool
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustView:
    """The house's own key and address, the keys it trusts, and the other houses of this server."""

    own_key: str
    verify_base: str
    rows: tuple[Trusted, ...]
    others: tuple[str, ...]


def trust_view(own: Workspace, houses: tuple[Workspace, ...]) -> TrustView:
    """The trust list beside the houses that this server knows."""
    listed = own.trust()
    rows = [Trusted(name=k.name, key=k.key, role="issuer", is_accepted=True, since=k.valid_from) for k in listed.issuers]
    rows += [Trusted(name=k.name, key=k.key, role="certifier", is_accepted=True, since=k.valid_from) for k in listed.certifiers]
    known = {row.key for row in rows} | {own.key.did}
    others = tuple(one.profile.organisation for one in houses if one.key.did not in known)
    return TrustView(own_key=own.key.did, verify_base=own.profile.verify_base, rows=tuple(rows), others=others)


def accept_certifier(own: Workspace, houses: tuple[Workspace, ...], name: str, *, at: datetime) -> Trusted:
    """Accept a house of this server as certifier from now on. Raises InputError `ORGANISATION_UNKNOWN`, AttestError `BAD_TRUST_LIST`."""
    found = [one for one in houses if one.profile.organisation == name and one.key.did != own.key.did]
    if not found:
        raise InputError("ORGANISATION_UNKNOWN", place=name)
    key = TrustedKey(key=found[0].key.did, name=name, valid_from=at)
    listed = own.trust()
    issuers = listed.issuers or (TrustedKey(key=own.key.did, name=own.profile.organisation, valid_from=at),)
    kept = tuple(one for one in listed.certifiers if one.key != key.key)
    _write(own, TrustList(issuers=issuers, certifiers=(*kept, key), synthetic=own.profile.synthetic))
    return Trusted(name=name, key=key.key, role="certifier", is_accepted=True, since=at)


def drop_certifier(own: Workspace, key: str, *, at: datetime) -> Trusted:
    """Accept a certifier's signatures no longer, from now on; earlier ones still count. Raises InputError `ORGANISATION_UNKNOWN`."""
    listed = own.trust()
    found = [one for one in listed.certifiers if one.key == key]
    if not found:
        raise InputError("ORGANISATION_UNKNOWN", place=key)
    ended = tuple(replace(one, valid_until=at) if one.key == key else one for one in listed.certifiers)
    _write(own, replace(listed, certifiers=ended))
    return Trusted(name=found[0].name, key=key, role="certifier", is_accepted=False, since=at)


def _write(own: Workspace, listed: TrustList) -> None:
    write_atomic(own.home / "trust.json", (json.dumps(listed.to_json(), ensure_ascii=False, indent=2) + "\n").encode())
