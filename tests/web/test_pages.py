"""Every page for everybody who may open it, in both languages: it answers, speaks one language, and every link on it leads somewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from atlas import PLACES, VISITOR, Stop, stops
from fastapi.testclient import TestClient
from houses import FIRST, Crew, Ids, entered
from reading import Sheet, read, strings
from sites import Site
from starlette.routing import Match

from lingtan.web.site import NAVIGATION, PAGES

LANGUAGES = ("zh", "en")
CODE = re.compile(r"\b[A-Z]{3,}_[A-Z_]{2,}\b")
NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
CJK = re.compile("[\u3400-\u9fff]+")
#: Four English words in a row are a sentence, or the beginning of one.
ENGLISH = re.compile(r"\b[A-Za-z]+(?: [a-z]+){3,}\b")
#: The brand, and the names of those who are shown at the head of every page.
NAMES = "\n".join(("零碳", *(f"{party.name} {login}" for login, (party, _) in FIRST.roles().items())))
#: How many links of one kind are followed from one page: a table of lines has hundreds.
SAME_KIND = 2


def test_every_page_has_an_example() -> None:
    known = [place.path for place in PLACES]
    assert sorted({page.path for page in PAGES} - set(known)) == [], "add an address to tests/web/atlas.py"
    assert sorted(set(known) - {page.path for page in PAGES}) == []
    assert len(known) == len(set(known))


def test_every_page_is_opened_by_somebody(ids: Ids) -> None:
    opened = {stop.page.path for stop in stops(FIRST, ids)}
    assert sorted({place.path for place in PLACES} - opened) == []


class Walk:
    """Everything that is opened, each address once for each login."""

    def __init__(self, site: Site, crew: Crew) -> None:
        self.site = site
        self.clients = {VISITOR: TestClient(site.app, follow_redirects=False, raise_server_exceptions=False)}
        self.clients |= {login: entered(site, login) for login in crew.logins()}
        self.status: dict[tuple[str, str], int] = {}
        self.kinds: dict[tuple[str, str], str] = {}

    def open(self, login: str, address: str) -> int:
        """The status."""
        if (login, address) not in self.status:
            self.status[login, address] = self.clients[login].get(address).status_code
        return self.status[login, address]

    def kind(self, address: str, method: str = "GET") -> str:
        """The route that an address belongs to; empty where there is none."""
        path, method = urlsplit(address).path, method.upper()
        if (method, path) not in self.kinds:
            scope = {"type": "http", "method": method, "path": path, "headers": []}
            found = (route for route in self.site.app.routes if route.matches(scope)[0] is Match.FULL)
            self.kinds[method, path] = next((str(getattr(route, "path", route)) for route in found), "")
        return self.kinds[method, path]


@pytest.fixture(scope="module")
def walk(town: Site) -> Walk:
    return Walk(town, FIRST)


def _paths() -> Iterator[str]:
    yield from (place.path for place in PLACES)


@pytest.mark.parametrize("path", list(_paths()))
def test_a_page_answers_speaks_and_leads_on(walk: Walk, ids: Ids, path: str) -> None:
    wrong: list[str] = []
    for turn, stop in enumerate(one for one in stops(FIRST, ids) if one.page.path == path):
        # the first login in both languages, the others by turns
        for language in LANGUAGES if turn == 0 else LANGUAGES[turn % 2 :][:1]:
            wrong += [f"{stop.login or 'visitor'} /{language}{stop.address}: {what}" for what in _wrong(walk, stop, language)]
    assert not wrong, "\n".join(wrong)


def _wrong(walk: Walk, stop: Stop, language: str) -> Iterator[str]:
    address = f"/{language}{stop.address}"
    answer = walk.clients[stop.login].get(address)
    if answer.status_code != 200:
        yield f"{answer.status_code} {re.sub('<[^>]+>', ' ', answer.text)[-400:]}"
        return
    page, twin = read(answer.text), walk.clients[stop.login].get(f"/api/v1{stop.address}", headers={"accept-language": language})
    if twin.status_code != 200:
        yield f"its twin answers {twin.status_code}"
        return
    data = "\n".join(strings(twin.json()))
    yield from _words(page, language, f"{data}\n{data.replace('_', ' ')}")
    if page.h1 != 1:
        yield f"{page.h1} h1"
    if page.lang != {"zh": "zh-Hans", "en": "en"}[language]:
        yield f"lang={page.lang!r}"
    yield from _links(walk, stop, page, address)


def _words(page: Sheet, language: str, data: str) -> Iterator[str]:
    """Codes, and words of the other language that are not data of the page."""
    other = CJK if language == "en" else ENGLISH
    yield from (f"the label of a field is a name in code: {text!r}" for text in page.labels if NAME.fullmatch(text))
    for text in page.words:
        if any(code not in data for code in CODE.findall(text)):
            yield f"a code: {text[:120]!r}"
        if any(words not in data and words not in NAMES for words in other.findall(text)):
            yield f"not in the page's language: {text[:160]!r}"


def _links(walk: Walk, stop: Stop, page: Sheet, address: str) -> Iterator[str]:
    followed: dict[str, int] = defaultdict(int)
    sends = [target for method, target in page.sends if method == "get"]
    for link in dict.fromkeys(urldefrag(one)[0] for one in (*page.links, *sends)):
        if not link:
            continue
        if urlsplit(link).scheme or link.startswith("//") or not link.startswith("/"):
            if urlsplit(link).scheme not in ("https", "mailto"):
                yield f"a link that leads nowhere: {link!r}"
            continue
        kind = walk.kind(link)
        followed[kind] += 1
        if followed[kind] <= SAME_KIND and (status := walk.open(stop.login, link)) >= 400:
            yield f"{link} answers {status}"
    for method, target in page.sends:
        if method == "post" and not walk.kind(target or address, "POST"):
            yield f"a form that leads nowhere: {target!r}"


def test_the_navigation_leads_only_where_one_may_go(walk: Walk) -> None:
    for login in (VISITOR, *FIRST.logins()):
        html = walk.clients[login].get("/en/road").text
        shown = [entry.href for entry in NAVIGATION if f'href="/en{entry.href}"' in html]
        assert shown, login
        assert {href: walk.open(login, f"/en{href}") for href in shown} == dict.fromkeys(shown, 200)
