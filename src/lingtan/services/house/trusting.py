"""Whom a house trusts: its own key as issuer, and the certifiers whose statements it accepts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from lingtan.attest import TrustedKey, TrustList
from lingtan.errors import InputError
from lingtan.files import write_atomic
from lingtan.services.house.trust_list import Trusted, trusted
from lingtan.services.house.workspace import Workspace

__all__ = ["accept_certifier", "drop_certifier"]


def accept_certifier(own: Workspace, houses: tuple[Workspace, ...], name: str, *, at: datetime) -> Trusted:
    """Accept a house of this server as certifier from now on; one that was dropped counts again, the time between included.

    Raises InputError `ORGANISATION_UNKNOWN`, AttestError `BAD_TRUST_LIST`.
    """
    found = [one for one in houses if one.profile.organisation == name and one.key.did != own.key.did]
    if not found:
        raise InputError("ORGANISATION_UNKNOWN", place=name)
    listed, did = own.trust(), found[0].key.did
    earlier = next((one for one in listed.certifiers if one.key == did), TrustedKey(key=did, name=name, valid_from=at))
    key = replace(earlier, valid_until=None)
    issuers = listed.issuers or (TrustedKey(key=own.key.did, name=own.profile.organisation, valid_from=at),)
    kept = tuple(one for one in listed.certifiers if one.key != did)
    _write(own, TrustList(issuers=issuers, certifiers=(*kept, key), synthetic=own.profile.synthetic))
    return trusted(key, "certifier", at)


def drop_certifier(own: Workspace, key: str, *, at: datetime) -> Trusted:
    """Accept a certifier's signatures no longer, from now on; earlier ones still count. Raises InputError `ORGANISATION_UNKNOWN`."""
    listed = own.trust()
    found = next((one for one in listed.certifiers if one.key == key and trusted(one, "certifier", at).is_accepted), None)
    if found is None:
        raise InputError("ORGANISATION_UNKNOWN", place=key)
    kept = [one for one in listed.certifiers if one.key != key]
    if found.valid_from >= at:
        # It was accepted in this very second: nothing that it signed could still count.
        _write(own, replace(listed, certifiers=tuple(kept)))
        return replace(trusted(found, "certifier", at), is_accepted=False, until=at)
    ended = replace(found, valid_until=at)
    _write(own, replace(listed, certifiers=(*kept, ended)))
    return trusted(ended, "certifier", at)


def _write(own: Workspace, listed: TrustList) -> None:
    write_atomic(own.home / "trust.json", (json.dumps(listed.to_json(), ensure_ascii=False, indent=2) + "\n").encode())
