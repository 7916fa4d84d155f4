"""Single sign-on against a real provider: the whole way through its pages, and answers that must not open anything."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from oidc_provider import SECRET, provider
from sites import Site

from lingtan.services.accounts.types import OidcSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

CALLBACK = "/sign-on/callback"
HERE = f"http://testserver{CALLBACK}"
KNOWN = "li.preparer@example.com"


@pytest.fixture(scope="module")
def issuer(site: Site, served: str) -> Iterator[str]:
    """The provider; the house has it, and `preparer` comes in by a verified address."""
    with provider(HERE, served + CALLBACK) as address:
        use(site, address)
        admin = site.client("admin")
        assert site.post(admin, "/en/organisation/people/preparer/identities", {"email": KNOWN}).status_code == 303
        yield address
    site.house.oidc = None


def use(site: Site, issuer: str, client: str = "lingtan") -> None:
    site.house.oidc = OidcSettings(name="Keystone", issuer=issuer, client_id=client, client_secret=SECRET)


@pytest.fixture
def browser(site: Site, issuer: str) -> Iterator[TestClient]:
    """A browser of nobody; whatever a test made of the settings is undone."""
    use(site, issuer)
    yield site.client()
    use(site, issuer)


def changed(address: str, **query: str) -> str:
    """The address with other values in its query."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | query)))


def begun(browser: TestClient, path: str = "/en/sign-on") -> str:
    """The provider's address, to which the browser is sent."""
    answer = browser.get(path)
    assert answer.status_code == 303, answer.text[:500]
    return str(answer.headers["location"])


def through(address: str, login: str, *, says_yes: bool = True) -> str:
    """What the provider sends the person back to, after its own pages: login, then consent."""
    with httpx.Client(timeout=60) as person:
        answer = person.get(address)
        for _ in range(12):
            if answer.is_redirect:
                onward = str(answer.next_request.url) if answer.next_request else ""
                if CALLBACK in onward:
                    return onward
                answer = person.get(onward)
            elif not says_yes:
                answer = person.get(html.unescape(re.findall(r'href="([^"]+/abort)"', answer.text)[0]))
            else:
                action = html.unescape(re.findall(r'action="([^"]+)"', answer.text)[0])
                prompt = re.findall(r'name="prompt" value="(\w+)"', answer.text)[0]
                answer = person.post(action, data={"prompt": prompt, "login": login, "password": "whatever"})
    raise AssertionError(f"the provider did not send back: {answer.status_code} {answer.text[:500]}")


def code_of(answer: httpx.Response) -> str:
    """The refusal's code on the page; nobody came in."""
    assert "lingtan_session" not in answer.headers.get("set-cookie", "")
    found = re.search(r'data-code="([A-Z_]+)"', answer.text)
    assert found, f"{answer.status_code} {re.sub('<[^>]+>', ' ', answer.text)[:1000]}"
    return found[1]


def test_the_whole_way_in_a_browser(site: Site, served: str, issuer: str, chromium: Browser) -> None:
    def no_other_host(route: Route) -> None:
        (route.continue_ if urlsplit(route.request.url).hostname == "127.0.0.1" else route.abort)()

    context = chromium.new_context()
    context.route("**/*", no_other_host)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{served}/en/products")
    page.get_by_role("link", name="Keystone").click()
    page.fill("[name=login]", KNOWN)
    page.fill("[name=password]", "whatever")
    page.click("button[type=submit]")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{served}/en/products")
    assert "Li Preparer" in page.content()
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert "lingtan_sign_on" not in cookies
    assert (cookies["lingtan_session"]["httpOnly"], cookies["lingtan_session"]["sameSite"]) == (True, "Lax")
    one = site.client("admin").get("/api/v1/organisation/people/preparer").json()
    assert [(link["subject"], link["email"]) for link in one["identities"]] == [(KNOWN, KNOWN)]
    context.close()


def test_the_cookie_of_the_way_is_short_lived_and_of_the_way_back_only(browser: TestClient) -> None:
    answer = browser.get("/zh/sign-on")
    cookie = answer.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=lax", f"Path={CALLBACK}", "Max-Age=600"):
        assert word in cookie
    asked = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert (asked["code_challenge_method"], asked["response_type"], asked["redirect_uri"]) == ("S256", "code", HERE)
    assert asked["nonce"] not in cookie
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("next_", ["", "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_the_way_never_leads_elsewhere(browser: TestClient, next_: str) -> None:
    answer = browser.get(through(begun(browser, f"/en/sign-on?{urlencode({'next': next_})}"), KNOWN))
    assert answer.headers["location"] == "/en/home"


def test_an_invitation_is_accepted_by_single_sign_on(site: Site, browser: TestClient) -> None:
    admin = site.client("admin")
    form = {"login": "mei", "name": "Mei", "email": "mei@elsewhere.example", "roles": ["maker"]}
    code = re.findall(r"invitation\?code=([A-Za-z0-9_-]{43})", site.post(admin, "/en/organisation/people", form).text)[0]
    page = browser.get(f"/zh/invitation?code={code}")
    away = html.unescape(re.findall(r'href="(/zh/sign-on[^"]*)"', page.text)[0])
    # The provider has not verified this address; the invitation's link is what counts.
    answer = browser.get(through(begun(browser, away), "mei@elsewhere.example"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh/home")
    assert browser.get("/en/products").status_code == 200
    again = site.client()
    assert again.get(through(begun(again), "mei@elsewhere.example")).headers["location"] == "/en/home"
    assert admin.get("/api/v1/organisation/people/mei").json()["state"] == "active"
    used = site.client()
    assert code_of(used.get(through(begun(used, away), "other@example.com"))) == "CODE_REFUSED"
    assert site.post(admin, "/en/organisation/people/mei/identities/remove").status_code == 303
    assert browser.get("/en/products").status_code == 303
    assert code_of(again.get(through(begun(again), "mei@elsewhere.example"))) == "IDENTITY_NOT_LINKED"


def test_an_answer_counts_only_in_the_browser_that_began_and_only_once(site: Site, browser: TestClient) -> None:
    back = through(begun(browser), KNOWN)
    kept = browser.cookies.get("lingtan_sign_on")
    assert code_of(site.client().get(back)) == "OIDC_STATE"
    assert code_of(browser.get(changed(back, state="another"))) == "OIDC_STATE"
    assert browser.get(back).status_code == 303
    again = site.client()
    again.cookies.set("lingtan_sign_on", str(kept))
    assert code_of(again.get(back)) == "OIDC_STATE"


def test_a_state_that_the_browser_made_up_itself_is_refused(browser: TestClient) -> None:
    browser.cookies.set("lingtan_sign_on", urlencode({"state": "made-up", "lang": "zh"}))
    answer = browser.get(f"{CALLBACK}?state=made-up&code=x")
    assert code_of(answer) == "OIDC_STATE"
    assert 'lang="zh-Hans"' in answer.text


def test_another_logins_code_does_not_fit(site: Site, browser: TestClient) -> None:
    other = site.client()
    stolen = dict(parse_qsl(urlsplit(through(begun(other), KNOWN)).query))["code"]
    assert code_of(browser.get(changed(through(begun(browser), "eve@example.com"), code=stolen))) == "OIDC_REFUSED"


def test_the_nonce_binds_the_token_to_this_login(browser: TestClient) -> None:
    assert code_of(browser.get(through(changed(begun(browser), nonce="planted"), KNOWN))) == "OIDC_TOKEN"


def test_another_providers_answer_is_refused(browser: TestClient) -> None:
    assert code_of(browser.get(changed(through(begun(browser), KNOWN), iss="https://elsewhere.example"))) == "OIDC_TOKEN"


@pytest.mark.parametrize("client", ["unsigned", "other-audience", "other-issuer", "other-key", "outdated", "without-nonce"])
def test_a_token_that_does_not_hold_is_refused(site: Site, issuer: str, browser: TestClient, client: str) -> None:
    use(site, issuer, client)
    assert code_of(browser.get(through(begun(browser), KNOWN))) == "OIDC_TOKEN"


def test_a_code_that_has_run_out_is_refused(site: Site, issuer: str, browser: TestClient) -> None:
    use(site, issuer, "hasty")
    back = through(begun(browser), KNOWN)
    time.sleep(2.5)
    assert code_of(browser.get(back)) == "OIDC_REFUSED"


def test_whoever_says_no_at_the_provider_stays_out(browser: TestClient) -> None:
    assert code_of(browser.get(through(begun(browser), KNOWN, says_yes=False))) == "OIDC_REFUSED"


@pytest.mark.parametrize("login", ["stranger@example.com", "unverified@elsewhere.example"])
def test_who_is_not_linked_is_told_so_in_the_language_of_the_beginning(site: Site, browser: TestClient, login: str) -> None:
    admin = site.client("admin")
    site.post(admin, "/en/organisation/people/auditor/identities", {"email": "unverified@elsewhere.example"})
    answer = browser.get(through(begun(browser, "/zh/sign-on"), login))
    assert (answer.status_code, code_of(answer)) == (403, "IDENTITY_NOT_LINKED")
    assert "此单点登录身份尚未关联任何账号" in answer.text
    assert 'href="/en/login"' in answer.text
    assert "?code=" not in answer.text


def test_a_closed_account_stays_closed(site: Site, browser: TestClient) -> None:
    admin = site.client("admin")
    site.post(admin, "/en/organisation/people/issuer/identities", {"email": "issuer@example.com"})
    site.post(admin, "/en/organisation/people/issuer/close")
    answer = browser.get(through(begun(browser), "issuer@example.com"))
    assert (answer.status_code, code_of(answer)) == (401, "LOGIN_REFUSED")
    site.post(admin, "/en/organisation/people/issuer/reopen")
    assert browser.get(through(begun(browser), "issuer@example.com")).status_code == 303


def test_a_provider_that_is_away_is_said_to_be(site: Site, browser: TestClient) -> None:
    use(site, "http://127.0.0.1:1")
    assert code_of(browser.get("/en/sign-on")) == "OIDC_UNREACHABLE"


def test_without_a_provider_there_is_no_such_way(site: Site, browser: TestClient) -> None:
    site.house.oidc = None
    assert "sign-on" not in browser.get("/en/login").text
    assert code_of(browser.get("/en/sign-on")) == "SIGN_ON_OFF"
    assert code_of(browser.get(f"{CALLBACK}?state=x&code=y")) == "SIGN_ON_OFF"
    form = {"email": "x@example.com"}
    assert code_of(site.post(site.client("admin"), "/en/organisation/people/preparer/identities", form)) == "SIGN_ON_OFF"
