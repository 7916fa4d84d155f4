"""Factory page: a site file in, a plan as a job, other settings at once, every hour out; a wrong file leaves nothing behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from kept_files import SITE
from patience import shown
from reading import said
from sites import Site
from work_pages import asked, ended

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOURS = 8_760


@pytest.fixture(scope="module")
def planned(site: Site) -> str:
    """A site that was uploaded and planned with two points a curve; its path."""
    client = site.client("preparer")
    answer = site.post(client, "/en/factory/sites", files={"file": ("my shop.toml", SITE)})
    path = str(answer.headers["location"]).removeprefix("/en")
    assert client.get(f"/api/v1{path}").json()["answer"] is None
    job = asked(site, client, f"{path}/plan", {"points": "2"})
    view = ended(client, job)
    assert (view["state"], view["total"], view["plan_of"]) == ("done", 10, path.rpartition("/")[2])
    assert f'href="/en{path}?plan=' in client.get(f"/en{job}").text
    return path


def test_a_plan_says_what_it_costs_and_that_it_is_a_forecast(site: Site, planned: str) -> None:
    client = site.client("auditor")
    view = client.get(f"/api/v1{planned}").json()
    carbon, money = view["answer"]["result"]["carbon"], view["answer"]["result"]["money"]
    assert carbon["market_t"] == pytest.approx(0.6 * carbon["baseline_market_t"], rel=1e-6)  # the cap of the file binds
    assert money["objective_yuan"] < money["baseline_opex_yuan"]
    assert [curve["level"] for curve in view["curves"]] == ["physical", "green", "all"]
    assert view["controls"][0]["value"] == 40
    for language, words in (("en", "A plan cannot be certified"), ("zh", "方案不能被核证")):
        text = said(client.get(f"/{language}{planned}").text)
        assert words in text
        assert not re.findall(r"\b(?:FACTORY|LOOK|STANDING)_[A-Z_]+", text)
    assert client.get(f"/en{planned}/plan.xlsx").content.startswith(b"PK")
    for name in ("sizes.xlsx", "marginal.csv", "front.csv", "bars.csv", "carbon.csv", "origins.csv"):
        assert client.get(f"/en{planned}?export={name}").status_code == 200


def test_every_hour_is_handed_out_and_the_flows_balance(site: Site, planned: str) -> None:
    client = site.client("preparer")
    hours = client.get(f"/api/v1{planned}/hours").json()["hours"]
    columns = {one["name"]: one["values"] for one in hours["columns"]}
    assert {len(values) for values in columns.values()} == {HOURS}
    out = [columns[name] for name in ("load_kw", "export_kw", "curtail_kw")]
    for at in range(0, HOURS, 97):
        assert columns["import_kw"][at] + columns["pv_kw"][at] == pytest.approx(sum(one[at] for one in out), abs=0.3)
    table = client.get(f"/en{planned}/hours?export=hours.csv").content.decode("utf-8-sig").splitlines()
    assert len(table) == HOURS + 1
    assert len(re.findall("<tr>", client.get(f"/en{planned}/hours").text)) == 13  # on the screen a month a row


def test_sliders_solve_again_and_a_cap_out_of_reach_is_answered(site: Site, planned: str) -> None:
    client = site.client("preparer")
    kept = client.get(f"/api/v1{planned}").json()
    tried = client.get(f"/api/v1{planned}/try?cut_percent=0&roof_m2=0").json()
    assert tried["is_tried"]
    assert tried["answer"]["result"]["carbon"]["market_t"] > kept["answer"]["result"]["carbon"]["market_t"]
    assert client.get(f"/api/v1{planned}/hours?cut_percent=0&roof_m2=0").json()["hours"]["columns"][0]["name"] == "load_kw"
    fragment = client.get(f"/zh{planned}/try?cut_percent=100&basis=location", headers={"hx-request": "true"}).text
    assert "上限无法满足" in fragment
    assert "<h1" not in fragment
    far = client.get(f"/api/v1{planned}/try?cut_percent=100&basis=location").json()["answer"]
    assert far["result"] is None
    assert re.search(r"at least \d", far["sentence"]["en"])
    assert client.get(f"/api/v1{planned}/try?cut_percent=101").status_code == 422
    assert client.get(f"/api/v1{planned}").json()["plans"] == kept["plans"]  # nothing is kept of a try


@pytest.mark.parametrize(
    ("name", "file", "code"),
    [
        ("shop.toml", b"name = 1\n", "BAD_RECORD"),
        ("shop.toml", SITE.replace(b"annual_kwh = 2_000_000", b'csv = "load.csv"'), "SITE_FILE_MISSING"),  # named, not sent
        ("shop.toml", SITE.replace(b"annual_kwh = 2_000_000", b'csv = "../../demo.password"'), "SITE_FILE_MISSING"),  # out of the folder
        ("shop.toml", SITE.replace(b'load = { standing = "assumed", source = "invented" }\n', b""), "SITE_SOURCE"),
        ("shop.csv", SITE, "SITE_FILE_TYPE"),
        (".shop.toml", SITE, "FILE_NAME"),
    ],
)
def test_a_wrong_site_is_refused_by_its_place_and_nothing_is_kept(site: Site, name: str, file: bytes, code: str) -> None:
    client = site.client("preparer")
    before = client.get("/api/v1/factory").json()["rows"]
    answer = site.api("preparer").post("/api/v1/factory/sites", files={"file": (name, file)})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["place"]
    assert client.get("/api/v1/factory").json()["rows"] == before


def test_an_example_is_labelled_and_who_only_reads_does_not_plan(site: Site, planned: str) -> None:
    samples = site.client("preparer").get("/api/v1/factory").json()["samples"]
    assert any(one["synthetic"] for one in samples)
    reader = site.client("auditor")
    assert "/factory/sites" not in reader.get("/en/factory").text
    assert f'action="/en{planned}/plan"' in site.client("preparer").get(f"/en{planned}").text
    assert f'action="/en{planned}/plan"' not in reader.get(f"/en{planned}").text
    assert site.post(reader, f"/en{planned}/plan", {"points": "0"}).status_code == 403


def test_the_green_workshop_with_all_technologies_is_an_example_to_begin_with(site: Site) -> None:
    client = site.client("preparer")
    samples = {one["sample"]: one for one in client.get("/api/v1/factory").json()["samples"]}
    assert samples["green-workshop"]["synthetic"]
    path = str(site.post(client, "/en/factory/samples", {"sample": "green-workshop"}).headers["location"])
    text = said(client.get(path).text)
    assert "Green workshop in Tianjin (invented)" in text
    assert "Demonstration data" in text


def test_in_a_browser_a_slider_is_moved_and_the_year_is_drawn(site: Site, planned: str, chromium: Browser) -> None:
    with site.listening() as address:
        client = site.client("preparer")
        context = chromium.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in client.cookies.items()])
        page = context.new_page()
        page.goto(f"{address}/en{planned}")
        page.wait_for_selector("#chart-hours[data-drawn]", timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        before = page.inner_text(".sentence strong")
        page.focus("#f-cut_percent")
        page.keyboard.press("Home")
        page.wait_for_url("**/try?*", timeout=60_000)
        shown(page, "text => document.querySelector('.sentence strong').innerText !== text", before)
        page.wait_for_selector("#chart-hours[data-drawn]", timeout=60_000)
        page.focus("#chart-hours .plot-frame")
        page.keyboard.press("+")
        with page.expect_download() as saved:
            page.click("#chart-hours a:has-text('CSV')")
        assert saved.value.suggested_filename == "hours.csv"
        context.close()
