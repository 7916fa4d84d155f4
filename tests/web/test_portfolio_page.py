"""All products together: spread, ranking, a mix taken apart, a table of many scored as a job; and why two products differ."""

from __future__ import annotations

import re
from statistics import median

import pytest
from reading import said
from sites import Site
from work_pages import asked, ended

BEFORE = "product,units,mean_kg\nA,100,200\nB,50,400\n"
AFTER = "product,units,mean_kg\nA,80,190\nB,90,400\nC,10,300\n"
TABLE = "manufacturer,name,subcategory,weight\nM,Book,Laptop,1.4\nM,Printer,Printer,9\n"
LINES = "sku,activity,place,year,amount\nS-1,steel_primary,CN,2023,2\nS-1,electricity,DE,2022,10\nS-2,unobtainium,CN,2023,1\n"


def test_the_spread_is_of_the_saved_means_and_its_parts_fit_together(site: Site) -> None:
    view = site.client("preparer").get("/api/v1/portfolio").json()
    rows = site.client("preparer").get("/api/v1/products?per_page=1000").json()["rows"]
    means = [row["mean_kg"] for row in rows]
    assert view["count"] == len(means) == sum(view["bins"]["counts"]) == sum(row["count"] for row in view["classes"])
    assert view["bins"]["median"] == pytest.approx(median(means))
    assert view["highest"][0]["mean_kg"] == max(means)
    for row in (*view["highest"], *view["lowest"]):  # what is ranked says how much of it was estimated, as its own page does
        own = site.client("preparer").get(f"/api/v1/products/{row['product']}").json()["headline"]
        assert row["estimate_share"] == pytest.approx(own["estimate_share"])
    assert view["lowest"][0]["mean_kg"] == min(means)
    assert sum(row["total_kg"] for row in view["classes"]) == pytest.approx(sum(means))
    assert view["bins"]["edges"][0] <= min(means)
    assert max(means) <= view["bins"]["edges"][-1]
    one = view["classes"][0]
    some = site.client("preparer").get(f"/api/v1/portfolio?device_class={one['device_class']}").json()
    assert some["count"] == one["count"]
    assert {row["device_class"] for row in some["highest"]} == {one["device_class"]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_speaks_one_language_and_hands_out_its_figures(site: Site, language: str) -> None:
    client = site.client("preparer")
    page = client.get(f"/{language}/portfolio")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert not re.findall(r"\b(?:PORTFOLIO|CLASS|LOOK|CLI)_[A-Z_]+", said(page.text))
    for name in ("classes.xlsx", "highest.csv", "spread.csv", "by-class.xlsx"):
        assert client.get(f"/{language}/portfolio?export={name}").status_code == 200


def test_a_mix_is_taken_apart_without_a_rest(site: Site) -> None:
    client = site.client("preparer")
    files = {"before": ("last year.csv", BEFORE.encode()), "after": ("this year.csv", AFTER.encode())}
    answer = site.post(client, "/en/portfolio/mix", files=files)
    shown = client.get(answer.headers["location"])
    assert "From 40,000 to 54,200 kg CO₂e" in said(shown.text)
    mix = client.get(answer.headers["location"].replace("/en/", "/api/v1/")).json()["mix"]
    assert mix["before_kg"] + mix["volume_kg"] + mix["mix_kg"] + mix["footprint_kg"] == mix["after_kg"] == 54_200
    assert sum(row["change_kg"] for row in mix["products"]) == 14_200
    table = client.get("/en/portfolio/mix-table.csv").content.decode("utf-8-sig").splitlines()
    assert table[0] == "product,units,mean_kg"
    assert len(table) > 1


@pytest.mark.parametrize(("table", "status"), [(TABLE, {"ok": 1, "not_assessable": 1}), (LINES, {"ok": 1, "error": 1})])
def test_a_table_of_many_is_scored_as_a_job_and_fetched(site: Site, table: str, status: dict[str, int]) -> None:
    client = site.client("preparer")
    job = asked(site, client, "/portfolio/run", {"draws": "200", "into": "csv"}, files={"table": ("many.csv", table.encode())})
    ended(client, job)
    view = client.get(f"/api/v1{job}").json()
    assert (view["state"], view["rows"]) == ("done", status)
    page = client.get(f"/zh{job}").text
    assert "计算产品组合" in page
    got = client.get(f"/en/portfolio/results/{job.rpartition('/')[2]}")
    assert got.status_code == 200
    assert len(got.content.decode().splitlines()) == 3
    assert "sha256:" in got.content.decode()


def test_a_table_that_is_none_ends_as_a_failed_job_with_its_reason(site: Site) -> None:
    client = site.client("preparer")
    job = asked(site, client, "/portfolio/run", {"draws": "200"}, files={"table": ("many.csv", b"sku,activity\nA,steel_primary\n")})
    ended(client, job)
    view = client.get(f"/api/v1{job}").json()
    assert (view["state"], view["error"]["code"]) == ("failed", "COLUMN_MISSING")
    assert client.get(f"/en/portfolio/results/{job.rpartition('/')[2]}").status_code == 404


def test_why_products_differ_sums_to_their_difference(site: Site) -> None:
    client = site.client("preparer")
    products = [row["product"] for row in client.get("/api/v1/products").json()["rows"]][:2]
    view = client.get(f"/api/v1/compare?a={products[0]}&b={products[1]}").json()
    assert view["causes"]
    assert sum(row["kg"] for row in view["causes"]) == pytest.approx(view["products"][1]["difference_kg"], rel=0.05)
    for language, words in (("en", "Why they differ"), ("zh", "差异原因")):
        page = client.get(f"/{language}/compare?a={products[0]}&b={products[1]}")
        assert words in page.text
        assert not re.findall(r"\b(?:CAUSE|COMPARE|COMPONENT|STAGE)_[A-Z_]+", said(page.text))
