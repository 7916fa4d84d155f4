"""A site on its way to a signed statement, by plant and verification body, through the pages; a site of estimates is told why not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from reading import said
from sites import Site

from lingtan.access import Action
from lingtan.access.log import Deed
from lingtan.assurance import Competence
from lingtan.services.demo.parties import CERTIFIER as DEMO_CERTIFIER

PLANT, BODY, STANDARD = "preparer", "verifier", "ict-zero-carbon-factory"


def moved(site: Site, client: TestClient, path: str, data: dict[str, object] | None = None, **options: object) -> str:
    """A form that is taken; where it leads."""
    answer = site.post(client, f"/en{path}", data, **options)
    assert answer.status_code == 303, said(answer.text)[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


def kept(site: Site, sample: str) -> str:
    answer = site.post(site.client(PLANT), "/en/assessment/samples", {"sample": sample})
    return str(answer.headers["location"]).rpartition("=")[2]


@pytest.fixture(scope="module")
def room(site: Site) -> str:
    """What the plant in Wuhan asks of the demo's certifier, whose verifier is competent for the standard; the verification's page."""
    deed = Deed(visit=site.visit(), actor="certifier-admin", organisation=DEMO_CERTIFIER, action=Action.COMPETENCE, subject=BODY)
    lasts = datetime.now(UTC).date() + timedelta(days=900)
    site.house.accounts.people.qualify(deed, login=BODY, competence=Competence(scope=STANDARD, valid_until=lasts))
    plant = site.client(PLANT)
    path = f"/assessment/certification?site={kept(site, 'wuhan-retrofit')}&standard={STANDARD}"
    view = plant.get(f"/api/v1{path}").json()
    assert {one["grade"]: one["refusal"] and one["refusal"]["code"] for one in view["grades"]} == {
        "definition": None, "certified": "SITE_GRADE_NOT_REACHED",
    }  # fmt: skip
    assert DEMO_CERTIFIER in view["certifiers"]
    form = {"standard": STANDARD, "grade": "definition", "boundary": "all halls", "certifier": DEMO_CERTIFIER, "prepared_by": PLANT}
    return moved(site, plant, f"/assessment/certification/{view['desk']['site']}/apply", form)


def test_the_way_to_a_signed_statement_on_a_site(site: Site, room: str) -> None:
    plant, body = site.client(PLANT), site.client(BODY)
    assert "Plant in Wuhan" in body.get("/en/verification").text
    moved(site, body, f"{room}/open", {"people": BODY})
    moved(site, plant, f"{room}/submit")
    moved(site, body, f"{room}/start")
    for language, words in (("en", "Judged anew from the facts on record"), ("zh", "依据登记的事实重新评定")):
        page = said(body.get(f"/{language}{room}").text)
        assert words in page
        assert not re.findall(r"\b(?:CERTIFY|ASSESS|ASSESSED|VERIFICATION|DOC)_[A-Z_]+", page)
    finding = {"code": "METER", "place": "hall 2", "severity": "major", "expected": "a seal", "found": "none"}
    moved(site, body, f"{room}/findings", finding)
    moved(site, plant, f"{room}/findings/F1/answer", {"text": "Sealed."}, files={"document": ("seal.pdf", b"%PDF-1.7")})
    moved(site, body, f"{room}/findings/F1/judge", {"verdict": "close", "reason": "seen"})
    number = f"S-{room.rpartition('/')[2]}"
    form = {"number": number, "level": "limited", "materiality_percent": "5", "criteria": "definition", "sites": "Wuhan"}
    moved(site, body, f"{room}/draft", {**form, "population": "40", "drawn": "12"})
    moved(site, body, f"{room}/sign", {"valid_until": (datetime.now(UTC).date() + timedelta(days=365)).isoformat()})
    view = plant.get(f"/api/v1{room}").json()
    assert view["room"]["statement"]["mean_mg"] is None
    assert view["room"]["statement"]["site"]["grade"] == "definition"
    assert view["room"]["statement"]["standing"] == "valid"
    assert [one["id"] for one in view["site"]["not_assessable"]] == ["management", "reduction", "offset", "number"]
    assert "坚持节约优先" in said(plant.get(f"/zh{room}").text)
    assert "Clauses not assessable" in said(plant.get(f"/en{room}").text)
    signed = plant.get(f"/en{room}/statement/json").json()
    assert signed["type"] == ["VerifiableCredential", "LingtanSiteStatement"]
    assert signed["issuer"]["name"] == DEMO_CERTIFIER
    for form_ in ("zh.pdf", "en.pdf"):
        assert plant.get(f"/en{room}/statement/{form_}").content.startswith(b"%PDF")
    listed = plant.get("/api/v1/assessment/certification").json()["asked"]
    assert [(one["state"], one["grade"], one["certifier"]) for one in listed] == [("signed", "definition", DEMO_CERTIFIER)]


def test_a_site_of_a_first_day_is_told_what_lacks_and_nothing_is_asked(site: Site) -> None:
    plant, shop = site.client(PLANT), kept(site, "hefei-board-shop")
    page = said(plant.get(f"/en/assessment/certification?site={shop}&standard={STANDARD}").text)
    assert "rests on estimates" in page
    form = {"standard": STANDARD, "grade": "definition", "boundary": "b", "certifier": DEMO_CERTIFIER, "prepared_by": PLANT}
    answer = site.post(plant, f"/en/assessment/certification/{shop}/apply", form)
    assert answer.status_code == 409
    assert "Ask for verification" not in page
    reader = site.client("auditor")
    assert reader.get(f"/en/assessment/certification?site={shop}&standard={STANDARD}").status_code == 200
    assert site.post(reader, f"/en/assessment/certification/{shop}/apply", form).status_code == 403


def test_the_verification_of_a_site_does_not_exist_for_others(site: Site, room: str) -> None:
    assert site.client("customer").get(f"/en{room}").status_code in (403, 404)
