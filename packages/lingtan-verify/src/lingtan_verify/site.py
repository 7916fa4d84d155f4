"""A statement on a site's assessment: signed by a trusted certifier that is not the site's own, in force, its clauses counted once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lingtan_verify import shapes
from lingtan_verify.identities import SIGNING_LAG_DAYS
from lingtan_verify.names import party_core
from lingtan_verify.proof import check_proof
from lingtan_verify.reason import Reason, Reasons
from lingtan_verify.statement import check_work, check_years
from lingtan_verify.status import check_statement_status
from lingtan_verify.trust import Trust

if TYPE_CHECKING:
    from lingtan_verify.verify import Request, Verdict

__all__ = ["is_site_statement", "verify_site"]

_PLACE = "statement"


def is_site_statement(document: Any) -> bool:
    """Whether a record says of itself that it is a statement on a site."""
    return isinstance(document, dict) and document.get("type") == ["VerifiableCredential", "LingtanSiteStatement"]


def verify_site(verdict: Verdict, document: dict[str, Any], request: Request) -> Verdict:
    """The verdict on a statement on a site, check by check."""
    if not verdict.run("shape", lambda: shapes.SITE_STATEMENT(document, _PLACE)):
        return verdict
    verdict.document = document
    status = request.status
    verdict.run("signature", lambda: check_proof(document, _PLACE))
    verdict.run("issuer", lambda: request.trust.check("certifiers", document, _PLACE))
    verdict.run("statement", lambda: _statement(document, request.trust))
    verdict.run("dates", lambda: _dates(document, request.now))
    if status is not None and verdict.run("status", lambda: check_statement_status(status, document, request.trust, request.now)):
        verdict.status = "valid"
    elif status is None:
        verdict.notes.append("NOTE_STATUS_NOT_CHECKED")
    if document["credentialSubject"]["synthetic"]:
        verdict.notes.append("NOTE_SYNTHETIC")
    return verdict


def _statement(document: dict[str, Any], trust: Trust) -> Reasons:
    """Independence, findings and sample, and every clause under one result."""
    body = document["credentialSubject"]
    if party_core(document["issuer"]["name"]) == party_core(body["organisation"]):
        yield Reason("SELF_VERIFICATION", f"{_PLACE}.issuer", {"name": document["issuer"]["name"]})
    clauses = [name for result in ("met", "notMet", "notAssessable") for name in body["clauses"][result]]
    if len(set(clauses)) != len(clauses):
        yield Reason("SITE_CLAUSES", "clauses", {"count": len(clauses), "different": len(set(clauses))})
    yield from check_work(body, _PLACE)
    if trust.body["synthetic"] and not body["synthetic"]:
        yield Reason("SYNTHETIC_NOT_LABELLED", "synthetic")


def _dates(document: dict[str, Any], now: str) -> Reasons:
    created, year = document["proof"]["created"], document["credentialSubject"]["year"]
    start, until = document["validFrom"], document["validUntil"]
    if start > now or created > now:
        yield Reason("NOT_YET_VALID", "validFrom", {"valid_from": start, "now": now})
    if not start <= now < until:
        yield Reason("STATEMENT_NOT_IN_FORCE", "validUntil", {"from": start, "until": until})
    if date.fromisoformat(created[:10]) - date.fromisoformat(start[:10]) > timedelta(days=SIGNING_LAG_DAYS):
        yield Reason("BACK_DATED", "validFrom", {"valid_from": start, "created": created})
    if year >= int(start[:4]):  # a year is measured when it is over
        yield Reason("DATA_YEAR", "year", {"year": year})
    yield from check_years(document, _PLACE)
