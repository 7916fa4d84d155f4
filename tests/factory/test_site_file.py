"""The example site from its file to its plan, and files that leave something open."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from lingtan.energy import Calendar
from lingtan.errors import InputError
from lingtan.factory import bars, built_site, site_file
from lingtan.factory.shifts import Shift, running_share
from lingtan.services.factory.site import open_site

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "factory-board-shop.toml"


def example() -> dict:
    return tomllib.loads(EXAMPLE.read_text("utf-8"))


@pytest.fixture(scope="module")
def site():
    return open_site(EXAMPLE)


def test_the_example_is_marked_invented_and_every_section_says_where_it_is_from(site) -> None:
    assert site.synthetic
    assert site.tariff.example
    assert {origin.standing for origin in site.origins} <= {"source", "unverified", "assumed"}
    assert site.load_kw.sum() == pytest.approx(30e6)
    assert len(site.measures) == 3


def test_30000_m2_of_roof_give_the_5_gwh_that_the_facts_expect(site) -> None:
    """facts/factory.md section 3: 30,000 m² at 70 % cover is 4.2 to 4.5 MWp and 5.0 to 5.5 GWh."""
    pv = site.generators[0]
    assert 4200 <= pv.max_kw <= 4500
    assert 5.0e6 <= pv.max_kw * pv.per_kw.sum() <= 5.5e6


def test_a_certificate_costs_less_than_ten_yuan_a_tonne_and_so_the_hierarchy_needs_its_limits(site) -> None:
    """5.15 yuan per MWh over the residual mix 0.6096: 8.4 yuan/t (9.7 at 0.5306, facts/factory.md section 4)."""
    bar = next(bar for bar in bars(site) if bar.name == "certificates")
    assert bar.yuan_per_t == pytest.approx(5.15 / 0.6096)
    assert bar.cut_t == pytest.approx(6000 * 0.6096)


def with_magic(data: dict) -> None:
    data["measures"]["magic"] = {}
    data["sources"]["measures.magic"] = {"standing": "assumed", "source": "x"}


def broken(change: object) -> dict:
    data = example()
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["sources"].pop("pv"), "SITE_SOURCE"),  # numbers without origin
        (lambda d: d["sources"]["pv"].update(standing="sure"), "SITE_SOURCE"),  # no such standing
        (lambda d: d["pv"].pop("roof_m2"), "BAD_RECORD"),
        (lambda d: d["pv"].update(colour=1), "BAD_RECORD"),
        (lambda d: d["tariff"]["day"].pop(), "TARIFF_HOURS"),  # months without hours
        (lambda d: d["load"].update(annual_kwh=0), "SITE_LOAD"),
        (lambda d: d.pop("boiler"), "SITE_BOILER"),
        (lambda d: d["carbon"].update(location_kg_per_kwh=636.1), "SITE_FACTOR"),  # grams
        (lambda d: d["cap"].update(co2_t=5.0), "SITE_CAP"),  # both forms
        (lambda d: d["finance"].update(discount_share=6), "SITE_FINANCE"),  # percent
        (lambda d: d["battery"].update(charge_share=95), "SITE_SHARE"),
        (lambda d: d["measures"]["solder"].update(boards=[{"share": 1.0, "joint_c": 130}]), "SOLDER_GATE"),
        (lambda d: d["measures"]["solder"]["oven"].pop("board_kg"), "SITE_FIELD"),
        (lambda d: d["measures"]["nitrogen"].update(demand_nm3_per_h=9000), "NITROGEN_DEMAND"),
        (with_magic, "SITE_TECHNOLOGY"),
        (lambda d: d["instruments"][0].update(limit=-1), "SITE_INSTRUMENT"),
        (lambda d: d["place"].update(latitude=139), "ENERGY_PLACE"),
        (lambda d: d.update(year=1), "ENERGY_YEAR"),
    ],
)  # fmt: skip
def test_a_site_file_that_leaves_something_open_is_refused(change: object, code: str) -> None:
    with pytest.raises(InputError, match=code):
        build(broken(change))


def build(data: dict) -> object:
    file = site_file(data, place="site.toml")
    return built_site(file, Calendar(year=file.year, zone=file.zone), {}, None)


def test_shifts_run_when_they_say() -> None:
    calendar = Calendar(year=2023)  # begins on a Sunday
    two = running_share(Shift.TWO_SHIFT, calendar, 0.3).reshape(365, 24)
    assert (two[0] == 0.3).all()
    assert two[1, 7:23].tolist() == [1.0] * 16
    assert np.unique(running_share(Shift.CONTINUOUS, calendar)).tolist() == [1.0]
    assert running_share(Shift.DAY, calendar).sum() == 260 * 10


@pytest.fixture(scope="module")
def plan_of_the_example(tmp_path_factory) -> tuple[dict, list[str]]:
    hours = tmp_path_factory.mktemp("plan") / "hours.csv"
    program = Path(sys.executable).parent / "lingtan"
    done = subprocess.run(
        [str(program), "factory", "plan", str(EXAMPLE), "--json", "--dispatch", str(hours)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), hours.read_text("utf-8").splitlines()


def test_the_command_prints_what_its_contract_names(plan_of_the_example) -> None:
    view, _ = plan_of_the_example
    assert {"objective", "capex", "opex", "co2_t", "sizes", "duals", "verified", "seconds"} <= set(view)
    assert set(view["seconds"]) == {"build", "solve", "verify"}
    assert view["verified"]["passed"]
    assert view["verified"]["primal"] < 0.01  # kW
    assert view["verified"]["gap"] < 1e-6
    assert view["co2_t"] <= view["cap_t"] * (1 + 1e-7)


def test_bills_to_the_fen_agree_with_the_cost_of_the_program(plan_of_the_example) -> None:
    """The bills hold 力调电费, the program does not: they differ by the adjustment alone, a few percent at most."""
    view, _ = plan_of_the_example
    fuel = 3.0e6 / 0.9 * 0.35
    before = float(view["bills"]["before_yuan"])
    assert before == pytest.approx((view["money"]["baseline_opex_yuan"] - fuel) * (1 - 0.0075), rel=1e-3)  # cos φ 0.95 all year
    saved = float(view["bills"]["saved_yuan"])
    assert 0.8 < saved / (view["money"]["baseline_opex_yuan"] - view["opex"]) < 1.2


def test_the_dispatch_balances_in_every_hour_of_the_file(plan_of_the_example) -> None:
    view, lines = plan_of_the_example
    head = lines[0].split(",")
    assert len(lines) == 8761
    assert lines[1].startswith("2023-01-01T00:00+08:00,")
    table = {name: np.array([float(line.split(",")[i]) for line in lines[1:]]) for i, name in enumerate(head) if i}
    site = open_site(EXAMPLE)
    saved = sum(view["sizes"][f"measure_{m.name}_share"] * m.saved_kw for m in site.measures)
    supply = table["import_kw"] - table["export_kw"] + table["pv_kw"] + table["discharge_kw"] - table["charge_kw"] + saved
    assert (supply - table["load_kw"]).min() > -0.01  # what is over is curtailed
    assert table["content_kwh"].max() <= view["sizes"]["battery_kwh"] + 0.01
