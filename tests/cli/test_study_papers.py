"""`lingtan study report` and `lingtan study avoided`: files written, again the same, refused with the way out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lingtan.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"
NEW, OLD, OTHER = (str(EXAMPLES / f"thinkpad-{name}.toml") for name in ("x1-carbon-gen9", "x1-carbon-5th", "x13"))
CASE = """
[reference]
name = "ThinkPad X1 Carbon 5th"
why = "the fleet would keep buying it"
market = "business notebooks, 2026"
[scenario]
description = "one for one"
period_start = 2026-01-01
period_end = 2026-12-31
units = 10
[attribution]
share = 1.0
claimed_by = "maker"
basis = "all of it arises in the product"
"""


@pytest.fixture
def lingtan(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lingtan", "study", *arguments, "--draws", "200", "--issued-on", "2026-11-29"])
        monkeypatch.setenv("LINGTAN_LANG", "en")
        code = 0
        try:
            run()
        except SystemExit as left:
            code = int(left.code or 0)
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


def test_the_report_of_a_device_file_is_written_as_pdf_and_as_record(lingtan, tmp_path):
    pdf, record = tmp_path / "report.pdf", tmp_path / "report.json"
    assert lingtan("report", OTHER, "-o", str(pdf), "--lang", "zh")[0] == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    code, said, _ = lingtan("report", OTHER, "-o", str(record), "--number", "SR-7", "--json")
    assert code == 0
    found = json.loads(record.read_bytes())
    assert json.loads(said) == {"file": str(record), "number": "SR-7", "mean_mg": found["meanMg"]}
    assert (found["state"], found["commissioner"]) == ("live", ""), "the maker of a device is not who studied it"
    before = record.read_bytes()
    lingtan("report", OTHER, "-o", str(record), "--number", "SR-7")
    assert record.read_bytes() == before
    lingtan("report", OTHER, "-o", str(record), "--commissioner", "Works Ltd")
    assert json.loads(record.read_bytes())["commissioner"] == "Works Ltd"


def test_another_ending_is_refused_with_the_way_out(lingtan, tmp_path):
    code, _, told = lingtan("report", OTHER, "-o", str(tmp_path / "report.docx"))
    assert code == 2
    assert "REPORT_FORM" in told
    assert ".pdf" in told


def test_an_account_of_avoided_emissions_is_written_apart(lingtan, tmp_path):
    case, out = tmp_path / "case.toml", tmp_path / "avoided.json"
    case.write_text(CASE, "utf-8")
    code, said, _ = lingtan("avoided", str(case), NEW, OLD, "-o", str(out), "--json")
    assert code == 0
    found, told = json.loads(out.read_bytes()), json.loads(said)
    assert told["differenceMg"] == found["differenceMg"] == sum(stage["mg"] for stage in found["stages"])
    assert (found["product"]["model"], found["reference"]["model"]) == ("ThinkPad X1 Carbon Gen 9", "ThinkPad X1 Carbon 5th")
    assert found["use"]["eligibleForNeutrality"] is False


@pytest.mark.parametrize(
    ("case", "reference", "code"),
    [
        (CASE.replace('name = "ThinkPad X1 Carbon 5th"', 'name = ""'), OLD, "AVOIDED_REFERENCE_UNNAMED"),  # nobody is named
        (CASE, OTHER, "AVOIDED_REFERENCE_OTHER"),  # one is named, another studied
        (CASE.replace("X1 Carbon 5th", "X13"), OTHER, "AVOIDED_NOT_EQUIVALENT"),  # other years and place of use
    ],
)
def test_an_account_without_a_proper_reference_is_refused_and_nothing_is_written(lingtan, tmp_path, case, reference, code):
    path, out = tmp_path / "case.toml", tmp_path / "avoided.pdf"
    path.write_text(case, "utf-8")
    left, _, told = lingtan("avoided", str(path), NEW, reference, "-o", str(out))
    assert left == 2
    assert code in told
    assert not out.exists()
