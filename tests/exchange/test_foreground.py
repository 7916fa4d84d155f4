"""XLSX foregrounds on the factor library and on a foreign system: the figures, and every wrong cell named with what is nearest."""

from __future__ import annotations

import math

import numpy as np
import openlca_sample
import pytest
from workbook import workbook

from lingtan.errors import InputError
from lingtan.factors import FactorQuery, load_library
from lingtan.files import TableError
from lingtan.files.exchange import ExchangeKind, Fallback, LibrarySupply, SystemSupply, files_of, read_foreground_file, write_container
from lingtan.files.exchange.openlca_read import system_of_openlca
from lingtan.lca import certified_scores
from lingtan.lca.exchange import LawKind, drawn_scores, find_activity, graph_of, scores_at_value

YEAR = 2023


@pytest.fixture(scope="module")
def library():
    return load_library()


def read(path, library, **options):
    return read_foreground_file(path, lambda: LibrarySupply(library, year=YEAR), **options)


def climate(library, activity):
    """What one unit of a library's activity carries in China, through its own graph."""
    supply = LibrarySupply(library, year=YEAR)
    from lingtan.files.exchange.supply import Wanted

    key = supply.product(Wanted(name=activity, place="CN", where="here")).key
    return certified_scores(graph_of(supply.system())).climate(key)


def test_a_foreground_on_the_factor_library_is_the_sum_of_what_its_cells_say(tmp_path, library):
    system, own = read(workbook(tmp_path), library)
    assert own == 2
    case = 0.3 / 0.8 * climate(library, "aluminium_primary") - 10 * climate(library, "steel_primary")
    power_kwh, steel_kg = 12 * 8 * 250 * 4 / 1000, 125 * 2 / 1000
    device = case + power_kwh * climate(library, "electricity") + steel_kg * climate(library, "steel_primary") + 0.5
    scores = scores_at_value(system)
    assert scores[find_activity(system, "case")] == pytest.approx(case, rel=1e-12)
    assert scores[find_activity(system, "notebook")] == pytest.approx(device, rel=1e-12)
    assert certified_scores(graph_of(system)).climate("notebooks/nb-1") == pytest.approx(device, rel=1e-12)


def test_a_foreground_is_scored_alike_by_bw2calc(tmp_path, library, brightway_score):
    system, _ = read(workbook(tmp_path), library)
    write_container(tmp_path / "x.zip", files_of(system, ExchangeKind.BRIGHTWAY, name="x"))
    number = find_activity(system, "notebook")
    assert brightway_score([tmp_path / "x.zip"], number + 1) == pytest.approx(scores_at_value(system)[number], rel=1e-9)


def test_a_stated_spread_and_that_of_the_factors_are_drawn_together(tmp_path, library):
    system, _ = read(workbook(tmp_path), library)
    power = np.flatnonzero(system.technosphere.laws["uncertainty_type"] == LawKind.LOGNORMAL)
    stated = system.technosphere.laws[power[-1]]
    assert (stated["loc"], stated["scale"]) == (pytest.approx(math.log(96.0)), pytest.approx(0.1))  # a blank loc is the amount's logarithm
    drawn = drawn_scores(system, ["notebooks/nb-1"], seed=1, draws=2_000)["notebooks/nb-1"]
    assert drawn.std() > 0.1 * 96 * 0.9 * climate(library, "electricity")


@pytest.mark.parametrize("name", ["electricity", "grid electricity", "电网电力"])
def test_an_activity_of_the_library_is_found_by_key_or_by_name_in_either_language(tmp_path, library, name):
    system, _ = read(workbook(tmp_path, {"A24": name}), library)
    assert any(label.key == f"electricity@CN:{YEAR}" for label in system.activities)


def test_a_foreground_links_to_a_foreign_system_by_name_place_and_unit(tmp_path):
    background = system_of_openlca(openlca_sample.files(openlca_sample.entities()), place="bg")
    path = workbook(
        tmp_path,
        {
            "A24": "chp", "D24": "CN", "G24": None, "I24": None, "A25": "mill", "A26": "CO2", "C26": "g", "A33": "press", "A34": "mill",
        } | {"J24": None, "K21": "reference product", "K24": "power"},
    )  # fmt: skip
    system, _ = read_foreground_file(path, lambda: SystemSupply(background))
    scores = scores_at_value(system)

    def kg(name):
        return scores[find_activity(system, name)]

    assert kg("case") == pytest.approx(0.375 * kg("press") - 10 * kg("mill"), rel=1e-12)
    assert kg("notebook") == pytest.approx(kg("case") + 96 * 3.6 * kg("chp/power") + 0.25 * kg("mill") + 0.0005, rel=1e-12)


@pytest.mark.parametrize(
    ("changes", "code", "place", "shown"),
    [
        ({"A33": "aluminum_primary"}, "EXCHANGE_NOT_FOUND", "Device!A33", "aluminium_primary"),  # the nearest name is told
        ({"A23": "kase"}, "EXCHANGE_NOT_FOUND", "Device!A23", "case"),  # of its own database
        ({"A26": "carbon"}, "EXCHANGE_NOT_FOUND", "Device!A26", "fossil"),
        ({"C25": "m2"}, "EXCHANGE_UNIT", "Device!C25", "kg"),
        ({"C25": "bushel of wheat"}, "UNIT_UNKNOWN", "Device!C25", "bushel"),
        ({"E25": "input"}, "EXCHANGE_KIND", "Device!E25", "technosphere"),
        ({"E25": None}, "EXCHANGE_KIND", "Device!E25", "production"),
        ({"B23": None}, "CELL_BLANK", "Device!B23", "amount"),
        ({"B23": "1,5"}, "CELL_NUMBER_AMBIGUOUS", "Device!B23", "1,5"),
        ({"B23": "two"}, "CELL_NOT_NUMBER", "Device!B23", "two"),
        ({"B23": "#DIV/0!"}, "CELL_ERROR_VALUE", "Device!B23", "DIV"),
        ({"F24": "watts * hours"}, "EXCHANGE_NAME", "Device!F24", "hours"),
        ({"F24": "watts ** "}, "EXCHANGE_FORMULA", "Device!F24", "watts"),
        ({"F24": "watts / 0"}, "EXCHANGE_FORMULA", "Device!F24", "ZeroDivision"),
        ({"C9": "case_kg + 1"}, "EXCHANGE_FORMULA_LOOP", "Device!C9", "case_kg"),
        ({"B25": "=B25+1"}, "EXCHANGE_FORMULA_LOOP", "Device!B25", "B25"),
        ({"B25": "=SUM(B1:B9)"}, "EXCHANGE_FORMULA", "Device!B25", "SUM"),
        ({"G24": 2, "I24": None}, "EXCHANGE_LAW_FIELD", "Device!I24", "scale"),
        ({"G24": 8}, "EXCHANGE_LAW", "foreground.xlsx[", "weibull"),
        ({"D25": "Atlantis"}, "PLACE_UNKNOWN", "Device!D25", "Atlantis"),
        ({"A28": "Activity", "B28": "notebook", "B29": "DE"}, "EXCHANGE_SEVERAL", "", "notebook"),
    ],
)
def test_a_cell_that_does_not_fit_is_named_with_the_way_out(tmp_path, library, changes, code, place, shown):
    if code == "EXCHANGE_SEVERAL":
        changes = {**changes, "A23": "notebook", "D23": None}
    with pytest.raises(InputError) as refused:
        read(workbook(tmp_path, changes), library)
    assert refused.value.code == code
    assert (refused.value.place or "").startswith(place)
    assert shown.casefold() in str(refused.value).casefold()


def test_all_wrong_cells_are_told_at_once(tmp_path, library):
    with pytest.raises(TableError) as refused:
        read(workbook(tmp_path, {"A33": "unobtainium", "C25": "m2", "E26": "emission"}), library)
    assert [(p.code, p.place) for p in refused.value.problems] == [
        ("EXCHANGE_UNIT", "Device!C25"),
        ("EXCHANGE_KIND", "Device!E26"),
        ("EXCHANGE_NOT_FOUND", "Device!A33"),
    ]


def test_an_unknown_input_is_cut_off_with_leave_and_noted_by_its_cell(tmp_path, library):
    system, _ = read(workbook(tmp_path, {"A33": "unobtainium"}), library, fallbacks=[Fallback.CUT_OFF])
    assert [(note.code, note.place) for note in system.notes] == [("EXCHANGE_CUT_OFF", "Device!A33")]


def test_two_activities_of_one_code_and_a_workbook_without_any_are_refused(tmp_path, library):
    with pytest.raises(InputError, match="EXCHANGE_TWICE"):
        read(workbook(tmp_path, {"B28": "nb-1"}), library)
    with pytest.raises(InputError, match="EXCHANGE_NO_ACTIVITIES"):
        read(workbook(tmp_path, {"A11": "Process", "A28": "Process"}), library)
    with pytest.raises(InputError, match="EXCHANGE_BLOCK"):
        read(workbook(tmp_path, dict.fromkeys(f"{letter}32" for letter in "ABCDEF")), library)


def test_the_library_answers_with_the_life_cycle_class_of_electricity(library):
    # METHODS 1: a direct-emission factor may never stand in a product's footprint.
    from lingtan.factors import FactorClass

    factor = library.resolve(FactorQuery(activity="electricity", place="CN", year=YEAR, klass=FactorClass.ELECTRICITY_LIFE_CYCLE)).factor
    assert climate(library, "electricity") == pytest.approx(factor.value, rel=0.2)
    assert climate(library, "electricity") >= factor.value
