"""The workbook's formulas reckon the plan's own figures; hours balance; the network holds the plan's sizes."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
import xarray
from pyarrow import parquet
from random_sites import random_site

from lingtan.errors import InputError
from lingtan.factory import Basis, Plan, plan
from lingtan.files import Formula, SheetOut
from lingtan.files.plans import hour_columns, plan_sheets, write_hours, write_network
from lingtan.files.workbooks import workbook_bytes


@pytest.fixture(params=range(6))
def made(request: pytest.FixtureRequest) -> Plan:
    return plan(random_site(request.param, basis=[Basis.LOCATION, Basis.MARKET, Basis.NET][request.param % 3]))


class Reckoner:
    """As much of a spreadsheet as these formulas use: ranges become arrays, each function its numpy twin."""

    def __init__(self, sheets: list[SheetOut]) -> None:
        self.cells = {
            (sheet.title, column, row): value
            for sheet in sheets
            for row, line in enumerate(sheet.rows, start=1)
            for column, value in zip("ABCDEFGHI", line, strict=False)
        }

    def value(self, sheet: str, column: str, row: int) -> object:
        held = self.cells.get((sheet, column, row))
        if isinstance(held, Formula):
            held = self.cells[sheet, column, row] = self.reckon(sheet, held.text)
        return 0.0 if held is None else held

    def reckon(self, sheet: str, text: str) -> float:
        def part(found: re.Match[str]) -> str:
            where, first, top, last = found["sheet"] or sheet, found["c"], found["r"], found["r2"]
            return f"rng({where!r}, {first!r}, {top}, {last})" if last else f"cell({where!r}, {first!r}, {top})"

        pattern = r"(?:(?P<sheet>[A-Z][a-z]+)!)?(?P<c>[A-I])\$?(?P<r>\d+)(?::[A-I]\$?(?P<r2>\d+))?"
        code = re.sub(pattern, part, text.removeprefix("=").replace("^", "**"))
        code = re.sub(r"(?<![<>=])=(?!=)", "==", code)
        names = {
            "rng": lambda s, c, a, b: np.array([self.value(s, c, row) for row in range(a, b + 1)], dtype=float),
            "cell": self.value,
            "SUM": lambda *parts: float(sum(np.sum(p) for p in parts)),
            "MAX": lambda *parts: float(max(np.max(p) for p in parts)),
            "SUMPRODUCT": lambda p: float(np.sum(p)),
            "SUMIFS": lambda what, where, equal: float(what[where == equal].sum()),
            "IF": lambda test, yes, no: yes if test else no,
        }
        return float(eval(code, {"__builtins__": {}}, names))


def test_the_workbook_reckons_the_cost_and_the_carbon_that_the_plan_states(made: Plan) -> None:
    sheets = plan_sheets(made)
    book = Reckoner(sheets)
    rows = {str(line[0]): at for at, line in enumerate(sheets[0].rows, start=1)}
    assert book.value("Summary", "B", rows["cost of a year"]) == pytest.approx(made.money.objective_yuan, rel=1e-6)
    assert book.value("Summary", "B", rows["capex"]) == pytest.approx(made.money.capex_yuan, rel=1e-6, abs=1.0)
    assert book.value("Summary", "B", rows["carbon, location-based"]) == pytest.approx(made.carbon.location_t, rel=1e-6)
    assert book.value("Summary", "B", rows["carbon, market-based"]) == pytest.approx(made.carbon.market_t, rel=1e-5, abs=1e-3)
    assert "SYNTHETIC" in str(sheets[0].rows[1])
    assert workbook_bytes(sheets)[:2] == b"PK"


def test_the_hours_balance(made: Plan) -> None:
    hours = hour_columns(made)
    supply = hours["import_kw"] - hours["export_kw"] + hours["saved_kw"] + hours["pv_kw"] + hours["wind_kw"]
    supply = supply + hours["discharge_kw"] - hours["charge_kw"] - hours["curtail_kw"]
    assert supply == pytest.approx(hours["load_kw"], abs=1e-2)


def test_hours_are_the_same_in_csv_and_parquet_and_in_nothing_else(tmp_path: Path) -> None:
    made = plan(random_site(1))
    for name in ("h.csv", "h.parquet"):
        write_hours(tmp_path / name, made)
    rows = list(csv.DictReader((tmp_path / "h.csv").read_text("utf-8").splitlines()))
    table = parquet.read_table(tmp_path / "h.parquet")
    assert table.column_names == list(rows[0])
    assert table["import_kw"].to_numpy() == pytest.approx([float(row["import_kw"]) for row in rows], abs=1e-3)
    with pytest.raises(InputError, match="EXPORT_SUFFIX"):
        write_hours(tmp_path / "h.txt", made)


def test_the_network_holds_the_plans_sizes_and_hours(tmp_path: Path) -> None:
    made = plan(random_site(2))
    files = {path.name for path in write_network(tmp_path, made)}
    assert {"buses.csv", "generators.csv", "links.csv", "stores.csv", "snapshots.csv", "loads-p_set.csv"} <= files
    read = {path.stem: list(csv.DictReader(path.read_text("utf-8").splitlines())) for path in tmp_path.iterdir()}
    sizes = {row["name"]: float(row["p_nom"]) for row in (*read["generators"], *read["links"])}
    assert sizes["pv"] * 1000 == pytest.approx(made.sizes["pv_kw"])
    assert sizes["charger"] * 1000 == pytest.approx(made.sizes["battery_kw"], abs=1e-3)
    assert len(read["snapshots"]) == len(read["loads-p_set"]) == made.model.site.calendar.hours
    with xarray.open_dataset(write_network(tmp_path / "plan.nc", made)[0]) as network:  # as PyPSA opens it
        assert network["generators_p_nom"].sel(generators_i="pv").item() == pytest.approx(sizes["pv"])
        assert network["stores_e_cyclic"].values.tolist() == [True]
        assert [str(at)[:19] for at in network["snapshots"].values] == [row["snapshot"].replace(" ", "T") for row in read["snapshots"]]
        assert network["loads_t_p_set"].values[:, 0] == pytest.approx([float(row["load"]) for row in read["loads-p_set"]])
        assert np.isnan(network["generators_marginal_cost"].values[:-1]).all()  # not stated: PyPSA's default, or the hours' own
    names = {row["name"] for row in read["buses"]}
    assert {row["bus"] for row in read["generators"]} | {row[side] for row in read["links"] for side in ("bus0", "bus1")} <= names
