"""Who may enter an engagement at all: before anything is said about it, one's side of it is asked."""

from __future__ import annotations

from lingtan.errors import AssuranceError
from lingtan.services.assure.engagement import engagement_of, events_of
from lingtan.services.assure.parties import Side, side_of
from lingtan.services.assure.request import request_of
from lingtan.store import Store

__all__ = ["admitted"]


def admitted(store: Store, engagement: str, *, organisation: str) -> Side:
    """The organisation's side of an engagement or of the request for one. Raises AssuranceError `ENGAGEMENT_UNKNOWN` for a stranger."""
    if events_of(store, engagement):
        state = engagement_of(store, engagement)
        return side_of(organisation, client=state.client, certifier=state.certifier, place=engagement)
    request = request_of(store, engagement)
    if request is None:
        raise AssuranceError("ENGAGEMENT_UNKNOWN", place=engagement)
    return side_of(organisation, client=request.client, certifier=request.certifier, place=engagement)
