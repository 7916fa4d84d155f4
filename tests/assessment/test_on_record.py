"""Assessments and roll-out steps are rows that are only added: the same again is one, another organisation's is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lingtan.assessment import assess
from lingtan.cli.main import app
from lingtan.errors import InputError
from lingtan.services.assessment.case import open_case
from lingtan.services.assessment.park import park_view
from lingtan.services.assessment.recording import assessments_on_record, record_assessment, record_rollout
from lingtan.services.house.init import init_workspace
from lingtan.services.house.workspace import open_workspace

SITES = Path(__file__).parents[2] / "examples" / "sites"
ROLL = SITES / "tianjin-park.rollout.toml"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path):
    init_workspace(tmp_path / "home", organisation="Example park", identifier="X", db=f"sqlite:///{tmp_path}/house.db", synthetic=True)
    return open_workspace(tmp_path / "home")


def test_an_assessment_comes_back_equal_and_stands_once(house) -> None:
    site = SITES / "wuhan-retrofit.toml"
    first = record_assessment(house, site, "ceca-g-0171", actor="anna", at=NOON)
    again = record_assessment(house, site, "ceca-g-0171", actor="bert", at=LATER)
    assert (again.id, again.by.actor, again.by.at) == (first.id, "anna", NOON)
    [(fact, held)] = assessments_on_record(house)
    case = open_case(site, "ceca-g-0171")
    made = assess(case.standard, case.facts, case.forms)
    assert held == made
    assert fact.digest == made.digest
    assert (fact.by.organisation, fact.asset, fact.unit) == ("Example park", "assessment", "1")
    record_assessment(house, site, "miit-2026-13", actor="anna", at=LATER)
    assert [held.standard.split("@")[0] for _, held in assessments_on_record(house, case.facts.site)] == ["ceca-g-0171", "miit-2026-13"]


def test_only_new_steps_are_added_and_the_record_counts(house, tmp_path: Path) -> None:
    assert record_rollout(house, ROLL, actor="anna", at=NOON) == 13
    assert record_rollout(house, ROLL, actor="anna", at=LATER) == 0
    assert park_view(ROLL, house).rollout == park_view(ROLL).rollout
    more = tmp_path / "more.toml"
    step = (
        '\n[[event]]\nsubject = "oven SMT-2"\nmeasure = "lts"\nplace = "SMT-2"\nstate = "verified"\nat = "2026-05-01"\n'
        'organisation = "Example park"\nactor = "anna"\nkwh = 19_500\ndocument = "EX-MV-12"\nverifier = "M&V body (example)"\n'
    )
    more.write_text(ROLL.read_text("utf-8") + step, "utf-8")
    assert record_rollout(house, more, actor="anna", at=LATER) == 1
    counted = {total.measure: total.counted for total in park_view(ROLL, house).rollout}
    assert counted["lts"] == 2
    assert {total.measure: total.counted for total in park_view(ROLL).rollout}["lts"] == 1  # the file itself did not change


def test_a_step_of_another_organisation_is_refused(house, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(ROLL.read_text("utf-8").replace('organisation = "Example park"', 'organisation = "Somebody else"', 1), "utf-8")
    with pytest.raises(InputError) as refused:
        record_rollout(house, other, actor="anna", at=NOON)
    assert refused.value.code == "ROLL_OTHER_HOUSE"


def test_the_commands_record_and_count(house, tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "home"))
    runner = CliRunner()
    site = str(SITES / "wuhan-retrofit.toml")
    assert runner.invoke(app, ["assess", "record", site, "--standard", "jiangsu-2026", "--actor", "anna", *home]).exit_code == 0
    assert "13" in runner.invoke(app, ["assess", "rollout", str(ROLL), "--actor", "anna", *home]).stdout
    assert runner.invoke(app, ["assess", "park", str(ROLL), "--recorded", *home, "--lang", "zh"]).exit_code == 0
