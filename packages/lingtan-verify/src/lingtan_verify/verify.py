"""One certificate, checked in order: read, shape, proofs and trust, figures, statement, claim, status, bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lingtan_verify import shapes
from lingtan_verify.archive import read_archive
from lingtan_verify.bundle import Bundle
from lingtan_verify.claim import check_claim
from lingtan_verify.identities import check_allocation, check_credits, check_footprint, check_period
from lingtan_verify.merkle import path_root, serial_commitment
from lingtan_verify.pdf import attached_record
from lingtan_verify.proof import check_proof
from lingtan_verify.reason import Reason, Reasons, RefusalError
from lingtan_verify.recompute import check_recomputed, recomputed
from lingtan_verify.site import is_site_statement, verify_site
from lingtan_verify.statement import check_statement
from lingtan_verify.status import SAYING, check_status, is_old, read_status, state_of
from lingtan_verify.strict_json import digest, load, load_canonical
from lingtan_verify.together import Shown
from lingtan_verify.trust import Trust

__all__ = ["Membership", "Request", "Verdict", "verify"]

MAX_CERTIFICATE = 16 * 2**20
MAX_FILE = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Membership:
    """A device's proof: serial, secret (64 hexadecimal digits) and the path file's bytes."""

    serial: str
    secret: str
    path: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What to check beside the certificate itself; `now` is a stamp `YYYY-MM-DDTHH:MM:SSZ`."""

    trust: Trust
    now: str
    bundle: Path | None = None
    status: bytes | None = None
    membership: Membership | None = None
    recompute: bool = False


@dataclass(slots=True)
class Verdict:
    """What was found: every check made with its outcome, and every reason against the certificate."""

    reasons: list[Reason] = field(default_factory=list)
    checks: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    status: str = "not_checked"
    status_as_of: str | None = None
    document: dict[str, Any] | None = None
    shown: Shown | None = None

    @property
    def valid(self) -> bool:
        """Nothing speaks against it."""
        return not self.reasons

    @property
    def code(self) -> str:
        """`VALID`, or the first reason."""
        return self.reasons[0].code if self.reasons else "VALID"

    def run(self, name: str, found: Callable[[], Iterable[Reason]]) -> bool:
        """Makes one check and notes its outcome; True when nothing speaks against it."""
        before = len(self.reasons)
        try:
            for reason in found():
                self.reasons.append(reason)
        except RefusalError as refusal:
            self.reasons.append(refusal.reason)
        passed = len(self.reasons) == before
        self.checks.append((name, passed))
        return passed


def verify(file: Path, request: Request, *, index: int = 0) -> Verdict:
    """The verdict on one FILE: certificate or statement on a site as JSON or PDF, or bundle ZIP. Raises OSError when it cannot be read."""
    verdict = Verdict()
    read: dict[str, Any] = {"file": file, "bundle": None}

    def reading() -> Reasons:
        read["bytes"], read["bundle"] = _record(file, verdict)
        read["document"] = load_canonical(read["bytes"], "certificate.json", limit=MAX_CERTIFICATE)
        yield from ()

    if not verdict.run("record", reading):
        return verdict
    document: dict[str, Any] = read["document"]
    if is_site_statement(document):
        return verify_site(verdict, document, request)
    if not verdict.run("shape", lambda: shapes.CERTIFICATE(document, "certificate")):
        return verdict
    verdict.document = document
    subject = document["credentialSubject"]
    # What is cancelled after the signature was not cancelled when it was signed, whatever date the certificate bears.
    issued_on = date.fromisoformat(min(document["validFrom"], document["proof"]["created"])[:10])
    verdict.run("signature", lambda: check_proof(document, "certificate"))
    verdict.run("issuer", lambda: request.trust.check("issuers", document, "certificate"))
    verdict.run("statement", lambda: check_statement(document, request.trust))
    verdict.run("footprint", lambda: check_footprint(subject))
    verdict.run("allocation", lambda: check_allocation(subject))
    verdict.run("credits", lambda: check_credits(subject, issued_on))
    verdict.run("dates", lambda: check_period(document, request.now))
    verdict.run("claim", lambda: check_claim(document))
    if subject["allocation"]["carriedInG"]:
        verdict.notes.append("NOTE_CARRIED_IN")
    if subject["synthetic"]:
        verdict.notes.append("NOTE_SYNTHETIC")
    _beside(verdict, request, read, subject)
    verdict.shown = Shown(index, digest(document), document["issuer"]["name"], subject, _devices(read.get("bundle")))
    return verdict


def _devices(bundle: Bundle | None) -> set[tuple[str, str]]:
    try:
        return bundle.devices() if bundle is not None else set()
    except RefusalError:
        return set()  # the bundle's own check has already said so


def _record(file: Path, verdict: Verdict) -> tuple[bytes, Bundle | None]:
    if file.stat().st_size > MAX_FILE:
        raise RefusalError("TOO_LARGE", file.name, limit=MAX_FILE)
    data = file.read_bytes()
    if data.startswith(b"%PDF-"):
        verdict.notes.append("NOTE_PDF")
        return attached_record(data), None
    if data.startswith(b"PK"):
        bundle = Bundle(read_archive(data, file.name))
        return bundle.certificate, bundle
    return data, None


def _beside(verdict: Verdict, request: Request, read: dict[str, Any], subject: dict[str, Any]) -> None:
    def bundle_given() -> Reasons:
        if request.bundle is not None:
            read["bundle"] = Bundle(read_archive(request.bundle.read_bytes(), request.bundle.name))
        yield from read["bundle"].check(subject, read["bytes"])

    def status() -> Reasons:
        verdict.status = "unknown"  # until a list that may be believed says otherwise
        body = read_status(request.status or b"")
        found = list(check_status(body, read["document"], request.trust, request.now))
        if all(reason.code in SAYING for reason in found):
            verdict.status, verdict.status_as_of = state_of(body, subject), body["credentialSubject"]["asOf"]
            if is_old(verdict.status_as_of, request.now):
                verdict.notes.append("NOTE_STATUS_OLD")
        yield from found

    if request.bundle is not None or read["bundle"] is not None:
        verdict.run("bundle", bundle_given)
    if request.status is not None:
        verdict.run("status", status)
    else:
        verdict.notes.append("NOTE_STATUS_NOT_CHECKED")
    membership = request.membership
    if membership is not None:
        verdict.run("membership", lambda: _member(membership, subject))
    if request.recompute:
        verdict.run("recompute", lambda: _recompute(request, read, subject))


def _member(membership: Membership, subject: dict[str, Any]) -> Reasons:
    body = load(membership.path, "path.json")
    for reason in shapes.PATH(body, "path"):
        raise RefusalError("BAD_PATH", reason.place, problem=reason.code)
    try:
        secret = bytes.fromhex(membership.secret)
    except ValueError:
        secret = b""
    leaf = serial_commitment(secret, subject["product"]["manufacturer"], membership.serial)
    root = path_root(leaf, body["index"], body["size"], [bytes.fromhex(step) for step in body["path"]])
    if len(secret) != 32 or body["size"] != subject["devices"]["count"] or root != subject["devices"]["serialsRoot"]:
        yield Reason("NOT_A_MEMBER", membership.serial)


def _recompute(request: Request, read: dict[str, Any], subject: dict[str, Any]) -> Reasons:
    bundle: Bundle | None = read["bundle"]
    if bundle is None or bundle.kind != "full":
        raise RefusalError("BUNDLE_NOT_FULL", "bundle")
    yield from check_recomputed(recomputed(request.bundle or read["file"]), subject)
