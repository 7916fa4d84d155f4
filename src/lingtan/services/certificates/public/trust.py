"""The trust lists of the house's organisations as one, for visitors of its public page."""

from __future__ import annotations

from collections.abc import Sequence

from lingtan.attest import TrustedKey, TrustList
from lingtan.evidence import canonical_bytes
from lingtan.services.house.workspace import Workspace

__all__ = ["house_trust"]


def house_trust(workspaces: Sequence[Workspace]) -> bytes:
    """Every key that one of them vouches for, once; the RFC 8785 bytes of `trust.json`. Raises AttestError for a key in both roles."""
    lists = [workspace.trust() for workspace in workspaces]
    whole = TrustList(
        issuers=_once([key for one in lists for key in one.issuers]),
        certifiers=_once([key for one in lists for key in one.certifiers]),
        synthetic=any(one.synthetic for one in lists),
    )
    return canonical_bytes(whole.to_json())


def _once(keys: Sequence[TrustedKey]) -> tuple[TrustedKey, ...]:
    """Each key as first vouched for, by key; one that is revoked anywhere counts as revoked."""
    found: dict[str, TrustedKey] = {}
    for key in keys:
        if key.key not in found or (key.revoked_from is not None and found[key.key].revoked_from is None):
            found[key.key] = key
    return tuple(found[name] for name in sorted(found))
