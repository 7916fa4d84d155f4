"""The factor library as it is shown: lists, one factor, answers with their steps, differences between editions, packs of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import pack

from lingtan.errors import FactorError, InputError, LingtanError, MethodError
from lingtan.factors import FactorClass, StepKind, load_library
from lingtan.files import TemplateKind, template_bytes
from lingtan.services.demo.parties import CERTIFIER, ISSUER, clock, set_stage
from lingtan.services.footprint.device import device_from_attributes, footprint_of
from lingtan.services.footprint.study import freeze_study
from lingtan.services.library.answer import answer_of
from lingtan.services.library.differences import Kind, differences
from lingtan.services.library.editions import check_pack_bytes, pack_differences, study_differences
from lingtan.services.library.factors import factor_list
from lingtan.services.library.one import factor_page
from lingtan.services.library.placed import placed
from lingtan.services.library.question import question
from lingtan.services.library.sources import source_list
from lingtan.services.library.wanted import FactorFilter

LIBRARY = load_library()


@settings(max_examples=25, deadline=None)
@given(
    text=st.sampled_from(["", "electricity", "steel recycled", "CN-", "nothing-such"]),
    klass=st.sampled_from(["", *FactorClass]),
    standing=st.sampled_from(["", "assumed", "source"]),
    per_page=st.integers(1, 97),
)
def test_pages_hold_each_wanted_factor_once(text: str, klass: str, standing: str, per_page: int) -> None:
    wanted = FactorFilter(text=text, klass=klass, standing=standing)
    first = factor_list(LIBRARY, wanted, digest="d", per_page=per_page)
    shown = [
        row.id
        for n in range(-(-first.total // per_page))
        for row in factor_list(LIBRARY, wanted, digest="d", page=n + 1, per_page=per_page).rows
    ]
    assert sorted(shown) == sorted(factor.id for factor in LIBRARY.factors if wanted.takes(factor))
    assert len(shown) == first.total


def test_an_assumed_factor_is_an_estimate_in_the_list() -> None:
    rows = factor_list(LIBRARY, FactorFilter(standing="assumed"), digest="d", per_page=1_000).rows
    assert rows
    assert all(row.mark.is_estimate for row in rows)


def test_a_factor_opens_to_its_inputs_and_source() -> None:
    page = factor_page(LIBRARY, next(f.id for f in LIBRARY.factors if f.activity == "nitrogen"))
    assert page.with_inputs_kg == pytest.approx(page.row.value + sum(taken.kg for taken in page.inputs))
    assert page.inputs[0].activity == "electricity"
    assert page.with_inputs_kg > page.row.value == 0.0
    assert page.source.id == page.row.source


def test_every_factor_has_a_page() -> None:
    for factor in LIBRARY.factors:
        assert factor_page(LIBRARY, factor.id).row.id == factor.id
    with pytest.raises(FactorError, match="FACTOR_ID_UNKNOWN"):
        factor_page(LIBRARY, "gold:process:GLO:2022")


def test_an_answer_states_every_step() -> None:
    own = answer_of(LIBRARY, activity="electricity", place="CN", year=2023)
    assert own.steps == ()
    later = answer_of(LIBRARY, activity="electricity", place="Beijing", year=2030)
    assert {step.kind for step in later.steps} == {StepKind.YEAR, StepKind.SCALED}
    assert later.is_estimate
    assert later.gsd_total > own.gsd_total
    direct = answer_of(LIBRARY, activity="electricity", place="CN", year=2023, klass="electricity_direct")
    assert direct.factor.klass is FactorClass.ELECTRICITY_DIRECT
    assert direct.with_inputs_kg == direct.factor.value < own.factor.value


#: Questions without an answer.
BAD_QUESTIONS = [
    ({"activity": "gold"}, "FACTOR_NOT_FOUND"),
    ({"place": "Atlantis"}, "PLACE_UNKNOWN"),
    ({"klass": "freight"}, "WRONG_FACTOR_CLASS"),  # electricity is no freight
]


@pytest.mark.parametrize(("change", "code"), BAD_QUESTIONS)
def test_a_bad_question_is_refused(change: dict[str, str], code: str) -> None:
    asked = {"activity": "electricity", "place": "CN", "klass": ""} | change
    with pytest.raises(LingtanError, match=code):
        answer_of(LIBRARY, year=2023, **asked)
    shown = question(LIBRARY, year=2023, **asked)
    assert (shown.answer, shown.refusal and shown.refusal.code) == (None, code)


def test_no_activity_is_no_question() -> None:
    assert question(LIBRARY, activity=" ", place="CN", year=2023, klass="").answer is None


def test_each_source_counts_the_factors_that_cite_it() -> None:
    rows = source_list(LIBRARY).rows
    assert sum(row.factors for row in rows) == len(LIBRARY.factors)
    assert {row.id for row in rows} == set(LIBRARY.sources)


def test_differences_name_what_changed() -> None:
    old = {f.id: f for f in LIBRARY.factors[:10]}
    first, second, third = list(old)[:3]
    new = {name: factor for name, factor in old.items() if name != first}
    new[second] = replace(old[second], value=old[second].value * 2, flows={k: v * 2 for k, v in old[second].flows.items()})
    new["x"] = replace(old[third], id="x")
    found = {row.kind: row for row in differences(old, new, earlier="a", later="b", is_excerpt=False).rows}
    assert (found[Kind.REMOVED].id, found[Kind.REMOVED].new_value) == (first, None)
    assert (found[Kind.ADDED].id, found[Kind.ADDED].old_value) == ("x", None)
    assert found[Kind.CHANGED].members == ("flows", "value")
    assert found[Kind.CHANGED].change == pytest.approx(1.0)
    excerpt = differences({first: old[first]}, new, earlier="a", later="b", is_excerpt=True)
    assert [row.kind for row in excerpt.rows] == [Kind.REMOVED]
    assert differences(old, old, earlier="a", later="a", is_excerpt=False).rows == ()


def test_a_study_of_today_differs_in_nothing_and_is_its_own_houses(tmp_path: Path) -> None:
    stage = set_stage(tmp_path, f"sqlite:///{tmp_path / 'a.db'}")
    device = footprint_of(device_from_attributes({"device_class": "laptop", "mass_kg": 1.2}), LIBRARY, seed=1, draws=100)
    study = freeze_study(stage.issuer, device, actor="p", at=clock(0)).subject
    with stage.issuer.store() as store:
        found = study_differences(store, study, LIBRARY, organisation=ISSUER)
        assert found.same > 10
        assert [row.kind for row in found.rows] == []
        with pytest.raises(MethodError, match="STUDY_UNKNOWN"):
            study_differences(store, study, LIBRARY, organisation=CERTIFIER)


def test_a_pack_of_ones_own_is_checked_and_compared() -> None:
    checked = check_pack_bytes("mine.xlsx", pack(0.5), LIBRARY)
    assert (checked.factors, checked.sources, checked.overrides) == (1, 1, 1)
    assert pack_differences(("a.xlsx", pack(0.5)), ("b.xlsx", pack(0.5))).rows == ()
    (row,) = pack_differences(("a.xlsx", pack(0.5)), ("b.xlsx", pack(0.6))).rows
    assert (row.kind, row.old_value, row.new_value) == (Kind.CHANGED, 0.5, 0.6)


def test_a_wrong_cell_of_a_pack_is_named() -> None:
    with pytest.raises(LingtanError) as refused:
        check_pack_bytes("mine.xlsx", pack("much"), LIBRARY)
    assert str(refused.value.place).startswith("Factors!")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("mine.xlsx", b"not a workbook", "FILE"),  # another file under the name
        ("mine.txt", b"a,b", "FILE_TYPE"),
        ("mine.xlsx", template_bytes(TemplateKind.BOM), "SHEET"),  # another template
    ],
)
def test_a_bad_pack_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputError, match=code):
        check_pack_bytes(name, data, LIBRARY)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),  # climbs
        ("C:\\a\\b.xlsx", "b.xlsx"),
        ("...", "upload"),
        ("碳 足迹.xlsx", "xlsx"),
        ("", "upload"),
        ("a\0b.json", "a_b.json"),
    ],
)
def test_an_upload_stays_in_its_folder(name: str, kept: str) -> None:
    with placed(name, b"x") as path:
        assert path.name.endswith(kept)
        assert path.read_bytes() == b"x"
        folder = path.parent
    assert not folder.exists()
