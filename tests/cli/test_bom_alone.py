"""A bill of materials without a device sheet: `lingtan footprint BOM.csv --class laptop`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

RUN = "from lingtan.cli.main import run; run()"
BOM = (
    "Part,Kind,Amount per piece,Unit,Quantity,Supplier,Supplier footprint,Supplier year,Verification,Boundary\n"
    "Cell pack,battery,{wh},Wh,1,Synthetic Cells Ltd,4.2,2025,verified,cradle_to_gate\n"
)


def footprint(*arguments: str) -> tuple[int, dict[str, Any], str]:
    command = [sys.executable, "-c", RUN, "footprint", *arguments, "--class", "laptop", "--draws", "400", "--json"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")
    return done.returncode, json.loads(done.stdout), done.stderr


def test_a_supplier_figure_of_a_bill_alone_counts_as_primary_data(tmp_path: Path) -> None:
    (tmp_path / "bill.csv").write_text(BOM.format(wh="52.5"), "utf-8")
    code, with_bill, _ = footprint(str(tmp_path / "bill.csv"))
    _, without, _ = footprint()
    assert code == 0
    assert (with_bill["configuration"], without["configuration"]) == ("bill", "attributes only")
    assert with_bill["primary_data_share"] > without["primary_data_share"] == 0
    assert with_bill["components"]["battery"] == 4.2


def test_a_wrong_cell_of_a_bill_alone_is_named(tmp_path: Path) -> None:
    (tmp_path / "bill.csv").write_text(BOM.format(wh="-1"), "utf-8")
    code, answer, shown = footprint(str(tmp_path / "bill.csv"))
    assert code == 2
    assert answer["error"]["place"] == "bill.csv!C2"
    assert "Traceback" not in shown
