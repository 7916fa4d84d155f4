"""The commands as an energy manager types them, from an empty folder to a load that a site file reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lingtan.cli.main import app

RUN = CliRunner()


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    said(["init", "--organisation", "Synthetic plant", "--identifier", "SYN", "--synthetic", "--home", "plant"])
    return tmp_path


def said(words: list[str]) -> Any:
    done = RUN.invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout) if done.stdout.strip() else None


def test_from_a_list_of_meters_to_a_load_by_the_hour(plant: Path) -> None:
    home = ["--home", "plant"]
    actor = [*home, "--actor", "manager@example.org"]
    (plant / "meters.csv").write_text("meter,medium,level\nM1,electricity,site\n", "utf-8")
    assert said(["readings", "meters", "meters.csv", *actor]) == {"meters": 1, "recorded": 1, "known": 0}
    drop = plant / "inbox"
    drop.mkdir()
    rows = "".join(f"M1,2026-01-31 {n // 4:02d}:{n % 4 * 15:02d},2.5,kWh\n" for n in range(96))
    (drop / "day.csv").write_text("meter,start,quantity,unit\n" + rows, "utf-8")
    taken = said(["readings", "watch", "--drop", "inbox", "--once", *actor])
    assert (taken["new"], taken["file"]) == (96, "day.csv")
    assert said(["readings", "list", *home])[0]["readings"] == 96
    days = ["--from", "2026-01-31", "--to", "2026-01-31"]
    assert said(["readings", "gaps", "M1", *days, *home]) == []
    assert said(["readings", "export", "M1", "load.csv", "--hourly", *days, *home])["rows"] == 24
    assert (plant / "load.csv").read_text("utf-8-sig").splitlines()[1] == "2026-01-31T00:00+08:00,10.0,no"


@pytest.mark.parametrize("kind", ["meters", "readings", "bills", "green", "mes"])
def test_a_template_of_energy_is_written(plant: Path, kind: str) -> None:
    said(["template", kind, f"{kind}.xlsx"])
    assert (plant / f"{kind}.xlsx").stat().st_size > 4_000
