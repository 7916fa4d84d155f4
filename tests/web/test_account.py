"""One's own account: a token's secret is said once and nowhere else, the password, and leaving everywhere."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from sites import Site

from lingtan.services.demo.serving import demo_password

SECRET = re.compile(r"lt_[A-Za-z0-9_-]{43}")
HTMX = {"hx-request": "true"}


def made(site: Site, client: TestClient, **form: object) -> str:
    """The secret of a new token, as the answer shows it."""
    answer = site.post(client, "/en/account/tokens", {"name": "ERP", "scopes": ["products:read"], **form})
    assert answer.status_code == 200, re.sub("<[^>]+>", " ", answer.text)[:1000]
    return SECRET.findall(answer.text)[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_who_one_is_and_what_one_may(site: Site, language: str) -> None:
    page = site.client("preparer").get(f"/{language}/account")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert {"en": "Import and change products", "zh": "导入与修改产品"}[language] in page.text
    assert "ACCOUNT_" not in re.sub("<[^>]+>", " ", page.text)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_tokens_secret_is_in_the_answer_and_nowhere_else(site: Site, headers: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    client = site.client("preparer")
    answer = site.post(client, "/en/account/tokens", {"name": "ERP <b>", "scopes": "products:read"}, headers=headers)
    (secret,) = set(SECRET.findall(answer.text))
    assert answer.status_code == 200
    assert "ERP &lt;b&gt;" in answer.text
    assert ("<html" in answer.text) is not bool(headers)
    assert secret not in str(answer.headers)
    assert answer.headers["cache-control"] == "no-store"
    assert secret not in caplog.text
    for path in ("/en/account", "/api/v1/account", "/en/account?export=tokens.csv"):
        assert secret not in client.get(path).text
    log = site.client("admin").get("/api/v1/organisation/log?action=token:create").json()
    assert secret not in str(log)
    assert log["rows"][0]["subject"] == "ERP <b>"


def test_a_token_opens_what_it_was_made_for_and_nothing_after_it_was_revoked(site: Site) -> None:
    client = site.client("preparer")
    bearer = {"authorization": f"Bearer {made(site, client, name='short-lived')}"}
    program = TestClient(site.app, follow_redirects=False, headers=bearer)
    assert program.get("/api/v1/products").status_code == 200
    assert program.get("/api/v1/certificates").status_code == 403
    (mine,) = [one for one in client.get("/api/v1/account").json()["tokens"] if one["name"] == "short-lived"]
    assert site.post(client, f"/en/account/tokens/{mine['id']}/revoke").status_code == 303
    assert program.get("/api/v1/products").status_code == 401
    assert "revoked" in client.get("/en/account").text


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"scopes": []}, "TOKEN_SCOPES"),  # nothing chosen is not everything
        ({"scopes": ["accounts:write"]}, "TOKEN_SCOPES"),  # not a maker's to give
        ({"name": " "}, "ACCESS_TEXT"),
        ({"days": "0"}, "FORM_FIELDS"),
        ({"scopes": ["everything"]}, "FORM_FIELDS"),
    ],
)
def test_a_token_that_does_not_fit_is_refused(site: Site, form: dict[str, object], code: str) -> None:
    answer = site.post(site.client("preparer"), "/en/account/tokens", {"name": "x", "scopes": ["products:read"], **form})
    assert answer.status_code in (403, 422)
    assert code in answer.text


def test_another_persons_token_is_not_ones_own_to_revoke(site: Site) -> None:
    made(site, site.client("issuer"), name="issuer's", scopes=["certificates:read"])
    token = site.client("issuer").get("/api/v1/account").json()["tokens"][0]["id"]
    assert site.post(site.client("preparer"), f"/en/account/tokens/{token}/revoke").status_code == 404


def test_a_token_makes_no_token_and_changes_no_password(site: Site) -> None:
    program = site.api("preparer")
    assert program.post("/en/account/tokens", data={"name": "x", "scopes": "products:read"}).status_code == 403
    assert program.post("/api/v1/account/tokens", json={"name": "x"}).status_code in (404, 405)
    assert program.post("/en/account/sessions/end").status_code == 403


def test_a_changed_password_ends_every_other_session(site: Site) -> None:
    here, there = site.client("checker"), site.client("checker")
    old, new = demo_password(site.house.home), "a heron lamp orchard"
    wrong = site.post(here, "/en/account/password", {"old": "not it", "new": new})
    assert (wrong.status_code, "PASSWORD_WRONG" in wrong.text) == (403, True)
    short = site.post(here, "/en/account/password", {"old": old, "new": "short"})
    assert "PASSWORD_LENGTH" in short.text
    assert site.post(here, "/en/account/password", {"old": old, "new": new}).status_code == 303
    assert here.get("/en/account").status_code == 200
    assert there.get("/en/account").status_code == 303
    assert site.client().post("/en/login", data={"login": "checker", "password": old}).status_code == 401


def test_leaving_everywhere_ends_this_session_too(site: Site) -> None:
    here, there = site.client("customer"), site.client("customer")
    answer = site.post(here, "/zh/account/sessions/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh/welcome")
    assert "个会话" in here.get("/zh/welcome").text
    assert there.get("/en/account").status_code == 303
