"""The certificate: what is true passes, and each false word is refused with its own code."""

from __future__ import annotations

import copy
import importlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lingtan.attest import sign_credential, verify_credential
from lingtan.attest.trust import TrustedKey
from lingtan.errors import AssuranceError, InputError, LingtanError, MethodError
from lingtan.evidence import digest_json
from lingtan.messages import catalog, render
from lingtan.messages.catalog import Language
from lingtan.neutrality import (
    Basis,
    Policy,
    check_identities,
    check_statement,
    covered_period,
    names_beneficiary,
    require_identities,
)
from lingtan.neutrality.identities import _integer


@pytest.fixture(scope="module")
def made(cases):
    return cases.certificate()


def test_a_true_certificate_has_no_findings_and_covers_story_2(cases, made):
    assert check_identities(made.document, banned=cases.banned) == ()
    require_identities(made.document, banned=cases.banned)
    subject = made.document["credentialSubject"]
    assert subject["allocation"] == {
        "totalG": 50_800_000,
        "retiredG": 51_000_000,
        "carriedInG": 0,
        "carriedFrom": [],
        "remainderG": 200_000,
        "remainderRule": "same-beneficiary",
        "baseG": 508_000,
        "extraCount": 0,
    }
    assert subject["credits"][0]["serialFirst"] == "1001"
    assert subject["credits"][0]["serialLast"] == "1051"
    assert made.document["validUntil"] == "2031-11-21T23:59:59Z"


@pytest.mark.parametrize(("kg", "count"), [(264.318771, 1000), (508.0004999, 7), (0.75, 1), (1499.999999, 70)])
def test_every_batch_we_build_holds_its_identities(cases, kg, count):
    made = cases.certificate(kg, count=count)
    assert check_identities(made.document, banned=cases.banned) == ()


def test_a_buffered_batch_holds_its_identities(cases):
    figure = cases.footprint(264.3, years=4.0, sd_mg=44_600_000)
    made = cases.certificate(
        count=1000, figure=figure, policy=Policy(basis=Basis.QUANTILE, quantile=0.95), batch_mg=(figure.mean_mg + 73_400_000) * 1000 + 1
    )
    assert check_identities(made.document, banned=cases.banned) == ()
    policy = made.document["credentialSubject"]["policy"]
    assert policy["bufferG"] == 73_400_001
    assert [line["tonnes"] for line in made.document["credentialSubject"]["credits"]] == [60, 278]


def test_the_unsigned_document_is_signed_and_verified_as_it_is(cases, made):
    created = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    signed = sign_credential(made.document, cases.issuer, created=created)
    trusted = TrustedKey(key=cases.issuer.did, name="Synthetic Issuer", valid_from=created - timedelta(days=1))
    assert verify_credential(signed, [trusted]) is trusted
    assert check_identities(signed, banned=cases.banned) == ()


def test_the_independent_verifiers_shape_accepts_the_certificate(cases, made):
    shapes = importlib.import_module("lingtan_verify.shapes")
    claim = importlib.import_module("lingtan_verify.claim")
    identities = importlib.import_module("lingtan_verify.identities")
    signed = sign_credential(made.document, cases.issuer, created=datetime.fromisoformat("2026-11-22T09:00:00+00:00"))
    assert list(shapes.CERTIFICATE(signed, "certificate")) == []
    assert list(claim.check_claim(signed)) == []
    subject = signed["credentialSubject"]
    assert list(identities.check_footprint(subject)) == []
    assert list(identities.check_allocation(subject)) == []
    assert list(identities.check_credits(subject, date(2026, 11, 22))) == []


def set_in(document: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    target: Any = document
    for name in parents:
        target = target[int(name)] if name.isdigit() else target[name]
    target[int(last) if last.isdigit() else last] = value(target[int(last) if last.isdigit() else last]) if callable(value) else value


S = "credentialSubject."
LINE = S + "credits.0."
SAID = "evidence.0.credentialSubject."


def open_minor(*qualifications):
    findings = {"raised": 2, "closed": 1, "digest": "sha256:" + "0" * 64, "openMinor": ["F1"]}
    return {"findings": findings, "qualifications": list(qualifications)}


MUTATIONS = [
    # identity 1
    (S + "footprint.stagesMg.use", lambda v: v - 1, "CERT_STAGES"),  # one milligram off
    (S + "footprint.stagesMg", lambda v: {**v, "repair": 0}, "CERT_STAGES"),  # a sixth stage
    (S + "policy.meanBatchMg", lambda v: v - 1, "CERT_BATCH_MEAN"),
    (S + "devices.count", 101, "CERT_BATCH_MEAN"),  # one device more
    (S + "policy.batchMg", lambda v: v + 1, "CERT_BATCH"),  # not the mean
    (S + "policy.quantile", 0.95, "CERT_BASIS"),  # a quantile of the mean
    (S + "policy.basis", "P95", "CERT_BASIS"),
    # identity 2
    (S + "policy.requiredG", lambda v: v - 1, "CERT_REQUIRED"),  # one gram off
    (S + "policy.bufferG", 1, "CERT_BUFFER"),
    # identity 3
    (S + "allocation.totalG", lambda v: v - 1, "CERT_TOTAL"),
    (S + "allocation.baseG", lambda v: v - 1, "CERT_PER_SERIAL"),
    (S + "allocation.extraCount", 100, "CERT_EXTRA"),
    (S + "allocation.extraCount", -1, "CERT_EXTRA"),
    # identity 4
    (LINE + "tonnes", 52, "CERT_TONNES"),
    (LINE + "serialLast", "1050", "CERT_TONNES"),
    (S + "credits", lambda v: [v[0], v[0]], "CERT_RANGE_TWICE"),  # a range used twice
    (S + "allocation.retiredG", lambda v: v + 1_000_000, "CERT_RETIRED"),
    (S + "allocation.carriedInG", -200_000, "CERT_CARRIED"),
    (S + "allocation.remainderG", 199_999, "CERT_REMAINDER"),
    (S + "credits", [], "CERT_SHORT"),  # nothing cancelled
    (S + "allocation.carriedInG", 800_000, "CERT_REMAINDER_LARGE"),  # a tonne left over
    # identity 5
    (LINE + "retiredOn", "2026-11-23", "CERT_RETIRED_LATER"),  # cancelled after issue
    (LINE + "vintageYear", 2027, "CERT_VINTAGE"),  # a future reduction
    (LINE + "beneficiary", "合成客户有限公司上海分公司", "CERT_BENEFICIARY"),  # a longer name is another name
    (S + "holder.name", "Somebody else", "CERT_BENEFICIARY"),
    # identity 6
    ("evidence", [], "CERT_STATEMENT"),
    ("evidence.0.type", ["VerifiableCredential"], "CERT_STATEMENT"),
    (S + "statement.digest", "sha256:" + "0" * 64, "CERT_STATEMENT_DIGEST"),
    (SAID + "levelOfAssurance", "reasonable", "CERT_STATEMENT_DIGEST"),  # the statement was touched
    ("issuer.name", "Synthetic Certifier", "CERT_SELF_VERIFIED"),
    (S + "product.manufacturer", "Synthetic Certifier", "CERT_SELF_VERIFIED"),
    ("validFrom", "2028-10-01T00:00:00Z", "CERT_STATEMENT_NOT_IN_FORCE"),  # the statement is over
    (LINE + "retiredOn", "2026-09-30", "CERT_RETIRED_BEFORE_STATEMENT"),  # back-dated
    (SAID + "signer.competenceValidUntil", "2026-09-30", "CERT_COMPETENCE"),
    (SAID + "findings.raised", 2, "CERT_FINDINGS_OPEN"),
    ("evidence.0.credentialSubject", lambda v: {**v, **open_minor("F12: seen from the road")}, "CERT_FINDINGS_OPEN"),
    (S + "footprint.studyDigest", "sha256:" + "0" * 64, "CERT_STATEMENT_STUDY"),
    (S + "product.configurationDigest", "sha256:" + "0" * 64, "CERT_STATEMENT_CONFIGURATION"),
    (S + "product.configuration", "with 1 TB", "CERT_STATEMENT_CONFIGURATION"),
    (S + "product.model", "Synthetic Book 16", "CERT_STATEMENT_SUBJECT"),
    (SAID + "meanMg", lambda v: v - 1, "CERT_STATEMENT_MEAN"),
    (SAID + "stagesMg.use", lambda v: v - 1, "CERT_STATEMENT_STAGES"),
    (S + "product.serviceYears", 4.0, "CERT_STATEMENT_YEARS"),
    (S + "product.placeOfUse", "CN-YN", "CERT_STATEMENT_PLACE"),
    (S + "methodVersion", "2025.9", "CERT_STATEMENT_METHOD"),
    (S + "footprint.gwpSet", "AR5", "CERT_STATEMENT_GWP"),
    (S + "synthetic", False, "CERT_STATEMENT_SYNTHETIC"),  # synthetic data in a real certificate
    # identity 7
    (S + "claim.type", "carbon_neutral", "CERT_CLAIM_TYPE"),
    (S + "claim.periodEnd", "2026-11-21", "CERT_PERIOD"),
    (S + "claim.text.zh", lambda v: v + "本机零碳。", "CERT_CLAIM_WORD"),
    (S + "claim.text.en", lambda v: v + " It is carbon-neutral.", "CERT_CLAIM_WORD"),
    (S + "claim.text.en", lambda v: v.replace("508.000 kg", "50.800 kg"), "CERT_CLAIM_FOOTPRINT"),
    (S + "claim.text.zh", lambda v: v.replace("50800.000", "51000.000"), "CERT_CLAIM_CANCELLED"),
    # no certificate at all
    (S + "allocation.totalG", 50_800_000.0, "CERT_SHAPE"),  # a float where an integer must be
    (LINE + "serialFirst", "10 01", "CERT_SHAPE"),
    (S + "policy", None, "CERT_SHAPE"),
    ("validFrom", "soon", "CERT_SHAPE"),
]


@pytest.mark.parametrize(("path", "value", "code"), MUTATIONS)
def test_a_false_word_is_refused_with_its_own_code(cases, made, path, value, code):
    false = copy.deepcopy(made.document)
    set_in(false, path, value)
    codes = [finding.code for finding in check_identities(false, banned=cases.banned)]
    assert code in codes
    with pytest.raises(MethodError) as caught:
        require_identities(false, banned=cases.banned)
    assert caught.value.code == codes[0]


def test_a_minor_finding_may_stay_open_when_a_qualification_names_it(cases, made):
    named = copy.deepcopy(made.document)
    set_in(named, "evidence.0.credentialSubject", lambda v: {**v, **open_minor("F12 was closed", "F1: seen from the road")})
    assert "CERT_FINDINGS_OPEN" not in [finding.code for finding in check_identities(named, banned=cases.banned)]


def test_each_finding_renders_in_both_languages_with_all_its_parameters(cases, made):
    for path, value, _ in MUTATIONS:
        false = copy.deepcopy(made.document)
        set_in(false, path, value)
        for finding in check_identities(false, banned=cases.banned):
            assert catalog()[finding.code].placeholders(Language.EN) <= set(finding.params)
            assert "?" not in render(finding, "zh")


def test_booleans_are_no_integers():
    with pytest.raises(TypeError):
        _integer(True)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("合成客户有限公司", True),  # the whole name
        (" 合成客户有限公司 （91110000SYNTHETIC1） ", True),  # name and identifier, full-width brackets
        ("受益人：合成客户有限公司", True),
        ("for the holders of batch sha256:" + "ab" * 32, True),  # the batch
        ("91110000synthetic1", True),  # the identifier alone, in another case
        ("合成客户有限公司上海分公司", False),  # a branch is another legal person
        ("非合成客户有限公司", False),  # "not …"
        ("合成客户", False),  # a part of the name
        ("91110000SYNTHETIC12", False),  # a longer identifier
        ("batch " + "ab" * 31, False),  # a shorter root
        ("", False),
    ],
)
def test_a_beneficiary_text_names_the_whole_holder_or_the_batch(cases, said, names):
    holder = cases.holder
    assert names_beneficiary(said, name=holder.name, identifier=holder.identifier, serials_root="sha256:" + "ab" * 32) is names


def test_a_short_identifier_alone_names_nobody():
    assert not names_beneficiary("lot 7", name="ACME Ltd", identifier="7", serials_root="")
    assert names_beneficiary("on behalf of ACME Ltd", name="ACME Ltd", identifier="7", serials_root="")
    assert not names_beneficiary("ACME Ltd Holdings", name="ACME Ltd", identifier="7", serials_root="")


@pytest.mark.parametrize(
    ("changes", "on", "issuer", "independence", "code"),
    [
        ({"configuration_digest": "sha256:" + "0" * 64}, None, "I", "d", "STATEMENT_CONFIGURATION_DIFFERS"),  # another configuration
        ({"study_digest": "sha256:" + "0" * 64}, None, "I", "d", "STATEMENT_STUDY_DIFFERS"),  # another study
        ({"mean_mg": 507_999_999}, None, "I", "d", "STATEMENT_FIGURE_DIFFERS"),  # a milligram off
        ({}, date(2026, 9, 30), "I", "d", "STATEMENT_NOT_YET"),  # the day before it was signed
        ({}, date(2028, 10, 1), "I", "d", "STATEMENT_EXPIRED"),  # the day after it ended
        ({"withdrawn_on": date(2026, 11, 30)}, None, "I", "d", "STATEMENT_WITHDRAWN"),  # known to be wrong, even if later
        ({}, None, "Synthetic Certifier", "d", "STATEMENT_SELF"),  # the issuer verifies itself
        ({"certifier": "Synthetic Maker"}, None, "I", "d", "STATEMENT_SELF"),  # the maker does
        ({}, None, "I", None, "STATEMENT_INDEPENDENCE"),  # nobody said it is independent
    ],
)
def test_a_statement_that_does_not_carry_the_footprint_is_refused(cases, changes, on, issuer, independence, code):
    from dataclasses import replace

    figure = cases.footprint()
    carrier = replace(cases.statement(figure)[0], **changes)
    with pytest.raises(AssuranceError) as caught:
        check_statement(
            carrier, figure, on=on or cases.today, issuer=issuer, manufacturer="Synthetic Maker", independence_digest=independence
        )
    assert caught.value.code == code


def test_a_statement_in_force_carries_the_footprint_on_its_first_and_last_day(cases):
    figure = cases.footprint()
    carrier, _ = cases.statement(figure)
    for on in (date(2026, 10, 1), date(2028, 9, 30)):
        check_statement(carrier, figure, on=on, issuer="I", manufacturer="Synthetic Maker", independence_digest=cases.digest)


def test_another_statement_than_the_recorded_one_is_not_embedded(cases, made):
    from dataclasses import replace

    from lingtan.attest import Party
    from lingtan.neutrality import unsigned_certificate

    with pytest.raises(MethodError) as caught:
        unsigned_certificate(
            made.record,
            id="urn:uuid:1",
            issuer=Party(id=cases.issuer.did, name="Synthetic Issuer"),
            valid_from=datetime.fromisoformat("2026-11-22T09:00:00+00:00"),
            statement=replace(made.statement, statement_digest="sha256:" + "0" * 64),
            statement_document=made.statement_vc,
        )
    assert caught.value.code == "STATEMENT_NOT_EMBEDDED"
    assert made.statement.statement_digest == digest_json(made.statement_vc)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 2}, "CERTIFICATE_VERSION"),  # a second version of what?
        ({"replaces": "LT-1"}, "CERTIFICATE_VERSION"),  # a first version replaces nothing
        ({"lines": ()}, "CERTIFICATE_RETIRED"),  # tonnes without a line
        ("product", "CERTIFICATE_MANUFACTURER"),  # serials of another maker
        ("count", "CERTIFICATE_COUNT"),  # a device more than was required
        ("grams", "CERTIFICATE_GRAMS"),  # a serial given a gram too many
        ("mixed", "RETIREMENT_MIXED"),  # one retirement, two vintages
    ],
)
def test_a_record_of_parts_that_do_not_belong_together_is_refused(cases, made, changes, code):
    from dataclasses import replace

    from lingtan.attest import SerialTree

    record = made.record
    if changes == "product":
        changes = {"product": replace(record.product, manufacturer="Other")}
    elif changes == "count":
        changes = {"requirement": replace(record.requirement, count=101)}
    elif changes == "grams":
        openings = [replace(o, grams=o.grams + (i == 0)) for i, o in enumerate(record.serials.openings)]
        changes = {"serials": SerialTree.build("Synthetic Maker", openings)}
    elif changes == "mixed":
        record = cases.certificate(count=200).record
        one, other = record.lines
        changes = {"lines": (one, replace(other, confirmation=one.confirmation))}
    with pytest.raises(LingtanError) as caught:
        replace(record, **changes)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"retired_on": date(2025, 5, 5)}, "RETIRED_TOO_EARLY"),  # before we owned it: somebody else's
        ({"beneficiary": "Somebody else"}, "RETIREMENT_NAMES_OTHER"),
    ],
)
def test_a_confirmation_for_somebody_else_is_refused(cases, made, changes, code):
    from lingtan.neutrality import confirm

    with pytest.raises(LingtanError) as caught:
        confirm(made.record.lines[0].pick, cases.confirmation(**changes), holder=cases.holder, serials_root=made.tree.root)
    assert caught.value.code == code


@pytest.mark.parametrize("changes", [{"registry_reference": " "}, {"registry_url": ""}, {"reason": ""}, {"evidence_digest": "file.pdf"}])
def test_a_confirmation_lacks_nothing(cases, changes):
    with pytest.raises(InputError) as caught:
        cases.confirmation(**changes)
    assert caught.value.code == "CONFIRMATION_INCOMPLETE"


def test_the_covered_period_ends_on_the_last_declared_day():
    assert covered_period(date(2026, 11, 22), 4.0) == (date(2026, 11, 22), date(2030, 11, 21))
    assert covered_period(date(2024, 2, 29), 1.0) == (date(2024, 2, 29), date(2025, 2, 27))
    assert covered_period(date(2026, 11, 22), 2.5)[1] == date(2029, 5, 21)
    with pytest.raises(InputError):
        covered_period(date(2026, 11, 22), 0.01)
