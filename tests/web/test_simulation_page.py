"""Simulation page: weeks simulated as a job, its figures those of the command, events looked for, files out, refusals."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from kept_files import week_of
from openpyxl import load_workbook
from reading import said
from sites import Site
from typer.testing import CliRunner
from work_pages import asked, ended

from lingtan.cli.main import app
from lingtan.messages import Language
from lingtan.naming import say

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

ORDERS = 9
FORM = {"weeks": 3, "seed": 7, "tries": 2_000, "rush_per_week": 2, "late_percent": 30, "breakdowns_per_line_week": 2}
OPTIONS = ["--weeks", "3", "--seed", "7", "--iterations", "2000", "--rush", "2", "--late-share", "0.3", "--breakdowns", "2"]


@pytest.fixture(scope="module")
def week(site: Site) -> str:
    """A week that was uploaded and simulated; its path."""
    client = site.client("preparer")
    answer = site.post(client, "/en/schedule/weeks", files={"files": ("week 3.json", week_of(ORDERS))})
    path = str(answer.headers["location"]).removeprefix("/en")
    assert "Nothing was simulated yet" in client.get(f"/en{path}/simulation").text
    job = asked(site, client, f"{path}/simulate", {name: str(value) for name, value in FORM.items()})
    view = ended(client, job)
    assert view["state"] == "done", view["error"]
    assert f"{path}/simulation?simulation=" in client.get(f"/en{job}").text
    return path


def test_the_page_has_the_figures_of_the_command(site: Site, week: str, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_bytes(week_of(ORDERS))
    told = CliRunner().invoke(app, ["simulate", str(file), *OPTIONS, "--json"])
    assert told.exit_code == 0, told.output
    record: dict[str, Any] = json.loads(told.stdout)
    kept = site.client("auditor").get(f"/api/v1{week}/simulation").json()["simulation"]
    assert {row["way"]: row["figures"] for row in kept["whole"]} == {way: found["all"] for way, found in record["policies"].items()}
    weekly = [(row["way"], row["figures"]) for row in kept["weekly"]]
    assert weekly == [(way, found["weeks"][n]) for n in range(3) for way, found in record["policies"].items()]
    assert [[one["at"], one["kind"], one["of"]] for one in kept["events"]] == record["events"]
    assert sum(kept["happened_count"].values()) == len(kept["events"]) > 6
    assert kept["orders_count"] == 3 * ORDERS + 6
    assert kept["is_energy_assumed"] is record["is_energy_assumed"] is True


@pytest.mark.parametrize(("language", "words"), [("en", "are on time when planned again"), ("zh", "滚动重排的准时率")])
def test_the_page_says_what_was_drawn_and_assumed(site: Site, week: str, language: str, words: str) -> None:
    text = said(site.client("auditor").get(f"/{language}{week}/simulation").text)
    assert words in text
    assert {"en": "Disturbances are drawn, not observed", "zh": "扰动为随机生成而非实际观测"}[language] in text
    assert say("CLI_SCHEDULE_ASSUMED", Language(language)) in text
    assert not re.findall(r"\b(?:SIMULATION|SCHEDULING|LOOK|OUTLOOK)_[A-Z_]+", text)


def test_events_are_looked_for_by_line_order_or_kind(site: Site, week: str) -> None:
    client = site.client("auditor")
    every = client.get(f"/api/v1{week}/simulation").json()["events"]
    rush = client.get(f"/api/v1{week}/simulation?search=RUSH-0003").json()["events"]
    assert [one["of"] for one in rush] == ["RUSH-0003"]
    kind = client.get(f"/api/v1{week}/simulation?search=breakdown").json()["events"]
    assert kind == [one for one in every if one["kind"] == "breakdown"] != []
    assert client.get(f"/api/v1{week}/simulation", params={"search": "设备故障"}).json()["events"] == kind
    assert "Nothing of the kind happened" in client.get(f"/en{week}/simulation?search=volcano").text


def test_a_simulation_is_handed_out_as_a_file(site: Site, week: str) -> None:
    client = site.client("auditor")
    record = json.loads(client.get(f"/en{week}/simulation.json").content)
    assert record["is_synthetic"] is True
    assert record["seed"] == 7
    book = load_workbook(BytesIO(client.get(f"/en{week}/simulation.xlsx").content), read_only=True)
    assert book.sheetnames == ["Weeks", "Events", "Assumed"]
    lines = client.get(f"/en{week}/simulation.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3 * 4  # a head; three ways in all weeks together and in each of three
    assert client.get(f"/en{week}/simulation.ics").status_code in {404, 422}


def test_simulations_stay_and_are_opened_by_name(site: Site, week: str) -> None:
    client, api = site.client("preparer"), site.api("preparer")
    first = api.get(f"/api/v1{week}/simulation").json()["simulation"]
    job = api.post(f"/api/v1{week}/simulate", json=FORM | {"seed": 8, "weeks": 1})
    assert ended(client, f"/jobs/{job.json()['job']}")["state"] == "done"
    view = api.get(f"/api/v1{week}/simulation").json()
    assert view["simulation"]["settings"]["seed"] == 8
    assert [one["simulation"] for one in view["known"]] == [job.json()["job"], first["simulation"]]
    assert api.get(f"/api/v1{week}/simulation?simulation={first['simulation']}").json()["simulation"] == first
    unknown = api.get(f"/api/v1{week}/simulation?simulation=nothing")
    assert unknown.status_code == 404
    assert "WEEK_SIMULATION_UNKNOWN" in unknown.text


@pytest.mark.parametrize(
    ("wrong", "field"), [({"late_percent": 130}, "late_percent"), ({"rush_per_week": -1}, "rush_per_week"), ({"weeks": 53}, "weeks")]
)
def test_what_cannot_happen_is_refused_by_its_field(site: Site, week: str, wrong: dict[str, float], field: str) -> None:
    answer = site.api("preparer").post(f"/api/v1{week}/simulate", json=FORM | wrong)
    assert answer.status_code == 422
    assert field in answer.text


def test_a_week_with_pools_is_refused_by_name(site: Site) -> None:
    client = site.client("preparer")
    tied = json.loads(week_of(4))
    tied["orders"][1]["after"] = tied["orders"][0]["order"]
    answer = site.post(client, "/en/schedule/weeks", files={"files": ("tied.json", json.dumps(tied).encode())})
    path = str(answer.headers["location"]).removeprefix("/en")
    view = ended(client, asked(site, client, f"{path}/simulate", {"weeks": "1"}))
    assert view["state"] == "failed"
    assert view["error"]["code"] == "SIMULATION_TIED"


def test_in_a_browser_the_weeks_are_drawn(site: Site, week: str, chromium: Browser) -> None:
    with site.listening() as address:
        client = site.client("preparer")
        context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in client.cookies.items()])
        page, wrong = context.new_page(), list[str]()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        known = client.get(f"/api/v1{week}/simulation").json()["known"][-1]["simulation"]
        page.goto(f"{address}/zh{week}/simulation?simulation={known}")
        for chart in ("on-time", "late"):
            page.wait_for_selector(f"#chart-{chart}[data-drawn]", timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wrong == []
        context.close()
