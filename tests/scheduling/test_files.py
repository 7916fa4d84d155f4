"""A week in, a plan out, checked: through the command line, as a planner does it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from lingtan.errors import InputError
from lingtan.files import TemplateKind, write_template
from lingtan.files.schedule.week_file import read_week

PROGRAM = Path(sys.executable).parent / "lingtan"


def lingtan(*words: str | Path, cwd: Path) -> tuple[int, str]:
    done = subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True, cwd=cwd, check=False)
    return done.returncode, done.stdout


def test_a_week_is_planned_checked_spoilt_and_refused(tmp_path: Path) -> None:
    assert lingtan("week", "w.xlsx", "--orders", "40", "--lines", "4", "--days", "3", "--families", "5", cwd=tmp_path)[0] == 0
    quick = ("--iterations", "5000", "--runs", "1")
    code, text = lingtan("schedule", "w.xlsx", *quick, "--out", "p.ics", "--out", "p.xlsx", "--out", "p.csv", "--json", cwd=tmp_path)
    assert code == 0
    plan = json.loads(text)
    assert set(plan) >= {"terms", "bound", "gap", "sequence", "orders", "seconds", "kpis", "late", "energy"}
    assert plan["terms"]["weighted_tardiness_min"] + plan["terms"]["changeover_min"] == plan["objective"] >= plan["bound"]
    assert sorted(order for line in plan["sequence"].values() for order in line) == sorted(one["order"] for one in plan["orders"])
    assert (tmp_path / "p.ics").read_text().count("BEGIN:VEVENT") == 40
    assert all(len(line.encode()) <= 75 for line in (tmp_path / "p.ics").read_bytes().decode().split("\r\n"))
    assert openpyxl.load_workbook(tmp_path / "p.xlsx")["Plan"].max_row == 41
    with (tmp_path / "p.csv").open(encoding="utf-8-sig", newline="") as rows:
        assert len(list(csv.reader(rows))) == 41
    (tmp_path / "plan.json").write_text(text)
    assert lingtan("schedule", "w.xlsx", "--check", "plan.json", cwd=tmp_path)[0] == 0
    plan["orders"][3]["end_min"] -= 1
    (tmp_path / "bad.json").write_text(json.dumps(plan))
    code, text = lingtan("schedule", "w.xlsx", "--check", "bad.json", "--json", cwd=tmp_path)
    assert (code, json.loads(text)["holds"]) == (3, False)
    again = ("--last", "plan.json", "--now", "2026-12-01T06:00:00", "--down", "L02=2026-12-01T06:00/2026-12-01T12:00")
    code, text = lingtan("schedule", "w.xlsx", *quick, *again, "--json", cwd=tmp_path)
    assert code == 0
    (tmp_path / "again.json").write_text(text)
    assert lingtan("schedule", "w.xlsx", *again, "--check", "again.json", cwd=tmp_path)[0] == 0


def test_the_example_of_the_template_is_a_week_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, TemplateKind.SCHEDULE)
    book = openpyxl.load_workbook(path)
    for name in ("Orders", "Lines", "Rates", "Changeovers", "Calendar", "Pools", "Needs", "Energy"):
        for row in book[f"{name} 示例 synthetic"].iter_rows(min_row=3):
            for cell in row:
                book[name].cell(row=cell.row, column=cell.column, value=cell.value)
    book.save(path)
    week = read_week(path)
    assert week.problem.run_min.tolist() == [[120]]  # 120 pieces at 60 an hour
    assert (week.problem.release_min[0], week.problem.due_min[0]) == (8 * 60, 24 * 60 + 18 * 60)
    assert [(c.start_min, c.end_min, c.pauses) for c in week.problem.closures] == [(720, 750, True)]
    assert week.problem.first_setup_min.tolist() == [[30]]
    assert [(one.name, one.from_min, one.sizes, one.is_held) for one in week.problem.pools] == [("operators", (480,), (6,), False)]
    assert week.problem.needs.tolist() == [[[3]]]


def test_boards_then_assemblies_with_one_crew_are_planned_checked_spoilt_and_refused(tmp_path: Path) -> None:
    due = "2026-11-30 14:00"
    boards = [{"order": f"B{n}", "family": "board", "quantity": 60, "release": "2026-11-30 06:00", "due": due, "weight": 0} for n in (1, 2)]
    devices = [{"order": f"D{n}", "family": "device", "quantity": 60, "due": due, "after": f"B{n}", "transfer": 30} for n in (1, 2)]
    lines = [{"line": "SMT"}, {"line": "A1"}, {"line": "A2"}]
    rates = [{"line": "SMT", "family": "board", "rate": 60}, *({"line": line, "family": "device", "rate": 30} for line in ("A1", "A2"))]
    tree = {
        "orders": [*devices, *boards],
        "lines": lines,
        "rates": rates,
        "changeovers": [{"line": "*", "from": "*", "to": "*", "time": 10}],
        "pools": [{"pool": "crew", "kind": "people", "since": "2026-11-30 06:00", "size": 5}],
        "needs": [{"pool": "crew", "line": "*", "family": "*", "count": 2}, {"pool": "crew", "line": "SMT", "family": "*", "count": 1}],
    }
    (tmp_path / "w.json").write_text(json.dumps(tree))
    code, text = lingtan("schedule", "w.json", "--iterations", "20000", "--runs", "1", "--json", cwd=tmp_path)
    assert code == 0
    plan = json.loads(text)
    at = {one["order"]: one for one in plan["orders"]}
    assert all(at[f"D{n}"]["start_min"] >= at[f"B{n}"]["end_min"] + 30 for n in (1, 2))
    assert {one["why"] for one in plan["late"]} <= {"SCHEDULE_WHY_BEHIND", "SCHEDULE_WHY_CAPACITY", "SCHEDULE_WHY_PRIORITY"}
    assert plan["bound"] <= plan["objective"]
    (tmp_path / "plan.json").write_text(text)
    assert lingtan("schedule", "w.json", "--check", "plan.json", cwd=tmp_path)[0] == 0
    tree["pools"][0]["size"] = 2  # the plan was made for five
    (tmp_path / "fewer.json").write_text(json.dumps(tree))
    code, text = lingtan("schedule", "fewer.json", "--check", "plan.json", "--json", cwd=tmp_path)
    assert (code, "SCHEDULE_CHECK_POOL" in text) == (3, True)


WEEK = {
    "orders": [{"order": "A1", "family": "A", "quantity": 60, "due": "2026-12-01 12:00"}],
    "lines": [{"line": "L1"}],
    "rates": [{"line": "L1", "family": "A", "rate": 30}],
}


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("orders", {"order": "B1", "family": "B", "quantity": 5, "due": "2026-12-01"}, "SCHEDULE_NO_RATE"),  # no line makes B
        ("orders", {"order": "B1", "family": "A", "quantity": 5, "due": "soon"}, "CELL_NOT_DATE"),  # no moment
        ("orders", {"order": "B1", "family": "A", "quantity": 0, "due": "2026-12-01"}, "CELL_OUT_OF_RANGE"),  # nothing to make
        ("rates", {"line": "L9", "family": "A", "rate": 30}, "SCHEDULE_UNKNOWN"),  # no such line
        ("calendar", {"line": "*", "start": "2026-12-01 10:00", "end": "2026-12-01 09:00", "kind": "pause"}, "SCHEDULE_CLOSURE"),
        ("orders", {"order": "B1", "family": "A", "quantity": 5, "due": "2026-12-01", "after": "C9"}, "SCHEDULE_UNKNOWN"),  # what order?
        ("needs", {"pool": "crew", "line": "*", "family": "*", "count": 1}, "SCHEDULE_UNKNOWN"),  # what pool?
        ("energy", {"hour": 7, "price": 0.5, "carbon": 0.5}, "SCHEDULE_HOUR"),  # what holds before seven?
    ],
)
def test_what_is_wrong_with_a_week_is_said_with_its_place(tmp_path: Path, table: str, row: dict[str, object], code: str) -> None:
    tree = {name: list(rows) for name, rows in WEEK.items()}
    tree.setdefault(table, []).append(row)
    (tmp_path / "w.json").write_text(json.dumps(tree))
    with pytest.raises(InputError) as caught:
        read_week(tmp_path / "w.json")
    assert caught.value.code == code
    assert caught.value.place


def test_a_missing_changeover_is_refused_and_a_star_fills_it(tmp_path: Path) -> None:
    tree = {
        **WEEK,
        "orders": [*WEEK["orders"], {"order": "B1", "family": "B", "quantity": 5, "due": "2026-12-01 12:00"}],
        "rates": [*WEEK["rates"], {"line": "*", "family": "B", "rate": 30}],
    }
    (tmp_path / "w.json").write_text(json.dumps(tree))
    with pytest.raises(InputError, match="SCHEDULE_NO_CHANGEOVER"):
        read_week(tmp_path / "w.json")
    rows = [{"line": "*", "from": "*", "to": "*", "time": 20}, {"line": "L1", "from": "A", "to": "B", "time": 35}]
    (tmp_path / "w.json").write_text(json.dumps({**tree, "changeovers": rows}))
    assert read_week(tmp_path / "w.json").problem.setup_min.tolist() == [[[0, 35], [20, 0]]]


def test_what_nobody_reads_is_said_with_what_it_is_like(tmp_path: Path) -> None:
    tree = {**WEEK, "calender": [{"line": "*"}], "orders": [{**WEEK["orders"][0], "wieght": 3}, *WEEK["orders"][1:]]}
    (tmp_path / "w.json").write_text(json.dumps(tree))
    said = [(one.code, one.place, dict(one.params)) for one in read_week(tmp_path / "w.json").warnings]
    assert [code for code, _, _ in said] == ["SCHEDULE_TABLE_UNREAD", "COLUMN_UNKNOWN"]
    assert said[0][2]["table"] == "calender"
    assert said[1][1:] == ("w.json: orders", {"column": "wieght", "nearest": "Weight"})
    (tmp_path / "right.json").write_text(json.dumps(WEEK))
    assert read_week(tmp_path / "right.json").warnings == ()


def test_a_workbook_s_unread_columns_and_sheets_are_said_by_cell_and_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    assert lingtan("week", path, "--orders", "6", "--lines", "2", cwd=tmp_path)[0] == 0
    assert read_week(path).warnings == ()
    book = openpyxl.load_workbook(path)
    book["Orders"].cell(row=1, column=book["Orders"].max_column + 1, value="Prority")
    book.create_sheet("Poools")
    book.save(path)
    said = [(one.code, one.place) for one in read_week(path).warnings]
    assert [code for code, _ in said] == ["SCHEDULE_TABLE_UNREAD", "COLUMN_UNKNOWN"]
    assert str(said[1][1]).startswith("Orders!")
    words = [str(PROGRAM), "schedule", str(path), "--iterations", "100", "--json"]
    told = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert "poools" in told.stderr
    assert [one["code"] for one in json.loads(told.stdout)["warnings"]] == ["SCHEDULE_TABLE_UNREAD", "COLUMN_UNKNOWN"]
