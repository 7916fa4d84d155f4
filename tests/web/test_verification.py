"""Verification in the browser, by maker and certifier: the whole way, the sides apart, and the room's reasons on the page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sites import Site

from lingtan.access import Action
from lingtan.access.log import Deed
from lingtan.assurance import Competence
from lingtan.services.demo.opening import SCOPE
from lingtan.services.demo.parties import CERTIFIER as DEMO_CERTIFIER

MAKER, CERTIFIER = "preparer", "verifier"


def moved(site: Site, client: TestClient, path: str, data: dict[str, object] | None = None, **options: object) -> str:
    """A form that is taken; where it leads."""
    answer = site.post(client, f"/en{path}", data, **options)
    assert answer.status_code == 303, re.sub("<[^>]+>", " ", answer.text)[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


@pytest.fixture(scope="module", autouse=True)
def _qualified(site: Site) -> None:
    """The demo's verifier stands in the register with a competence, as the certifier's administrator would record it."""
    deed = Deed(visit=site.visit(), actor="certifier-admin", organisation=DEMO_CERTIFIER, action=Action.COMPETENCE, subject=CERTIFIER)
    competence = Competence(scope=SCOPE, valid_until=datetime.now(UTC).date() + timedelta(days=900))
    site.house.accounts.people.qualify(deed, login=CERTIFIER, competence=competence)


def own_study(client: TestClient) -> str:
    return str(client.get("/api/v1/verification/new").json()["studies"][0]["study"])


def asked(site: Site, maker: TestClient, *, note: str = "") -> str:
    """A request for verification of the maker's first study; its engagement."""
    study = own_study(maker)
    pack = maker.get(f"/en/verification/studies/{study}/pack")
    assert pack.status_code == 200
    plain = json.loads(pack.content)
    plain["as_of"] = (datetime.now(UTC).date() - timedelta(days=len(note))).isoformat()
    room = moved(site, maker, "/verification/packs", files={"pack": ("pack.json", json.dumps(plain).encode())})
    page = maker.get(f"/en{room}")
    assert page.status_code == 200
    certifier = maker.get(f"/api/v1{room}").json()["certifiers"][0]
    form = {"certifier": certifier, "scope": "GB/T 24067-2024", "prepared_by": MAKER, "note": note}
    return moved(site, maker, f"{room}/request", form)


def opened(site: Site, maker: TestClient, certifier: TestClient, note: str) -> str:
    room = asked(site, maker, note=note)
    moved(site, certifier, f"{room}/open", {"people": CERTIFIER})
    return room


def test_the_whole_way_through_the_pages(site: Site) -> None:
    maker, certifier = site.client(MAKER), site.client(CERTIFIER)
    room = asked(site, maker)
    assert "requested" in maker.get(f"/en{room}").text
    listed = certifier.get("/en/verification")
    assert room in listed.text
    assert "Take the request on" in certifier.get(f"/en{room}").text
    moved(site, certifier, f"{room}/open", {"people": CERTIFIER})
    moved(site, maker, f"{room}/submit")
    moved(site, certifier, f"{room}/start")
    review = certifier.get(f"/en{room}/review")
    assert "every figure equals the record" in review.text
    form = {"code": "ASSUMPTION_SOURCE", "place": "attributes.tec_kwh", "severity": "major", "expected": "measured", "found": "assumed"}
    moved(site, certifier, f"{room}/findings", form)
    assert "Draft the statement" in certifier.get(f"/en{room}").text
    moved(site, maker, f"{room}/findings/F1/answer", {"text": "Metered."}, files={"document": ("meter <b>.pdf", b"%PDF-1.7")})
    page = certifier.get(f"/en{room}").text
    assert "meter &lt;b&gt;.pdf" in page
    assert "<b>.pdf" not in page
    link = re.search(r'href="(/en/verification/[^"]+/documents/[^"]+)"', page)
    assert link
    paper = certifier.get(link[1])
    assert (paper.content, paper.headers["content-type"].partition(";")[0]) == (b"%PDF-1.7", "application/octet-stream")
    assert paper.headers["content-disposition"].startswith("attachment")
    moved(site, certifier, f"{room}/findings/F1/judge", {"verdict": "close", "reason": "Shown."})
    fields = {"number": "S-1", "level": "limited", "materiality_percent": 5, "criteria": "GB/T 24067-2024", "population": 10, "drawn": 5}
    moved(site, certifier, f"{room}/draft", fields)
    moved(site, certifier, f"{room}/sign", {"valid_until": (datetime.now(UTC).date() + timedelta(days=700)).isoformat()})
    for client, language in ((maker, "en"), (certifier, "zh")):
        signed = client.get(f"/{language}{room}")
        assert signed.status_code == 200
        assert "S-1" in signed.text
        assert client.get(f"/{language}{room}/statement/json").status_code == 200
        assert client.get(f"/{language}{room}/statement/{language}.pdf").content.startswith(b"%PDF")
    twin = maker.get(f"/api/v1{room}").json()
    assert twin["room"]["state"] == "signed"
    assert [entry["event"] for entry in twin["room"]["history"]][-1] == "StatementSigned"
    moved(site, certifier, f"{room}/surveillance", files={"document": ("report.pdf", b"%PDF-1.7 fine")})
    moved(site, certifier, f"{room}/withdraw", {"reason": "Wrong after all."})
    assert "Wrong after all." in maker.get(f"/en{room}").text


def test_a_study_to_which_nothing_is_added_goes_on_with_its_own_pack(site: Site) -> None:
    maker = site.client(MAKER)
    room = moved(site, maker, f"/verification/studies/{own_study(maker)}/keep")
    assert maker.get(f"/en{room}").status_code == 200
    assert site.post(site.client("credit-manager"), f"/en/verification/studies/{own_study(maker)}/keep").status_code == 403


def test_the_sides_are_apart(site: Site) -> None:
    maker, certifier = site.client(MAKER), site.client(CERTIFIER)
    room = opened(site, maker, certifier, "a")
    for login in ("admin", "customer"):
        stranger = site.client(login)
        assert stranger.get(f"/en{room}").status_code in (403, 404)
        assert site.post(stranger, f"/en{room}/start").status_code in (403, 404)
    assert site.post(maker, f"/en{room}/start").status_code == 403  # the maker may not review
    assert site.post(certifier, f"/en{room}/submit").status_code == 403
    assert "Start the review" not in re.sub(r"<option.*?</option>", "", maker.get(f"/en{room}").text.partition('id="next"')[2][:300])


def test_the_maker_does_not_judge_its_own_answer(site: Site) -> None:
    maker, certifier = site.client(MAKER), site.client(CERTIFIER)
    room = opened(site, maker, certifier, "ab")
    moved(site, maker, f"{room}/submit")
    moved(site, certifier, f"{room}/start")
    form = {"code": "X", "place": "p", "severity": "minor", "expected": "e", "found": "f"}
    moved(site, certifier, f"{room}/findings", form)
    moved(site, maker, f"{room}/findings/F1/answer", {"text": "t"})
    assert site.post(maker, f"/en{room}/findings/F1/judge", {"verdict": "close", "reason": "r"}).status_code == 403
    assert "/findings/F1/judge" not in maker.get(f"/en{room}").text
    assert "/findings/F1/judge" in certifier.get(f"/en{room}").text


def test_a_step_out_of_order_is_refused_with_the_rooms_reason(site: Site) -> None:
    maker, certifier = site.client(MAKER), site.client(CERTIFIER)
    room = opened(site, maker, certifier, "abc")
    refused = site.post(certifier, f"/en{room}/start")
    assert (refused.status_code, "ILLEGAL_TRANSITION" in refused.text) == (409, True)
    stray = site.post(certifier, f"/en{room}/open", {"people": "nobody"})
    assert "PERSON_NOT_HERE" in stray.text


def test_wrong_members_of_a_pack_are_listed(site: Site) -> None:
    maker = site.client(MAKER)
    plain = json.loads(maker.get(f"/en/verification/studies/{own_study(maker)}/pack").content)
    plain["study"]["mean_mg"] = "many"
    del plain["lines"][0]["unit"]
    refused = site.post(maker, "/en/verification/packs", files={"pack": ("pack.json", json.dumps(plain).encode())})
    assert refused.status_code == 422
    assert "study.mean_mg" in refused.text
    assert "lines[0]" in refused.text


@pytest.mark.parametrize(
    "path", ["/verification/new?study=sha256:none", "/verification/packs/sha256:0", "/verification/V0", "/verification/V0/review"]
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.client(MAKER).get(f"/en{path}").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=-1", "per_page=0", "side=nobody", "page=x"])
def test_a_bad_query_is_refused(site: Site, query: str) -> None:
    assert site.client(MAKER).get(f"/api/v1/verification?{query}").status_code == 422


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/verification", "/verification?side=certifier", "/verification/new"])
def test_pages_stand_in_both_languages(site: Site, language: str, path: str) -> None:
    for login in (MAKER, CERTIFIER):
        if login == CERTIFIER and "new" in path:
            continue
        page = site.client(login).get(f"/{language}{path}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        assert not re.search(r">\s*VERIFICATION_[A-Z_]+", page.text)


def test_tables_leave_as_workbooks(site: Site) -> None:
    answer = site.client(MAKER).get("/en/verification?export=engagements.xlsx")
    assert answer.content.startswith(b"PK")


def test_days_of_a_form_are_days(site: Site) -> None:
    assert site.post(site.client(CERTIFIER), "/en/verification/V0/sign", {"valid_until": "soon"}).status_code == 422
