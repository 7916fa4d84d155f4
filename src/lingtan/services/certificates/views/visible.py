"""Which certificates somebody may read: those of the own organisation, or for a customer those it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingtan.errors import StoreError
from lingtan.evidence import Fact
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.store import Entry, Store

__all__ = ["Sight", "is_visible", "visible_certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who looks: `as_holder` sees what names its identifier as holder, whoever issued it; others see what their organisation issued."""

    workspace: Workspace
    as_holder: bool = False

    @property
    def organisation(self) -> str | None:
        """The issuer that lists are limited to."""
        return None if self.as_holder else self.workspace.profile.organisation

    @property
    def holder(self) -> str | None:
        """The holder's identifier that lists are limited to."""
        return self.workspace.profile.identifier if self.as_holder else None


def visible_certificate(store: Store, sight: Sight, number: str) -> tuple[Fact, dict[str, Any]]:
    """The certificate's record, and its document. Raises StoreError `CERTIFICATE_NOT_ISSUED`, also for one that is not theirs to see."""
    entry = _entry(store, sight, number)
    if entry is None:
        raise StoreError("CERTIFICATE_NOT_ISSUED", place=number)
    fact = store.fact(entry.fact)
    return fact, dict(body_of(fact))


def is_visible(store: Store, sight: Sight, number: str) -> bool:
    """Whether the certificate is theirs to see."""
    return _entry(store, sight, number) is not None


def _entry(store: Store, sight: Sight, number: str) -> Entry | None:
    found = store.catalogue("certificate", organisation=sight.organisation, party=sight.holder, prefix=number, order="label", limit=200)
    return next((one for one in found.rows if one.subject == number), None)
