"""A site beyond its plan: road, scenarios, operation, front; alarms acknowledged; an intensity recorded and withdrawn."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from kept_files import SITE
from reading import said
from sites import Site
from work_pages import asked, ended

from lingtan.factory import FrontPoint
from lingtan.services.demo.parties import ISSUER
from lingtan.services.outlook.keeping import DONE, KeptOutlook, outlook_folder
from lingtan.services.outlook.request import OutlookRequest, Part
from lingtan.services.outlook.results import FrontLevel, SiteFront
from lingtan.services.work.parts import write_part

DOUBTS = b"""
[[uncertain]]
of = "energy_price"
shape = "normal"
spread = 0.1
standing = "assumed"
source = "invented"

[road]
end_year = 2040
stages = [{ year = 2026, budget_yuan = 900_000 }]
"""
OWN = SITE.replace(b"\n[sources]", DOUBTS + b"\n[sources]").replace(
    b"[sources]\n", b'[sources]\nroad = { standing = "assumed", source = "x" }\n'
)
CODES = re.compile(r"\b(?:OUTLOOK|FACTORY|DRIFT|WORKSHOP|SERIES|FORECAST_BY|LOOK|STANDING)_[A-Z_]+")


@pytest.fixture(scope="module")
def plant(site: Site) -> str:
    """A site with a road and a doubt; its path."""
    answer = site.post(site.client("preparer"), "/en/factory/sites", files={"file": ("own.toml", OWN)})
    return str(answer.headers["location"]).removeprefix("/en")


def test_before_anything_is_asked_each_page_says_what_it_would_show(site: Site, plant: str) -> None:
    client = site.client("preparer")
    bare = str(site.post(client, "/en/factory/sites", files={"file": ("bare.toml", SITE)}).headers["location"]).removeprefix("/en")
    for part in Part:
        for language in ("en", "zh"):
            page = client.get(f"/{language}{plant}/{part.value}").text
            assert 'class="empty"' in page
            assert f'name="part" value="{part.value}"' in page
            assert not CODES.findall(said(page)), part
    for part, word in (("road", "[road]"), ("scenarios", "[[uncertain]]")):
        page = client.get(f"/en{bare}/{part}").text
        assert word in said(page)
        assert f'action="/en{bare}/outlook"' not in page
    reader = site.client("auditor")
    assert f'action="/en{plant}/outlook"' not in reader.get(f"/en{plant}/road").text
    assert site.post(reader, f"/en{plant}/outlook", {"part": "road"}).status_code == 403


@pytest.mark.parametrize(
    ("asking", "steps", "files"),
    [
        ({"part": "road"}, 1, ("stages.xlsx", "carbon.csv", "money.csv", "origins.csv")),
        ({"part": "scenarios", "runs": "3"}, 1, ("ranges.xlsx", "doubts.csv", "draws.csv", "cost.csv")),
        ({"part": "operation", "every_hours": "48"}, 2, ("runs.xlsx", "hours.csv", "regret.csv", "errors.csv", "skills.csv")),
    ],
)
def test_each_part_runs_as_a_job_and_is_handed_out(
    site: Site, plant: str, asking: dict[str, str], steps: int, files: tuple[str, ...]
) -> None:
    client, part = site.client("preparer"), asking["part"]
    job = asked(site, client, f"{plant}/outlook", asking)
    view = ended(client, job)
    assert (view["state"], view["total"], view["part"]) == ("done", steps, part)
    assert f'href="/en{plant}/{part}?outlook=' in client.get(f"/en{job}").text
    found = client.get(f"/api/v1{plant}/{part}").json()
    assert found["about"]["kept"]["actor"] == "preparer"
    if part == "road":
        assert found["road"]["stages"][0]["capex_yuan"] <= 900_000 * (1 + 1e-6)
        assert found["road"]["passed"]
    elif part == "scenarios":
        assert len(found["scenarios"]["found"]["runs"]) == 3
        assert {row["name"] for row in found["ranges"]} >= {"objective_yuan"}
    else:
        assert [run["forecast"] for run in found["runs"]] == ["persistence", "ridge"]
        assert len(found["hours"]["times"]) == 8_760
    for language in ("en", "zh"):
        page = client.get(f"/{language}{plant}/{part}")
        assert 'class="forecast"' in page.text
        assert not CODES.findall(said(page.text)), part
        for name in files:
            assert client.get(f"/{language}{plant}/{part}?export={name}").status_code == 200, name
    assert client.get(f"/en{plant}/{part}?outlook=nothing").status_code == 404


@pytest.mark.parametrize("reached", [True, False])
def test_a_front_that_no_means_reaches_is_drawn_at_the_most(site: Site, plant: str, reached: bool) -> None:
    client, key = site.client("preparer"), plant.rpartition("/")[2]
    request = OutlookRequest(site=key, part=Part.FRONT)
    name = f"front-{reached}".lower()
    folder = outlook_folder(site.house.workspace(ISSUER), key, Part.FRONT, name)
    points = tuple(
        FrontPoint(cut_share=cut, cap_t=1.0, cost_yuan=2e6 if reached and cut < 0.9 else None, marginal_yuan_per_t=None)
        for cut in (0.8, 0.9, 0.95, 1.0)
    )
    most = FrontPoint(cut_share=0.4, cap_t=700.0, cost_yuan=1.5e6, marginal_yuan_per_t=900.0)
    level = FrontLevel(level="physical", reach_share=0.401, most=most, points=points)
    write_part(folder, "front.json", SiteFront(levels=(level,)))
    write_part(folder, DONE, KeptOutlook(outlook=name, actor="preparer", at=datetime.now(UTC), request=request))
    page = client.get(f"/en{plant}/front?outlook={name}").text
    assert ("None of the means reaches 80 %" in said(page)) is not reached
    lines = client.get(f"/zh{plant}/front?outlook={name}&export=front.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("[万元/年]")
    assert [float(cell) for cell in lines[1].split(",")[-2:]] == [40, 150]  # 1.5 million yuan are 150 万元
    assert len(lines) == 2 + reached


def test_an_alarm_is_acknowledged_and_opened_again_by_who_may(site: Site) -> None:
    client, reader = site.client("preparer"), site.client("auditor")
    assert "meters.csv" in client.get("/en/factory/alarms").text
    assert site.post(client, "/en/factory/alarms/files", {}).status_code == 422
    assert site.post(client, "/en/factory/alarms/sample").status_code == 303
    alarm = client.get("/api/v1/factory/alarms").json()["rows"][0]["alarm"]
    name = f"{alarm['meter']}@{alarm['hour']}"
    word = {"alarm": name, "state": "acknowledged", "reason": "belt changed"}
    assert site.post(reader, "/en/factory/alarms/note", word).status_code == 403
    for state in ("acknowledged", "open"):
        assert site.post(client, "/en/factory/alarms/note", word | {"state": state}).status_code == 303
        rows = client.get("/api/v1/factory/alarms").json()["rows"]
        assert next(row["state"] for row in rows if row["alarm"] == alarm) == state
    assert site.post(client, "/en/factory/alarms/note", word | {"alarm": "M@never"}).status_code == 404
    for language in ("en", "zh"):
        page = client.get(f"/{language}/factory/alarms?meter=SYN-LINE-2").text
        assert not CODES.findall(said(page))
        for file in ("alarms.xlsx", "meters.csv", "sums.csv", "days.csv"):
            assert client.get(f"/{language}/factory/alarms?export={file}").status_code == 200
    assert client.get("/en/factory/alarms/templates/drivers.csv").text.lstrip("\ufeff").startswith("day,pieces")


def test_an_intensity_is_recorded_and_withdrawn_by_a_fact_that_names_it(site: Site) -> None:
    client, reader = site.client("preparer"), site.client("auditor")
    shop = str(site.post(client, "/en/workshop/sample").headers["location"]).rpartition("=")[2]
    assert f'action="/en/workshop/{shop}/record"' not in reader.get(f"/en/workshop?shop={shop}").text
    assert site.post(reader, f"/en/workshop/{shop}/record").status_code == 403
    assert site.post(client, f"/en/workshop/{shop}/withdraw", {"reason": "nothing there"}).status_code == 404
    for states in (["standing"], ["standing"]):  # the same again is the same fact
        assert site.post(client, f"/en/workshop/{shop}/record").status_code == 303
        facts = client.get(f"/api/v1/workshop?shop={shop}").json()["facts"]
        assert [one["state"] for one in facts] == states
    assert facts[0]["intensity"]["saving"]["measured_kwh"] > 0
    assert facts[0]["digest"].startswith("sha256:")
    assert site.post(client, f"/en/workshop/{shop}/withdraw", {"reason": "a meter was swapped"}).status_code == 303
    assert site.post(client, f"/en/workshop/{shop}/record").status_code == 303
    facts = client.get(f"/api/v1/workshop?shop={shop}").json()["facts"]
    assert [(one["state"], one["reason"]) for one in facts] == [("standing", ""), ("withdrawn", "a meter was swapped")]
    page = client.get(f"/zh/workshop?shop={shop}").text
    assert "已撤回" in page
    assert client.get(f"/en/workshop?shop={shop}&export=facts.xlsx").status_code == 200
