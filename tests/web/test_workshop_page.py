"""A workshop's page: meters shared out, the golden thread link by link, modules from pilot to scale."""

from __future__ import annotations

import math
import re

import pytest
from reading import said
from sites import Site


@pytest.fixture(scope="module")
def shop(site: Site) -> str:
    """The invented board shop; its id."""
    answer = site.post(site.client("preparer"), "/en/workshop/sample")
    return str(answer.headers["location"]).rpartition("=")[2]


def test_the_meters_are_shared_out_without_a_rest(site: Site, shop: str) -> None:
    view = site.client("auditor").get(f"/api/v1/workshop?shop={shop}").json()
    for period in ("before_kwh", "after_kwh"):
        parts = {row["part"]: row[period] for row in view["shares"]}
        whole = parts.pop("metered")
        assert round(1000 * math.fsum(parts.values())) == round(1000 * whole)
        assert math.fsum(row[period] for row in view["meters"]) == pytest.approx(whole)
    assert len(view["months"]) == 24


def test_the_thread_leads_from_the_meters_to_the_grams(site: Site, shop: str) -> None:
    client = site.client("preparer")
    site.post(client, f"/en/workshop/{shop}/thread", {"devices": "100"})
    view = client.get(f"/api/v1/workshop?shop={shop}").json()
    thread, fit = view["thread"], view["fit"]
    assert fit["saving_kwh"] > 2 * fit["standard_error_kwh"] > 0
    assert fit["refused"] is None
    after = thread["after"]
    assert after["borne_wh"] <= sum(reading["metered_wh"] for reading in after["readings"])
    assert thread["after_mg"] < thread["before_mg"]
    for when in ("before", "after"):
        assert thread[f"{when}_g"] == -(-thread[f"{when}_mg"] * 100 // 1000)
    page = client.get(f"/en/workshop?shop={shop}").text
    for number in (f"{thread['after_g']:,}", f"{thread['after_mg'] / 1e6:,.3f}"):
        assert number in page
    assert page.count('class="chain-link"') == 6
    product = client.get("/api/v1/products").json()["rows"][0]["product"]
    own = site.post(client, f"/en/workshop/{shop}/thread", {"devices": "1", "product": product})
    assert own.status_code in (303, 422)  # a class without this step says so


def test_without_months_before_no_saving_is_claimed(site: Site) -> None:
    client = site.client("preparer")
    text = client.get("/en/workshop/templates/workshop.toml").text.replace('baseline = "before-2024.csv"\n', "")
    months = client.get("/en/workshop/templates/after-2025.csv").content
    alone = site.post(client, "/en/workshop/shops", files={"file": ("alone.toml", text.encode())})
    assert alone.status_code == 422
    assert "after-2025.csv" in alone.text  # the table that it names was not sent
    files = [("file", ("alone.toml", text.encode())), ("tables", ("after-2025.csv", months))]
    answer = site.post(client, "/en/workshop/shops", files=files)
    kept = str(answer.headers["location"]).rpartition("=")[2]
    view = client.get(f"/api/v1/workshop?shop={kept}").json()
    assert (view["fit"], view["thread"], len(view["months"])) == (None, None, 12)
    lost = months.replace(b"idle_kwh", b"idle", 1)
    assert site.post(client, "/en/workshop/shops", files=[files[0], ("tables", ("after-2025.csv", lost))]).status_code == 422
    assert site.post(client, f"/en/workshop/{kept}/remove").status_code == 303
    assert client.get(f"/en/workshop?shop={kept}").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_speak_one_language_and_mark_what_is_invented(site: Site, shop: str, language: str) -> None:
    client = site.client("preparer")
    site.post(client, "/en/workshop/halls/sample")
    for path in (f"/workshop?shop={shop}", "/workshop/modules"):
        page = client.get(f"/{language}{path}")
        assert page.status_code == 200
        assert not re.findall(r"\b(?:WORKSHOP|LOOK|STANDING|PILOT|ASSESS)_[A-Z_]+", said(page.text)), path
        assert 'class="forecast"' in page.text
    for name in ("flows.csv", "piece.xlsx", "split.csv", "shares.csv", "months.xlsx", "drivers.csv"):
        assert client.get(f"/{language}/workshop?shop={shop}&export={name}").status_code == 200


def test_only_a_verified_year_above_its_error_is_scaled(site: Site) -> None:
    client = site.client("preparer")
    site.post(client, "/en/workshop/halls/sample")
    view = client.get("/api/v1/workshop/modules").json()
    plans = [row["plan"] for row in view["modules"] if row["plan"]]
    scaled = [plan for plan in plans if plan["scaled_kwh"] is not None]
    assert [plan["module"]["id"] for plan in scaled] == ["lts"]
    assert scaled[0]["scaled_kwh"] == 21_000 * 9
    assert client.get("/en/workshop/modules?export=catalogue.xlsx").content.startswith(b"PK")
