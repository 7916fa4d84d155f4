"""A statement on a site: true ones hold, signed but false ones do not, and what the command says of them."""

from __future__ import annotations

from copy import deepcopy

import pytest
import rfc8785

from lingtan_verify.cli import main

CONTEXT = ["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:lingtan:vocab:1#"}]
DIGEST = "sha256:" + "ab" * 32
OPEN = {"raised": 2, "closed": 1, "digest": DIGEST}
CLAUSES = {"met": ["count-carbon", "disclose"], "notMet": [], "notAssessable": ["selected"]}


class SiteWorld:
    """Everything behind one statement on a site, open to change before it is signed; keys are those of the certificate's world."""

    def __init__(self, keys) -> None:
        self.keys, self.certifier, self.name, self.kind = keys, keys.certifier, "Example Certifier 示例核查", "LingtanSiteStatement"
        self.valid_from, self.valid_until, self.created = "2026-10-01T00:00:00Z", "2027-10-01T00:00:00Z", "2026-10-01T00:00:00Z"
        self.subject = {
            "number": "S-SITE-1", "site": "Hall 1 一号车间", "organisation": "Example Plant 示例工厂", "year": 2025, "boundary": "hall 1",
            "standard": "miit-2026-13@1", "standardDigest": DIGEST, "grade": "six-paths",
            "gradeTitle": {"en": "Six paths", "zh": "六条路径"}, "clauses": deepcopy(CLAUSES), "assessmentDigest": DIGEST,
            "factsDigest": DIGEST, "methodVersion": "lingtan-2026.1", "levelOfAssurance": "limited", "materialityPercent": 5,
            "criteria": ["MIIT 2026 No. 13"], "accreditation": None, "sites": ["Hefei"], "sample": {"population": 12, "drawn": 5},
            "qualifications": [], "findings": {"raised": 1, "closed": 1, "digest": DIGEST},
            "signer": {"name": "Li", "competenceValidUntil": "2027-06-30"}, "synthetic": True,
        }  # fmt: skip

    def document(self) -> dict:
        unsigned = {
            "@context": CONTEXT, "id": "urn:uuid:00000000-0000-4000-8000-000000000001", "type": ["VerifiableCredential", self.kind],
            "issuer": {"id": self.certifier.did, "name": self.name}, "validFrom": self.valid_from, "validUntil": self.valid_until,
            "credentialSubject": self.subject,
        }  # fmt: skip
        return self.certifier.sign(unsigned, self.created)

    def status(self, state: str = "valid") -> dict:
        """The certifier's own list."""
        listed = {"asOf": "2026-11-20T08:00:00Z", "certificates": []}
        listed["statements"] = [{"number": "S-SITE-1", "status": state, "since": "2026-11-01"}]
        unsigned = {
            "@context": CONTEXT, "id": "urn:uuid:00000000-0000-4000-8000-000000000002",
            "type": ["VerifiableCredential", "LingtanStatusList"],
            "issuer": {"id": self.certifier.did, "name": self.name}, "validFrom": "2026-11-20T08:00:00Z", "credentialSubject": listed,
        }  # fmt: skip
        return self.certifier.sign(unsigned, "2026-11-20T08:00:00Z")


def setting(member: str, value: object):
    return lambda world: world.subject.__setitem__(member, value)


def attribute(name: str, value: object):
    return lambda world: setattr(world, name, value)


#: The code that each must bear, and what is changed before it is signed.
FALSE = [
    ("SITE_CLAUSES", setting("clauses", {**CLAUSES, "notMet": ["disclose"]})),  # met and not met
    ("WRONG_LENGTH", setting("clauses", {"met": [], "notMet": [], "notAssessable": ["selected"]})),  # nothing was verified
    ("SELF_VERIFICATION", setting("organisation", "Example Certifier 示例核查 Co., Ltd.")),
    ("FINDINGS_OPEN", setting("findings", {"raised": 2, "closed": 1, "digest": DIGEST})),
    ("FINDINGS_OPEN", setting("findings", {"raised": 1, "closed": 2, "digest": DIGEST})),
    ("FINDINGS_OPEN", lambda world: world.subject.update(findings={**OPEN, "openMinor": ["F2"]}, qualifications=["not all was seen"])),
    ("FINDINGS_OPEN", lambda world: world.subject.update(findings=OPEN, qualifications=["F2: one hall was not visited"])),
    ("FINDINGS_OPEN", lambda world: world.subject.update(findings={**OPEN, "raised": 3, "openMinor": ["F2"]}, qualifications=["F2"])),
    ("FINDINGS_OPEN", lambda world: world.subject.update(findings={**OPEN, "raised": 3, "openMinor": ["F2", "F2"]}, qualifications=["F2"])),
    ("FINDINGS_OPEN", lambda world: world.subject.update(findings={**OPEN, "openMinor": ["F2"]}, qualifications=["F21: not all was seen"])),
    ("SAMPLE", setting("sample", {"population": 3, "drawn": 4})),
    ("SYNTHETIC_NOT_LABELLED", setting("synthetic", False)),
    ("DATA_YEAR", setting("year", 2026)),  # the year is not over
    ("COMPETENCE_EXPIRED", setting("signer", {"name": "Li", "competenceValidUntil": "2026-09-30"})),
    ("STATEMENT_TOO_LONG", attribute("valid_until", "2032-10-01T00:00:00Z")),
    ("STATEMENT_NOT_IN_FORCE", attribute("valid_until", "2026-11-01T00:00:00Z")),
    ("NOT_YET_VALID", attribute("created", "2027-01-01T00:00:00Z")),
    ("BACK_DATED", attribute("valid_from", "2026-01-01T00:00:00Z")),
    ("UNTRUSTED_KEY", lambda world: setattr(world, "certifier", world.keys.stranger)),
    ("UNTRUSTED_KEY", lambda world: setattr(world, "certifier", world.keys.issuer)),  # who sells the claim does not verify
    ("NAME_NOT_OF_KEY", attribute("name", "Another body")),
    ("UNKNOWN_MEMBER", setting("score", 100)),  # nothing beside what the format names
    ("WRONG_TYPE", setting("assessmentDigest", "sha256:1")),
    ("MISSING_MEMBER", setting("clauseTitles", {"disclose": {"en": "Disclose"}})),
    ("UNKNOWN_MEMBER", setting("clauseTitles", {"d" * 101: {"en": "Disclose", "zh": "公开"}})),
]


@pytest.fixture
def site(world):
    return SiteWorld(world)


@pytest.fixture
def ask(shop, capsys):
    """Runs the command on a statement; (exit code, answer), the answer as text where a language is asked for."""

    def asked(document: dict, *more: str) -> tuple[int, dict | str]:
        file = shop.put("statement.json", rfc8785.dumps(document))
        if "--lang" not in more:
            return shop.run(file, *more)
        code = main([file, "--at", "2026-11-22T12:00:00Z", *more])
        return code, capsys.readouterr().out

    return asked


def test_a_true_statement_on_a_site_is_valid_and_says_what_it_counts(ask, site):
    code, answer = ask(site.document())
    assert (code, answer["code"], answer["number"]) == (0, "VALID", "S-SITE-1")
    assert [check["name"] for check in answer["checks"]] == ["record", "shape", "signature", "issuer", "statement", "dates"]
    assert {note["code"] for note in answer["notes"]} == {"NOTE_STATUS_NOT_CHECKED", "NOTE_SYNTHETIC", "NOTE_TRUST_BESIDE"}
    _, said = ask(site.document(), "--lang", "en")
    assert "2 met, 0 not met, 1 not assessable" in said
    _, said = ask(site.document(), "--lang", "zh")
    assert "满足 2，未满足 0，无法评定 1" in said


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("clauseTitles", {"count-carbon": {"en": "Carbon is counted", "zh": "科学算碳"}}),
        ("findings", {"raised": 2, "closed": 1, "digest": DIGEST, "openMinor": ["F2"]}),
    ],
)
def test_words_of_clauses_and_a_qualified_finding_leave_a_statement_valid(ask, site, member, value):
    site.subject |= {"qualifications": ["F2: one hall was not visited"], member: value}
    code, answer = ask(site.document())
    assert (code, answer["code"]) == (0, "VALID")


@pytest.mark.parametrize(("code", "change"), FALSE)
def test_signed_but_false(ask, site, code, change):
    change(site)
    exit_code, answer = ask(site.document())
    assert exit_code == 3
    assert code in [reason["code"] for reason in answer["reasons"]]


@pytest.mark.parametrize("member", ["grade", "site", "year", "clauses", "synthetic", "organisation"])
def test_what_was_changed_after_signing_breaks_the_signature(ask, site, member):
    document = site.document()
    other = {"year": 2024, "clauses": {**CLAUSES, "notAssessable": []}, "synthetic": False}
    document["credentialSubject"][member] = other.get(member, "another")
    code, answer = ask(document)
    assert (code, "BAD_SIGNATURE" in [reason["code"] for reason in answer["reasons"]]) == (3, True)


@pytest.mark.parametrize(("state", "code"), [("valid", "VALID"), ("withdrawn", "STATEMENT_WITHDRAWN")])
def test_the_certifiers_list_says_whether_it_was_withdrawn(ask, shop, site, state, code):
    _, answer = ask(site.document(), "--status", shop.put("status.json", rfc8785.dumps(site.status(state))))
    assert answer["code"] == code
