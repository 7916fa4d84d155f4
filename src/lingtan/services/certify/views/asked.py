"""The verifications that were asked for a site, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.assure.engagement import engagement_of, events_of
from lingtan.services.assure.request import request_of
from lingtan.services.assure.views.standing import REQUESTED
from lingtan.services.certify.dossier import SiteDossier, dossiers
from lingtan.store import Store

__all__ = ["AskedFor", "asked_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """A verification of the site: its engagement, what it is for, the body, and where it stands."""

    engagement: str
    standard: str
    grade: str
    certifier: str
    state: str


def asked_for(store: Store, own: str, site: str) -> tuple[AskedFor, ...]:
    """The verifications of a site's dossiers, the latest first."""
    held: dict[str, SiteDossier] = {one.digest: one for one in dossiers(store, own) if one.site == site}
    found = []
    for entry in store.catalogue("verification_request", organisation=own, limit=200).rows:
        request = request_of(store, entry.subject)
        if request is not None and (dossier := held.get(request.pack)) is not None:
            state = engagement_of(store, entry.subject).state.value if events_of(store, entry.subject) else REQUESTED
            told = {"standard": dossier.standard, "grade": dossier.grade, "certifier": request.certifier, "state": state}
            found.append(AskedFor(engagement=entry.subject, **told))
    return tuple(found)
