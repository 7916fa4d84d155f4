"""Every route × every role × the ids of one's own house and of another's: only who may, may; others learn nothing and change nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from atlas import VISITOR, stops
from fastapi.testclient import TestClient
from houses import FIRST, Ids, entered
from matrix import BODIES, ROUTES, Route
from sites import Site

from lingtan.web.site import ACTIONS, DOWNLOADS, PAGES

#: Role and party of everybody who tries; the checker has the role of the credit manager.
TRIES: dict[str, tuple[str, str]] = {
    VISITOR: ("", ""),
    FIRST.maker: ("M", "h"),
    FIRST.credit_manager: ("C", "h"),
    FIRST.issuer: ("I", "h"),
    FIRST.auditor: ("A", "h"),
    FIRST.admin: ("D", "h"),
    FIRST.verifier: ("F", "c"),
    FIRST.certifier_admin: ("D", "c"),
    FIRST.buyer: ("U", "u"),
}
#: What is refused says one of these; 303 leads a visitor's browser to the login.
REFUSED = (401, 403, 404)
#: Deeds that end sessions of whoever does them.
LEAVING = ("/logout", "/account/sessions/end", "/account/password")
#: Deeds that find nothing to do although the person may: nothing waits there.
NOTHING_THERE = {
    "/products/drafts/{draft}/save": "DRAFT_UNKNOWN",  # the browser's side saved it
    "/credits/blocks/{block}/withdrawal/drop": "REQUEST_UNKNOWN",
    "/orders/{number}/lines/{line}/entry": "LINE_UNKNOWN",
    "/orders/{number}/lines/{line}/check": "ENTRY_UNKNOWN",
    "/orders/{number}/lines/{line}/back": "ENTRY_UNKNOWN",
    "/factory/{site}/remove": "SITE_UNKNOWN",
    "/factory/{site}/plan": "SITE_UNKNOWN",
    "/schedule/{week}/plan": "WEEK_UNKNOWN",
    "/schedule/{week}/replan": "WEEK_",
    "/schedule/{week}/simulate": "WEEK_UNKNOWN",
    "/schedule/{week}/remove": "WEEK_UNKNOWN",
    "/factory/alarms/note": "DRIFT_ALARM_UNKNOWN",
    "/workshop/{shop}/withdraw": "INTENSITY_UNKNOWN",
    "/workshop/{shop}/thread": "SHOP_UNKNOWN",
    "/workshop/{shop}/remove": "SHOP_UNKNOWN",
    "/workshop/halls/{hall}/remove": "SHOP_UNKNOWN",
    "/organisation/trust/accept": "ORGANISATION_UNKNOWN",
    "/organisation/trust/drop": "ORGANISATION_UNKNOWN",
}
#: Refused for everybody before anything is looked up, which tells nothing of what is there.
SAME_FOR_ALL = {"/organisation/people/{login}/identities": "SIGN_ON_OFF"}
#: Codes that refuse for who asks, or for where the request comes from.
FOR_WHO_ASKS = ("LOGIN_NEEDED", "NOT_ALLOWED", "FORBIDDEN", "NOT_OPERATOR", "TOKEN_INVALID", "CSRF_REFUSED", "OTHER_ORIGIN")


def test_the_table_names_every_route_and_no_other() -> None:
    code = {("page", one.path) for one in PAGES} | {("deed", one.path) for one in ACTIONS} | {("file", one.path) for one in DOWNLOADS}
    table = [(route.kind, route.path) for route in ROUTES]
    assert sorted(code - set(table)) == [], "say in tests/web/matrix.py who may"
    assert sorted(set(table) - code) == []
    assert len(table) == len(set(table))
    assert sorted(set(BODIES) - {path for kind, path in table if kind == "deed"}) == []


def address(route: Route, ids: Ids) -> str:
    """The route's path with ids; queries that a page needs."""
    plain = {name: quote(value) for name, value in ids.plain().items()}
    plain |= {"name": "status.json" if route.path.startswith("/verify") else plain["job_file"], "digest": plain["paper"], "kind": "json"}
    plain |= {"form": "json", "part": "facts", "template": "workshop.toml"} | ({"line": "1"} if "/orders/" in route.path else {})
    if route.path.startswith("/factory/alarms/"):
        plain["template"] = "drivers.csv"
    more = {"/invitation": "?code={invitation}"}.get(route.path, "") if route.kind == "page" else ""
    return (route.path.replace(":path}", "}") + more).format(**plain)


def body(route: Route, ids: Ids) -> dict[str, Any]:
    """Fields and files of a deed, filled from ids."""

    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [filled(one) for one in value]
        return value.format(**ids.plain()) if isinstance(value, str) else value

    said = BODIES.get(route.path, {})
    files = {name: value for name, value in said.items() if isinstance(value, tuple)}
    return {"data": {name: filled(value) for name, value in said.items() if name not in files}, "files": files}


class Bench:
    """Everybody's clients: in a browser, and as a program."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.clients = {login: self.fresh(login) for login in TRIES}

    def fresh(self, login: str) -> TestClient:
        if login == VISITOR:
            return TestClient(self.site.app, follow_redirects=False, raise_server_exceptions=False)
        return entered(self.site, login)

    def ask(self, login: str, route: Route, ids: Ids, *, api: bool) -> Any:
        """The answer of the browser's route, or of the API's."""
        client = self.clients[login]
        at = f"{'/api/v1' if api else '/en'}{address(route, ids)}"
        if route.kind != "deed":
            return client.get(at)
        sent = body(route, ids)
        if route.path in LEAVING:
            answer = client.post(at, **sent)
            self.clients[login] = self.fresh(login)
            return answer
        if api and not self._takes_files(route):
            return client.post(at, json=sent["data"]) if sent["data"] else client.post(at)
        return client.post(at, **sent)

    def _takes_files(self, route: Route) -> bool:
        said = self.site.app.openapi()["paths"][f"/api/v1{route.path.replace(':path', '')}"]["post"]
        return "multipart/form-data" in said.get("requestBody", {}).get("content", {})

    def record(self) -> dict[str, int]:
        """How many rows every table has, but for those that note who came and tried."""
        with closing(self.site.house.store.database.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            names = [row[0] for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
            counts = {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
        return {name: count for name, count in counts.items() if not re.search(r"log|session|sqlite|dbos|token", name)}


@pytest.fixture(scope="module")
def bench(town: Site) -> Bench:
    return Bench(town)


def sides(route: Route) -> Iterator[bool]:
    """The two ways in: the browser's, and the API's where there is one."""
    yield False
    page_only = {one.path for one in ACTIONS if one.is_page_only}
    if route.kind != "deed" or route.path not in page_only:
        yield True


def is_refused(answer: Any, login: str) -> bool:
    if answer.status_code == 303 and login == VISITOR:
        return str(answer.headers["location"]).startswith("/en/login?next=")
    return answer.status_code in REFUSED


def said(login: str, route: Route, answer: Any, *, api: bool) -> str:
    text = re.sub(r"<[^>]+>|\s+", " ", answer.text)[-160:] if "text" in answer.headers.get("content-type", "") else answer.text[:160]
    return f"{login or 'visitor'} {route.kind} {'api' if api else 'web'} {route.path}: {answer.status_code} {text}"


#: What everybody may learn: the public check offers the number of a certificate to try.
PUBLIC = {("/verify", "number")}


def test_no_page_shows_anything_of_another_house(bench: Bench, ids: Ids, foreign: Ids) -> None:
    """Before anybody tries: a refused try stands in the log of who tried."""
    own = set(ids.plain().values())
    secret = {name: value for name, value in foreign.plain().items() if value not in own and len(value) > 4}
    shown = []
    for stop in stops(FIRST, ids):
        if stop.login in bench.clients:
            text = bench.clients[stop.login].get(f"/en{stop.address}").text
            hits = {name for name, value in secret.items() if value in text and (stop.page.path, name) not in PUBLIC}
            shown += [f"{stop.login} {stop.address}: {name}" for name in sorted(hits)]
    assert not shown, "\n".join(shown)


def test_who_may_not_is_refused_and_nothing_changes(bench: Bench, ids: Ids) -> None:
    before, wrong = bench.record(), []
    for route in ROUTES:
        for login, (role, party) in TRIES.items():
            if not route.lets(role, party):
                for api in sides(route):
                    answer = bench.ask(login, route, ids, api=api)
                    if not is_refused(answer, login) and SAME_FOR_ALL.get(route.path, "-") not in answer.text:
                        wrong.append(said(login, route, answer, api=api))
    assert not wrong, "\n".join(wrong)
    assert bench.record() == before


def test_another_houses_ids_do_not_exist(bench: Bench, foreign: Ids) -> None:
    before, wrong = bench.record(), []
    for route in ROUTES:
        if route.has_ids:
            for login, (role, _) in TRIES.items():
                if route.lets(role, route.parties[0]):
                    for api in sides(route):
                        answer = bench.ask(login, route, foreign, api=api)
                        if answer.status_code != 404 and SAME_FOR_ALL.get(route.path, "-") not in answer.text:
                            wrong.append(said(login, route, answer, api=api))
    assert not wrong, "\n".join(wrong)
    assert bench.record() == before


#: Ids that travel in a query: who may ask, and the address.
QUERIES = [
    (FIRST.maker, "/compare?a={product}&b={idle}"),
    (FIRST.maker, "/road?product={product}"),
    (FIRST.maker, "/verification/new?study={study}"),
    (FIRST.maker, "/data/editions?study={study}"),
    (FIRST.credit_manager, "/credits/import?file={holdings}"),
    (FIRST.credit_manager, "/orders/new?file={devices}&number=N&manufacturer=L&holder=H&holder_id=9111"),
]


def unknown(of: Ids) -> Ids:
    """Ids of the same form that nothing has."""
    turned = {name: f"{value[:-12]}{value[-12:][::-1]}" for name, value in of.plain().items() if len(value) > 12}
    return replace(of, **turned)


def told(answer: Any, of: Ids) -> tuple[int, str]:
    """Status and text, but for the ids that were asked for."""
    text = answer.text
    for value in (of.holdings, of.devices, of.study, of.product, of.idle):
        text = text.replace(value, "…").replace(value[:16], "…")
    return answer.status_code, text


@pytest.mark.parametrize(("login", "query"), QUERIES)
def test_another_houses_ids_in_a_query_do_not_exist(bench: Bench, ids: Ids, foreign: Ids, login: str, query: str) -> None:
    def asked(of: Ids) -> Any:
        return bench.clients[login].get(f"/api/v1{query.format(**{name: quote(value) for name, value in of.plain().items()})}")

    assert asked(ids).status_code == 200
    assert told(asked(foreign), foreign) == told(asked(unknown(foreign)), unknown(foreign))


#: Ids that travel in a form: the deed, and who does it.
SENT = [
    ("/credits/import", FIRST.credit_manager),
    ("/orders/plan", FIRST.credit_manager),
    ("/orders/new", FIRST.credit_manager),
    ("/orders/instruct", FIRST.credit_manager),
]


@pytest.mark.parametrize(("path", "login"), SENT)
def test_another_houses_ids_in_a_form_do_not_exist(bench: Bench, foreign: Ids, path: str, login: str) -> None:
    route = next(one for one in ROUTES if one.kind == "deed" and one.path == path)
    before = bench.record()
    answer = bench.ask(login, route, foreign, api=True)
    assert answer.status_code in (404, 422)
    if path != "/orders/instruct":
        assert told(answer, foreign) == told(bench.ask(login, route, unknown(foreign), api=True), unknown(foreign))
    assert bench.record() == before


def test_another_houses_pack_is_not_submitted(bench: Bench, ids: Ids, foreign: Ids) -> None:
    answer = bench.clients[FIRST.maker].post(f"/api/v1/verification/{ids.asked}/submit", data={"pack": foreign.pack})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/certificates/batch", "/certificates/export"])
def test_a_job_finds_nothing_of_another_house(bench: Bench, foreign: Ids, path: str) -> None:
    route = next(one for one in ROUTES if one.kind == "deed" and one.path == path)
    job = bench.ask(FIRST.issuer, route, foreign, api=True).json()
    for _ in range(300):
        job = bench.clients[FIRST.issuer].get(f"/api/v1/jobs/{job['job']}").json()
        if job["ended"]:
            break
        time.sleep(0.1)
    assert job["ended"]
    assert (job["items"], [one["code"] for one in job["refused"]]) == ([], ["CANCELLATION_UNKNOWN"]) or not job["items"]


def test_what_is_confidential_stays_with_its_issuer(bench: Bench, ids: Ids) -> None:
    at = f"/api/v1/certificates/{ids.number}/files"
    status = {
        kind: {
            login: bench.clients[login].get(f"{at}/{kind}").status_code for login in (FIRST.issuer, FIRST.buyer, FIRST.maker, FIRST.auditor)
        }
        for kind in ("full.zip", "serials.json")
    }
    assert status == {
        "full.zip": {FIRST.issuer: 200, FIRST.buyer: 403, FIRST.maker: 403, FIRST.auditor: 403},
        "serials.json": {FIRST.issuer: 200, FIRST.buyer: 200, FIRST.maker: 403, FIRST.auditor: 403},
    }


def test_who_may_is_let_in(bench: Bench, ids: Ids) -> None:
    """Last: these deeds change the house. A deed may be refused for its own reasons, not for who asks."""
    wrong = []
    for route in ROUTES:
        for login, (role, party) in TRIES.items():
            if route.lets(role, party):
                for api in sides(route):
                    answer = bench.ask(login, route, ids, api=api)
                    if not let_in(route, answer):
                        wrong.append(said(login, route, answer, api=api))
    assert not wrong, "\n".join(wrong)


def let_in(route: Route, answer: Any) -> bool:
    if route.kind != "deed":
        kind = answer.headers.get("content-type", "")
        return bool(answer.status_code == 200 and (route.kind == "page" or "text/html" not in kind))
    if answer.status_code == 404:
        return NOTHING_THERE.get(route.path, "-") in answer.text
    return answer.status_code < 500 and not any(code in answer.text for code in FOR_WHO_ASKS)
