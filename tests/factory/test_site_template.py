"""A finished site becomes parameters: the same energy, the shift that fits, every number marked, nothing of the metered series."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import Calendar
from lingtan.factory import site_file
from lingtan.factory.shifts import Shift, running_share
from lingtan.factory.site_template import load_archetype
from lingtan.files.trees import toml_text
from lingtan.services.factory.template import export_template

EXAMPLES = Path(__file__).parents[2] / "examples"
YEAR = Calendar(year=2023, zone="Asia/Shanghai")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
PLAIN = st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), WORDS)
TREE = st.recursive(
    st.dictionaries(WORDS, st.one_of(PLAIN, st.lists(PLAIN, max_size=3)), max_size=3),
    lambda inner: st.dictionaries(WORDS, st.one_of(PLAIN, inner, st.lists(inner, min_size=1, max_size=2)), max_size=3),
    max_leaves=8,
)


@given(TREE)
def test_what_is_written_as_toml_is_read_as_it_was(tree: dict[str, object]) -> None:
    assert tomllib.loads(toml_text(tree, head="a\nb")) == tree


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.toml")), ids=lambda path: path.name)
def test_every_example_survives_being_written_again(path: Path) -> None:
    tables = tomllib.loads(path.read_text("utf-8"))
    assert tomllib.loads(toml_text(tables)) == tables


@pytest.mark.parametrize("shift", [Shift.TWO_SHIFT, Shift.DAY])
def test_the_shift_of_a_metered_load_is_recognised(shift: Shift) -> None:
    load = 800.0 * running_share(shift, YEAR, 0.35)
    found = load_archetype(load, YEAR)
    assert found == {"annual_kwh": round(float(load.sum())), "shift": shift.value, "base_share": 0.35}


def test_a_flat_load_needs_no_level_outside() -> None:
    found = load_archetype(np.full(YEAR.hours, 100.0), YEAR)
    assert found["annual_kwh"] == 876_000


def test_a_template_is_a_site_file_of_its_own_without_the_series(tmp_path: Path) -> None:
    tables = tomllib.loads((EXAMPLES / "factory-board-shop.toml").read_text("utf-8"))
    rows = ["time,kW"] + [f"{start.isoformat()},{900.0 if start.hour % 2 else 300.0}" for start in YEAR.starts]
    (tmp_path / "load.csv").write_text("\n".join(rows), "utf-8")
    tables["load"] = {"csv": "load.csv"}
    (tmp_path / "site.toml").write_text(toml_text(tables), "utf-8")
    made = export_template(tmp_path / "site.toml", tmp_path / "new.toml")
    assert made.archetypes == ("load",)
    new = site_file(tomllib.loads((tmp_path / "new.toml").read_text("utf-8")), place="new")
    assert new.load.csv == ""
    assert new.load.annual_kwh == pytest.approx(600.0 * YEAR.hours)
    assert new.synthetic
    assert {origin.standing for origin in new.origins} == {"assumed"}
    assert all("taken over from" in origin.source for origin in new.origins)
