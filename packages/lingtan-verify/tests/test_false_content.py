"""Valid signature, false content: the trusted keys sign, and the certificate is refused all the same, with its reason."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785


def line(**members):
    return lambda w: w.subject["credits"][0].update(members)


def part(name, **members):
    return lambda w: w.subject[name].update(members)


def in_statement(**members):
    return lambda w: w.statement.update(members)


def world_with(**attributes):
    return lambda w: [setattr(w, name, value) for name, value in attributes.items()]


def text(language, sentence):
    return lambda w: w.subject["claim"]["text"].update({language: sentence})


def both(*changes):
    return lambda w: [change(w) for change in changes]


def signer_until(day):
    return in_statement(signer={"name": "Synthetic Person", "competenceValidUntil": day})


def two_batches(w):
    """The same units under two batch numbers, as Verra prints them after a split."""
    first = w.subject["credits"][0]
    first.update(programme="VCS", projectId="191", serialPrefix="12-*-VCS-VCU-1-VER-CN-1-191-01012024-31122024-0")
    w.subject["credits"].append(first | {"serialPrefix": "13-*-VCS-VCU-1-VER-CN-1-191-01012024-31122024-0"})


ZH = "本机生命周期碳足迹 256.0 kg；已另行注销 256.0 kg 碳信用"
EN = "Footprint 256.0 kg CO2e per device; 768.001 kg cancelled"
PAYER = {"name": "PAYER Co., Limited", "identifier": "SYN-2"}
OTHER = "sha256:" + "0" * 64
FALSE = [
    # identity 1: stages, mean, batch
    ("STAGES_NOT_MEAN", lambda w: [d.update(use=60_000_001) for d in (w.subject["footprint"]["stagesMg"], w.statement["stagesMg"])]),
    ("BATCH_NOT_MEAN", part("policy", meanBatchMg=768_000_368, batchMg=768_000_368)),
    ("BATCH_NOT_MEAN", part("policy", batchMg=768_000_370)),  # a buffer without a quantile
    ("BATCH_BELOW_MEAN", part("policy", basis="quantile", quantile=0.95, batchMg=768_000_000)),
    ("BASIS", part("policy", basis="quantile")),
    ("BASIS", part("policy", quantile=0.95)),
    ("QUANTILE_IMPLAUSIBLE", part("policy", basis="quantile", quantile=0.95)),  # the mean sold as P95
    ("QUANTILE_IMPLAUSIBLE", part("policy", basis="quantile", quantile=0.95, batchMg=1_200_000_000)),  # more than three separate P95
    ("QUANTILES_OUT_OF_ORDER", part("footprint", p5Mg=251_000_000)),
    ("QUANTILES_OUT_OF_ORDER", part("footprint", p5Mg=180_000_000, p50Mg=200_000_000, p95Mg=240_000_000)),  # the mean above P95
    ("SD_IMPLAUSIBLE", part("footprint", sdMg=0)),
    ("SD_IMPLAUSIBLE", part("footprint", sdMg=10_000_000)),  # further apart than Cantelli's inequality allows
    ("QUANTILE_IMPLAUSIBLE", part("policy", basis="quantile", quantile=0.96)),  # one step beside P95
    ("QUANTILE_IMPLAUSIBLE", part("policy", basis="quantile", quantile=0.9)),
    ("QUANTILE_IMPLAUSIBLE", part("policy", basis="quantile", quantile=0.99, batchMg=2_200_000_000)),
    (
        "STAGE_NEGATIVE",
        lambda w: [d.update(use=-1, materials=240_000_001) for d in (w.subject["footprint"]["stagesMg"], w.statement["stagesMg"])],
    ),
    ("DATA_YEAR", part("footprint", dataYear=2027)),
    # identities 2 and 3: grams
    ("REQUIRED_GRAMS", part("policy", requiredG=768_000)),  # rounded down: one gram off
    ("BUFFER_GRAMS", part("policy", bufferG=1)),
    ("TOTAL_GRAMS", part("allocation", totalG=768_000, extraCount=0, remainderG=232_000)),
    ("SHARE_GRAMS", part("allocation", extraCount=2)),
    ("SHARE_GRAMS", part("allocation", baseG=255_999, extraCount=4)),  # more extras than devices
    # identity 4: ranges, tonnes, remainder
    ("RANGE_NOT_TONNES", line(serialLast="2")),  # edges are inclusive
    ("RANGE_NOT_TONNES", line(serialFirst="2", serialLast="1")),
    ("RETIRED_GRAMS", part("allocation", retiredG=2_000_000, remainderG=1_231_999)),
    ("NOT_COVERED", both(line(tonnes=1), part("policy", requiredG=768_001), part("allocation", retiredG=0, remainderG=0))),
    ("REMAINDER_GRAMS", part("allocation", remainderG=232_000)),
    ("CARRIED_FROM", part("allocation", carriedInG=100_000, remainderG=331_999)),  # grams from nowhere
    ("CARRIED_FROM", part("allocation", carriedFrom=[{"number": "LT-2026-z", "grams": 5}])),
    ("CARRIED_FROM", part("allocation", carriedInG=5, remainderG=232_004, carriedFrom=[{"number": "LT-2026-a", "grams": 5}])),
    ("REMAINDER_TOO_LARGE", part("allocation", carriedInG=1_000_000, remainderG=1_231_999)),
    ("RANGE_OVERLAP", lambda w: w.subject["credits"].append(dict(w.subject["credits"][0]))),  # one credit, two lines
    (
        "RANGE_OVERLAP",
        lambda w: w.subject["credits"].append(w.subject["credits"][0] | {"serialPrefix": "syn\u20131 2024", "serialFirst": "0001"}),
    ),
    ("RANGE_OVERLAP", two_batches),  # Verra's batch number is no part of a unit's name
    ("SERIAL_SAYS", line(programme="GS", serialPrefix="GS1-1-CN-GS4221-21-2023-21733", projectId="4221")),  # another vintage
    ("SERIAL_SAYS", line(programme="GS", serialPrefix="GS1-1-CN-GS4221-21-2024-21733", projectId="GS4222")),
    ("SERIAL_SAYS", line(programme="GS", serialPrefix="GS1-1-IN-GS4221-21-2024-21733", projectId="4221")),
    ("SERIAL_FORM", line(programme="VCS")),
    ("REFERENCE_REUSED", lambda w: w.subject["credits"].append(w.subject["credits"][0] | {"serialFirst": "9", "projectId": "SYN-2"})),
    # identity 5: dates and beneficiary
    ("RETIRED_AFTER_ISSUE", both(world_with(valid_from="2026-11-21T00:00:00Z"), line(retiredOn="2026-11-21"))),  # signed the day before
    ("BENEFICIARY", line(beneficiary="nobody else than 示例客户有限公司 or not for 示例客户有限公司")),
    ("BENEFICIARY", line(beneficiary="Another Ltd (not SYN-91110000)")),
    ("RETIRED_AFTER_ISSUE", line(retiredOn="2026-11-21")),
    ("RETIRED_BEFORE_STATEMENT", line(retiredOn="2026-09-30")),  # back-dated retirement
    ("VINTAGE_AFTER_RETIREMENT", line(vintageYear=2027)),
    ("VINTAGE_TOO_OLD", line(vintageYear=2015)),  # expired vintage
    ("BENEFICIARY", line(beneficiary="For Another Customer Ltd")),
    ("BENEFICIARY", line(beneficiary="sha256:" + "1" * 64)),  # another batch
    ("BENEFICIARY", both(lambda w: w.subject["holder"].update(name="Acme", identifier="A1"), line(beneficiary="for Acmeville Ltd, A12"))),
    # identity 6: the statement
    ("STATEMENT_DIFFERS", part("product", configuration="32GB/1TB")),
    ("STATEMENT_DIFFERS", part("product", configurationDigest=OTHER)),
    ("STATEMENT_DIFFERS", in_statement(studyDigest=OTHER)),
    ("STATEMENT_DIFFERS", in_statement(meanMg=256_000_122)),
    ("STATEMENT_DIFFERS", in_statement(serviceYears=5)),
    ("STATEMENT_DIFFERS", in_statement(placeOfUse="CN-YN")),
    ("STATEMENT_DIFFERS", in_statement(subject="Notebook 14")),
    ("STATEMENT_DIFFERS", in_statement(methodVersion="lingtan-2025.1")),
    ("STATEMENT_DIFFERS", in_statement(gwpSet="AR5")),
    ("STATEMENT_DIGEST", lambda w: [setattr(w, "reseal", False), w.subject.update(statement={"number": "VS-1", "digest": OTHER})]),
    ("STATEMENT_NOT_IN_FORCE", world_with(statement_until="2026-11-20T07:59:59Z")),
    ("STATEMENT_NOT_IN_FORCE", world_with(statement_from="2026-11-20T08:00:01Z")),
    ("STATEMENT_SIGNED_LATER", world_with(statement_created="2026-11-21T00:00:00Z")),
    ("COMPETENCE_EXPIRED", in_statement(signer={"name": "Synthetic Person", "competenceValidUntil": "2026-09-30"})),
    ("ACCREDITATION_EXPIRED", in_statement(accreditation={"body": "A", "number": "1", "scope": "p", "validUntil": "2026-09-30"})),
    ("COMPETENCE_EXPIRED", both(signer_until("2026-10-05"), world_with(statement_created="2026-10-06T00:00:00Z"))),  # signed later
    ("BACK_DATED", world_with(statement_created="2026-11-15T00:00:00Z")),
    ("STATEMENT_TOO_LONG", world_with(statement_until="2076-10-01T00:00:00Z")),
    ("FINDINGS_OPEN", in_statement(findings={"raised": 3, "closed": 2, "digest": OTHER})),
    ("SAMPLE", in_statement(sample={"population": 3, "drawn": 4})),
    ("SYNTHETIC_NOT_LABELLED", lambda w: w.subject.update(synthetic=False)),
    # who signs
    ("SELF_VERIFICATION", lambda w: [setattr(w, "certifying_key", w.issuer), setattr(w, "certifier_name", "Other name")]),
    ("SELF_VERIFICATION", lambda w: setattr(w, "certifier_name", "example  ISSUER 示例签发方")),
    ("SELF_VERIFICATION", lambda w: setattr(w, "certifier_name", w.maker)),
    ("SELF_VERIFICATION", lambda w: setattr(w, "certifier_name", "示例客户有限公司")),  # the holder of the claim
    ("SELF_VERIFICATION", lambda w: [setattr(w, "certifier_name", "Payer Group, Ltd."), w.subject.update(payer=PAYER)]),
    ("UNTRUSTED_KEY", lambda w: setattr(w, "certifying_key", w.stranger)),  # forged key of a certifier
    ("UNTRUSTED_KEY", lambda w: setattr(w, "signing_key", w.stranger)),  # forged key of an issuer
    ("UNTRUSTED_KEY", lambda w: setattr(w, "signing_key", w.certifier)),  # a certifier may not issue
    ("NAME_NOT_OF_KEY", world_with(issuer_name="China Quality Something")),
    ("NAME_NOT_OF_KEY", world_with(certifier_name="Famous Certifier")),
    # dates of the certificate
    ("NOT_YET_VALID", world_with(valid_from="2026-11-23T00:00:00Z")),
    ("NOT_YET_VALID", world_with(created="2026-11-23T00:00:00Z")),
    ("EXPIRED", world_with(valid_until="2026-11-22T11:00:00Z")),
    ("BACK_DATED", both(world_with(valid_from="2026-10-02T00:00:00Z"), line(retiredOn="2026-10-02"))),
    ("CLAIM_PERIOD", part("claim", periodEnd="2031-11-19")),
    ("CLAIM_PERIOD", both(world_with(valid_until="2031-11-20T00:00:00Z"), part("claim", periodEnd="2031-11-19"))),  # a fifth year of four
    ("CLAIM_PERIOD", part("claim", periodStart="2024-11-20", periodEnd="2028-11-19")),  # years that are gone
    ("CLAIM_PERIOD", both(world_with(valid_until="2040-01-01T00:00:00Z"), part("claim", periodEnd="2036-11-19"))),
    ("CLAIM_PERIOD", part("claim", periodStart="2030-11-20")),
    ("STATUS_ENTRY", world_with(after=lambda d: d | {"credentialStatus": {"id": "urn:lingtan:status:LT-1", "type": "LingtanStatusEntry"}})),
    ("VERSION", lambda w: w.subject.update(replaces="LT-2025-9")),
    ("VERSION", lambda w: w.subject.update(version=2)),
    ("VERSION", lambda w: w.subject.update(version=2, replaces="LT-2026-a")),
    ("VERIFY_ADDRESS", part("verify", address="https://verify.example/c/LT-2026-z")),
    ("VERIFY_ADDRESS", part("verify", address="https://verify.example/c/LT-2026-a?r=0123456789abcdef")),
    # identity 7: the words
    ("CLAIM_WORD", text("zh", ZH + "，实现碳中和")),
    ("CLAIM_WORD", text("zh", ZH + "，零 碳 产品")),
    ("CLAIM_WORD", text("zh", ZH + "，排放量为０")),
    ("CLAIM_WORD", text("en", EN + ". A Carbon-Neutral notebook")),
    ("CLAIM_WORD", text("en", EN + ". ＮＥＴ ＺＥＲＯ")),
    ("CLAIM_WORD", text("en", EN + " (this does not mean the product has zero emissions). Zero emissions!")),
    ("CLAIM_LETTERS", text("en", EN + ". \u0421\u041e neutral")),  # Cyrillic letters
    ("CLAIM_LETTERS", text("en", EN + ". c\u0251rbon neutral")),  # a phonetic alphabet's
    ("CLAIM_WORD", text("en", EN + ". C\u00e1rbon neutral")),  # a marked letter
    ("CLAIM_WORD", part("claim", standard="Carbon neutral by our own standard")),
    ("CLAIM_WORD", both(part("product", model="Net Zero 13"), in_statement(subject="Net Zero 13"))),
    ("CLAIM_FIGURE", text("en", EN + ", and 500 tCO2e more")),
    ("CLAIM_WORDING", text("en", EN + ", and five hundred tonnes more")),  # no figure and no forbidden word: not the cleared sentence
    ("CLAIM_WORDING", lambda w: w.subject["claim"]["text"].update(en=w.document()["credentialSubject"]["claim"]["text"]["en"] + " ")),
    ("CLAIM_MARKET", part("claim", market="ZZ")),
    ("CLAIM_MARKET", part("claim", market="EL")),  # the Union's own code for Greece is not ISO's
    ("CLAIM_NOT_ALLOWED", part("claim", market="\uff25\uff35", audience="B2C")),  # EU in full width
    ("CLAIM_NOT_ALLOWED", part("claim", market="GLO", audience="B2C")),  # the world holds the Union
    ("CLAIM_NOT_ALLOWED", part("claim", market="RE", audience="B2C")),  # La Réunion
    ("CLAIM_LACKS_FIGURE", text("zh", "已注销 256.0 kg 碳信用")),
    ("CLAIM_LACKS_FIGURE", text("en", "Carbon credits were cancelled for this device")),
    ("CLAIM_FIGURE", text("en", EN.replace("256.0", "156.0"))),
    ("CLAIM_FIGURE", text("zh", ZH + "，另有 5 吨")),
    ("CLAIM_FIGURE", text("en", EN + ", and 0 kg remain")),
    ("CLAIM_NOT_ALLOWED", part("claim", market="EU", audience="B2C")),
    ("CLAIM_NOT_ALLOWED", part("claim", market="de", audience="B2C")),
]


@pytest.mark.parametrize(("code", "change"), FALSE, ids=[f"{n}-{code}" for n, (code, _) in enumerate(FALSE)])
def test_signed_but_false_is_refused_with_its_reason(shop, code, change):
    assert shop.codes(shop.world.certificate()) == []  # it was true before the change
    change(shop.world)
    found = shop.codes(shop.world.certificate())
    assert code in found
    assert "BAD_SIGNATURE" not in found


WRONG_SHAPE = [
    ("UNKNOWN_MEMBER", lambda w: w.subject.update(endorsedBy="CQC")),
    ("MISSING_MEMBER", lambda w: w.subject.pop("payer")),
    ("WRONG_TYPE", part("allocation", totalG=768_001.5)),  # a fraction where grams are due
    ("WRONG_TYPE", part("footprint", meanMg="256000123")),
    ("WRONG_TYPE", part("devices", count=True)),
    ("WRONG_TYPE", lambda w: w.subject.update(synthetic="no")),
    ("WRONG_TYPE", lambda w: w.subject.update(devices=[])),
    ("WRONG_TYPE", part("product", exclusions="none")),
    ("WRONG_TYPE", part("product", serviceYears="4")),
    ("WRONG_TYPE", part("product", model=None)),
    ("WRONG_TYPE", line(serialFirst=1)),
    ("WRONG_TYPE", line(retiredOn="2026-02-30")),  # no such day
    ("WRONG_TYPE", line(evidenceDigest="sha256:ABC")),
    ("WRONG_TYPE", world_with(valid_from="2026-11-20T08:00:00+00:00")),
    ("WRONG_TYPE", part("verify", address="javascript:alert(1)")),
    ("WRONG_TYPE", part("verify", address="https://verify.example@evil.example/LT-2026-a")),
    ("WRONG_TYPE", line(registryUrl="file:///etc/passwd")),
    ("WRONG_TYPE", line(hostCountry="Atlantis")),
    ("WRONG_VALUE", line(projectType="magic")),
    ("OUT_OF_RANGE", in_statement(materialityPercent=50)),
    ("OUT_OF_RANGE", in_statement(sample={"population": 0, "drawn": 0})),
    ("MIXED_SCRIPTS", lambda w: w.subject["holder"].update(name="\u0415xample Ltd")),
    ("MIXED_SCRIPTS", line(serialPrefix="SYN-1-2024-V\u0421S")),
    ("WRONG_VALUE", part("claim", type="carbon-neutral")),
    ("WRONG_VALUE", part("product", boundary=["materials", "assembly", "transport", "use"])),  # a stage left out
    ("WRONG_VALUE", part("devices", scheme="lingtan-serial-0")),
    ("WRONG_VALUE", part("allocation", remainderRule="pool")),
    ("WRONG_VALUE", part("claim", audience="everybody")),
    ("WRONG_VALUE", in_statement(levelOfAssurance="absolute")),
    ("MISSING_MEMBER", lambda w: w.subject.update(payer={"name": "Somebody"})),
    ("WRONG_TYPE", in_statement(accreditation={"body": "A", "number": "1", "scope": "p", "validUntil": "soon"})),
    ("OUT_OF_RANGE", part("allocation", carriedInG=-1)),
    ("OUT_OF_RANGE", part("devices", count=0)),
    ("OUT_OF_RANGE", part("footprint", primaryDataShare=1.01)),
    ("UNSEEN_CHARACTER", lambda w: w.subject["holder"].update(name="示例\u202e客户")),
    ("WRONG_LENGTH", line(beneficiary="  ")),
    ("WRONG_LENGTH", world_with(after=lambda d: d | {"evidence": []})),  # no statement
    ("WRONG_LENGTH", world_with(after=lambda d: d | {"evidence": d["evidence"] * 2})),  # two statements
    ("WRONG_VALUE", world_with(after=lambda d: d | {"type": ["VerifiableCredential", "CarbonNeutralCertificate"]})),
    ("BAD_TEXT", lambda w: w.subject["holder"].update(name="Cafe\u0301")),  # not NFC
]


@pytest.mark.parametrize(("code", "change"), WRONG_SHAPE, ids=[f"{n}-{code}" for n, (code, _) in enumerate(WRONG_SHAPE)])
def test_signed_but_of_another_shape_is_refused(shop, code, change):
    change(shop.world)
    assert code in shop.codes(shop.world.certificate())


@pytest.mark.parametrize("member", ["qualifications", "sites", "criteria"])
def test_a_statement_touched_after_signing_is_refused_though_its_digest_is_mended(shop, member):
    """The issuer rewrites the certifier's words and signs the result: only the certifier's own signature can tell."""

    def rewritten(document):
        statement = document["evidence"][0]
        statement["credentialSubject"][member] = ["rewritten by the issuer"]
        document["credentialSubject"]["statement"]["digest"] = "sha256:" + hashlib.sha256(rfc8785.dumps(statement)).hexdigest()
        return document

    shop.world.after = rewritten
    assert shop.codes(shop.world.certificate()) == ["BAD_SIGNATURE"]


@pytest.mark.parametrize(
    ("code", "role", "members"),
    [
        ("KEY_REVOKED", "issuers", {"revokedFrom": "2026-11-20T08:00:00Z"}),
        ("KEY_REVOKED", "certifiers", {"revokedFrom": "2026-09-01T00:00:00Z"}),
        ("KEY_NOT_VALID_THEN", "issuers", {"validUntil": "2026-11-20T08:00:00Z"}),
        ("KEY_NOT_VALID_THEN", "issuers", {"validFrom": "2026-11-20T08:00:01Z"}),
        ("KEY_NOT_VALID_THEN", "certifiers", {"validFrom": "2026-10-01T00:00:01Z"}),
    ],
)
def test_a_key_counts_in_its_window_only(shop, code, role, members):
    trust = shop.world.trust()
    trust[role][0].update(members)
    assert shop.codes(shop.world.certificate(), "--trust", shop.put("t.json", json.dumps(trust).encode())) == [code]


def test_a_key_revoked_later_keeps_what_it_signed_before(shop):
    trust = shop.world.trust()
    trust["issuers"][0]["revokedFrom"] = "2026-11-21T00:00:00Z"
    assert shop.codes(shop.world.certificate(), "--trust", shop.put("t.json", json.dumps(trust).encode())) == []


def test_a_rotated_key_counts_in_either_window(shop):
    trust = shop.world.trust()
    old = trust["issuers"][0] | {"validUntil": "2026-01-01T00:00:00Z"}
    trust["issuers"] = [old, trust["issuers"][0] | {"validFrom": "2026-01-01T00:00:00Z"}]
    assert shop.codes(shop.world.certificate(), "--trust", shop.put("t.json", json.dumps(trust).encode())) == []


def test_the_eu_rule_starts_on_its_day(shop):
    world = shop.world
    world.subject["claim"].update(market="FR", audience="B2C")
    world.valid_from, world.created, world.statement_from = "2026-09-26T08:00:00Z", "2026-09-26T08:00:00Z", "2026-09-01T00:00:00Z"
    world.statement_created, world.subject["credits"][0]["retiredOn"] = "2026-09-01T00:00:00Z", "2026-09-20"
    assert shop.codes(world.certificate()) == []
    world.created = "2026-09-27T00:00:00Z"  # dated before, signed after
    assert shop.codes(world.certificate()) == ["CLAIM_NOT_ALLOWED"]


@pytest.mark.parametrize(
    ("beneficiary", "names"),
    [
        ("示例客户有限公司", True),  # the name alone
        ("受益人：示例客户有限公司（SYN-91110000）", True),
        ("On behalf of  示例客户有限公司 / batch 7", True),
        ("org syn-91110000", True),  # the identifier, in another case
        ("holders of batch ROOT", True),
        ("holders of batch sha256:ROOT.", True),
        ("示例客户有限公司上海分公司", False),  # a branch is another legal person
        ("非示例客户有限公司", False),
        ("not for 示例客户有限公司", False),
        ("示例客户", False),  # half a name
        ("SYN-911100001", False),  # a longer identifier
        ("batch 0ROOT", False),  # a longer root
        ("示例客户有限公司 Holdings", False),
    ],
)
def test_a_beneficiary_is_the_whole_holder_or_the_batch(shop, beneficiary, names):
    root = shop.world.subject["devices"]["serialsRoot"].removeprefix("sha256:")
    shop.world.subject["credits"][0]["beneficiary"] = beneficiary.replace("ROOT", root)
    assert shop.codes(shop.world.certificate()) == ([] if names else ["BENEFICIARY"])


def test_a_short_identifier_alone_names_nobody(shop):
    shop.world.subject["holder"]["identifier"] = "7"
    shop.world.subject["credits"][0]["beneficiary"] = "lot 7"
    assert shop.codes(shop.world.certificate()) == ["BENEFICIARY"]


def test_serials_beyond_exact_integers_are_counted_exactly(shop):
    first = 2**64
    shop.world.subject["credits"][0].update(serialFirst=str(first), serialLast=str(first + 1), tonnes=2)
    shop.world.subject["allocation"].update(retiredG=2_000_000, remainderG=1_231_999)
    assert shop.codes(shop.world.certificate()) == ["REMAINDER_TOO_LARGE"]  # the range itself is right
    assert hashlib.sha256(str(first).encode()).hexdigest()
