"""Broken, hostile and absurd files: each refused with its reason, none crashes the verifier."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
import zlib

import pytest
import rfc8785

from lingtan_verify.pdf import attached_record
from lingtan_verify.reason import RefusalError


def digest_of(value):
    return "sha256:" + hashlib.sha256(rfc8785.dumps(value)).hexdigest()


DEEP = b'{"a":' * 200 + b"1" + b"}" * 200


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("NOT_JSON", b""),  # nothing at all
        ("NOT_JSON", b"\xff\xfe"),  # not UTF-8
        ("NOT_JSON", b"{"),  # cut off
        ("NOT_JSON", b'{"a":1}{"a":1}'),  # two values
        ("DUPLICATE_MEMBER", b'{"a":1,"a":2}'),  # which one counts?
        ("BAD_NUMBER", b'{"a":NaN}'),  # not JSON, though Python reads it
        ("BAD_NUMBER", b'{"a":-Infinity}'),
        ("BAD_NUMBER", b'{"a":1e999}'),  # infinity by overflow
        ("BAD_NUMBER", b'{"a":9007199254740992}'),  # 2^53
        ("BAD_NUMBER", b'{"a":' + b"9" * 5000 + b"}"),
        ("NOT_CANONICAL", b'{"a":1.0}'),  # an integer dressed as a fraction
        ("NOT_CANONICAL", b'{"b":1,"a":2}'),
        ("BAD_TEXT", b'{"a":"\\ud800"}'),  # half a surrogate pair
        ("BAD_TEXT", '{"a":"e\u0301"}'.encode()),
        ("TOO_DEEP", DEEP),
        ("TOO_DEEP", b"[" * 100_000),
        ("WRONG_TYPE", b"[]"),
        ("WRONG_TYPE", b"null"),
        ("MISSING_MEMBER", b"{}"),
    ],
)
def test_json_that_is_none(shop, code, data):
    assert code in shop.codes(data)


def test_a_file_too_large_is_not_parsed(shop):
    assert shop.codes(b'{"a":"' + b"x" * (17 * 2**20) + b'"}') == ["TOO_LARGE"]


def test_pdfs_that_hide_double_or_break_the_record(shop, make_pdf):
    record = shop.world.certificate()
    good = make_pdf([("certificate.json", record)])
    refused = {
        "PDF_NO_RECORD": [
            make_pdf([]),
            make_pdf([("other.json", record)]),
            make_pdf([("x/certificate.json", record)]),
            good.replace(b"/EmbeddedFiles 3 0 R", b"/Other 3 0 R"),  # there, but no reader would list it
        ],
        "PDF_MANY_RECORDS": [
            make_pdf([("certificate.json", record), ("certificate.json", record)]),
            good + make_pdf([("certificate.json", b"{}")]).replace(b"%PDF-1.7", b"%"),  # a later revision puts another over it
            good + b"11 0 obj\n<< /Type /EmbeddedFile /Length 2 >>\nstream\n{}\nendstream\nendobj\n",
            good + b"70 0 obj\n<< /Type /Filespec /F (certificate.json) /EF << /F 71 0 R >> >>\nendobj\n",
        ],
        "PDF_BROKEN": [
            good.replace(b"/Size ", b"/Size 9"),
            good.replace(b"/Params << ", b"/Params << /CheckSum <" + b"00" * 16 + b"> "),
            good.replace(b"/EF << /F 11 0 R /UF 11 0 R >>", b"/EF << /F 2 0 R >>"),  # an object, but no stream
            b"%PDF-1.7\n1 0 obj\n<< /A " + b"[" * 1000,
            b"%PDF-1.7\n1 0 obj\n(never ends",
            b"%PDF-1.7\n1 0 obj\n<< /A 1 /A 2 >>\nendobj",
            b"%PDF-1.7\n1 0 obj\n<< >>\nstream\nnever ends",
            good.replace(b"/EF << /F 11 0 R /UF 11 0 R >>", b"/EF << /F 11 0 R /UF 12 0 R >>"),
        ],
        "PDF_FILTER": [good.replace(b"/Filter /FlateDecode", b"/Filter /LZWDecode")],
        "PDF_ENCRYPTED": [good.replace(b"trailer << ", b"trailer << /Encrypt 5 0 R ")],
    }
    assert shop.codes(good, name="c.pdf") == []
    for code, files in refused.items():
        for data in files:
            assert shop.codes(data, name="c.pdf") == [code]


def test_a_pdf_that_was_revised_is_not_the_one_that_was_issued(shop, make_pdf):
    """The record is untouched, but a later revision may show other pages."""
    good = make_pdf([("certificate.json", shop.world.certificate())])
    other_pages = b"2 0 obj\n<< /Type /Pages /Kids [40 0 R] /Count 1 >>\nendobj\n"
    assert shop.codes(good + other_pages, name="c.pdf") == ["PDF_REVISED"]
    assert shop.codes(good + b"40 0 obj\n<< /Type /Page >>\nendobj\nstartxref\n9\n%%EOF\n", name="c.pdf") == ["PDF_REVISED"]


def test_what_is_no_pdf_is_not_searched():
    with pytest.raises(RefusalError) as refusal:
        attached_record(b"certificate.json")
    assert refusal.value.reason.code == "NOT_PDF"


def test_a_file_specification_inside_the_tree_is_found_and_counted(shop, make_pdf):
    record = shop.world.certificate()
    good = make_pdf([("certificate.json", record)])
    direct = b"<< /Type /Filespec /UF (certificate.json) /EF << /F 11 0 R >> >>"
    assert shop.codes(good.replace(b"(certificate.json) 10 0 R", b"(certificate.json) " + direct), name="c.pdf") == []
    double = make_pdf([("certificate.json", record), ("other.json", record)]).replace(
        b"(other.json) 12 0 R", b"(other.json) " + direct.replace(b"11", b"13")
    )
    assert shop.codes(double, name="c.pdf") == ["PDF_MANY_RECORDS"]


def test_the_record_is_found_as_associated_file_and_through_kids_but_not_in_circles(shop, make_pdf):
    good = make_pdf([("certificate.json", shop.world.certificate())])
    tree = b"<< /EmbeddedFiles 3 0 R >>"
    assert shop.codes(good.replace(b"/Names " + tree, b"/AF [10 0 R]"), name="c.pdf") == []
    kids = b"60 0 obj\n<< /Kids [61 0 R] >>\nendobj\n61 0 obj\n<< /Kids [%d 0 R] >>\nendobj\n"
    assert shop.codes(good.replace(tree, b"<< /EmbeddedFiles 60 0 R >>") + kids % 3, name="c.pdf") == []
    assert shop.codes(good.replace(tree, b"<< /EmbeddedFiles 60 0 R >>") + kids % 60, name="c.pdf") == ["PDF_BROKEN"]


def test_names_in_other_spellings_are_the_same_name(shop, make_pdf):
    record = shop.world.certificate()
    good = make_pdf([("certificate.json", record)])
    for spelled in (
        b"<" + b"certificate.json".hex().encode() + b">",
        b"(\\143ertificate.json)",
        b"<feff" + "certificate.json".encode("utf-16-be").hex().encode() + b">",
    ):
        assert shop.codes(good.replace(b"(certificate.json)", spelled), name="c.pdf") == []


def test_a_swelling_stream_is_stopped(shop, make_pdf):
    bomb = zlib.compress(b"0" * (80 * 2**20), 9)
    data = make_pdf(
        [("certificate.json", b"{}")]
    ) + b"80 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(bomb),
        bomb,
    )
    assert shop.codes(data, name="c.pdf") == ["TOO_LARGE"]


def test_any_damage_to_a_pdf_ends_in_a_verdict(shop, make_pdf):
    good = make_pdf([("certificate.json", shop.world.certificate())], packed=True)
    dice = random.Random(20261122)
    for _ in range(150):
        data = bytearray(good)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        shop.codes(bytes(data[: dice.choice([len(data), dice.randrange(len(data))])]), name="c.pdf")


def edit(**changes):
    return lambda files: files.update({name.replace("__", "/").replace("_json", ".json"): data for name, data in changes.items()})


def replaced(name, old, new):
    return lambda files: files.update({name: files[name].replace(old, new)})


@pytest.mark.parametrize(
    ("code", "kind", "change"),
    [
        ("BUNDLE_FILE_UNEXPECTED", "public", edit(serials_json=b"{}")),  # secrets in a public bundle
        ("BUNDLE_FILE_UNEXPECTED", "public", edit(evidence__x=b"")),
        ("BUNDLE_FILE_UNEXPECTED", "full", edit(prices_json=b"{}")),
        ("BUNDLE_FILE_MISSING", "public", lambda files: files.pop("stages.json")),
        ("BUNDLE_FILE_MISSING", "full", lambda files: files.pop("openings.json")),
        ("BAD_BUNDLE_FILE", "public", edit(commitments_json=b'{"rows":[],"scheme":"lingtan-row-1"}')),
        ("BUNDLE_STAGES", "public", replaced("stages.json", b'"use":60000000', b'"use":60000001')),
        ("FACTORS_DIGEST", "public", replaced("stages.json", b"cn-grid-2024", b"cn-grid-2023")),  # a stale factor
        ("COMMITMENTS_ROOT", "public", replaced("commitments.json", b'"rows":["', b'"rows":["' + b"0" * 64 + b'","')),
        ("OPENING", "full", replaced("openings.json", b'"mass_g":0.5', b'"mass_g":0.6')),
        ("SERIALS_ROOT", "full", replaced("serials.json", b"PF-0002", b"PF-0009")),
        ("SERIALS", "full", replaced("serials.json", b"PF-0002", b"PF-0009")),
        ("SERIALS", "full", replaced("serials.json", b"Example Computer", b"Example Computers")),
        ("SERIAL_GRAMS", "full", replaced("serials.json", b'"grams":256001', b'"grams":256000')),
        ("STUDY_DIGEST", "full", replaced("study.json", b"256000123", b"256000124")),
        ("STUDY_DIFFERS", "full", replaced("study.json", b"256000123", b"256000124")),
        ("STUDY_DIFFERS", "full", edit(study_json=b"[]")),
        ("CONFIGURATION_DIGEST", "full", replaced("spec.json", b"1290.5", b"1190.5")),
        ("FACTORS_DIGEST", "full", replaced("factors.json", b"0.5777", b"0.6205")),
        ("FACTORS_DIGEST", "full", edit(factors_json=b"[]")),
        ("EVIDENCE_MISSING", "full", lambda files: files.pop("evidence/registry.pdf")),
        ("NOT_JSON", "full", edit(study_json=b"{")),
    ],
)
def test_bundles_whose_files_are_not_what_was_promised(shop, code, kind, change):
    certificate = shop.world.certificate()
    found = shop.codes(certificate, "--bundle", shop.put("b.zip", shop.world.bundle(kind, change=change)))
    assert code in found


def test_a_study_of_a_plan_is_refused_though_its_digests_fit(shop):
    world = shop.world
    world.spec["forecasts"] = [{"forecast": {"plan_site": "S"}}]
    world.subject["product"]["configurationDigest"] = digest_of(world.spec)
    assert "FORECAST_IN_STUDY" in shop.codes(world.bundle("full"), name="b.zip")


@pytest.mark.parametrize(
    "members",
    [
        {"mean_mg": 256_000_124},  # the study says another figure than the certificate, and both are signed for
        {"stages_mg": {}},
        {"seed": 8},
        {"offsets_included": True},  # a figure net of credits is no footprint
        {"class_pack_digest": "sha256:" + "0" * 64},
        {"place_of_use": "CN-YN"},
    ],
)
def test_a_study_that_says_otherwise_is_refused_though_its_digest_fits(shop, members):
    world = shop.world
    world.study |= members
    world.subject["footprint"]["studyDigest"] = world.statement["studyDigest"] = digest_of(world.study)
    assert set(shop.codes(world.bundle("full"), name="b.zip")) == {"STUDY_DIFFERS"}


def test_bundles_that_are_no_bundles(shop, make_zip, make_world):
    certificate, files = shop.world.certificate(), shop.world.files("public")
    good = shop.world.bundle()
    cases = [
        ("BAD_ZIP", b"PK\x03\x04 nothing"),
        ("BAD_ZIP", good[: len(good) // 2]),
        ("BUNDLE_FILE_MISSING", make_zip(files)),  # no manifest
        ("ZIP_NAME", make_zip({"../certificate.json": b""})),  # zip-slip
        ("ZIP_NAME", make_zip({"/etc/passwd": b""})),
        ("ZIP_NAME", make_zip({"a\\b": b""})),
        ("ZIP_NAME", make_zip({"a/./b": b""})),
        ("ZIP_NAME", make_zip({"evidence/": b""})),
        ("ZIP_TWICE", make_zip({"certificate.json": b"", "Certificate.JSON": b""})),
        (
            "ZIP_NOT_STORED",
            make_zip({"stages.json": b"0" * 10_000_000}, zipfile.ZIP_DEFLATED)[:0] + make_zip({"s": b"0" * 40}, zipfile.ZIP_DEFLATED),
        ),
        ("BUNDLE_DIGEST", good.replace(b'"meanMg":256000123,"stagesMg"', b'"meanMg":256000124,"stagesMg"', 1)),
        ("BUNDLE_OF_ANOTHER", make_world("b", first=2).bundle()),
    ]
    for code, data in cases:
        found = shop.codes(certificate, "--bundle", shop.put("b.zip", data))
        assert found[0] in (code, "BAD_ZIP" if code == "BUNDLE_DIGEST" else code), code  # a changed byte fails the ZIP's own checksum first


def test_a_bundle_of_a_certificate_with_the_same_number_is_another(shop):
    shop.put("b.zip", shop.world.bundle())
    shop.world.subject["order"] = "ORDER-2"
    assert shop.codes(shop.world.certificate(), "--bundle", str(shop.folder / "b.zip")) == ["BUNDLE_OF_ANOTHER"]


@pytest.mark.parametrize("name", ["stages.json", "class_pack.json", "evidence/registry.pdf"])
def test_a_file_exchanged_under_the_old_manifest_is_refused(shop, make_zip, name):
    files = shop.world.files("full")
    listed = {name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"kind": "full", "number": "LT-2026-a", "methodVersion": "lingtan-2026.1", "files": listed}
    files |= {"manifest.json": rfc8785.dumps(manifest), name: files[name] + b" "}
    assert shop.codes(make_zip(files), name="b.zip") == ["BUNDLE_DIGEST"]


@pytest.mark.parametrize("files", [[], {"a\\b": "sha256:" + "0" * 64}, {"stages.json": "md5"}])
def test_a_manifest_of_another_shape_is_refused(shop, make_zip, files):
    manifest = {"kind": "public", "number": "LT-2026-a", "methodVersion": "lingtan-2026.1", "files": files}
    assert shop.codes(make_zip({"manifest.json": rfc8785.dumps(manifest)}), name="b.zip") == ["BAD_BUNDLE_FILE"]


@pytest.mark.parametrize("members", [{"number": "LT-2026-x"}, {"methodVersion": "lingtan-2027.1"}])
def test_a_manifest_of_another_number_or_method_is_refused(shop, make_zip, members):
    files = shop.world.files("public")
    listed = {name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"kind": "public", "number": "LT-2026-a", "methodVersion": "lingtan-2026.1", "files": listed}
    assert shop.codes(make_zip(files | {"manifest.json": rfc8785.dumps(manifest)}), name="b.zip") == []
    assert shop.codes(make_zip(files | {"manifest.json": rfc8785.dumps(manifest | members)}), name="b.zip") == ["BUNDLE_OF_ANOTHER"]


def test_every_committed_row_must_be_opened(shop):
    openings = rfc8785.dumps({"scheme": "lingtan-row-1", "rows": shop.world.rows[:-1]})
    assert shop.codes(shop.world.bundle("full", change=lambda files: files.update({"openings.json": openings})), name="b.zip") == [
        "OPENING"
    ]


def test_a_file_that_the_manifest_lists_must_be_there(shop, make_zip):
    files = shop.world.files("full")
    listed = {name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in files.items()}
    listed["evidence/lost.pdf"] = "sha256:" + "0" * 64
    manifest = {"kind": "full", "number": "LT-2026-a", "methodVersion": "lingtan-2026.1", "files": listed}
    assert shop.codes(make_zip(files | {"manifest.json": rfc8785.dumps(manifest)}), name="b.zip") == ["BUNDLE_FILE_MISSING"]


def test_no_byte_of_a_bundle_can_be_changed_added_or_removed(shop):
    """Not in the headers either: times, versions, attributes, order, and what stands before or behind."""
    good = shop.world.bundle("full")
    for position in range(0, len(good), 67):
        for changed in (good[:position] + bytes([good[position] ^ 0x01]) + good[position + 1 :], good[:position] + good[position + 1 :]):
            assert shop.codes(changed, name="b.zip"), position
    for changed in (b"PK" + good, good + b"\n", good[:-2] + b"\x01\x00x"):
        assert shop.codes(changed, name="b.zip")[0] in ("ZIP_NOT_CANONICAL", "BAD_ZIP")


def test_a_bundle_with_other_attributes_is_another_byte_string(shop, make_zip):
    files = shop.world.files("public")
    assert shop.codes(make_zip(files, mode=0o600), name="b.zip") == ["ZIP_NOT_CANONICAL"]


def test_a_zip_bomb_is_refused_before_it_is_read(shop, make_zip):
    bomb = make_zip({"certificate.json": b"0" * 50_000_000}, zipfile.ZIP_DEFLATED)
    assert shop.codes(bomb, name="b.zip") == ["TOO_LARGE"]


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.update(extra=1),  # unknown member
        lambda t: t.pop("synthetic"),
        lambda t: t["issuers"][0].update(key="did:key:zabc"),  # no key
        lambda t: t["issuers"][0].update(validFrom="2020"),
        lambda t: t["certifiers"].append(t["issuers"][0]),  # one key in both roles
        lambda t: t.update(issuers={}),
    ],
)
def test_trust_lists_that_cannot_be_used(shop, change):
    trust = shop.world.trust()
    change(trust)
    assert shop.codes(shop.world.certificate(), "--trust", shop.put("t.json", json.dumps(trust).encode())) == ["BAD_TRUST"]


def test_a_trust_list_that_is_not_there_or_no_json(shop):
    assert shop.codes(shop.world.certificate(), "--trust", str(shop.folder / "none.json")) == ["NO_TRUST_ANCHOR"]
    assert shop.codes(shop.world.certificate(), "--trust", shop.put("t.json", b"trust me")) == ["NOT_JSON"]
