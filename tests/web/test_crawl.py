"""Every page in a real browser, in both languages and themes: nothing from elsewhere, nothing forbidden, nothing out of reach."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from atlas import PLACES, Stop, stops
from eye import Eye
from houses import FIRST, Ids
from sites import Site

from lingtan.web.frame.headers import POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
#: Each is one walk through the whole site in a language and a theme, with a look at the other theme's colours on every page; the walks
#: share the logins of a page among them.
WALKS = (("zh", "light"), ("en", "dark"))
OTHER = {"light": "dark", "dark": "light"}


@pytest.fixture(scope="module")
def town_served(town: Site) -> Iterator[str]:
    with town.listening() as address:
        yield address


def chosen(ids: Ids, turn: int) -> list[Stop]:
    """Every address once; who opens it changes from walk to walk."""
    by_address: dict[str, list[Stop]] = {}
    for stop in stops(FIRST, ids):
        by_address.setdefault(stop.address, []).append(stop)
    return [among[turn % len(among)] for among in by_address.values()]


@pytest.mark.parametrize(("language", "theme"), WALKS)
def test_every_page_holds_in_a_browser(chromium: Browser, town: Site, town_served: str, ids: Ids, language: str, theme: str) -> None:
    eye, found = Eye(chromium, town, town_served, theme=theme), []
    for stop in sorted(chosen(ids, WALKS.index((language, theme))), key=lambda stop: stop.login):
        eye.be(stop.login)
        status = eye.open(f"/{language}{stop.address}")
        wrong = [f"status {status}"] if status != 200 else [*eye.wrong(), *eye.wrong_in(OTHER[theme])]
        found += [f"{stop.login or 'visitor'} /{language}{stop.address}: {what}" for what in wrong]
    eye.close()
    assert not found, "\n".join(found)


def test_the_walks_open_every_page(ids: Ids) -> None:
    assert {stop.page.path for stop in chosen(ids, 0)} == {place.path for place in PLACES}


def test_the_policy_stays_as_it_is(town: Site) -> None:
    """The checks are put in from outside the page, so the page's own policy needs no hole for them."""
    assert town.client().get("/en/road").headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY


def test_axe_is_as_published_and_has_its_licence() -> None:
    digest = hashlib.sha256((HERE / "vendor" / "axe.min.js").read_bytes()).hexdigest()
    assert digest == "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
    assert "Mozilla Public License version 2.0" in " ".join(
        (HERE / "vendor" / "axe-LICENSE.txt").read_text("utf-8").replace(",", "").split()
    )
    assert "axe-core" in (HERE.parents[1] / "NOTICE").read_text("utf-8")
