"""The study report's record: its parts sum to the study, its hot spots move what they say, its findings are the study's figures."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from lingtan.evidence import Stage, Standing, canonical_bytes
from lingtan.lca import certified_scores, monte_carlo, rollup
from lingtan.product import assess, load_class_pack, spec_from_mapping
from lingtan.product.breakdown import demands_of
from lingtan.product.report import CriticalReview, hot_spots, study_report, supplier_spots
from lingtan.quantities import CLIMATE
from lingtan.services.footprint.library import library_with

ISSUED = date(2026, 11, 29)
LAPTOP = {
    "attributes": {
        "device_class": "laptop",
        "manufacturer": "Synthetic Works",
        "model": "Report One",
        "place_of_use": "DE",
        "mass_kg": 1.3,
        "memory_gb": 16,
        "packaging": "fibre",
    },
    "bom": [
        {
            "part": "battery pack",
            "kind": "battery",
            "amount": 50,
            "unit": "Wh",
            "supplier": {
                "supplier": "Synthetic Cells",
                "kg_co2e": 6.5,
                "year": 2024,
                "boundary": "cradle_to_gate",
                "verification": "unverified",
                "gsd": 1.3,
                "net_of_offsets": False,
            },
        }
    ],
    "synthetic": True,
}


@pytest.fixture(scope="module")
def device():
    return assess(spec_from_mapping(LAPTOP, place="test"), load_class_pack("laptop"), library_with(), seed=7, draws=400)


@pytest.fixture(scope="module")
def record(device):
    return study_report(device, number="SR-1", issued_on=ISSUED, commissioner="Synthetic Works", is_frozen=True)


def test_every_breakdown_sums_to_the_mean_exactly(record):
    mean = record["meanMg"]
    assert sum(line["mg"] for line in record["lines"]) == mean
    assert sum(part["mg"] for part in record["stages"]) == mean
    assert sum(part["mg"] for part in record["components"]) == mean
    assert sum(mark["mg"] for mark in record["quality"]["marks"]) == mean
    climate = [one for one in record["indicators"] if one["climate"]]
    assert [one["indicator"] for one in climate] == [indicator.value for indicator in CLIMATE]
    assert sum(one["totalMg"] for one in climate) == mean
    assert all(one["totalMg"] == sum(one["stagesMg"].values()) for one in record["indicators"])


def test_what_activities_emit_sums_to_the_mean_but_for_one_rounding_a_factor(record, device):
    factors = record["quality"]["factors"]
    supplied = sum(round(entry.supplier_kg * 1e6) for entry in device.figures.replacements if entry.node)
    assert supplied > 0
    assert sum(row["directMg"] for row in factors) + supplied == pytest.approx(record["meanMg"], abs=len(factors))
    assert sum(part["mg"] for part in record["gwp"]["bySet"]) == pytest.approx(record["meanMg"], abs=5)


def test_the_record_says_the_figures_of_the_study(record, device):
    study, spread = device.study, record["uncertainty"]
    assert (record["meanMg"], spread["sdMg"], spread["p5Mg"], spread["p50Mg"], spread["p95Mg"]) == (
        study.mean_mg, study.sd_mg, study.p5_mg, study.p50_mg, study.p95_mg,
    )  # fmt: skip
    assert record["studyDigest"] == study.digest
    assert [one["differenceMg"] for one in record["sensitivities"]] == [one.difference_mg for one in study.sensitivities]
    assert spread["p2_5Mg"] <= spread["p5Mg"] <= spread["p50Mg"] <= spread["p95Mg"] <= spread["p97_5Mg"]
    assert spread["standardErrorMeanMg"] == round(device.figures.summary.sd / math.sqrt(400) * 1e6)


def test_offsets_are_not_part_of_the_record_and_nothing_can_be_subtracted(record):
    assert record["offsets"] == {"included": False, "subtractedMg": 0}
    text = canonical_bytes(record).decode().lower()
    assert not any(word in text for word in ("retire", "registry", "vintage", "neutral"))


def test_assumed_and_unverified_factors_are_all_named(record, device):
    doubted = {Standing.ASSUMED, Standing.UNVERIFIED, Standing.SYNTHETIC}
    expected = {found.factor.id for found in device.inventory.resolved.values() if found.factor.standing in doubted}
    assert set(record["quality"]["assumed"]) == expected != set()
    assert {clause["standing"] for clause in record["clauses"]} == {"unverified"}


def test_the_same_study_gives_the_same_record(device, record):
    again = study_report(device, number="SR-1", issued_on=ISSUED, commissioner="Synthetic Works", is_frozen=True)
    assert canonical_bytes(again) == canonical_bytes(record)


@pytest.mark.parametrize(("withdrawn", "status"), [(False, "statement"), (True, "withdrawn")])
def test_a_verification_statement_is_named_and_a_withdrawn_one_is_told(device, withdrawn, status):
    review = CriticalReview(number="VS-1", body="Body", level="limited", valid_until="2028-01-01", is_withdrawn=withdrawn)
    said = study_report(device, number="SR-1", issued_on=ISSUED, commissioner="X", is_frozen=True, review=review)["review"]
    assert said == {"status": status, "number": "VS-1", "body": "Body", "level": "limited", "validUntil": "2028-01-01"}


def test_biogenic_carbon_content_is_the_carbon_that_was_taken_up(record, device):
    uptake = -device.study.indicators_mg[CLIMATE[2]]
    assert uptake > 0
    assert record["biogenicCarbonMg"] == round(uptake * 12.011 / 44.009)


@pytest.fixture(scope="module")
def spots(device):
    return hot_spots(device.inventory, device.figures.lines, device.figures.drivers)


def test_a_tenth_more_of_a_parameter_moves_the_figure_by_what_its_spot_says(device, spots):
    """Independent of the slope: the graph and the lines with the multiplier at 1.1, scored anew."""
    inventory = device.inventory
    for spot in (*spots.data[:4], *spots.assumptions[:6]):
        raised = sum(score.mg for score in rollup(_lines(inventory, spot.key), certified_scores(_graph(inventory.graph, spot.key))))
        assert raised - spots.mean_mg == pytest.approx(spot.tenth_mg, rel=2e-3, abs=len(inventory.lines)), spot.key


def _times(keys, key):
    return 1.1 if key in keys else 1.0


def _graph(graph, key):
    activities = {
        name: replace(
            activity,
            flows={flow: amount * _times(activity.flow_multipliers, key) for flow, amount in activity.flows.items()},
            exchanges=tuple(replace(one, amount=one.amount * _times(one.multipliers, key)) for one in activity.exchanges),
        )
        for name, activity in graph.activities.items()
    }
    return replace(graph, activities=activities)


def _lines(inventory, key):
    return [replace(demand, amount=demand.amount * _times(demand.multipliers, key)) for demand in demands_of(inventory)]


def test_what_is_known_of_a_parameter_takes_its_share_of_the_variance_away(spots):
    whole = [*spots.data, *spots.assumptions]
    assert sum(spot.share for spot in whole) == pytest.approx(1.0, abs=1e-9)
    for spot in whole:
        assert spot.sd_if_known_mg == pytest.approx(spots.sd_mg * math.sqrt(1.0 - spot.share), abs=2)


def test_components_by_stage_sum_to_the_mean_and_estimates_stay_within_them(spots):
    assert sum(spot.mg for spot in spots.components) == spots.mean_mg
    masses = [abs(spot.mg) for spot in spots.components]
    assert masses == sorted(masses, reverse=True)


@pytest.fixture(scope="module")
def asked(device):
    return supplier_spots(device.inventory, device.figures.lines, device.figures.drivers, certified_scores(device.inventory.graph))


def test_a_component_that_is_stated_leaves_the_spread_of_the_rest(device, asked):
    """Independent of the slopes: joint draws of the device without the component's own lines."""
    inventory, components = device.inventory, {scored.line.key: scored.line.component for scored in device.figures.lines}
    made = {scored.line.key for scored in device.figures.lines if scored.line.stage.value in ("materials", "assembly")}
    for spot in asked[:3]:
        rest = [one for one in demands_of(inventory) if not (components[one.line] == spot.component and one.line in made)]
        drawn = monte_carlo(inventory.graph, rest, inventory.parameters, seed=11, draws=20_000)
        assert spot.sd_if_stated_mg == pytest.approx(drawn.std() * 1e6, rel=0.06), spot.component


def test_asking_for_a_figure_never_widens_the_spread_and_the_stated_one_is_told(device, asked, spots):
    assert sum(spot.mg for spot in asked) == sum(device.study.stages_mg[stage] for stage in (Stage.MATERIALS, Stage.ASSEMBLY))
    assert all(spot.fall_mg == pytest.approx(spots.sd_mg - spot.sd_if_stated_mg, abs=1) for spot in asked)
    assert {spot.component for spot in asked if spot.state == "stated"} == {"battery"}
    falls = [spot.fall_mg for spot in asked]
    assert falls == sorted(falls, reverse=True)
