"""A document says what its record says: text, QR, attachment, glyphs, place on the page — in both languages."""

from __future__ import annotations

import copy
import io
import os
import re
import subprocess
import sys
import time

import pypdf
import pypdfium2
import pytest
import zxingcpp
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

from lingtan.documents import certificate_view, render_certificate, render_declaration, render_statement
from lingtan.documents.figures import grouped, kilograms, number, per_cent
from lingtan.errors import InputError
from lingtan.evidence import canonical_bytes
from lingtan.messages import Language, catalog

LANGS = ("zh", "en")
RENDER = {"certificate": render_certificate, "declaration": render_declaration, "statement": render_statement}
KINDS = tuple(RENDER)


@pytest.fixture
def records(certificate, declaration, statement):
    return {"certificate": certificate, "declaration": declaration, "statement": statement}


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("₂", "2")


def text_of(pdf: bytes) -> str:
    return flat("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)))


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    elif not isinstance(value, bool) and value is not None:
        yield path, value


def ways_to_show(value, lang) -> set[str]:
    """How one value of a record may stand on paper: as it is, grouped, in kilograms, in per cent, or by its label."""
    if isinstance(value, str):
        name = re.sub(r"[- ]", "_", value).upper()
        labels = {entry.text[Language(lang)] for code, entry in catalog().items() if f"_{code}".endswith(f"_{name}")}
        return {flat(value)} | {flat(label) for label in labels}
    if isinstance(value, float):
        return {flat(number(value)), flat(per_cent(value)), flat(number(100 * value))}
    return {str(value), grouped(value), kilograms(value), kilograms(value, places=1), kilograms(1000 * value), flat(number(value))}


#: Members that are not printed as values: `synthetic` is the banner; a share follows from the masses; draws the bar only.
DERIVED = {".share", ".estimatedMg"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_the_record_stands_in_the_text(kind, lang, records):
    record = records[kind]
    text = text_of(RENDER[kind](record, lang))
    body = record.get("credentialSubject", record)
    outside = {name: record[name] for name in ("id", "issuer", "validFrom", "validUntil", "proof") if name in record}
    outside.get("proof", {}).pop("type", None)
    outside.get("proof", {}).pop("proofPurpose", None)
    missing = [
        (path, value)
        for path, value in [*leaves(body), *leaves(outside)]
        if not any(path.endswith(name) for name in DERIVED) and not any(way in text for way in ways_to_show(value, lang))
    ]
    assert missing == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_title_is_a_statement_of_cancellation_and_no_certificate_of_a_third_party(lang, certificate):
    text = text_of(render_certificate(certificate, lang))
    assert {"zh": "碳信用核销声明", "en": "Statementofcarboncreditcancellation"}[lang] in text
    assert {"zh": "并非登记机构、交易所或认证机构的证书", "en": "notacertificateofaregistry"}[lang] in text


@pytest.mark.parametrize("kind", KINDS)
def test_synthetic_data_carries_its_banner_on_every_page_and_real_data_none(kind, records):
    record = records[kind]
    marked = pypdfium2.PdfDocument(RENDER[kind](record, "en"))
    assert all("SYNTHETIC DATA" in page.get_textpage().get_text_range() for page in marked)
    record.get("credentialSubject", record)["synthetic"] = False
    assert "SYNTHETICDATA" not in text_of(RENDER[kind](record, "en"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_qr_code_decodes_to_the_verify_address(lang, certificate):
    page = pypdfium2.PdfDocument(render_certificate(certificate, lang))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text for code in codes] == [certificate["credentialSubject"]["verify"]["address"]]


@pytest.mark.parametrize("kind", KINDS)
def test_the_attached_record_comes_out_byte_for_byte_with_relationship_and_description(kind, records):
    reader = pypdf.PdfReader(io.BytesIO(RENDER[kind](records[kind], "zh")))
    assert {name: list(data) for name, data in reader.attachments.items()} == {f"{kind}.json": [canonical_bytes(records[kind])]}
    (file,) = (item.get_object() for item in reader.trailer["/Root"]["/AF"])
    assert file["/AFRelationship"] == "/Source"
    assert file["/Desc"].strip()


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_says_it_is_pdf_a_3b(kind, records):
    metadata = pypdf.PdfReader(io.BytesIO(RENDER[kind](records[kind], "en"))).trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part(>|=\")3", metadata)
    assert re.search(r"pdfaid:conformance(>|=\")B", metadata)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_same_record_gives_same_bytes(kind, lang, records):
    assert RENDER[kind](records[kind], lang) == RENDER[kind](copy.deepcopy(records[kind]), lang)


def test_another_process_with_another_clock_zone_and_hash_seed_gives_the_same_bytes(certificate, tmp_path):
    source = tmp_path / "certificate.json"
    source.write_bytes(canonical_bytes(certificate))
    code = "import json,sys; from lingtan.documents import render_certificate as r; "
    code += "sys.stdout.buffer.write(r(json.load(open(sys.argv[1], encoding='utf-8')), 'zh'))"
    environment = {**os.environ, "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8"}
    there = subprocess.run([sys.executable, "-c", code, str(source)], capture_output=True, check=True, env=environment, cwd=tmp_path)
    assert there.stdout == render_certificate(certificate, "zh")


def glyphs_used(pdf: bytes) -> list[int]:
    """Glyph ids in the content streams (Identity-H, two bytes each), through form XObjects too."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    glyphs: list[int] = []

    def walk(stream, resources):
        for operands, operator in ContentStream(stream, reader).operations:
            parts = operands[0] if operator == b"TJ" else operands
            if operator in (b"Tj", b"TJ"):
                for part in parts:
                    if isinstance(part, ByteStringObject | TextStringObject):
                        raw = part.original_bytes
                        glyphs.extend(int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2))
            elif operator == b"Do":
                form = resources["/XObject"][operands[0]].get_object()
                if form["/Subtype"] == "/Form":
                    walk(form, form["/Resources"])

    for page in reader.pages:
        walk(page.get_contents(), page["/Resources"])
    return glyphs


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_notdef_glyph_is_drawn(kind, lang, records):
    pdf = RENDER[kind](records[kind], lang)
    glyphs = glyphs_used(pdf)
    assert len(glyphs) > 500
    assert 0 not in glyphs
    assert "\ufffd" not in text_of(pdf)


def test_the_glyph_check_sees_a_notdef_when_there_is_one():
    import typst

    from lingtan.documents.fonts import FONT_FAMILY, font_folder

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    source = f'#set text(font: "{FONT_FAMILY}", fallback: false)\nab \ud55c cd'
    plain = typst.compile(source.encode(), format="pdf", font_paths=fonts)
    assert 0 in glyphs_used(plain)


def characters_outside(pdf: bytes, margin_pt: float) -> list[str]:
    outside = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        width, height = page.get_size()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if right > left and (left < margin_pt or right > width - margin_pt or bottom < 10 or top > height - 10):
                outside.append(text.get_text_range(index, 1))
    return outside


LONG = "X" * 240


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_text_stays_inside_the_margins_however_long_a_name_or_serial_is(kind, lang, records):
    record = records[kind]
    body = record.get("credentialSubject", record)
    body["number"] = "N" * 40
    for name in ("order", "model", "subject", "configuration", "manufacturer"):
        if name in body:
            body[name] = LONG
    if kind == "certificate":
        body["holder"]["name"] = "长" * 120 + LONG
        for line in body["credits"]:
            line.update(serialPrefix=LONG, beneficiary=LONG, projectName=LONG, registry=LONG)
        body["product"].update(model=LONG, configuration=LONG)
    pdf = RENDER[kind](record, lang)
    assert characters_outside(pdf, 45.0) == []  # margin 17 mm = 48.2 pt
    assert LONG in text_of(pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_an_ordinary_document_has_one_or_two_pages(kind, records):
    for lang in LANGS:
        assert len(pypdfium2.PdfDocument(RENDER[kind](records[kind], lang))) <= 2


def test_text_of_the_record_is_never_read_as_markup(certificate):
    hostile = '#panic("x") *b* _i_ $x^2$ \\ #sys.inputs `raw` <label> @ref = // /* "'
    certificate["credentialSubject"]["holder"]["name"] = hostile
    assert flat(hostile) in text_of(render_certificate(certificate, "en"))


def test_a_draft_without_signature_says_so(certificate):
    del certificate["proof"]
    assert "未签名" in text_of(render_certificate(certificate, "zh"))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (lambda c: c["credentialSubject"].pop("holder"), "DOCUMENT_FIELD", "credentialSubject.holder.name"),  # a member is missing
        (
            lambda c: c["credentialSubject"]["allocation"].update(totalG="1"),
            "DOCUMENT_FIELD",
            "credentialSubject.allocation.totalG",
        ),  # text for a number
        (
            lambda c: c["credentialSubject"]["allocation"].update(totalG=True),
            "DOCUMENT_FIELD",
            "credentialSubject.allocation.totalG",
        ),  # a flag is no number
        (
            lambda c: c["credentialSubject"]["credits"][1].pop("tonnes"),
            "DOCUMENT_FIELD",
            "credentialSubject.credits[1].tonnes",
        ),  # in the second line
        (lambda c: c["proof"].update(created="yesterday"), "DOCUMENT_FIELD", "proof.created"),  # not a date
        (
            lambda c: c["credentialSubject"]["holder"].update(name="\ud55c\uae00"),
            "GLYPH_MISSING",
            "sections.parties.fields[0].value",
        ),  # Hangul: not in the typeface
        (
            lambda c: c["credentialSubject"].update(order="A\u202eB"),
            "GLYPH_MISSING",
            "sections.parties.fields[2].value",
        ),  # direction override
        (lambda c: c["credentialSubject"].update(order="A\x07"), "GLYPH_MISSING", "sections.parties.fields[2].value"),  # control character
    ],
)
def test_a_record_that_cannot_be_printed_is_refused_with_its_place(change, code, place, certificate):
    change(certificate)
    with pytest.raises(InputError) as refusal:
        render_certificate(certificate, "zh")
    assert (refusal.value.code, refusal.value.place) == (code, place)


@pytest.mark.parametrize("lang", ["fr", "", "ZH"])  # only zh and en, in lower case
def test_an_unknown_language_is_refused(lang, certificate):
    with pytest.raises(InputError, match="DOCUMENT_LANGUAGE"):
        render_certificate(certificate, lang)


def test_a_quantile_basis_is_named_with_its_quantile(certificate):
    certificate["credentialSubject"]["policy"].update(basis="quantile", quantile=0.95)
    assert "P95" in certificate_view(certificate, "en")["sections"]["allocation"]["fields"][0]["value"]


def test_speed_of_a_certificate(certificate, capsys):
    render_certificate(certificate, "zh")
    start = time.process_time()
    for version in range(10):
        certificate["credentialSubject"]["version"] = version + 1
        render_certificate(certificate, "zh")
    seconds = (time.process_time() - start) / 10
    with capsys.disabled():
        print(f"\n[documents] {seconds * 1000:.0f} ms CPU a certificate")
    assert seconds < 2.0


def test_the_split_over_the_devices_sums_to_what_was_allocated(certificate):
    allocation, count = certificate["credentialSubject"]["allocation"], certificate["credentialSubject"]["devices"]["count"]
    fields = certificate_view(certificate, "en")["sections"]["allocation"]["fields"]
    (shown,) = (field["value"] for field in fields if "devices ×" in field["value"])
    plain, base, extra, more = (int(part.replace(",", "")) for part in re.findall(r"[\d,]+", shown))
    assert plain + extra == count
    assert plain * base + extra * more == allocation["totalG"]


def test_nobody_but_the_holder_paid_is_a_dash_and_a_payer_is_named(certificate):
    payer = certificate_view(certificate, "zh")["sections"]["parties"]["fields"][1]
    assert payer["value"] == "–"
    certificate["credentialSubject"]["payer"] = {"name": "付款公司", "identifier": "P-1"}
    assert certificate_view(certificate, "zh")["sections"]["parties"]["fields"][1]["value"] == "付款公司 / P-1"


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_pinned_typeface_is_embedded(kind, records):
    reader = pypdf.PdfReader(io.BytesIO(RENDER[kind](records[kind], "zh")))
    names = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert names
    assert all(name.split("+")[-1].startswith("NotoSansSC-Regular") for name in names)
