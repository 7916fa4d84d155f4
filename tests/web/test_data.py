"""Data in the browser: factors with their sources, answers with their steps, editions of a study, packs of one's own."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from packs import pack
from sites import Site

from lingtan.factors import load_library

LIBRARY = load_library()
DIRECT = "electricity:electricity_direct:CN-BJ:2023"
PUBLIC = ("/data", f"/data/factors/{DIRECT}", "/data/resolve?activity=electricity&place=CN-BJ&year=2030", "/data/sources")
OWN = ("/data/editions", "/data/packs")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_reads_the_data_in_both_languages_and_as_json(site: Site, path: str) -> None:
    visitor = site.client()
    for language, word in (("en", "Data"), ("zh", "数据")):
        page = visitor.get(f"/{language}{path}")
        assert (page.status_code, word in page.text) == (200, True)
        assert page.text.count("<h1") == 1
    assert visitor.get(f"/api/v1{path}").status_code == 200


@pytest.mark.parametrize("path", OWN)
def test_what_is_ones_own_needs_a_login_that_may_read_products(site: Site, path: str) -> None:
    assert site.client().get(f"/en{path}").headers["location"].startswith("/en/login")
    assert site.client("customer").get(f"/en{path}").status_code == 403
    for language in ("en", "zh"):
        assert site.client("preparer").get(f"/{language}{path}").status_code == 200


def test_a_download_holds_every_factor_that_was_searched_for(site: Site) -> None:
    visitor = site.client()
    rows = list(csv.reader(io.StringIO(visitor.get("/en/data?export=factors.csv").content.decode("utf-8-sig"))))
    assert len(rows) == len(LIBRARY.factors) + 1
    direct = {factor.id for factor in LIBRARY.factors if factor.klass == "electricity_direct" and factor.place == "CN-BJ"}
    found = visitor.get("/en/data?klass=electricity_direct&place=CN-BJ&export=factors.xlsx").content
    book = load_workbook(io.BytesIO(found)).active
    assert book is not None
    assert {row[-1] for row in book.iter_rows(values_only=True)} & {factor.id for factor in LIBRARY.factors} == direct


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), place=st.text(max_size=10), number=st.integers(1, 1_000_000))
def test_no_search_breaks_the_page(site: Site, text: str, place: str, number: int) -> None:
    visitor = site.client()
    assert visitor.get("/zh/data", params={"q": text, "place": place, "page": number}).status_code == 200
    assert visitor.get("/zh/data/resolve", params={"activity": text, "place": place}).status_code == 200


def test_a_choice_left_empty_in_a_form_asks_for_none(site: Site) -> None:
    asked = site.client().get("/en/data?q=steel&klass=&place=&standing=")
    assert asked.status_code == 200
    assert "steel" in asked.text
    assert site.client().get("/en/data?klass=nonsense").status_code == 422


def test_a_factor_shows_where_it_comes_from_and_what_it_is_made_of(site: Site) -> None:
    nitrogen = next(factor for factor in LIBRARY.factors if factor.activity == "nitrogen")
    page = site.client().get(f"/en/data/factors/{nitrogen.id}").text
    for shown in (LIBRARY.sources[nitrogen.source_id].title, nitrogen.technology, "/en/data/resolve?activity=electricity"):
        assert shown.replace("&", "&amp;") in page
    unknown = site.client().get("/zh/data/factors/gold:process:GLO:2022")
    assert (unknown.status_code, "FACTOR_ID_UNKNOWN" in unknown.text) == (404, True)


def test_places_and_years_are_drawn_and_estimates_hatched(site: Site) -> None:
    estimated = next(f for f in LIBRARY.factors if f.mark.is_estimate and f.klass == "electricity_life_cycle")
    visitor = site.client()
    assert 'id="chart-places"' in visitor.get(f"/en/data/factors/{DIRECT}").text
    assert "Beijing (CN-BJ) ◂" in visitor.get(f"/en/data/factors/{DIRECT}").text
    assert "北京（CN-BJ） ◂" in visitor.get(f"/zh/data/factors/{DIRECT}").text
    page = visitor.get(f"/en/data/factors/{estimated.id}").text
    assert "data-estimated" in page.partition('class="kpis"')[2]


def test_an_answer_states_every_step_and_links_what_it_was_computed_from(site: Site) -> None:
    page = site.client().get("/en/data/resolve?activity=electricity&place=Beijing&year=2030").text
    assert "Other year" in page
    assert "Scaled estimate" in page
    assert f'href="/en/data/factors/{DIRECT}"' in page
    exact = site.client().get("/en/data/resolve?activity=electricity&place=CN&year=2023").text
    assert "exactly what was asked for" in exact
    refused = site.client().get("/zh/data/resolve?activity=electricity&place=Atlantis")
    assert (refused.status_code, "Atlantis" in refused.text, 'data-tone="bad"' in refused.text) == (200, True, True)


def test_what_became_of_a_studys_factors(site: Site) -> None:
    maker = site.client("preparer")
    study = maker.get("/api/v1/data/editions").json()["studies"][0]["study"]
    page = maker.get(f"/en/data/editions?study={study}").text
    assert "Nothing has changed" in page
    assert maker.get(f"/api/v1/data/editions?study={study}").json()["differences"]["same"] > 10
    assert maker.get("/en/data/editions?study=sha256:00").status_code == 404


def test_a_pack_is_checked_and_two_are_compared(site: Site) -> None:
    maker = site.client("preparer")
    kept = site.post(maker, "/en/data/packs/check", files={"file": ("mine.xlsx", pack(0.5))})
    assert kept.status_code == 303
    assert "mine.xlsx fits the library" in maker.get(kept.headers["location"]).text
    kept = site.post(maker, "/zh/data/packs/compare", files={"first": ("a.xlsx", pack(0.5)), "second": ("b.xlsx", pack(0.6))})
    page = maker.get(kept.headers["location"]).text
    for shown in ("20.0%", "因子值", "修改"):
        assert shown in page
    assert maker.get("/en/data/packs/template.xlsx").content.startswith(b"PK")


def test_a_wrong_cell_is_named_with_the_way_out(site: Site) -> None:
    maker = site.client("preparer")
    for name, data, place in (("mine.xlsx", pack("much"), "Factors!"), ("mine.xlsx", b"no workbook", "mine.xlsx")):
        kept = site.post(maker, "/en/data/packs/check", files={"file": (name, data)})
        page = maker.get(kept.headers["location"])
        assert (page.status_code, place in page.text) == (200, True)
        assert "The pack cannot be used yet" in page.text
        problems = maker.get(kept.headers["location"].replace("/en/", "/api/v1/")).json()["problems"]
        assert problems[0]["place"].startswith(place)


def test_a_kept_pack_is_the_organisations_own(site: Site) -> None:
    mine = site.post(site.client("preparer"), "/en/data/packs/check", files={"file": ("mine.xlsx", pack(0.7))}).headers["location"]
    assert site.client("checker").get(mine).status_code == 200  # the same organisation
    assert site.client("customer").get(mine).status_code == 403
    assert site.client("preparer").get("/en/data/packs?file=" + "0" * 64).status_code in (404, 410, 422)


def test_a_program_checks_a_pack(site: Site) -> None:
    program = site.api("preparer")
    key = program.post("/api/v1/data/packs/check", files={"file": ("mine.xlsx", pack(0.5))}).json()["file"]
    assert program.get(f"/api/v1/data/packs?file={key}").json()["check"]["factors"] == 1
