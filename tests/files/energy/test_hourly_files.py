"""Hourly CSV and EPW files, the latter against pvlib's own reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lingtan.energy import Calendar
from lingtan.errors import InputError
from lingtan.files.energy import read_epw, read_hourly, write_columns

CALENDAR = Calendar(year=2023)
HEAD = [
    "LOCATION,Testville,-,CHN,SYNTHETIC,000000,39.10,117.70,8.0,3.0",
    *("DESIGN CONDITIONS,0", "TYPICAL/EXTREME PERIODS,0", "GROUND TEMPERATURES,0", "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0"),
    *("COMMENTS 1,invented", "COMMENTS 2,invented", "DATA PERIODS,1,1,Data,Sunday,1/1,12/31"),
]


def epw(path: Path, *, hours: int = 8760, head: list[str] = HEAD, spoil: dict[int, str] | None = None) -> Path:
    rows = []
    for h in range(hours):
        at = CALENDAR.local[h % 8760]
        air, sun = f"{10 + h % 20}.5", (f"{h % 900}", f"{h % 700}", f"{h % 300}")
        values = [air, "5.0", "60", "101300", "0", "0", "300", *sun, *("9999",) * 4, "180", f"{h % 9}.1"]
        rows.append(",".join([f"{at.year},{at.month},{at.day},{at.hour + 1},60,?", *values, *("0",) * 13]))
    for row, text in (spoil or {}).items():
        rows[row] = text
    path.write_text("\n".join([*head, *rows]) + "\n", "latin-1")
    return path


def test_an_epw_file_reads_as_pvlib_reads_it(tmp_path: Path) -> None:
    from pvlib.iotools import read_epw as reference

    path = epw(tmp_path / "x.epw")
    ours = read_epw(path, CALENDAR)
    theirs, _ = reference(str(path), coerce_year=2023)
    same = {"ghi": ours.ghi_w_m2, "dni": ours.dni_w_m2, "dhi": ours.dhi_w_m2, "temp_air": ours.air_c, "wind_speed": ours.wind_m_s}
    for name, values in same.items():
        assert values == pytest.approx(theirs[name].to_numpy())
    assert not ours.synthetic
    assert "Testville" in ours.source


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"hours": 8759}, "EPW_HOURS"),
        ({"hours": 8784}, "EPW_HOURS"),
        ({"head": [HEAD[0].replace("8.0,3.0", "0.0,3.0"), *HEAD[1:]]}, "EPW_ZONE"),
        ({"head": ["nothing", *HEAD[1:]]}, "EPW_BROKEN"),
        ({"spoil": {5: "2023,1,1"}}, "EPW_BROKEN"),  # a row cut short
        ({"spoil": {5: "2023,1,1,6,60,?," + ",".join(["99.9", *["0"] * 28])}}, "EPW_BROKEN"),  # the air's missing value
    ],
)
def test_an_epw_file_that_is_not_this_year_is_refused(options: dict, code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=code):
        read_epw(epw(tmp_path / "x.epw", **options), CALENDAR)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    values = np.round(np.linspace(0, 5000, CALENDAR.hours), 3)
    write_columns(tmp_path / "load.csv", CALENDAR, {"load_kw": values})
    assert read_hourly(tmp_path / "load.csv", CALENDAR).values_kw == pytest.approx(values, abs=1e-9)


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("2023-01-01 00:00,", "ENERGY_ROW", "load.csv!2"),
        ("2023-01-01 00:00", "ENERGY_ROW", "load.csv!2"),
        ("2023-01-01 00:00,many", "ENERGY_NUMBER", "load.csv!B2"),
        ("2023-01-01 00:00,5 MW", "ENERGY_NUMBER", "load.csv!B2"),
        ("2023-01-01 00:00,-5", "ENERGY_NEGATIVE", "load.csv!B2"),
        ("2023-01-01 00:00,5", "TIME_SERIES_GAP", "2023-01-01 01:00 +0800"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_cell(line: str, code: str, place: str, tmp_path: Path) -> None:
    path = tmp_path / "load.csv"
    path.write_text(f"time,kW\n{line}\n", "utf-8")
    with pytest.raises(InputError, match=code) as refused:
        read_hourly(path, CALENDAR)
    assert refused.value.place == place
