"""Issue, replace, revoke: entries are added and ended, never back-dated."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lingtan.attest import CertificateState, Party, status_document
from lingtan.errors import LingtanError
from lingtan.neutrality import issue_certificate, replace_certificate, revoke_certificate


@pytest.fixture
def issued():
    return issue_certificate((), number="LT-1", version=1, on=date(2026, 11, 1))


def test_a_replacement_ends_the_old_and_begins_the_next_version(issued):
    old, new = replace_certificate(issued, number="LT-1", by="LT-2", on=date(2026, 11, 5))
    assert (old.status, old.by, old.since) == (CertificateState.REPLACED, "LT-2", date(2026, 11, 5))
    assert (new.number, new.version, new.status) == ("LT-2", 2, CertificateState.VALID)


def test_a_revocation_keeps_its_reason_and_becomes_a_status_list(cases, issued):
    entries = revoke_certificate(issued, number="LT-1", reason="statement withdrawn", on=date(2026, 11, 5))
    document = status_document(
        id="urn:uuid:3",
        issuer=Party(id=cases.issuer.did, name="Synthetic Issuer"),
        valid_from=datetime(2026, 11, 6, tzinfo=UTC),
        as_of=datetime(2026, 11, 6, tzinfo=UTC),
        certificates=entries,
        statements=(),
    )
    assert document["credentialSubject"]["certificates"] == [
        {"number": "LT-1", "version": 1, "status": "revoked", "since": "2026-11-05", "by": None, "reason": "statement withdrawn"}
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda e: issue_certificate(e, number="LT-1", version=1, on=date(2026, 11, 2)), "CERTIFICATE_NUMBER_TAKEN"),
        (lambda e: replace_certificate(e, number="LT-9", by="LT-2", on=date(2026, 11, 2)), "CERTIFICATE_UNKNOWN"),
        (lambda e: replace_certificate(e, number="LT-1", by="LT-1", on=date(2026, 11, 2)), "CERTIFICATE_NUMBER_TAKEN"),  # by itself
        (lambda e: revoke_certificate(e, number="LT-1", reason="late", on=date(2026, 10, 31)), "STATUS_BACKDATED"),
        (lambda e: revoke_certificate(e, number="LT-1", reason="", on=date(2026, 11, 2)), "STATUS_INCOMPLETE"),
        (
            lambda e: revoke_certificate(
                revoke_certificate(e, number="LT-1", reason="x", on=date(2026, 11, 2)), number="LT-1", reason="y", on=date(2026, 11, 3)
            ),
            "CERTIFICATE_NOT_VALID",
        ),
    ],
)
def test_what_may_not_be_done_to_a_status_list(issued, change, code):
    with pytest.raises(LingtanError) as caught:
        change(issued)
    assert caught.value.code == code
