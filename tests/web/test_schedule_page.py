"""Schedule page: a week in, a plan as a job, why orders are late, a plan again after a breakdown and a rush order, files out."""

from __future__ import annotations

import re
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from kept_files import week_of
from reading import said
from sites import Site
from work_pages import asked, ended

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ORDERS = 12


@pytest.fixture(scope="module")
def week(site: Site) -> str:
    """A week that was uploaded and planned; its path."""
    client = site.client("preparer")
    answer = site.post(client, "/en/schedule/weeks", files={"files": ("week 49.json", week_of(ORDERS))})
    path = str(answer.headers["location"]).removeprefix("/en")
    view = ended(client, asked(site, client, f"{path}/plan", {"tries": "2000"}))
    assert view["state"] == "done", view["error"]
    return path


def test_a_plan_is_shown_beside_the_rules_with_its_bound_and_why_orders_are_late(site: Site, week: str) -> None:
    client = site.client("auditor")
    view = client.get(f"/api/v1{week}").json()
    plan = view["plan"]
    assert plan["orders_count"] == ORDERS
    assert 0 <= plan["bound"] <= plan["objective"]
    tardy = next(row for row in plan["kpis"] if row["name"] == "weighted_tardiness_min")
    assert tardy["plan"] <= min(tardy["edd"], tardy["fifo"])
    assert view["late"], "all orders are wanted on one day: some are late"
    one = view["late"][0]
    found = client.get(f"/api/v1{week}?search={one['order']}").json()
    assert {row["order"] for row in found["late"]} == {one["order"]}
    assert found["total"] == view["total"]
    for language, words in (("en", "Why late"), ("zh", "延误原因")):
        text = said(client.get(f"/{language}{week}").text)
        assert words in text
        assert not re.findall(r"\b(?:SCHEDULING|SCHEDULE|LOOK)_[A-Z_]+", text)


def test_the_load_under_the_lines_adds_up_to_the_energy_of_the_plan(site: Site, week: str) -> None:
    client = site.client("preparer")
    blocks = client.get(f"/api/v1{week}/lines").json()["blocks"]
    energy = client.get(f"/api/v1{week}").json()["plan"]["terms"]["energy_kwh"]
    assert sum(blocks["load_kw"]) == pytest.approx(energy, rel=1e-3)
    assert len(client.get(f"/en{week}/lines?export=lines.csv").content.decode("utf-8-sig").splitlines()) == ORDERS + 1


@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("csv", b""), ("ics", b"BEGIN:VCALENDAR"), ("json", b"{")])
def test_a_plan_is_handed_out_as_a_file(site: Site, week: str, form: str, begins: bytes) -> None:
    answer = site.client("auditor").get(f"/en{week}/plan.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_a_breakdown_a_rush_order_and_another_due_date_are_planned_near_the_last_plan(site: Site, week: str) -> None:
    api = site.api("preparer")
    before = api.get(f"/api/v1{week}/lines").json()["blocks"]
    last = api.get(f"/api/v1{week}").json()["plan"]["plan"]
    pinned = before["order"][-1]
    body: dict[str, Any] = {
        "last": last, "now": "2026-11-30T09:00", "tries": 2_000, "down_line": "L1", "down_since": "2026-11-30T12:00",
        "down_until": "2026-11-30T16:00", "due_order": before["order"][0], "due": "2026-12-02T12:00", "rush_order": "RUSH-1",
        "rush_family": "A", "rush_quantity": 30, "rush_due": "2026-11-30T15:00", "pins": pinned,
    }  # fmt: skip
    job = api.post(f"/api/v1{week}/replan", json=body)
    assert job.status_code == 200, job.text
    view = ended(site.client("preparer"), f"/jobs/{job.json()['job']}")
    assert view["state"] == "done", view["error"]
    shown = api.get(f"/api/v1{week}").json()["plan"]
    assert shown["orders_count"] == ORDERS + 1
    assert "RUSH-1" in {row["order"] for row in shown["moved"]}
    assert next(row for row in shown["kpis"] if row["name"] == "late_count")["last"] is not None
    now = api.get(f"/api/v1{week}/lines").json()["blocks"]
    begin = {name: (now["line"][at], now["start_min"][at]) for at, name in enumerate(now["order"])}
    was = {name: (before["line"][at], before["start_min"][at]) for at, name in enumerate(before["order"])}
    assert begin[pinned] == was[pinned]
    nine = 9 * 60
    assert all(begin[name] == place for name, place in was.items() if place[1] < nine)  # what has begun stays


def test_the_page_of_a_search_tells_how_far_it_is(site: Site) -> None:
    client = site.client("preparer")
    answer = site.post(client, "/en/schedule/weeks", files={"files": ("week 50.json", week_of(ORDERS))})
    path = str(answer.headers["location"]).removeprefix("/en")
    job, told, page = asked(site, client, f"{path}/plan", {"seconds": "5"}), set[int](), ""
    while not (view := client.get(f"/api/v1{job}").json())["ended"]:
        told.add(view["step_percent"])
        if view["step_percent"] > 0 and "0 / 2 · " not in page:
            page = said(client.get(f"/en{job}").text)
        time.sleep(0.1)
    assert view["state"] == "done", view["error"]
    assert len(told - {0}) > 1
    assert re.search(r"0 / 2 · \d+ %", page)


def test_a_slip_in_an_optional_name_is_said_on_the_page(site: Site) -> None:
    client = site.client("preparer")
    slipped = week_of(3).replace(b'"quantity": 61', b'"quantity": 61, "wieght": 4')
    answer = site.post(client, "/en/schedule/weeks", files={"files": ("week 51.json", slipped)})
    path = str(answer.headers["location"]).removeprefix("/en")
    assert ended(client, asked(site, client, f"{path}/plan", {"tries": "100"}))["state"] == "done"
    assert "the column 'wieght' is not known and not read; nearest: Weight" in client.get(f"/en{path}").text.replace("&#39;", "'")
    assert "无法识别列“wieght”" in client.get(f"/zh{path}").text


def test_a_wrong_week_is_refused_by_its_place_and_nothing_is_kept(site: Site) -> None:
    api = site.api("preparer")
    before = api.get("/api/v1/schedule").json()["rows"]
    broken = week_of(3).replace(b'"quantity": 61', b'"quantity": -1')
    for files, code in (([("week.json", broken)], "TABLE_PROBLEMS"), ([("a.json", week_of(2)), ("b.json", week_of(2))], "WEEK_FILES")):
        answer = api.post("/api/v1/schedule/weeks", files=[("files", one) for one in files])
        assert answer.status_code == 422
        assert code in answer.text or "orders[1]" in answer.text
    assert api.get("/api/v1/schedule").json()["rows"] == before


def test_in_a_browser_the_lines_are_drawn_and_moved_by_keys(site: Site, week: str, chromium: Browser) -> None:
    with site.listening() as address:
        client = site.client("preparer")
        context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in client.cookies.items()])
        page, wrong = context.new_page(), list[str]()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{address}/zh{week}")
        page.wait_for_selector("#chart-lines[data-drawn]", timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.focus("#chart-lines .plot-frame")
        page.keyboard.press("+")
        page.keyboard.press("ArrowRight")
        assert wrong == []
        context.close()


def _neighbours(blocks: dict[str, list[Any]]) -> dict[str, tuple[int, str]]:
    """Of each order its line and who is before it there: what a plan near the last one keeps."""
    found, last = {}, dict[int, str]()
    for _, line, name in sorted(zip(blocks["start_min"], blocks["line"], blocks["order"], strict=True)):
        found[name], last[line] = (line, last.get(line, "")), name
    return found


def test_a_due_date_dragged_on_the_lines_is_planned_near_the_last_plan(site: Site, week: str, chromium: Browser) -> None:
    """Chosen by a click, dragged along its line, planned by the button; typed, the mark is where the date is."""
    api = site.api("preparer")
    before = api.get(f"/api/v1{week}/lines").json()["blocks"]
    at = max(range(len(before["order"])), key=lambda n: before["end_min"][n] - before["start_min"][n])
    order = before["order"][at]
    with site.listening() as address:
        client = site.client("preparer")
        context = chromium.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in client.cookies.items()])
        page, wrong = context.new_page(), list[str]()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.goto(f"{address}/en{week}")
        page.wait_for_selector("#chart-lines[data-drawn]", timeout=60_000)
        plot = page.locator("#chart-lines .plot")
        plot.scroll_into_view_if_needed()
        place = page.evaluate(
            """([line, minute]) => {
              const chart = echarts.getInstanceByDom(document.querySelector("#chart-lines .plot"));
              const axis = chart.getOption().xAxis[0].min;
              const [x, y] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [axis + minute * 60000, line]);
              const [later] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [axis + (minute + 600) * 60000, line]);
              return [x, y, later - x];
            }""",
            [before["line"][at], (before["start_min"][at] + before["end_min"][at]) / 2],
        )
        plot.click(position={"x": place[0], "y": place[1]})
        assert page.input_value("#replan [name=due_order]") == order
        due = page.input_value("#replan [name=due]")
        assert due
        assert order in page.inner_text("[data-due-bar] [role=status]")
        mark = page.evaluate(
            """([line, due]) => echarts.getInstanceByDom(document.querySelector("#chart-lines .plot"))
              .convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [Date.parse(`${due}Z`), line])""",
            [before["line"][at], due],
        )
        box = plot.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + mark[0], box["y"] + mark[1])
        page.mouse.down()
        page.mouse.move(box["x"] + mark[0] - place[2] / 2, box["y"] + mark[1], steps=5)
        page.mouse.move(box["x"] + mark[0] - place[2], box["y"] + mark[1], steps=5)
        page.mouse.up()
        dragged = page.input_value("#replan [name=due]")
        hours = (datetime.fromisoformat(due) - datetime.fromisoformat(dragged)).total_seconds() / 3600
        assert 9.5 <= hours <= 10.5  # as far as the mouse went, on the quarter of an hour
        assert dragged[-2:] in {"00", "15", "30", "45"}
        page.fill("#replan [name=due]", "2026-12-02T10:00")
        assert "2026-12-02 10:00" in page.inner_text("[data-due-bar] [role=status]")
        page.select_option("#replan [name=seconds]", "1")
        page.click("[data-due-bar] button")
        page.wait_for_url("**/jobs/**")
        job = page.url.partition("/en")[2].partition("?")[0]
        assert wrong == []
        context.close()
    assert ended(client, job)["state"] == "done"
    now = api.get(f"/api/v1{week}/lines").json()["blocks"]
    assert now["due_min"][now["order"].index(order)] == 2 * 1440 + 600
    was, is_ = _neighbours(before), _neighbours(now)
    moved = [name for name in was if was[name] != is_[name]]
    assert len(moved) <= 4, moved  # itself, who stood behind it, who does now; and one more
