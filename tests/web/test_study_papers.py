"""Study reports and hot spots in the browser: linked where they belong, the same record on both sides of a verification."""

from __future__ import annotations

import json

import pytest
from sites import Site

MAKER, CERTIFIER = "preparer", "verifier"


def _product(site: Site) -> str:
    return str(site.client(MAKER).get("/api/v1/products").json()["rows"][0]["product"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_files_card_of_a_product_leads_to_its_study_report(site: Site, lang: str) -> None:
    maker, product = site.client(MAKER), _product(site)
    page = maker.get(f"/{lang}/products/{product}").text
    for form in ("zh.pdf", "en.pdf", "json"):
        assert f'href="/{lang}/products/{product}/report.{form}"' in page
    pdf = maker.get(f"/{lang}/products/{product}/report.{lang}.pdf")
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF")


def test_the_report_says_the_figure_of_the_page(site: Site) -> None:
    maker, product = site.client(MAKER), _product(site)
    record = json.loads(maker.get(f"/en/products/{product}/report.json").content)
    assert record["meanMg"] == maker.get(f"/api/v1/products/{product}").json()["headline"]["mean_mg"]


def test_both_sides_of_a_verification_are_given_the_same_report_and_nobody_else_is(site: Site) -> None:
    certifier = site.client(CERTIFIER)
    rooms = [row["engagement"] for row in certifier.get("/api/v1/verification").json()["rows"]]
    room = next(name for name in rooms if certifier.get(f"/api/v1/verification/{name}").json()["room"]["figures"])
    page = certifier.get(f"/en/verification/{room}").text
    assert f'href="/en/verification/{room}/report.zh.pdf"' in page
    theirs = certifier.get(f"/en/verification/{room}/report.json")
    own = site.client(MAKER).get(f"/en/verification/{room}/report.json")
    assert theirs.status_code == own.status_code == 200
    assert json.loads(theirs.content) == json.loads(own.content)
    figures = certifier.get(f"/api/v1/verification/{room}").json()["room"]["figures"]
    assert json.loads(own.content)["studyDigest"] == figures["study"]
    assert site.client("customer").get(f"/en/verification/{room}/report.json").status_code in (403, 404)


def test_hot_spots_sum_to_the_mean_and_are_led_to_from_the_product(site: Site) -> None:
    maker, product = site.client(MAKER), _product(site)
    assert f'href="/en/products/{product}/hot-spots"' in maker.get(f"/en/products/{product}").text
    view = maker.get(f"/api/v1/products/{product}/hot-spots").json()
    assert sum(spot["mg"] for spot in view["components"]) == view["mean_mg"]
    assert view["mean_mg"] == maker.get(f"/api/v1/products/{product}").json()["headline"]["mean_mg"]
    assert sum(spot["share"] for spot in (*view["data"], *view["assumptions"])) == pytest.approx(1.0)
    assert all(spot["sd_if_stated_mg"] <= view["sd_mg"] for spot in view["suppliers"] if spot["mg"] > 0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["components", "suppliers", "data", "assumptions"])
def test_every_table_of_hot_spots_leaves_as_a_file_in_words(site: Site, lang: str, name: str) -> None:
    answer = site.client(MAKER).get(f"/{lang}/products/{_product(site)}/hot-spots", params={"export": f"{name}.csv"})
    assert answer.status_code == 200
    header, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert "HOT_" not in header
    assert rows
    assert not any(row.startswith(("factor/", "imputed/", "sku/", "unit/", "model/")) for row in rows)
