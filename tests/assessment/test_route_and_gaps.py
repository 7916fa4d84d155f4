"""The cheapest road is the cheapest, and holds when the standard is asked again; gaps are weighed by what they take from the doubt."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.assessment import FactsFile, GapKind, assess, cheapest_route, facts_file, gaps, overlaid, ratios, standard
from lingtan.assessment.route import _applied
from lingtan.errors import InputError
from lingtan.rules import Lever, Result

LOCATION, MARKET = 0.7, 0.6
FORMS = ratios(location_kg_per_kwh=LOCATION, market_kg_per_kwh=MARKET)
HEAD = {"site": "S", "year": 2025, "organisation": "O", "actor": "A", "recorded_at": "2026-11-30"}
ZERO = ("own_renewable_kwh", "green_power_kwh", "certificates_kwh", "heat_t", "offsets_t", "removals_t")


def site(**quantities: float) -> FactsFile:
    values = {"electricity_kwh": 1_000_000.0, "direct_t": 20.0, "baseline_t": 800.0, **dict.fromkeys(ZERO, 0.0), **quantities}
    rows = [{"name": n, "value": v, "quality": "billed", "source": "s"} for n, v in values.items()]
    documents = [{"slot": slot, "title": slot, "reference": "1"} for slot in ("reduction_plan", "ghg_inventory", "cancellation_record")]
    return facts_file(HEAD | {"quantity": rows, "document": documents}, place="site")


def lever(name: str, *, cost: float, limit: float = 1.0, whole: bool = False, **changes: float) -> Lever:
    return Lever(
        name=name, unit="1", limit=limit, yuan_per_unit=cost, standing="assumed", source="s", whole=whole, changes=changes
    )  # fmt: skip


BUY = (
    lever("green", cost=25.0, limit=2_000.0, green_power_kwh=1_000.0),
    lever("credits", cost=70.0, limit=2_000.0, offsets_t=1.0),
    lever("save", cost=-5_000.0, whole=True, electricity_kwh=-50_000.0),
)
ICT = standard("ict-zero-carbon-factory")


def test_the_road_to_zero_by_hand() -> None:
    # 620 t remain: 20 direct, 600 of power. Saving takes 30 t and pays; green power costs 25 / 0.6 = 41.7 yuan a tonne, credits 70.
    found = cheapest_route(ICT, site(), FORMS, BUY, grade="definition")
    amounts = {step.lever: step.amount for step in found.steps}
    assert found.verified
    assert amounts["save"] == 1.0
    assert amounts["green"] == pytest.approx(950.0, rel=1e-4)
    assert amounts["credits"] == pytest.approx(20.0, rel=1e-3)
    assert found.yearly_yuan == pytest.approx(-5_000 + 950 * 25 + 20 * 70, rel=1e-4)


def test_a_grade_that_is_reached_costs_nothing_and_one_that_is_not_public_has_no_road() -> None:
    there = site(offsets_t=620.0)
    assert cheapest_route(ICT, there, FORMS, (), grade="definition").reached_already
    with pytest.raises(InputError) as refused:
        cheapest_route(ICT, there, FORMS, (), grade="certified")
    assert refused.value.code == "ASSESS_GRADE_TEXT"


def test_what_blocks_a_road_is_named() -> None:
    bare = facts_file(HEAD | {"quantity": [{"name": "direct_t", "value": 1.0, "quality": "billed", "source": "s"}]}, place="b")
    found = cheapest_route(ICT, bare, FORMS, BUY, grade="definition")
    assert not found.feasible
    needs = {name for item in found.blocked for name in item.needs}
    assert {"electricity_kwh", "baseline_t", "ghg_inventory", "cancellation_record", "reduction_plan"} <= needs
    short = cheapest_route(ICT, site(), FORMS, (BUY[2], lever("few", cost=1.0, offsets_t=1.0)), grade="definition")
    assert [item.rule for item in short.blocked] == ["zero-in-sum"]


def test_documents_and_statements_are_bought_only_where_they_are_needed() -> None:
    levers = (
        *BUY,
        Lever(name="papers", unit="1", limit=1, yuan_per_unit=0, fixed_yuan=10, standing="assumed", source="s", documents=("disclosure",)),
    )
    found = cheapest_route(ICT, site(), FORMS, levers, grade="definition")
    assert "papers" not in {step.lever for step in found.steps}


def test_attributes_never_exceed_what_is_used() -> None:
    free = (lever("green", cost=0.0, limit=5_000.0, green_power_kwh=1_000.0), BUY[1])
    found = cheapest_route(ICT, site(direct_t=0.0, baseline_t=900.0), FORMS, free, grade="definition")
    assert found.facts["green_power_kwh"] <= found.facts["electricity_kwh"] * (1 + 1e-6)


POINTS = {
    "standard": "ict-zero-carbon-factory",
    "source": [
        {"id": "mine", "title": "t", "publisher": "p", "year": 2022, "locator": "own copy", "licence": "proprietary", "standing": "source"}
    ],
    "rule": [
        {
            "id": name, "clause": "5", "indicator_en": "i", "indicator_zh": "指标", "standing": "source", "source": "mine",
            "require": [{"fact": fact, "operator": "at_least", "threshold": least}],
        }
        for name, fact, least in (
            ("management", "renewable_share", 0.3), ("reduction", "own_reduction_share", 0.2), ("offset", "residual_covered_share", 0.5),
        )
    ],
    "points": {"management": 30, "reduction": 50, "offset": 20},
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    costs=st.lists(st.integers(min_value=1, max_value=40), min_size=5, max_size=5),
    sizes=st.lists(st.integers(min_value=1, max_value=6), min_size=5, max_size=5),
    least=st.sampled_from([20, 30, 50, 70, 80, 100]),
)
def test_the_road_over_whole_levers_is_the_cheapest_of_all_their_sets(costs: list[int], sizes: list[int], least: int) -> None:
    """Against every subset of the levers, each asked of the standard itself."""
    grade = {"id": "certified", "family": "ict", "title_en": "c", "title_zh": "认证", "least_points": float(least)}
    own = overlaid(ICT, POINTS | {"grade": [grade]}, place="own")
    changes = [
        {"electricity_kwh": -70_000.0 * sizes[0]},
        {"own_renewable_kwh": 90_000.0 * sizes[1]},
        {"green_power_kwh": 80_000.0 * sizes[2]},
        {"offsets_t": 100.0 * sizes[3]},
        {"direct_t": -3.0 * sizes[4]},
    ]
    levers = [
        lever(f"l{i}", cost=1_000.0 * cost, whole=True, **change) for i, (cost, change) in enumerate(zip(costs, changes, strict=True))
    ]
    start = site()
    best = math.inf
    for taken in itertools.product((False, True), repeat=5):
        chosen = [(item, item.limit) for item, on in zip(levers, taken, strict=True) if on]
        after = _applied(start, chosen)
        values = after.values
        if values["own_renewable_kwh"] + values["green_power_kwh"] > values["electricity_kwh"]:
            continue
        made = assess(own, after, FORMS)
        if next(g for g in made.grades if g.id == "certified").result is Result.MET:
            best = min(best, sum(item.yuan_per_unit for item, _ in chosen))
    found = cheapest_route(own, start, FORMS, levers, grade="certified")
    assert found.feasible is (best < math.inf)
    if found.feasible:
        assert found.verified
        assert found.yearly_yuan == pytest.approx(best, abs=1e-6)


def test_worth_of_a_bill_by_hand() -> None:
    rows = [
        {"name": "electricity_kwh", "value": 1_000_000.0, "quality": "estimated", "source": "s"},
        {"name": "direct_t", "value": 50.0, "quality": "billed", "source": "s"},
    ]
    file = facts_file(HEAD | {"quantity": rows}, place="f")
    held = standard("miit-2026-13")
    found = gaps(held, assess(held, file, FORMS), file, FORMS, grade="six-paths", estimates={"certificates_kwh": 10_000.0})
    by_name = {gap.name: gap for gap in found}
    bill = by_name["electricity_kwh"]
    assert bill.kind is GapKind.WEAK
    assert bill.worth_kg == pytest.approx(1_000_000 * MARKET * (0.2 - 0.01))  # estimated at 20 %, a bill at 1 %
    assert by_name["certificates_kwh"].worth_kg == pytest.approx(10_000 * MARKET * (0.5 - 0.02))  # nobody has it: 50 %
    assert by_name["own_renewable_kwh"].worth_kg is None  # no estimate: nothing is invented
    assert "direct_t" not in by_name  # billed: no gap
    assert by_name["thresholds"].kind is GapKind.TEXT
    assert by_name["thresholds"].for_grade == ()


def test_the_gap_list_of_nothing_is_everything_the_grade_needs() -> None:
    empty = FactsFile(site="S", year=2025, organisation="", actor="", recorded_at="")
    grades = {"miit-2026-13": "six-paths", "jiangsu-2026": "eligible", "ceca-g-0171": "type-1", "gbt-36132": "prerequisite"}
    for name, grade in grades.items():
        held = standard(name)
        found = gaps(held, assess(held, empty, FORMS), empty, FORMS, grade=grade, estimates={})
        assert {rule for gap in found for rule in gap.for_grade} == set(held.grade(grade).rules)
        assert all(gap.kind in (GapKind.MISSING, GapKind.TEXT) for gap in found)


@given(share=st.floats(min_value=0.0, max_value=1.0), direct=st.floats(min_value=0.0, max_value=500.0))
def test_totals_and_shares_are_what_their_definitions_say(share: float, direct: float) -> None:
    from lingtan.assessment import derived

    own, bought = 1_000_000.0 * share / 2, 1_000_000.0 * share / 2
    values = {"electricity_kwh": 1_000_000.0, "direct_t": direct, "baseline_t": 900.0, **dict.fromkeys(ZERO, 0.0)}
    values |= {"own_renewable_kwh": own, "green_power_kwh": bought}
    found = derived(FORMS, values)
    assert found["location_t"] == pytest.approx(direct + (1_000_000 - own) * LOCATION / 1_000)
    assert found["residual_t"] == pytest.approx(direct + (1_000_000 - own - bought) * MARKET / 1_000, abs=1e-9)
    assert found["renewable_share"] == pytest.approx(share)
    assert found["own_reduction_share"] == pytest.approx(1 - found["location_t"] / 900.0)  # bought attributes are no own reduction
