"""Only what is verified counts; a pilot scales only beyond its error; no percentile leads back to a plant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.assessment import (
    Area,
    Measured,
    Pillar,
    PilotVerdict,
    View,
    asset_totals,
    catalogue_measures,
    catalogue_term,
    modules,
    pilot_file,
    proposals,
    radar,
    roll_file,
    roll_totals,
    workshop,
    workshop_file,
)
from lingtan.assessment.rollout import RollState
from lingtan.errors import InputError


def event(subject: str, state: str, at: str, **more: object) -> dict[str, object]:
    return {"subject": subject, "measure": "lts", "place": subject, "state": state, "at": at, "organisation": "O", "actor": "A", **more}


VERIFIED = {"kwh": 100.0, "document": "D", "verifier": "V"}


def test_only_what_is_verified_counts_and_a_step_back_is_an_event_too() -> None:
    rows = [
        event("a", "verified", "2025-01-01", **VERIFIED),
        event("b", "metered", "2025-01-01", kwh=70.0),
        event("c", "planned", "2025-01-01"),
        event("a", "installed", "2025-06-01"),  # its meter failed
        event("d", "verified", "2025-01-01", **VERIFIED),
        event("e", "removed", "2025-02-01"),
    ]
    total = roll_totals(roll_file({"site": "S", "lines": {"lts": ["a", "b", "c", "d", "x", "y"]}, "event": rows}, place="f"))[0]
    assert (total.in_scope, total.counted, total.counted_kwh, total.uncounted_kwh) == (6, 1, 100.0, 70.0)
    assert total.by_state[RollState.INSTALLED] == 1


def test_the_register_shows_every_function_and_counts_verified_energy() -> None:
    rows = [
        event("pv1", "verified", "2025-01-01", function="production", kw=10.0, **VERIFIED),
        event("pv2", "metered", "2025-01-01", function="production", kw=5.0, kwh=40.0),
        event("pv3", "planned", "2025-01-01", function="research", kw=9.0),
    ]
    found = {a.function.value: a for a in asset_totals(roll_file({"site": "S", "event": rows}, place="f"))}
    assert set(found) == {"research", "production", "operation"}
    assert (found["production"].installed_kw, found["production"].verified_kwh, found["production"].unverified_kwh) == (15.0, 100.0, 40.0)
    assert (found["research"].assets, found["research"].installed_kw) == (1, 0.0)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (event("a", "verified", "2025-01-01", kwh=1.0, document="D"), "ROLL_UNMETERED"),  # nobody verified it
        (event("a", "verified", "2025-01-01", document="D", verifier="V"), "ROLL_UNMETERED"),  # no meter
        (event("a", "verified", "2025-01-01", kwh=1.0, document="D", verifier="A"), "ROLL_SELF"),  # its own verifier
        (event("a", "metered", "2025-01-01", kwh=-1.0), "ROLL_NEGATIVE"),
        (event("a", "metered", "last year"), "ROLL_DATE"),
        (event("a", "finished", "2025-01-01"), "BAD_RECORD"),
    ],
)
def test_rows_that_prove_nothing_are_refused(row: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        roll_file({"site": "S", "event": [row]}, place="f")
    assert refused.value.code == code


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([s.value for s in RollState])), max_size=25))
def test_things_are_conserved_over_their_states(steps: list[tuple[int, str]]) -> None:
    rows = [event(f"s{n}", state, f"2025-01-{i + 1:02d}", **VERIFIED) for i, (n, state) in enumerate(steps)]
    totals = roll_totals(roll_file({"site": "S", "event": rows}, place="f"))
    last = {f"s{n}": state for n, state in steps}
    alive = [state for state in last.values() if state != "removed"]
    assert sum(sum(t.by_state.values()) for t in totals) == len(alive)
    assert sum(t.counted for t in totals) == alive.count("verified")


def test_the_catalogue_is_classified_and_says_what_stands_behind_each_figure() -> None:
    rows = catalogue_measures()
    assert sum(row.measured is Measured.MEASURED for row in rows.values()) >= 30
    # A maker's word and a potential are no measurement, however they were metered.
    told = [row for row in rows.values() if "told by the maker" in row.figure or "potential" in row.figure]
    assert told
    assert not any(row.measured is Measured.MEASURED for row in told)
    assert {row.pillar for row in rows.values()} == set(Pillar)
    assert {row.view for row in rows.values()} == set(View)
    assert {row.area for row in rows.values()} == set(Area)
    for row in rows.values():
        assert row.exclusions
        for kind, name in (("baseline", row.baseline), ("boundary", row.boundary), *(("exclusions", e) for e in row.exclusions)):
            assert all(text.strip() for text in catalogue_term(kind, name).values())
        assert row.source or row.measured is Measured.NONE
        if row.measured is Measured.MEASURED:
            assert any(digit.isdigit() for digit in row.figure)


def test_modules_name_each_other() -> None:
    known = set(modules())
    for row in modules().values():
        assert {*row.prerequisites, *row.conflicts} <= known - {row.id}
        assert row.inputs
        assert row.saving.strip()
        assert row.source.strip()


def test_the_radar_leaves_out_what_does_not_apply_with_its_reason() -> None:
    file = roll_file({"site": "S", "event": [event("a", "verified", "2025-01-01", **VERIFIED)]}, place="f")
    whole, part = radar(file, {}), radar(file, {"pv-roof": "no roof of our own"})
    count = {axis.id: len(axis.measures) for axis in whole.pillars}
    assert sum(count.values()) == len(catalogue_measures())
    assert {axis.id: len(axis.measures) for axis in part.pillars} == count | {"renewable": count["renewable"] - 1}
    infra = next(axis for axis in whole.pillars if axis.id == "infrastructure")
    assert (infra.verified, infra.verified_share) == (1, 1 / len(infra.measures))
    with pytest.raises(InputError) as unknown:
        radar(file, {"perpetual-motion": "none"})
    assert unknown.value.code == "RADAR_MEASURE"


WORKSHOP = {
    "name": "W", "site": "S", "organisation": "O", "actor": "A", "recorded_at": "2026-01-01", "factor_kg_per_kwh": 0.5,
    "modules": ["lts", "apsa-nitrogen", "psa-upgrade"], "present": ["oven-meters"], "lines": ["L1", "L2", "L3"],
    "boundary": {
        "meter": "M", "meter_kwh": 1_000.0, "products_kwh": 700.0, "idle_kwh": 200.0, "scrap_kwh": 40.0, "other_kwh": 60.0, "units": 100.0,
        "direct_kg": 10.0,
    },
    "utility": [{"name": "air", "utility_kwh": 300.0, "key": 1.0, "key_total": 3.0, "key_unit": "m3", "source": "meters"}],
}  # fmt: skip


def test_a_workshop_by_hand() -> None:
    view = workshop(workshop_file(WORKSHOP, place="w"))
    assert (view.own_kwh, view.shared_kwh) == (1_000.0, 100.0)
    assert view.total_kg == pytest.approx(1_100 * 0.5 + 10)
    assert view.kwh_per_unit == pytest.approx(11.0)
    plans = {plan.module.id: plan for plan in view.modules}
    assert plans["lts"].lacks == ()
    assert plans["apsa-nitrogen"].lacks == ("nitrogen-meters",)
    assert plans["apsa-nitrogen"].conflicts == ("psa-upgrade",)
    assert plans["psa-upgrade"].conflicts == ("apsa-nitrogen",)


@pytest.mark.parametrize(
    ("pilot", "verdict", "scaled"),
    [
        ({"months": 1, "saved_kwh": 900.0, "saved_sd_kwh": 10.0}, PilotVerdict.SHORT, None),  # a month is no year
        (
            {"months": 12, "saved_kwh": 100.0, "saved_sd_kwh": 50.0},
            PilotVerdict.WITHIN_ERROR,
            None,
        ),  # twice is not beyond
        ({"months": 12, "saved_kwh": 101.0, "saved_sd_kwh": 50.0}, PilotVerdict.UNVERIFIED, None),
        ({"months": 12, "saved_kwh": 101.0, "saved_sd_kwh": 50.0, "verified_by": "V", "document": "D"}, PilotVerdict.SCALE, 202.0),
        ({"months": 24, "saved_kwh": 202.0, "saved_sd_kwh": 50.0, "verified_by": "V", "document": "D"}, PilotVerdict.SCALE, 202.0),
    ],
)
def test_a_pilot_scales_only_beyond_its_error(pilot: dict[str, object], verdict: PilotVerdict, scaled: float | None) -> None:
    view = workshop(workshop_file(WORKSHOP | {"pilot": [{"module": "lts", "line": "L1", **pilot}]}, place="w"))
    plan = view.modules[0]
    assert (plan.verdict, plan.scaled_kwh) == (verdict, scaled)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"boundary": WORKSHOP["boundary"] | {"other_kwh": 0.0}}, "WORKSHOP_OPEN"),  # parts are not the meter
        ({"boundary": WORKSHOP["boundary"] | {"units": 0.0}}, "WORKSHOP_NUMBER"),
        ({"utility": [WORKSHOP["utility"][0] | {"key": 4.0}]}, "WORKSHOP_KEY"),  # more than all of it
        ({"modules": ["magic"]}, "MODULE_UNKNOWN"),
    ],
)
def test_workshops_that_do_not_close_are_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        workshop_file(WORKSHOP | change, place="w")
    assert refused.value.code == code


def pilots(counts: list[int], *, least: int = 5, verified: bool = True) -> dict[str, object]:
    rows = [
        {"indicator": "i", "organisation": f"O{o}", "plant": f"P{o}-{p}", "year": 2025, "value": float(10 * o + p), "verified": verified}
        for o, plants in enumerate(counts)
        for p in range(plants)
    ]
    indicator = {"id": "i", "unit": "kWh", "better": "lower", "boundary": "b"}
    return {"indicator": [indicator], "datum": rows, "least_organisations": least}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([1] * 4, set()),  # too few organisations
        ([1] * 5, {50}),  # a quarter of five is one and a bit
        ([1] * 8, {25, 50, 75}),
        ([1] * 20, {10, 25, 50, 75, 90}),
        ([8, 1, 1, 1, 1, 1], set()),  # one dominates
    ],
)
def test_percentiles_are_shown_only_where_nobody_can_be_told(counts: list[int], shown: set[int]) -> None:
    found = proposals(pilot_file(pilots(counts), place="p"))[0]
    assert set(found.percentiles) == shown
    assert found.withheld is (not shown)


@given(st.lists(st.integers(1, 3), min_size=0, max_size=25))
def test_no_answer_names_a_plant_or_an_organisation(counts: list[int]) -> None:
    from lingtan.evidence import to_plain

    text = str(to_plain(proposals(pilot_file(pilots(counts), place="p"))))
    assert "O0" not in text
    assert "P0" not in text


def test_quantiles_agree_with_numpy_and_unverified_values_do_not_count() -> None:
    import numpy as np

    data = pilots([1] * 20)
    found = proposals(pilot_file(data, place="p"))[0]
    values = [row["value"] for row in data["datum"]]
    for percent, value in found.percentiles.items():
        assert value == pytest.approx(np.percentile(values, percent))
    assert (found.entry, found.advanced, found.leading) == (found.percentiles[50], found.percentiles[25], found.percentiles[10])
    assert proposals(pilot_file(pilots([1] * 20, verified=False), place="p"))[0].withheld


def test_the_minimum_can_be_raised_and_never_lowered() -> None:
    assert proposals(pilot_file(pilots([1] * 8, least=9), place="p"))[0].withheld
    with pytest.raises(InputError) as refused:
        pilot_file(pilots([1] * 8, least=2), place="p")
    assert refused.value.code == "PILOT_ANONYMITY"


def test_pilot_values_given_twice_or_of_no_indicator_are_refused() -> None:
    held = pilot_file(pilots([1] * 5), place="p")
    from lingtan.evidence import to_plain

    twice = to_plain(replace(held, datum=(*held.datum, held.datum[0])))
    other = to_plain(replace(held, datum=(replace(held.datum[0], indicator="j"),)))
    for data, code in ((twice, "PILOT_TWICE"), (other, "PILOT_INDICATOR")):
        with pytest.raises(InputError) as refused:
            pilot_file(data, place="p")
        assert refused.value.code == code
