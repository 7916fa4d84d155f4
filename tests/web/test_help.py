"""Help in the browser: what each role does first, the words, the REST API as a list, the licences."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from sites import Site

from lingtan.access import Role, permissions_of
from lingtan.messages import Language, catalog
from lingtan.services.overview.guide import guide
from lingtan.web.site import PAGES

HELP = ("/help", "/help/api", "/help/licences")


@pytest.mark.parametrize("path", HELP)
def test_help_is_open_to_everybody_in_both_languages(site: Site, path: str) -> None:
    visitor = site.client()
    for language in Language:
        page = visitor.get(f"/{language}{path}")
        assert (page.status_code, page.text.count("<h1")) == (200, 1)
        assert f'href="/{language}/help/licences"' in page.text
    assert visitor.get(f"/api/v1{path}").status_code == 200


def test_each_role_has_its_way_and_each_step_leads_to_a_page_that_the_role_may_see(site: Site) -> None:
    shown = {one.role: one.steps for one in guide(()).roles}
    assert set(shown) == {"", *Role}
    by_path = {page.path: page for page in PAGES}
    for role, steps in shown.items():
        allowed = permissions_of([Role(role)]) if role else frozenset()
        for step in steps:
            assert step.code in catalog()
            may = by_path[step.href].may
            assert may is None or may in allowed, (role, step.href)


def test_the_readers_own_role_stands_first(site: Site) -> None:
    page = site.client("verifier").get("/en/help").text
    assert re.findall(r'id="role-(\w+)"', page)[0] == "certifier"
    assert "your role" in page
    assert "your role" not in site.client().get("/en/help").text


def test_every_word_says_what_it_means(site: Site) -> None:
    page = site.client().get("/zh/help").text
    for word in guide(()).words:
        for code in (f"HELP_WORD_{word.upper()}", f"HELP_MEANS_{word.upper()}"):
            assert catalog()[code].text[Language.ZH] in page
    named = {code.removeprefix("HELP_WORD_").lower() for code in catalog() if code.startswith("HELP_WORD_")}
    assert named == set(guide(()).words)


def test_the_list_of_operations_is_that_of_the_openapi_document(site: Site) -> None:
    document = site.client().get("/api/v1/openapi.json").json()
    listed = site.client().get("/api/v1/help/api").json()["operations"]
    described = {
        (method.upper(), path): (told["summary"], told.get("x-permission", ""))
        for path, item in document["paths"].items()
        for method, told in item.items()
    }
    assert {(one["method"], one["path"]): (one["summary"], one["permission"]) for one in listed} == described
    assert all(one["summary"] and one["roles"] for one in listed)
    assert "/api/v1/products" in site.client().get("/en/help/api?export=operations.csv").text


def test_a_program_finds_who_may_do_what(site: Site) -> None:
    listed = {(one["method"], one["path"]): one for one in site.client().get("/api/v1/help/api").json()["operations"]}
    assert listed["GET", "/api/v1/data"]["roles"] == ["everybody"]
    assert listed["POST", "/api/v1/verification/{engagement}/sign"]["roles"] == ["certifier"]


def test_the_licences_are_there_with_their_texts(site: Site) -> None:
    page = site.client().get("/en/help/licences").text
    for shown in ("Apache License", "Zero-Clause BSD", "@noble/ed25519", "echarts", "MIT", "htmx.org"):
        assert shown in page
    view = site.client().get("/api/v1/help/licences").json()
    assert {one["name"].lower() for one in view["packages"]} == {found.name.lower() for found in metadata.distributions()}
    assert {one["name"]: one["licence"] for one in view["packages"]}["fastapi"] == "MIT"
    assert [one["name"] for one in view["own"]] == ["LICENSE"]
    assert {one["name"].split()[0].strip(",") for one in view["vendored"]} == {"@noble/ed25519", "@noble/hashes", "echarts", "htmx.org"}
