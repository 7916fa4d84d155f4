"""Coming in and leaving."""

from __future__ import annotations

import pytest
from sites import Site


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/welcome", "/login", "/setup"])
def test_the_door_is_open_to_everybody(site: Site, language: str, path: str) -> None:
    answer = site.client().get(f"/{language}{path}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_a_bare_address_leads_to_the_readers_language(site: Site) -> None:
    client = site.client()
    assert client.get("/", headers={"accept-language": "zh-CN,en;q=0.5"}).headers["location"] == "/zh/welcome"
    assert client.get("/", headers={"accept-language": "en"}).headers["location"] == "/en/welcome"
    assert site.client("preparer").get("/zh").headers["location"] == "/zh/home"


def test_a_page_that_needs_a_login_leads_there_and_back(site: Site) -> None:
    answer = site.client().get("/en/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/login?next=/en/home")


def test_a_wrong_password_is_refused_and_a_right_one_opens_a_session(site: Site) -> None:
    from lingtan.services.demo.serving import demo_password

    client = site.client()
    wrong = client.post("/en/login", data={"login": "preparer", "password": "not the password"})
    assert wrong.status_code == 401
    assert "LOGIN_REFUSED" in wrong.text
    right = client.post("/en/login", data={"login": "preparer", "password": demo_password(site.house.home), "next": "/en/help"})
    assert (right.status_code, right.headers["location"]) == (303, "/en/help")
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_form_without_the_sessions_token_changes_nothing(site: Site) -> None:
    client = site.client("preparer")
    refused = client.post("/en/logout", data={})
    assert refused.status_code == 403
    assert "CSRF_REFUSED" in refused.text
    assert client.get("/zh").headers["location"] == "/zh/home"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},  # another site's page
        {"sec-fetch-site": "cross-site"},  # …as the browser says it
        {"origin": "null"},  # a sandboxed frame
    ],
)
def test_a_form_of_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    answer = site.client().post("/en/demo", data={"login": "admin"}, headers=headers)
    assert answer.status_code == 403
    assert "OTHER_ORIGIN" in answer.text


def test_leaving_ends_the_session_on_the_server(site: Site) -> None:
    client = site.client("preparer")
    kept = dict(client.cookies)
    assert site.post(client, "/en/logout").headers["location"] == "/en/welcome"
    again = site.client()
    again.cookies.update(kept)
    assert again.get("/zh").headers["location"] == "/zh/welcome"


@pytest.mark.parametrize("next_", ["https://elsewhere.example", "//elsewhere.example", "/../elsewhere", "javascript:alert(1)"])
def test_a_login_never_leads_elsewhere(site: Site, next_: str) -> None:
    from lingtan.services.demo.serving import demo_password

    answer = site.client().post("/en/login", data={"login": "auditor", "password": demo_password(site.house.home), "next": next_})
    assert answer.headers["location"] == "/en/home"


def test_nobody_plays_a_role_on_a_server_that_is_no_demo(site: Site) -> None:
    site.house.is_demo = False
    try:
        assert site.client().post("/en/demo", data={"login": "admin"}).status_code == 403
    finally:
        site.house.is_demo = True


def test_every_answer_carries_the_policy_and_a_request_id(site: Site) -> None:
    for path in ("/en/welcome", "/api/v1/welcome", "/static/app.css", "/healthz", "/en/nothing"):
        answer = site.client().get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert len(answer.headers["x-request-id"]) == 32
