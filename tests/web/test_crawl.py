"""Every page in a real browser, in both themes: nothing from elsewhere, nothing forbidden, nothing out of reach.

Here each page is opened once, every other one in Chinese and the rest in English; `campaigns/web_crawl.py` opens each in both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from atlas import PLACES
from crawl import WALKS, addresses, wrong_on
from eye import Eye
from houses import Ids
from sites import Site

from lingtan.web.frame.headers import POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def town_served(town: Site) -> Iterator[str]:
    with town.listening() as address:
        yield address


@pytest.mark.parametrize("turn", range(len(WALKS)))
def test_every_page_holds_in_a_browser(chromium: Browser, town: Site, town_served: str, ids: Ids, turn: int) -> None:
    mine = addresses(ids, turn)[turn :: len(WALKS)]
    found = list(wrong_on(mine, Eye(chromium, town, town_served, theme=WALKS[turn].theme), WALKS[turn]))
    assert not found, "\n".join(found)


def test_the_walks_open_every_page(ids: Ids) -> None:
    turns = [addresses(ids, turn) for turn in range(len(WALKS))]
    assert len({tuple(stop.address for stop in turn) for turn in turns}) == 1  # so the shares of the walks are the whole together
    assert {stop.page.path for stop in turns[0]} == {place.path for place in PLACES}


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
