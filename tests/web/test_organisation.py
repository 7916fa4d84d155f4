"""An organisation's administration in the browser: people, roles, registers, trust, address, log, and other organisations."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from sites import Site

from lingtan.services.demo.parties import CERTIFIER, ISSUER

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WORD = "heron lamp orchard 7"
LINK = re.compile(r"https?://[^\s<\"]+/invitation\?code=[A-Za-z0-9_-]{43}")
PAGES = ("", "/people", "/people/preparer", "/trust", "/log", "/organisations")


def moved(site: Site, client: TestClient, path: str, data: dict[str, object] | None = None) -> str:
    """A form that is taken; where it leads."""
    answer = site.post(client, f"/en{path}", data)
    assert answer.status_code == 303, re.sub("<[^>]+>", " ", answer.text)[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


def refused(site: Site, client: TestClient, path: str, data: dict[str, object] | None = None) -> tuple[int, str]:
    """Status and code of a refusal."""
    answer = site.post(client, f"/en{path}", data)
    found = re.search(r'data-code="([A-Z_]+)"', answer.text)
    assert found, re.sub("<[^>]+>", " ", answer.text)[:2000]
    return answer.status_code, found[1]


def invited(site: Site, client: TestClient, login: str, *roles: str) -> str:
    """The one-time link of somebody new, as path and query."""
    form = {"login": login, "name": login.title(), "email": f"{login}@example.com", "roles": list(roles)}
    answer = site.post(client, "/en/organisation/people", form)
    assert answer.status_code == 200, re.sub("<[^>]+>", " ", answer.text)[:2000]
    parts = urlsplit(LINK.findall(answer.text)[0])
    return f"{parts.path}?{parts.query}"


def come_in(site: Site, link: str) -> TestClient:
    """A new browser in which the link was accepted."""
    browser = site.client()
    page = browser.get(link)
    assert page.status_code == 200
    answer = browser.post("/en/invitation", data={"code": link.partition("code=")[2], "password": WORD})
    assert answer.status_code == 303, re.sub("<[^>]+>", " ", answer.text)[:2000]
    return browser


def log_of(client: TestClient, **asked: str) -> list[tuple[str, str, str, str]]:
    rows = client.get("/api/v1/organisation/log", params={"per_page": "500", **asked}).json()["rows"]
    return [(row["actor"], row["action"], row["subject"], row["outcome"]) for row in rows]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_both_languages(site: Site, language: str, page: str) -> None:
    answer = site.client("admin").get(f"/{language}/organisation{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    text = re.sub("<[^>]+>", " ", answer.text)
    assert not re.findall(r"\b(?:PEOPLE|TRUST|LOG|ORGANISATION|ROLE|STATE)_[A-Z_]+", text)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("login", ["preparer", "issuer", "customer", "verifier"])
def test_only_admins_see_them(site: Site, page: str, login: str) -> None:
    assert site.client(login).get(f"/en/organisation{page}").status_code == 403


def test_an_auditor_reads_the_log_and_nothing_else(site: Site) -> None:
    auditor = site.client("auditor")
    page = auditor.get("/en/organisation/log")
    assert page.status_code == 200
    assert 'href="/en/organisation/people"' not in page.text
    assert 'href="/en/organisation/log"' in auditor.get("/en/account").text
    assert auditor.get("/en/organisation/people").status_code == 403
    assert refused(site, auditor, "/organisation/people/preparer/close") == (403, "NOT_ALLOWED")


def test_from_invitation_to_work(site: Site) -> None:
    admin = site.client("admin")
    link = invited(site, admin, "lin.mei", "customer")
    assert "invited" in admin.get("/en/organisation/people/lin.mei").text
    lin = come_in(site, link)
    assert site.client().get(link).status_code == 403
    assert lin.get("/en/products").status_code == 403
    moved(site, admin, "/organisation/people/lin.mei/grant", {"role": "maker"})
    assert lin.get("/en/products").status_code == 200
    one = admin.get("/api/v1/organisation/people/lin.mei").json()
    assert (one["state"], one["roles"]) == ("active", ["maker", "customer"])
    assert [(turn["role"], turn["turn"], turn["actor"]) for turn in one["history"]] == [
        ("customer", "granted", "admin"),
        ("maker", "granted", "admin"),
    ]
    moved(site, admin, "/organisation/people/lin.mei/close")
    assert lin.get("/en/home").status_code == 303
    assert site.client().post("/en/login", data={"login": "lin.mei", "password": WORD}).status_code == 401
    moved(site, admin, "/organisation/people/lin.mei/reopen")
    assert site.client().post("/en/login", data={"login": "lin.mei", "password": WORD}).status_code == 303
    moved(site, admin, "/organisation/people/lin.mei/revoke", {"role": "maker"})
    deeds = log_of(admin)
    for deed in (
        ("admin", "account:invite", "lin.mei", "done"),
        ("lin.mei", "account:accept", "lin.mei", "done"),
        ("admin", "role:grant", "lin.mei maker", "done"),
        ("admin", "account:disable", "lin.mei", "done"),
        ("lin.mei", "account:login", "lin.mei", "LOGIN_REFUSED"),
        ("admin", "account:enable", "lin.mei", "done"),
        ("admin", "role:revoke", "lin.mei maker", "done"),
    ):
        assert deed in deeds


def test_the_link_stands_in_the_answer_only_and_a_newer_one_makes_it_void(site: Site) -> None:
    admin = site.client("admin")
    first = invited(site, admin, "two-links")
    code = first.partition("code=")[2]
    for path in ("/en/organisation/people/two-links", "/api/v1/organisation/people/two-links", "/api/v1/organisation/log"):
        assert code not in admin.get(path).text
    answer = site.post(admin, "/en/organisation/people/two-links/invite", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    second = urlsplit(LINK.findall(answer.text)[0])
    assert site.client().get(first).status_code == 403
    come_in(site, f"{second.path}?{second.query}")


@pytest.mark.parametrize(("held", "wanted"), [("verifier", "maker"), ("verifier", "issuer"), ("verifier", "credit_manager")])
def test_who_verifies_gets_no_role_that_makes_sells_or_issues(site: Site, held: str, wanted: str) -> None:
    admin = site.client("certifier-admin")
    assert refused(site, admin, f"/organisation/people/{held}/grant", {"role": wanted}) == (403, "ROLES_NOT_INDEPENDENT")
    assert ("certifier-admin", "role:grant", f"{held} {wanted}", "ROLES_NOT_INDEPENDENT") in log_of(admin, outcome="refused")
    assert admin.get(f"/api/v1/organisation/people/{held}").json()["roles"] == ["certifier"]


def test_the_last_admin_stays(site: Site) -> None:
    admin = site.client("admin")
    assert refused(site, admin, "/organisation/people/admin/close") == (403, "LAST_ADMIN")
    assert refused(site, admin, "/organisation/people/admin/revoke", {"role": "admin"}) == (403, "LAST_ADMIN")
    invited(site, admin, "not-in-yet", "admin")
    assert refused(site, admin, "/organisation/people/admin/close") == (403, "LAST_ADMIN")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("close", {}),
        ("reopen", {}),
        ("invite", {}),
        ("grant", {"role": "maker"}),
        ("revoke", {"role": "certifier"}),
        ("competences", {"scope": "x", "valid_until": "2030-01-01"}),
        ("identities/remove", {}),
    ],
)
def test_another_organisations_people_do_not_exist_here(site: Site, path: str, data: dict[str, object]) -> None:
    admin = site.client("admin")
    assert admin.get("/en/organisation/people/verifier").status_code == 404
    assert refused(site, admin, f"/organisation/people/verifier/{path}", data) == (404, "USER_UNKNOWN")
    assert site.client("certifier-admin").get("/api/v1/organisation/people/verifier").json()["state"] == "active"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"login": "preparer"}, "LOGIN_TAKEN"),
        ({"login": "verifier"}, "LOGIN_TAKEN"),  # also of another organisation: a login is the actor on facts
        ({"login": "Capital"}, "LOGIN_FORM"),
        ({"email": "nobody"}, "EMAIL_FORM"),
        ({"name": " "}, "ACCESS_TEXT"),
        ({"roles": ["maker", "certifier"]}, "ROLES_NOT_INDEPENDENT"),
        ({"roles": ["king"]}, "FORM_FIELDS"),
    ],
)
def test_an_invitation_that_does_not_fit_makes_nobody(site: Site, form: dict[str, object], code: str) -> None:
    admin = site.client("admin")
    before = len(admin.get("/api/v1/organisation/people").json()["rows"])
    whole = {"login": "new-one", "name": "New", "email": "new@example.com", "roles": [], **form}
    assert refused(site, admin, "/organisation/people", whole)[1] == code
    assert len(admin.get("/api/v1/organisation/people").json()["rows"]) == before


def test_registers_of_a_certifier(site: Site) -> None:
    admin = site.client("certifier-admin")
    later, past = (datetime.now(UTC).date() + timedelta(days=days) for days in (900, -1))
    moved(site, admin, "/organisation/people/verifier/competences", {"scope": "ISO 14067:2018", "valid_until": later.isoformat()})
    one = admin.get("/api/v1/organisation/people/verifier").json()
    assert {"scope": "ISO 14067:2018", "valid_until": later.isoformat(), "state": "valid"} in one["competences"]
    moved(site, admin, "/organisation/people/verifier/competences", {"scope": "ISO 14067:2018", "valid_until": past.isoformat()})
    ended = admin.get("/api/v1/organisation/people/verifier").json()["competences"]
    assert [held["state"] for held in ended if held["scope"] == "ISO 14067:2018"] == ["ended"]
    form = {"body": "CNAS", "number": "V-001", "scope": "ISO 14067:2018", "valid_until": later.isoformat()}
    moved(site, admin, "/organisation/accreditations", form)
    assert admin.get("/api/v1/organisation").json()["accreditations"][-1] == {**form, "state": "valid"}
    assert "V-001" in admin.get("/en/organisation?export=accreditations.csv").text
    deeds = log_of(admin)
    assert ("certifier-admin", "competence:record", "verifier ISO 14067:2018", "done") in deeds
    assert ("certifier-admin", "accreditation:record", "V-001", "done") in deeds


def test_trust_is_given_taken_and_given_again(site: Site) -> None:
    admin = site.client("admin")
    rows = {row["name"]: row for row in admin.get("/api/v1/organisation/trust").json()["rows"] if row["role"] == "certifier"}
    assert rows[CERTIFIER]["is_accepted"]
    key, since = rows[CERTIFIER]["key"], rows[CERTIFIER]["since"]
    moved(site, admin, "/organisation/trust/drop", {"key": key})
    listed = admin.get("/api/v1/organisation/trust").json()
    (row,) = [row for row in listed["rows"] if row["key"] == key]
    assert (row["is_accepted"], row["since"], row["until"] is None) == (False, since, False)
    assert CERTIFIER in listed["others"]
    # Dropped twice would move the end, and let in what was signed in between.
    assert refused(site, admin, "/organisation/trust/drop", {"key": key}) == (404, "ORGANISATION_UNKNOWN")
    moved(site, admin, "/organisation/trust/accept", {"name": CERTIFIER})
    (row,) = [row for row in admin.get("/api/v1/organisation/trust").json()["rows"] if row["key"] == key]
    assert (row["is_accepted"], row["since"], row["until"]) == (True, since, None)
    assert refused(site, admin, "/organisation/trust/accept", {"name": "Nobody Ltd"}) == (404, "ORGANISATION_UNKNOWN")
    deeds = [deed[1:] for deed in log_of(admin, actor="admin")]
    for action in ("trust:drop", "trust:accept"):
        assert (action, f"{CERTIFIER} {key}"[:200], "done") in deeds


def test_who_was_accepted_in_this_second_can_be_dropped(site: Site) -> None:
    admin = site.client("admin")
    other = admin.get("/api/v1/organisation/trust").json()["others"][0]
    moved(site, admin, "/organisation/trust/accept", {"name": other})
    (row,) = [row for row in admin.get("/api/v1/organisation/trust").json()["rows"] if row["name"] == other]
    moved(site, admin, "/organisation/trust/drop", {"key": row["key"]})
    assert not any(row["is_accepted"] for row in admin.get("/api/v1/organisation/trust").json()["rows"] if row["name"] == other)


def test_the_public_address_is_https_and_counts_at_once(site: Site) -> None:
    admin = site.client("admin")
    assert refused(site, admin, "/organisation/address", {"address": "http://example.com"}) == (422, "VERIFY_BASE")
    moved(site, admin, "/organisation/address", {"address": "https://verify.example.com/c/"})
    assert admin.get("/api/v1/organisation").json()["verify_base"] == "https://verify.example.com/c"
    assert site.house.workspace(ISSUER).profile.verify_base == "https://verify.example.com/c"
    assert ("admin", "organisation:address", "https://verify.example.com/c", "done") in log_of(admin)


def test_an_operator_adds_an_organisation_whose_admin_begins(site: Site) -> None:
    admin = site.client("admin")
    form = {
        "organisation": "Beacon Verification Ltd",
        "identifier": "91110000MA000000XX",
        "login": "bea",
        "name": "Bea",
        "email": "b@example.com",
    }
    answer = site.post(admin, "/en/organisation/organisations", form)
    assert answer.status_code == 200, re.sub("<[^>]+>", " ", answer.text)[:2000]
    link = urlsplit(LINK.findall(answer.text)[0])
    bea = come_in(site, f"{link.path}?{link.query}")
    mine = bea.get("/api/v1/organisation").json()
    assert (mine["name"], mine["is_operator"], mine["people"]) == ("Beacon Verification Ltd", False, 1)
    assert [row["login"] for row in bea.get("/api/v1/organisation/people").json()["rows"]] == ["bea"]
    assert len(bea.get("/api/v1/organisation/organisations").json()["rows"]) == 1
    assert bea.get("/en/organisation/people/preparer").status_code == 404
    assert mine["key"] != admin.get("/api/v1/organisation").json()["key"]
    again = {**form, "organisation": "Third Ltd", "identifier": "x", "login": "third"}
    assert refused(site, bea, "/organisation/organisations", again) == (403, "NOT_OPERATOR")
    assert refused(site, admin, "/organisation/organisations", form)[1] == "ORGANISATION_EXISTS"
    assert [row for row in log_of(bea) if row[1] == "account:accept"] == [("bea", "account:accept", "bea", "done")]


def test_the_log_is_filtered_paged_and_downloaded(site: Site) -> None:
    auditor = site.client("auditor")
    today = datetime.now(UTC).date()
    refusals = log_of(auditor, outcome="refused")
    assert all(outcome != "done" for *_, outcome in refusals)
    assert {action for _, action, *_ in log_of(auditor, action="role:grant")} <= {"role:grant"}
    assert {actor for actor, *_ in log_of(auditor, actor="admin")} <= {"admin"}
    assert log_of(auditor, until=(today - timedelta(days=1)).isoformat(), since="2000-01-01", actor="admin") == []
    assert log_of(auditor, since=today.isoformat(), until=today.isoformat())
    whole = auditor.get("/api/v1/organisation/log", params={"per_page": 2}).json()
    second = auditor.get("/api/v1/organisation/log", params={"per_page": 2, "page": 2}).json()
    assert whole["total"] > 4
    assert [row["seq"] for row in whole["rows"] + second["rows"]] == sorted(
        {row["seq"] for row in whole["rows"] + second["rows"]}, reverse=True
    )
    sheet = auditor.get("/en/organisation/log?per_page=2&since=&until=&export=log.csv")
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert len(rows) == whole["total"] + 1
    assert auditor.get("/en/organisation/log?export=log.xlsx").content.startswith(b"PK")
    assert auditor.get("/en/organisation/log?since=2026-02-31").status_code == 422
    assert site.client("certifier-admin").get("/api/v1/organisation/log").json()["total"] != whole["total"]


@pytest.mark.parametrize("width", [1200, 390])
def test_in_the_browser_the_link_is_shown_once_and_the_page_is_as_wide_as_the_screen(
    site: Site, served: str, chromium: Browser, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "lingtan_session", "value": site.client("admin").cookies["lingtan_session"], "url": served}])
    page, problems = context.new_page(), []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    for path in PAGES:
        page.goto(f"{served}/en/organisation{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    page.goto(f"{served}/en/organisation/people")
    page.fill("#invitation [name=login]", f"browser-{width}")
    page.fill("#invitation [name=name]", "Browser")
    page.fill("#invitation [name=email]", "browser@example.com")
    page.check("#role-maker")
    page.click("#invitation button[type=submit]")
    link = page.locator("#once").text_content() or ""
    assert LINK.fullmatch(link)
    assert page.url.endswith("/en/organisation/people")
    page.get_by_role("link", name="I have kept it").click()
    page.wait_for_url(f"**/organisation/people/browser-{width}")
    page.go_back()
    assert "code=" not in page.content()
    stranger = chromium.new_context().new_page()
    stranger.goto(link)
    stranger.fill("[name=password]", WORD)
    stranger.click("#invitation button[type=submit]")
    stranger.wait_for_url("**/en/home")
    assert problems == []
    context.close()
