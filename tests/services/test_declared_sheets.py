"""`lingtan declared`: one row in, one row out, an expectation that says what it is; and the benchmark on a small list of made-up sheets."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from clerk import REPO, lingtan

from lingtan.product.declared import load_calibration

HEAD = [
    "manufacturer",
    "name",
    "category",
    "subcategory",
    "gwp_total",
    "gwp_use_ratio",
    "yearly_tec",
    "lifetime",
    "use_location",
    "report_date",
    "sources",
    "gwp_error_ratio",
    "gwp_manufacturing_ratio",
    "weight",
    "assembly_location",
    "screen_size",
    "server_type",
    "hard_drive",
    "memory",
    "number_cpu",
    "gwp_transport_ratio",
    "gwp_eol_ratio",
]


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows([dict.fromkeys(HEAD, "") | row for row in rows])
    return path


def _sheet(maker: str, index: int, *, inches: float, level: float) -> dict[str, str]:
    """A made-up monitor: made 70 to 180 kg by area times the maker's level, used for 5 years at 0.52 kg/kWh."""
    tec = 12.0 + inches
    use, made = tec * 5.0 * 0.52, level * 120.0 * (inches / 24.0) ** 2
    total = use + made
    shares = {
        "gwp_use_ratio": use,
        "gwp_manufacturing_ratio": 0.94 * made,
        "gwp_transport_ratio": 0.05 * made,
        "gwp_eol_ratio": 0.01 * made,
    }
    cells = {
        "manufacturer": maker,
        "name": f"M{index} x",
        "subcategory": "Monitor",
        "gwp_total": f"{total:.1f}",
        "yearly_tec": f"{tec:.1f}",
    }
    cells |= {"lifetime": "5", "use_location": "EU", "report_date": "June 2021", "sources": f"made-up:{maker}:{index}"}
    cells |= {"screen_size": f"{inches}", "gwp_error_ratio": "0.2"}
    return cells | {name: f"{part / total:.4f}" for name, part in shares.items()}


ROWS = [
    {
        "manufacturer": "Dell",
        "name": "Book 14-inch",
        "subcategory": "Laptop",
        "use_location": "EU",
        "report_date": "2020",
        "yearly_tec": "19",
    },
    {"manufacturer": "A", "name": "Printer", "subcategory": "Printer"},
    {"manufacturer": "A", "name": "Words", "subcategory": "Laptop", "weight": "heavy"},
]


def test_every_row_gets_an_expectation_or_a_reason(tmp_path: Path) -> None:
    source, target = _write(tmp_path / "in.csv", ROWS), tmp_path / "out.csv"
    said = lingtan("declared", source, target, "--json")
    assert said.code == 0, said.stderr
    assert said.json == {
        "file": str(target), "rows": {"ok": 1, "not_assessable": 1, "error": 1}, "constants": load_calibration().digest,
    }  # fmt: skip
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    assert [row["status"] for row in rows] == ["ok", "not_assessable", "error"]
    assert all(row["reason"] for row in rows)
    first = {name: float(rows[0][name]) for name in rows[0] if name.startswith("sheet_")}
    assert 100 < first["sheet_p5_kg"] < first["sheet_p50_kg"] < first["sheet_p95_kg"] < 700
    assert sum(value for name, value in first.items() if "_share_" in name) == pytest.approx(1.0, abs=1e-3)
    assert first["sheet_use_kg"] == pytest.approx(19 * 4 * 0.524, rel=0.03)  # four years by default; Dell's grid is 0.524 on its sheets
    assert rows[0]["constants"] == load_calibration().digest


def test_the_benchmark_leaves_each_maker_out_on_made_up_sheets(tmp_path: Path) -> None:
    """Two makers at one level predict each other well and the third, at three times that level, badly: nothing of it leaked in."""
    makers = {"A": 1.0, "B": 1.0, "C": 3.0}
    rows = [_sheet(maker, index, inches=19.0 + index, level=level) for maker, level in makers.items() for index in range(10)]
    rows += [_sheet("A", 0, inches=19.0, level=1.0)]  # the same source again
    data = _write(tmp_path / "made_up.csv", rows)
    out = tmp_path / "figures.json"
    line = [
        sys.executable,
        str(REPO / "benchmarks" / "declarations.py"),
        "--data",
        str(data),
        "--without-peers",
        "--class",
        "monitor",
        "--json",
        str(out),
    ]
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=False)
    assert done.returncode == 0, done.stderr
    assert "31 rows, 30 sheets, 1 share a source with another" in done.stdout
    assert "macro-average" in done.stdout
    found = {(row["maker"], row["by"], row["target"]): row for row in json.loads(out.read_text("utf-8")) if row["tec"] == "TEC as declared"}
    assert found["A", "ours", "total"]["n"] == 10
    assert found["A", "ours", "total"]["mdape"] < 0.2 < found["C", "ours", "total"]["mdape"]
    assert found["C", "ours", "embodied"]["bias"] < 0.6
    assert found["C", "ours", "use"]["mdape"] < 0.05
    assert found["*", "ours", "total"]["n"] == 30
    assert ("A", "boosted", "total") not in found
    assert "monitor      n   30  fails: P5-P95 covers 0.67, band 0.77-1.00\n" in done.stdout  # a third of the sheets is the third maker's
