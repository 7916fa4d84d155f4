"""A request for verification: a client names the certifier that may open its study."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assurance import fold
from lingtan.errors import AssuranceError
from lingtan.evidence import from_plain
from lingtan.services.assure.engagement import events_of
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store, Transaction

__all__ = ["Preparer", "VerificationRequest", "pack_of", "request_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparer:
    """Somebody of the client who prepared the study: the login under which they submit and answer, and their name."""

    login: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRequest:
    """What is asked of whom: the study and its evidence pack by digest, the scope, who prepared it, and for whom it is.

    Of a site the study is its assessment and the pack its dossier; it has no `mean_mg`. [mg CO2e]
    """

    engagement: str
    client: str
    certifier: str
    scope: str
    study: str
    pack: str
    product: str
    configuration: str
    mean_mg: int | None
    prepared_by: tuple[Preparer, ...]
    beneficiaries: tuple[str, ...] = ()
    note: str = ""
    synthetic: bool = False


def request_of(store: Store | Transaction, engagement: str) -> VerificationRequest | None:
    """The request under this name, as its client recorded it; None for an engagement that was opened without one."""
    for fact in store.facts(kind="verification_request", subject=engagement):
        body = body_of(fact)
        if "request" in body:  # the certifier's own fact under this name says only that it took the request on
            request = from_plain(VerificationRequest, body["request"], place=engagement)
            if request.client == fact.by.organisation and request.engagement == engagement:
                return request
    return None


def pack_of(store: Store, engagement: str) -> str:
    """The digest of the pack that was handed in last, else of the one in the request. Raises AssuranceError `PACK_UNKNOWN`."""
    events, request = events_of(store, engagement), request_of(store, engagement)
    pack = (fold(events).pack_digest if events else "") or (request.pack if request else "")
    if not pack:
        raise AssuranceError("PACK_UNKNOWN", place=engagement)
    return pack
