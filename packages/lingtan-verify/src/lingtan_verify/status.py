"""The issuer's signed status list: what has become of the certificate and of the statement under it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lingtan_verify import shapes
from lingtan_verify.proof import check_proof
from lingtan_verify.reason import Reason, Reasons, RefusalError
from lingtan_verify.strict_json import load_canonical
from lingtan_verify.trust import Trust

__all__ = ["SAYING", "check_statement_status", "check_status", "is_old", "read_status", "state_of"]

_PLACE = "status"
#: A list older than this is said to be old. [days]
FRESH_DAYS = 31
#: Codes that a list which may be believed says of the certificate; any other code speaks against the list itself.
SAYING = frozenset({"REVOKED", "REPLACED", "STATEMENT_WITHDRAWN"})


def read_status(data: bytes) -> dict[str, Any]:
    """The status list of its bytes. Raises RefusalError for JSON or a shape that is not one."""
    status: dict[str, Any] = load_canonical(data, "status.json")
    for reason in shapes.STATUS(status, _PLACE):
        raise RefusalError("BAD_STATUS", reason.place, problem=reason.code)
    return status


def state_of(status: dict[str, Any], subject: dict[str, Any]) -> str:
    """`valid`, `replaced`, `revoked`, or `unknown` where the list does not know the certificate or says two things."""
    found = _certificates(status, subject)
    return str(found[0]["status"]) if len(found) == 1 else "unknown"


def is_old(as_of: str, now: str) -> bool:
    """Whether a list says little of today: what was revoked since is not in it."""
    return datetime.fromisoformat(now) - datetime.fromisoformat(as_of) > timedelta(days=FRESH_DAYS)


def _certificates(status: dict[str, Any], subject: dict[str, Any]) -> list[dict[str, Any]]:
    entries = status["credentialSubject"]["certificates"]
    return [entry for entry in entries if (entry["number"], entry["version"]) == (subject["number"], subject["version"])]


def check_status(status: dict[str, Any], document: dict[str, Any], trust: Trust, now: str) -> Reasons:
    """Whether the list is the issuer's own and current, and still calls certificate and statement valid."""
    subject = document["credentialSubject"]
    yield from _own_and_current(status, document, trust, now, role="issuers")
    found = _certificates(status, subject)
    if len(found) != 1:
        yield Reason("STATUS_UNKNOWN" if not found else "STATUS_CONTRADICTS", f"{_PLACE}.certificates", {"number": subject["number"]})
    elif found[0]["status"] == "revoked":
        yield Reason("REVOKED", f"{_PLACE}.certificates", {"since": found[0]["since"], "reason": found[0]["reason"] or "-"})
    elif found[0]["status"] == "replaced":
        yield Reason("REPLACED", f"{_PLACE}.certificates", {"by": found[0]["by"] or "-", "since": found[0]["since"]})
    yield from _statement(status, subject["statement"]["number"])


def check_statement_status(data: bytes, document: dict[str, Any], trust: Trust, now: str) -> Reasons:
    """Whether a list is the certifier's own and current, and still calls its statement valid."""
    status = read_status(data)
    yield from _own_and_current(status, document, trust, now, role="certifiers")
    yield from _statement(status, document["credentialSubject"]["number"])


def _own_and_current(status: dict[str, Any], document: dict[str, Any], trust: Trust, now: str, *, role: str) -> Reasons:
    yield from check_proof(status, _PLACE)
    yield from trust.check(role, status, _PLACE)
    if _issuer_name(status) != _issuer_name(document):
        yield Reason("STATUS_OF_ANOTHER", f"{_PLACE}.issuer", {"name": status["issuer"]["name"]})
    as_of = status["credentialSubject"]["asOf"]
    if as_of > now or as_of < document["validFrom"] or as_of > status["proof"]["created"]:
        yield Reason("STATUS_TIME", f"{_PLACE}.asOf", {"as_of": as_of})


def _statement(status: dict[str, Any], number: str) -> Reasons:
    statements = [entry for entry in status["credentialSubject"]["statements"] if entry["number"] == number]
    if len(statements) != 1:
        yield Reason("STATUS_UNKNOWN" if not statements else "STATUS_CONTRADICTS", f"{_PLACE}.statements", {"number": number})
    elif statements[0]["status"] == "withdrawn":
        yield Reason("STATEMENT_WITHDRAWN", f"{_PLACE}.statements", {"number": number, "since": statements[0]["since"]})


def _issuer_name(document: dict[str, Any]) -> str:
    """Who issued, by trusted name: a rotated key of the same issuer may sign the list. The name was checked against the trust list."""
    return str(document["issuer"]["name"])
