"""Identity 6: the embedded verification statement holds, is somebody else's, and is about this very footprint."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lingtan_verify.identities import SIGNING_LAG_DAYS
from lingtan_verify.names import mentions, party_core
from lingtan_verify.proof import check_proof
from lingtan_verify.reason import Reason, Reasons
from lingtan_verify.strict_json import digest
from lingtan_verify.trust import Trust

__all__ = ["check_statement", "check_work", "check_years"]

_PLACE = "evidence[0]"
#: A statement holds for five years at most, as the house's own engagements do. [days] [a]
LONGEST_DAYS = 5 * 366


def check_statement(document: dict[str, Any], trust: Trust) -> Reasons:
    """Signature and role of the certifier, independence, time in force, and that both documents say the same."""
    statement, subject = document["evidence"][0], document["credentialSubject"]
    body = statement["credentialSubject"]
    yield from check_proof(statement, _PLACE)
    yield from trust.check("certifiers", statement, _PLACE)
    yield from _independent(document, statement)
    if subject["statement"] != {"number": body["number"], "digest": digest(statement)}:
        yield Reason("STATEMENT_DIGEST", "statement.digest")
    yield from _same(subject, body)
    yield from _in_force(document, statement)
    yield from check_work(body, _PLACE)
    if (body["synthetic"] or trust.body["synthetic"]) and not subject["synthetic"]:
        yield Reason("SYNTHETIC_NOT_LABELLED", "synthetic")


def check_work(body: dict[str, Any], place: str) -> Reasons:
    """Findings closed, but for minor ones that a qualification names, and no more looked at than there was."""
    still_open, minor = body["findings"]["raised"] - body["findings"]["closed"], body["findings"].get("openMinor", [])
    is_named = all(any(mentions(words, name) for words in body["qualifications"]) for name in minor)
    if not is_named or len(set(minor)) != still_open:
        yield Reason("FINDINGS_OPEN", f"{place}.findings", {"open": still_open})
    if body["sample"]["drawn"] > body["sample"]["population"]:
        yield Reason("SAMPLE", f"{place}.sample")


def check_years(statement: dict[str, Any], place: str) -> Reasons:
    """No longer than five years; competence and accreditation reach to the signature, whatever date the statement bears."""
    body = statement["credentialSubject"]
    signed_last = max(statement["validFrom"][:10], statement["proof"]["created"][:10])
    if _days(statement["validFrom"], statement["validUntil"]) > LONGEST_DAYS:
        yield Reason("STATEMENT_TOO_LONG", f"{place}.validUntil", {"from": statement["validFrom"], "until": statement["validUntil"]})
    # ISO days sort as text.
    if body["signer"]["competenceValidUntil"] < signed_last:
        yield Reason("COMPETENCE_EXPIRED", f"{place}.signer", {"until": body["signer"]["competenceValidUntil"]})
    if body["accreditation"] is not None and body["accreditation"]["validUntil"] < signed_last:
        yield Reason("ACCREDITATION_EXPIRED", f"{place}.accreditation", {"until": body["accreditation"]["validUntil"]})


def _independent(document: dict[str, Any], statement: dict[str, Any]) -> Reasons:
    """Neither who issues, nor who made the devices, nor who holds or pays for the claim may verify."""
    certifier, subject = statement["issuer"], document["credentialSubject"]
    parties = [document["issuer"]["name"], subject["product"]["manufacturer"], subject["holder"]["name"]]
    parties += [subject["payer"]["name"]] if subject["payer"] is not None else []
    if certifier["id"] == document["issuer"]["id"] or party_core(certifier["name"]) in {party_core(name) for name in parties}:
        yield Reason("SELF_VERIFICATION", f"{_PLACE}.issuer", {"name": certifier["name"]})


def _same(subject: dict[str, Any], body: dict[str, Any]) -> Reasons:
    footprint, product = subject["footprint"], subject["product"]
    pairs = {
        "studyDigest": footprint["studyDigest"],
        "meanMg": footprint["meanMg"],
        "stagesMg": footprint["stagesMg"],
        "gwpSet": footprint["gwpSet"],
        "methodVersion": subject["methodVersion"],
        "subject": product["model"],
        "configuration": product["configuration"],
        "configurationDigest": product["configurationDigest"],
        "serviceYears": product["serviceYears"],
        "placeOfUse": product["placeOfUse"],
    }
    for name, claimed in pairs.items():
        if body[name] != claimed:
            yield Reason("STATEMENT_DIFFERS", f"{_PLACE}.{name}", {"member": name})


def _in_force(document: dict[str, Any], statement: dict[str, Any]) -> Reasons:
    signed_on = statement["validFrom"][:10]
    created = statement["proof"]["created"]
    if date.fromisoformat(created[:10]) - date.fromisoformat(signed_on) > timedelta(days=SIGNING_LAG_DAYS):
        yield Reason("BACK_DATED", f"{_PLACE}.validFrom", {"valid_from": statement["validFrom"], "created": created})
    if not statement["validFrom"] <= document["validFrom"] < statement["validUntil"]:
        yield Reason("STATEMENT_NOT_IN_FORCE", f"{_PLACE}.validUntil", {"from": statement["validFrom"], "until": statement["validUntil"]})
    if created > document["proof"]["created"]:
        yield Reason("STATEMENT_SIGNED_LATER", f"{_PLACE}.proof.created")
    yield from check_years(statement, _PLACE)
    for index, line in enumerate(document["credentialSubject"]["credits"]):
        if line["retiredOn"] < signed_on:
            yield Reason("RETIRED_BEFORE_STATEMENT", f"credits[{index}].retiredOn", {"retired": line["retiredOn"], "statement": signed_on})


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
