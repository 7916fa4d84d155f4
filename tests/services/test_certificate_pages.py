"""Certificates as pages see them: who may see which, which words may stand, every file as bytes, and what the public is told."""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
import zipfile
from datetime import date

import pytest

from lingtan.claims import Audience, lint, market_of
from lingtan.errors import LingtanError
from lingtan.messages import Language, catalog
from lingtan.services.certificates.bundle import export_certificate
from lingtan.services.certificates.deeds import issue_own, replace_own, revoke_own
from lingtan.services.certificates.files import ISSUER_FILES, PUBLIC_FILES, certificate_file
from lingtan.services.certificates.public.asking import public_record
from lingtan.services.certificates.public.device import public_device
from lingtan.services.certificates.public.published import PUBLISHED, published_file
from lingtan.services.certificates.views.listing import certificates_view
from lingtan.services.certificates.views.lookup import device_view
from lingtan.services.certificates.views.shown import shown_claim
from lingtan.services.certificates.views.view import certificate_page
from lingtan.services.certificates.views.visible import Sight
from lingtan.services.certificates.views.waiting import waiting_view
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.examples import example
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.orders import demo_order
from lingtan.services.demo.parties import HOLDER, ISSUER, clock, set_stage
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.house.workspace import open_workspace
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.listing import orders_view
from lingtan.services.orders.reserve import reserve_order

BEFORE, AFTER = date(2026, 9, 26), date(2026, 9, 27)  # Directive (EU) 2024/825 applies from the second


@pytest.fixture(scope="module")
def made(made_once):
    """A stage with one issued certificate and one cancellation that waits for its own."""

    def fill(folder):
        stage = set_stage(folder, f"sqlite:///{folder / 'lingtan.db'}")
        write_credits(folder / "holdings.csv")
        import_credits(stage.issuer, folder / "holdings.csv", actor="manager", at=clock(0))
        device = footprint_of(device_from_file(example("thinkpad-x13.toml")), library_with(), seed=3, draws=300)
        verify_study(stage, device, name="X13", minute=1)
        for index, name in enumerate(("SYN-ONE", "SYN-TWO")):
            order = demo_order(stage, device, name, devices=3)
            (cancellation,) = reserve_order(
                stage.issuer, order, choices(None, "credits-voluntary"), actor="manager", at=clock(30 + 10 * index)
            )
            instruct(stage.issuer, cancellation.number, actor="manager", at=clock(31 + 10 * index))
            confirm_lines(stage, cancellation, minute=32 + 10 * index)
        issue_own(stage.issuer, "LT-2026-000001", market="CN", audience="B2B", actor="issuer", at=clock(60))

    return made_once("certificate-pages", fill)


@pytest.fixture
def house(made, tmp_path):
    shutil.copytree(made, tmp_path / "house")
    db = f"sqlite:///{tmp_path / 'house' / 'lingtan.db'}"
    return {name: open_workspace(tmp_path / "house" / "organisations" / name, db=db) for name in ("issuer", "certifier")}


@pytest.fixture
def issuer(house):
    return house["issuer"]


ONE, TWO = "LT-2026-000001", "LT-2026-000002"


def customer(issuer, identifier=HOLDER.identifier):
    """A customer's eyes: another organisation with the holder's identifier, on the same database."""
    profile = dataclasses.replace(issuer.profile, organisation="Synthetic Customer Ltd", identifier=identifier)
    return Sight(workspace=dataclasses.replace(issuer, profile=profile), as_holder=True)


def subject(issuer, number=ONE):
    return json.loads(certificate_file(issuer, number, "json").data)["credentialSubject"]


def asked(issuer, number=ONE, **more):
    with issuer.store() as store:
        return public_record(store, lambda _: issuer, number, on=more.pop("on", AFTER), **more)


def test_what_waits_is_confirmed_and_not_certified(issuer):
    assert [(row.number, row.order, row.product) for row in waiting_view(issuer).waiting] == [(TWO, "SYN-TWO", "ThinkPad X13")]
    assert {row.number: row.state for row in orders_view(issuer, at=clock(61)).orders} == {ONE: "certified", TWO: "confirmed"}
    issue_own(issuer, TWO, market="CN", audience="B2B", actor="issuer", at=clock(62))
    assert waiting_view(issuer).waiting == ()
    assert certificates_view(Sight(workspace=issuer)).total == 2


@pytest.mark.parametrize(("search", "found"), [("000001", 1), ("syn-one", 1), ("x13", 1), (HOLDER.identifier, 1), ("SYN-TWO", 0), ("", 1)])
def test_certificates_are_found_by_number_order_model_and_holder(issuer, search, found):
    assert certificates_view(Sight(workspace=issuer), search=search).total == found


def test_the_page_says_what_the_record_says(issuer):
    said, view = subject(issuer), certificate_page(Sight(workspace=issuer), ONE, Language.EN, at=clock(61))
    assert (view.mean_mg, view.p5_mg, view.p95_mg) == tuple(said["footprint"][name] for name in ("meanMg", "p5Mg", "p95Mg"))
    assert sum(stage.mg for stage in view.stages) == view.mean_mg
    assert {stage.mark for stage in view.stages} == {"estimated"}
    assert view.state == "valid"
    assert view.claim.text_en == said["claim"]["text"]["en"]
    assert view.claim.reason is None
    assert [edition.number for edition in view.editions] == [ONE]
    assert len(view.paper.credits) == len(said["credits"])
    assert view.paper.qr.startswith("<svg")


def test_a_customer_sees_what_it_holds_and_nothing_else(issuer):
    mine, other = customer(issuer), customer(issuer, identifier="91110000SYN9999999")
    assert certificates_view(mine).certificates[0].number == ONE
    assert certificate_page(mine, ONE, Language.ZH, at=clock(61)).as_holder
    assert [claim.certificate for claim in device_view(mine, "SYN-ONE-00001").claims] == [ONE]
    assert certificates_view(other).total == 0
    assert device_view(other, "SYN-ONE-00001").claims == ()
    with pytest.raises(LingtanError) as hidden:
        certificate_page(other, ONE, Language.ZH, at=clock(61))
    assert hidden.value.code == "CERTIFICATE_NOT_ISSUED"


def test_another_organisation_reaches_none_of_it(house):
    other = house["certifier"]
    assert certificates_view(Sight(workspace=other)).total == 0
    assert device_view(Sight(workspace=other), "SYN-ONE-00001").claims == ()
    deeds = {
        "CERTIFICATE_NOT_ISSUED": [
            lambda: certificate_page(Sight(workspace=other), ONE, Language.EN, at=clock(61)),
            lambda: certificate_file(other, ONE, "full.zip"),
        ],
        "CANCELLATION_UNKNOWN": [lambda: issue_own(other, TWO, market="CN", audience="B2B", actor="eve", at=clock(61))],
        "CERTIFICATE_UNKNOWN": [
            lambda: revoke_own(other, ONE, reason="because", actor="eve", at=clock(61)),
            lambda: replace_own(other, ONE, market="CN", audience="B2B", reason="because", actor="eve", at=clock(61)),
        ],
    }
    for code, several in deeds.items():
        for deed in several:
            with pytest.raises(LingtanError) as hidden:
                deed()
            assert hidden.value.code == code


def test_what_is_downloaded_is_what_is_exported(issuer, tmp_path):
    paths = export_certificate(issuer, ONE, tmp_path / "out", actor="issuer", at=clock(62))
    for kind in (*PUBLIC_FILES, *ISSUER_FILES):
        file = certificate_file(issuer, ONE, kind)
        assert file.name == f"{ONE}.{kind}"
        assert file.data == (tmp_path / "out" / file.name).read_bytes()
        assert paths[kind].endswith(file.name)


def test_the_public_bundle_holds_nothing_confidential(issuer):
    names = set(zipfile.ZipFile(io.BytesIO(certificate_file(issuer, ONE, "public.zip").data)).namelist())
    assert {name.rpartition("/")[2] for name in names} & {"serials.json", "spec.json", "openings.json", "study.json"} == set()
    assert b"SYN-ONE-00001" not in certificate_file(issuer, ONE, "json").data


@pytest.mark.parametrize("kind", ["", "master.bin", "../key.pem", "exe"])
def test_a_file_that_does_not_exist_is_not_found(issuer, kind):
    with pytest.raises(LingtanError) as unknown:
        certificate_file(issuer, ONE, kind)
    assert unknown.value.code == "CERTIFICATE_FILE_UNKNOWN"


@pytest.mark.parametrize(
    ("market", "audience", "on", "reason"),
    [
        ("CN", Audience.B2B, AFTER, None),
        ("EU", Audience.B2B, AFTER, None),
        ("EU", Audience.B2C, BEFORE, None),
        ("EU", Audience.B2C, AFTER, "CLAIM_OFFSET_BASED_EU"),
        ("DE", Audience.B2C, AFTER, "CLAIM_OFFSET_BASED_EU"),
        ("GLO", Audience.B2C, AFTER, "CLAIM_OFFSET_BASED_EU"),  # a public page speaks to the EU too
    ],
)
def test_the_gate_is_asked_again_for_the_market_and_the_day(issuer, market, audience, on, reason):
    said = subject(issuer)
    shown = shown_claim(said, market=market, audience=audience, on=on)
    assert (shown.reason.code if shown.reason else None) == reason
    for text in (shown.text_zh, shown.text_en):
        assert text
        assert not [one for one in lint(text, market_of(market), audience, on) if one.severity == "block"]
    cancelled = "carbon credits were cancelled" in shown.text_en
    assert cancelled == (reason is None)  # to consumers in the EU the footprint alone


def test_a_model_name_that_may_not_be_said_leaves_no_sentence(issuer):
    said = subject(issuer)
    said["product"]["placeOfUse"] = "carbon neutral place"
    shown = shown_claim(said, market="EU", audience=Audience.B2C, on=AFTER)
    assert (shown.text_zh, shown.text_en) == ("", "")
    assert shown.reason is not None


def test_the_public_answer_names_neither_holder_nor_order_nor_serials(issuer):
    found = asked(issuer)
    assert (found.state, found.refusal, found.issuer, found.devices) == ("valid", None, ISSUER, 3)
    text = repr(found)
    assert not any(secret in text for secret in (HOLDER.name, HOLDER.identifier, "SYN-ONE"))
    assert found.claim.reason.code == "CLAIM_OFFSET_BASED_EU"
    assert found.synthetic


def test_the_scanned_code_is_compared_with_the_record(issuer):
    tail = subject(issuer)["verify"]["address"].rpartition("?r=")[2]
    assert asked(issuer, code=tail).is_code_matched is True
    assert asked(issuer, code=tail[:-1]).is_code_matched is False
    assert asked(issuer, code="0" * 20).is_code_matched is False
    assert asked(issuer).is_code_matched is None


@pytest.mark.parametrize("number", ["LT-2026-000002", "LT-2026-00000", "LT-2026-000001.2", "", "%"])  # the second is not issued yet
def test_a_number_that_nobody_issued_is_not_found(issuer, number):
    assert asked(issuer, number).state == "not_found"


def test_revoked_and_replaced_are_said_to_everybody(issuer):
    deed = replace_own(issuer, ONE, market="CN", audience="B2B", reason="another market", actor="issuer", at=clock(70))
    assert deed.standing == f"{ONE}.2"
    assert (asked(issuer).state, asked(issuer).successor) == ("replaced", f"{ONE}.2")
    revoke_own(issuer, f"{ONE}.2", reason="an error in the study", actor="issuer", at=clock(71))
    later = asked(issuer, f"{ONE}.2")
    assert (later.state, later.reason, later.since) == ("revoked", "an error in the study", clock(71).date())
    assert [edition.state for edition in certificate_page(Sight(workspace=issuer), ONE, Language.EN, at=clock(72)).editions] == [
        "replaced",
        "revoked",
    ]
    with issuer.store() as store:
        status = json.loads(published_file(store, lambda _: issuer, ONE, "status.json").data)
    assert {one["number"]: one["status"] for one in status["credentialSubject"]["certificates"]} == {ONE: "replaced", f"{ONE}.2": "revoked"}


@pytest.mark.parametrize("deed", [revoke_own, replace_own])
def test_nothing_is_revoked_or_replaced_without_a_reason(issuer, deed):
    more = {} if deed is revoke_own else {"market": "CN", "audience": "B2B"}
    with pytest.raises(LingtanError) as refused:
        deed(issuer, ONE, reason=" ", actor="issuer", at=clock(70), **more)
    assert refused.value.code == "REASON_MISSING"


def test_a_record_whose_key_nobody_vouches_for_is_not_believed(issuer):
    (issuer.home / "trust.json").write_text('{"certifiers":[],"issuers":[],"synthetic":true}', "utf-8")
    assert asked(issuer).refusal.code == "UNTRUSTED_KEY"


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_is_published_is_read_and_not_signed_anew(issuer, name):
    with issuer.store() as store:
        before = store.head(ISSUER)
        first = published_file(store, lambda _: issuer, ONE, name)
        assert published_file(store, lambda _: issuer, ONE, name).data == first.data
        assert store.head(ISSUER) == before


@pytest.mark.parametrize("name", ["full.zip", "serials.json", "", "key.pem"])
def test_what_is_confidential_is_not_published(issuer, name):
    with issuer.store() as store, pytest.raises(LingtanError) as refused:
        published_file(store, lambda _: issuer, ONE, name)
    assert refused.value.code == "CERTIFICATE_FILE_UNKNOWN"


def test_a_serial_answers_with_number_state_and_grams_only(issuer):
    with issuer.store() as store:
        (found,) = public_device(store, "syn-one-00001").devices
        assert public_device(store, "SYN-NOBODY").devices == ()
        with pytest.raises(LingtanError) as short:
            public_device(store, " a ")
    base = subject(issuer)["allocation"]["baseG"]
    assert dataclasses.asdict(found) | {"grams": 0} == {"number": ONE, "state": "valid", "grams": 0}
    assert found.grams in (base, base + 1)
    assert short.value.code == "SERIAL_SHORT"


def test_the_sentences_of_the_public_page_pass_the_gate_themselves():
    market, banned = market_of("GLO"), []
    for entry in catalog().values():
        if entry.room == "web_verify":
            findings = [one for text in entry.text.values() for one in lint(text, market, Audience.B2C, AFTER) if one.severity == "block"]
            banned += [(entry.code, one.word) for one in findings]
    assert banned == []
