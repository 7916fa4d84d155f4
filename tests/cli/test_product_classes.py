"""What the terminal says of a building, of grams of paint, and of generations; and a building as a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lingtan.cli.main import run

EXAMPLES = Path(__file__).parents[2] / "examples"
Lingtan = Callable[..., tuple[int, str, str]]
BUILDING = (
    "Attribute,Value,Source,Standing\n"
    "device_class,building,,\n"
    "manufacturer,M,,\n"
    "model,Office,,\n"
    "place_of_use,CN,,\n"
    "measures.gross_floor_area_m2,2000 m2,survey,source\n"
    "measures.concrete_m3_per_m2,0.4,drawings,source\n"
)


@pytest.fixture
def lingtan(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: exit code, stdout, stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lingtan", *arguments])
        monkeypatch.setenv("LINGTAN_LANG", "en")
        code = 0
        try:
            run()
        except SystemExit as left:
            code = int(left.code or 0)
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


def test_a_building_is_told_by_its_own_stages_and_per_square_metre(lingtan: Lingtan) -> None:
    code, shown, _ = lingtan("footprint", str(EXAMPLES / "hospital-chuzhou.toml"), "--draws", "200")
    assert code == 0
    assert "A1–A3 products" in shown
    assert "kg CO2e/m2" in shown
    code, shown, _ = lingtan("footprint", str(EXAMPLES / "hospital-chuzhou.toml"), "--draws", "200", "--lang", "zh")
    assert "A1–A3 建材生产" in shown


def test_small_things_are_told_in_grams(lingtan: Lingtan) -> None:
    _, shown, _ = lingtan("footprint", str(EXAMPLES / "crisps-walkers.toml"), "--draws", "200")
    assert "g CO2e (mean)" in shown
    assert "kg CO2e (mean)" not in shown


def test_grams_of_voc_and_a_grid_path_stand_beside_the_figure(lingtan: Lingtan) -> None:
    laptop = str(EXAMPLES / "laptop-by-design.toml")
    _, plain, _ = lingtan("footprint", laptop, "--draws", "200", "--json")
    _, told, _ = lingtan("footprint", laptop, "--draws", "200", "--json", "--grid-path", "minus_3_percent")
    without, with_path = json.loads(plain), json.loads(told)
    assert without["pollutants"] == {"voc": pytest.approx(0.0054)}
    assert sum(line["voc_g"] for line in without["contributions"]) == pytest.approx(5.4)
    assert without["grid_path"] is None
    assert with_path["mean_mg"] == without["mean_mg"]  # a scenario never moves the figure
    assert with_path["grid_path"]["mean_kg"] < with_path["mean_kg"]
    _, shown, _ = lingtan("footprint", laptop, "--draws", "200", "--grid-path", "minus_3_percent")
    assert "VOC 5.4 g" in shown
    assert "Disclosed scenario, not the figure" in shown
    code, shown, _ = lingtan("explain", laptop, "pollutantsMg.voc", "--draws", "200")
    assert code == 0
    assert "5,400 mg voc" in shown


def test_generations_are_set_against_a_published_target(lingtan: Lingtan, tmp_path: Path) -> None:
    code, shown, _ = lingtan("generations", str(EXAMPLES / "notebook-generations.toml"))
    assert code == 0
    assert "26.6% less energy from 2018 to 2024" in shown
    text = (EXAMPLES / "notebook-generations.toml").read_text("utf-8").replace("energy_star_computers_8", "energy_star_computers_5", 1)
    (tmp_path / "mixed.toml").write_text(text, "utf-8")
    code, _, refused = lingtan("generations", str(tmp_path / "mixed.toml"))
    assert code == 2
    assert "ENERGY_TESTS_DIFFER" in refused


def test_a_building_may_come_as_a_table(lingtan: Lingtan, tmp_path: Path) -> None:
    (tmp_path / "office.csv").write_text(BUILDING, "utf-8")
    code, shown, _ = lingtan("footprint", str(tmp_path / "office.csv"), "--draws", "200", "--json")
    assert code == 0
    view = json.loads(shown)
    concrete = next(line for line in view["contributions"] if line["line"] == "materials/concrete/made")
    assert (concrete["amount"], concrete["mark"]) == (pytest.approx(800.0), "declared")
