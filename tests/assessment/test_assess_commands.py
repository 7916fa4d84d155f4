"""The example sites as a user meets them: verdicts, the gap list on the first day, a road, the park, the workshop, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lingtan.assessment import facts_file
from lingtan.cli.main import app
from lingtan.factory import site_file
from lingtan.files.trees import read_toml
from lingtan.messages import Language
from lingtan.services.assessment.catalogue import measure_rows, module_rows
from lingtan.services.assessment.gap_list import gap_list, gap_words
from lingtan.services.assessment.park import park_view
from lingtan.services.assessment.published import published_view
from lingtan.services.assessment.standards import standards_view
from lingtan.services.assessment.thresholds import threshold_view
from lingtan.services.assessment.verdicts import assessment_view
from lingtan.services.assessment.workshop import workshop_view

SITES = Path(__file__).parents[2] / "examples" / "sites"
NAMES = ("tianjin-greenfield", "wuhan-retrofit", "hefei-board-shop", "ai-hall")


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(part) for part in arguments])
    return result.exit_code, result.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_example_site_is_synthetic_and_says_where_each_number_is_from(name: str) -> None:
    file = site_file(read_toml(SITES / f"{name}.toml"), place=name)
    facts = facts_file(read_toml(SITES / f"{name}.facts.toml"), place=name)
    assert file.synthetic
    assert facts.synthetic
    assert facts.site == file.name
    assert all(row.source.strip() for row in facts.quantity)
    assert {origin.standing for origin in file.origins} & {"assumed", "unverified"}


def test_wuhan_reaches_the_public_conditions_of_type_one_and_no_star() -> None:
    made = assessment_view(SITES / "wuhan-retrofit.toml", "ceca-g-0171").assessment
    assert made.reached == {"type_1": "type-1"}
    assert made.points is None
    six = assessment_view(SITES / "wuhan-retrofit.toml", "miit-2026-13").assessment
    assert six.reached == {"paths": "six-paths"}
    old = assessment_view(SITES / "wuhan-retrofit.toml", "gbt-36132").assessment
    assert old.reached == {}  # a title of 2020 follows the edition of 2018, which was replaced


def test_the_first_day_of_a_board_shop_is_its_gap_list() -> None:
    view = gap_list(SITES / "hefei-board-shop.toml", "miit-2026-13")
    assert view.grade == "six-paths"
    assert view.met == 0
    owners = {gap.owner.value for gap in view.gaps}
    assert {"energy", "procurement", "management", "operations", "publisher"} <= owners
    direct = next(gap for gap in view.gaps if gap.name == "direct_t")
    assert direct.worth_kg == pytest.approx((90 + 2_000_000 / 0.9 * 0.202 / 1_000) * (0.5 - 0.01) * 1_000)
    assert gap_words(direct, Language.ZH) != gap_words(direct, Language.EN)


def test_a_site_without_a_facts_file_begins_with_everything(tmp_path: Path) -> None:
    bare = tmp_path / "bare.toml"
    bare.write_bytes((SITES / "ai-hall.toml").read_bytes())
    view = gap_list(bare, "ceca-g-0171", "type-1")
    power = next(gap for gap in view.gaps if gap.name == "electricity_kwh")
    assert power.worth_kg == pytest.approx(14_500_000 * 0.5856 * (0.5 - 0.01))


def test_the_command_speaks_both_languages_and_puts_the_site_first() -> None:
    code, text = run("assess", SITES / "wuhan-retrofit.toml", "--standard", "jiangsu-2026", "--lang", "zh")
    assert code == 0
    assert "符合申报条件" in text
    code, text = run("assess", "gaps", SITES / "wuhan-retrofit.toml", "--json")
    assert code == 0
    assert json.loads(text)["standard"].startswith("miit-2026-13@")
    for arguments in (("standards",), ("measures",), ("published",), ("park", SITES / "tianjin-park.rollout.toml")):
        assert run("assess", *arguments, "--lang", "zh")[0] == 0
        assert json.loads(run("assess", *arguments, "--json")[1])


def test_a_road_to_the_six_paths_is_found_and_one_to_a_removal_is_not() -> None:
    site = SITES / "tianjin-greenfield.toml"
    code, text = run("assess", "route", site, "--standard", "miit-2026-13", "--grade", "six-paths", "--json")
    found = json.loads(text)
    assert (code, found["nature"], found["route"]["verified"]) == (0, "forecast", True)
    assert {"pv", "registry-confirmation", "public-report"} <= {step["lever"] for step in found["route"]["steps"]}
    assert run("assess", "route", site, "--standard", "ceca-g-0171", "--grade", "type-2")[0] == 3


def test_the_park_the_workshop_and_the_pilots_of_the_examples() -> None:
    park = park_view(SITES / "tianjin-park.rollout.toml")
    assert {axis.id: axis.verified for axis in park.radar.pillars}["infrastructure"] == 1
    assert set(park.radar.not_applicable) == {"warm-water-campus", "electric-moulding", "wave-idle", "white-roof"}
    shop = workshop_view(SITES / "hefei-board-shop.workshop.toml")
    assert shop.modules[0].scaled_kwh == pytest.approx(21_000 * 9)
    found = threshold_view(SITES / "pilots.toml").proposals
    assert [item.withheld for item in found] == [False, True]


def test_what_pages_are_made_of_is_all_there() -> None:
    assert len(measure_rows()) >= 30
    assert module_rows()
    assert {view.name for view in standards_view()} >= {
        "miit-2026-13",
        "ceca-g-0171",
        "cieccpa-030",
        "gbt-36132",
        "ict-zero-carbon-factory",
    }
    assert len(published_view().report.conflicts) == 6


def test_a_reason_is_asked_for_what_is_left_out(tmp_path: Path) -> None:
    from lingtan.errors import InputError

    park = tmp_path / "park.toml"
    park.write_text('site = "S"\n[not_applicable]\npv-roof = ""\n', "utf-8")
    with pytest.raises(InputError) as refused:
        park_view(park)
    assert refused.value.code == "RADAR_REASON"


def test_verdicts_speak_the_words_of_their_reader_and_no_codes() -> None:
    from lingtan.assessment.derived import FORMS
    from lingtan.messages import catalog
    from lingtan.rules import Operator
    from lingtan.services.assessment.words import verdict_words

    assert {f"OPERATOR_{operator.value.upper()}" for operator in Operator} <= set(catalog())
    assert {f"FACT_{name.upper()}" for name in FORMS} <= set(catalog())
    for standard in ("miit-2026-13", "ceca-g-0171", "gbt-36132", "jiangsu-2026"):
        for site in ("tianjin-greenfield", "hefei-board-shop", "wuhan-retrofit"):
            for clause in assessment_view(SITES / f"{site}.toml", standard).assessment.clauses:
                for language in Language:
                    said = verdict_words(clause.verdict, language)
                    assert "_" not in said, said
    shares = assessment_view(SITES / "tianjin-greenfield.toml", "miit-2026-13").assessment.clauses
    rest = next(clause.verdict for clause in shares if clause.verdict.rule == "offset-rest")
    assert verdict_words(rest, Language.EN) == "part of what remains that is offset or removed must be at least 100 %, is 0 %"
    assert verdict_words(rest, Language.ZH) == "剩余排放的抵消与清除比例须不低于 100 %，实际为 0 %"
