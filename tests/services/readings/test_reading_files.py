"""Files of readings and the drop folder: all or nothing, errors at their cells, a file that came before is known."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lingtan.energy import Fill
from lingtan.errors import InputError
from lingtan.files import TableError
from lingtan.services.house.init import init_workspace
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.exporting import export_readings, list_gaps
from lingtan.services.readings.importing import import_file
from lingtan.services.readings.listing import list_readings
from lingtan.services.readings.meters import import_meters
from lingtan.services.readings.watch import watch

AT = datetime(2026, 11, 30, tzinfo=UTC)
ZONE = "Asia/Shanghai"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init_workspace(tmp_path / "home", organisation="Synthetic plant", identifier="SYN", db=None, synthetic=True, verify_base=None)
    import_meters(
        made, listed(tmp_path, "main,electricity,site,,\nM1,electricity,workshop,main,15\nN2,氮气,site,,60\n"), actor="test", at=AT
    )
    return made


def listed(folder: Path, rows: str) -> Path:
    path = folder / "meters.csv"
    path.write_text("表号,介质,层级,上级表号,间隔\n" + rows, "utf-8")
    return path


def day_file(path: Path, quantity: float = 1.0, *, without: tuple[int, ...] = ()) -> Path:
    rows = [f"M1,2026-01-31 {n // 4:02d}:{n % 4 * 15:02d},{quantity},kWh\n" for n in range(96) if n not in without]
    path.write_text("meter,start,quantity,unit\n" + "".join(rows), "utf-8")
    return path


def counts(answer: object) -> tuple[int, int, int, int]:
    assert isinstance(answer, dict)
    return tuple(answer[name] for name in ("came", "new", "corrected", "known"))


def test_a_file_is_recorded_once_whatever_its_name_and_a_corrected_one_corrects(workspace: Workspace, tmp_path: Path) -> None:
    first = import_file(workspace, day_file(tmp_path / "a.csv"), actor="test", at=AT, zone=ZONE)
    again = import_file(workspace, day_file(tmp_path / "b.csv"), actor="test", at=AT, zone=ZONE)
    assert (counts(first), first["repeated"], again["repeated"]) == ((96, 96, 0, 0), False, True)
    other = tmp_path / "c.csv"
    other.write_text("meter,start,quantity\nM1,2026-01-31 00:00,2.5\nM1,2026-01-31 00:15,1\n", "utf-8")
    assert counts(import_file(workspace, other, actor="test", at=AT, zone=ZONE)) == (2, 0, 1, 1)
    row = next(row for row in list_readings(workspace) if row["meter"] == "M1")
    assert (row["first"], row["days"], row["readings"], row["facts"]) == ("2026-01-31", 1, 96, 2)


def test_every_bad_row_is_told_at_its_cell_and_nothing_of_the_file_is_recorded(workspace: Workspace, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "meter,start,quantity,unit\nM1,2026-01-31 00:00,1,kWh\nM1,2026-01-31 00:15,-1,kWh\nM1,2026-01-31 00:20,1,kWh\n"
        "M9,2026-01-31 00:30,1,kWh\n"
        "M1,2026-01-31 00:45,much,kWh\nM1,,1,kWh\nM1,2026-01-31 01:00,1,kW\nM1,2026-01-31 00:00,1,kWh\n",
        "utf-8",
    )
    with pytest.raises(TableError) as refused:
        import_file(workspace, bad, actor="test", at=AT, zone=ZONE)
    assert [(problem.code, problem.place) for problem in refused.value.problems] == [
        ("READING_NEGATIVE", "bad.csv!C3"),
        ("READING_TIME", "bad.csv!C4"),
        ("METER_UNKNOWN", "bad.csv!C5: M9"),
        ("READING_NUMBER", "bad.csv!C6"),
        ("CELL_BLANK", "bad.csv!B7"),
        ("READING_UNIT", "bad.csv!C8"),
        ("READING_TWICE", "bad.csv!C9"),
    ]
    assert all(row["readings"] == 0 for row in list_readings(workspace))


def test_a_parquet_file_counts_like_its_csv(workspace: Workspace, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    starts = [datetime(2026, 1, 31, n, tzinfo=UTC) for n in range(3)]
    parquet.write_table(
        pa.table({"meter": ["N2"] * 3, "start": starts, "quantity": [1.0, 2.0, 3.0], "unit": ["m3"] * 3}), tmp_path / "n.parquet"
    )
    assert counts(import_file(workspace, tmp_path / "n.parquet", actor="test", at=AT, zone=ZONE)) == (3, 3, 0, 0)
    parquet.write_table(pa.table({"meter": ["N2"], "start": starts[:1]}), tmp_path / "less.parquet")
    with pytest.raises(InputError, match="READING_FILE"):
        import_file(workspace, tmp_path / "less.parquet", actor="test", at=AT, zone=ZONE)


def test_a_workbook_counts_like_its_csv_and_a_formula_in_it_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("表号", "起始时间", "用量", "单位"),
        ("—", "—", "—", "—"),
        ("M1", datetime(2026, 1, 31), 1.5, "kWh"),  # noqa: DTZ001  a workbook knows no zone
        ("M1", "2026-01-31 00:15", 2, None),
    ):
        sheet.append(row)
    book.save(tmp_path / "r.xlsx")
    assert counts(import_file(workspace, tmp_path / "r.xlsx", actor="test", at=AT, zone=ZONE)) == (2, 2, 0, 0)
    sheet["C4"] = "=1+1"
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(InputError, match="CELL_FORMULA"):
        import_file(workspace, tmp_path / "f.xlsx", actor="test", at=AT, zone=ZONE)


def test_a_gap_is_listed_and_an_export_fills_it_only_on_request_with_a_mark(workspace: Workspace, tmp_path: Path) -> None:
    import_file(workspace, day_file(tmp_path / "a.csv", without=(40, 41)), actor="test", at=AT, zone=ZONE)
    day = date(2026, 1, 31)
    assert list_gaps(workspace, "M1", first=day, last=day) == [
        {"first": "2026-01-31T10:00:00+08:00", "last": "2026-01-31T10:15:00+08:00", "intervals": 2}
    ]
    out = tmp_path / "out.csv"
    with pytest.raises(InputError, match="READING_GAP"):
        export_readings(workspace, "M1", out, first=day, last=day, fill=Fill.REFUSE)
    assert not out.exists()
    assert export_readings(workspace, "M1", out, first=day, last=day, fill=Fill.INTERPOLATE) == {"file": str(out), "rows": 96, "filled": 2}
    assert out.read_text("utf-8-sig").splitlines()[41] == "M1,2026-01-31T10:00+08:00,1.0,kWh,yes"
    export_readings(workspace, "M1", out, first=day, last=day, fill=Fill.INTERPOLATE, by_hour=True)
    assert out.read_text("utf-8-sig").splitlines()[:2] == ["time,kW,filled", "2026-01-31T00:00+08:00,4.0,no"]
    for key, first, code in (("M9", day, "METER_UNKNOWN"), ("M1", date(2026, 2, 1), "READING_NONE")):
        with pytest.raises(InputError, match=code):
            list_gaps(workspace, key, first=first, last=date(2026, 2, 1))


def test_the_drop_folder_takes_what_is_good_and_puts_the_reasons_beside_what_is_not(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    day_file(folder / "good.csv")
    (folder / "bad.csv").write_text("meter,start,quantity\nM1,2026-02-01 00:00,-5\n", "utf-8")
    (folder / "growing.csv.part").write_text("meter", "utf-8")  # still written by its gateway
    said = list(watch(workspace, actor="test", now=lambda: AT, zone=ZONE, drop=folder, source=None, once=True))
    assert sorted((str(answer["file"]), answer.get("refused")) for answer in said) == [("bad.csv", "READING_NEGATIVE"), ("good.csv", None)]
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert names == ["done/good.csv", "growing.csv.part", "refused/bad.csv", "refused/bad.csv.txt"]
    reasons = (folder / "refused" / "bad.csv.txt").read_text("utf-8")
    assert "READING_NEGATIVE @ bad.csv!C2: 用量不能为负" in reasons
    assert "a quantity is never negative" in reasons


def test_a_crash_between_recording_and_moving_is_mended_by_the_next_look(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    import_file(workspace, day_file(folder / "a.csv"), actor="test", at=AT, zone=ZONE)  # recorded, then killed: not moved
    said = list(watch(workspace, actor="test", now=lambda: AT, zone=ZONE, drop=folder, source=None, once=True))
    assert [(answer["file"], answer["repeated"]) for answer in said] == [("a.csv", True)]
    assert os.listdir(folder) == ["done"]
    assert next(row for row in list_readings(workspace) if row["meter"] == "M1")["readings"] == 96


def test_a_list_of_meters_that_makes_a_circle_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="METER_CYCLE"):
        import_meters(workspace, listed(tmp_path, "main,electricity,workshop,M1,\n"), actor="test", at=AT)
    again = import_meters(workspace, listed(tmp_path, "main,electricity,site,,\nL1,electricity,line,M1,15\n"), actor="test", at=AT)
    assert again == {"meters": 2, "recorded": 1, "known": 1}


def test_nothing_to_watch_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="READING_SOURCE"):
        list(watch(workspace, actor="test", now=lambda: AT, zone=ZONE, drop=None, source=None, once=True))
