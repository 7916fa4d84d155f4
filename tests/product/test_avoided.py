"""Avoided emissions: refused without a named, equivalent reference; paired; apart from every footprint."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.evidence import canonical_bytes
from lingtan.lca import monte_carlo
from lingtan.product import assess, load_class_pack, spec_from_mapping
from lingtan.product.avoided import avoided_account, case_from_mapping
from lingtan.product.breakdown import demands_of
from lingtan.services.footprint.library import library_with

DAY = date(2026, 11, 29)
CASE = {
    "reference": {"name": "Old Book", "why": "it is what the fleet buys today", "market": "business notebooks, Beijing"},
    "scenario": {"description": "one for one", "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31), "units": 1000},
    "attribution": {"share": 0.5, "claimed_by": "Works (synthetic)", "basis": "half is the panel maker's"},
    "synthetic": True,
}


def studied(model: str, **attributes):
    stated = {"device_class": "laptop", "manufacturer": "Works", "model": model, "place_of_use": "CN-BJ", "service_years": 4.0}
    spec = spec_from_mapping({"attributes": stated | attributes, "synthetic": True}, place="test")
    return assess(spec, load_class_pack("laptop"), library_with(), seed=3, draws=200)


@pytest.fixture(scope="module")
def light():
    return studied("New Book", mass_kg=1.0, memory_gb=8, storage_gb=256, tec_kwh=15.0, screen_size_in=13.3)


@pytest.fixture(scope="module")
def heavy():
    return studied("Old Book", mass_kg=2.4, memory_gb=32, storage_gb=1024, tec_kwh=60.0, screen_size_in=15.6)


def account(product, reference, case=CASE, **options):
    stated = case_from_mapping(case, place="case.toml")
    return avoided_account(stated, product, reference, number=None, issued_on=DAY, seed=5, draws=400, **options)


def changed(part: str, **values) -> dict:
    return CASE | {part: CASE[part] | values}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({name: part for name, part in CASE.items() if name != "reference"}, "AVOIDED_REFERENCE_UNNAMED"),  # nobody is compared with
        (changed("reference", name="  "), "AVOIDED_REFERENCE_UNNAMED"),  # a name of spaces is none
        (changed("reference", why=""), "REQUIRED_FIELD"),  # why this one and no worse one
        (changed("scenario", description=""), "REQUIRED_FIELD"),  # what would happen without
        (changed("scenario", period_end=date(2025, 1, 1)), "AVOIDED_PERIOD"),  # ends before it begins
        (changed("scenario", units=0), "AVOIDED_UNITS"),  # nothing sold
        (changed("attribution", share=0.0), "AVOIDED_SHARE"),  # a claim of nothing
        (changed("attribution", share=1.2), "AVOIDED_SHARE"),  # more than there is
        (changed("attribution", basis=""), "REQUIRED_FIELD"),  # whose the rest is
        ({name: part for name, part in CASE.items() if name != "attribution"}, "BAD_RECORD"),  # attribution not stated
        (CASE | {"subtract_from": "footprint"}, "BAD_RECORD"),  # there is no such use
    ],
)
def test_a_case_that_does_not_state_what_it_must_is_refused(case, code):
    with pytest.raises(InputError) as refused:
        case_from_mapping(case, place="case.toml")
    assert refused.value.code == code


def test_the_reference_named_must_be_the_one_that_was_studied(light, heavy):
    with pytest.raises(InputError) as refused:
        account(light, heavy, changed("reference", name="Worst Book"))
    assert refused.value.code == "AVOIDED_REFERENCE_OTHER"


def test_a_product_avoids_nothing_against_itself(heavy):
    with pytest.raises(InputError) as refused:
        account(heavy, heavy)
    assert refused.value.code == "AVOIDED_SAME"


@pytest.mark.parametrize("attributes", [{"service_years": 6.0}, {"place_of_use": "DE"}])
def test_a_reference_of_another_function_is_refused(light, attributes):
    with pytest.raises(InputError) as refused:
        account(light, studied("Old Book", **attributes))
    assert refused.value.code == "AVOIDED_NOT_EQUIVALENT"
    assert refused.value.params["field"] == next(iter(attributes))


def test_the_difference_is_of_certified_means_and_its_stages_sum_to_it(light, heavy):
    record = account(light, heavy)
    assert record["differenceMg"] == heavy.study.mean_mg - light.study.mean_mg > 0
    assert sum(stage["mg"] for stage in record["stages"]) == record["differenceMg"]
    assert record["claimedMg"] == round(Fraction(1, 2) * record["differenceMg"])
    assert record["claimedTotalMg"] == 1000 * record["claimedMg"]


def test_draws_are_paired_what_both_share_cancels(light, heavy):
    """Independent of the account: each device drawn alone, then subtracted draw by draw."""
    record = account(light, heavy)
    drawn = [monte_carlo(d.inventory.graph, demands_of(d.inventory), d.inventory.parameters, seed=5, draws=400) for d in (heavy, light)]
    difference = drawn[0] - drawn[1]
    assert record["probabilityLower"] == pytest.approx((difference > 0).mean())
    assert record["p5Mg"] < record["p50Mg"] < record["p95Mg"]
    assert record["sdMg"] == pytest.approx(difference.std(ddof=1) * 1e6, abs=1)
    assert record["sdMg"] < 1e6 * math.hypot(drawn[0].std(ddof=1), drawn[1].std(ddof=1))


def test_against_a_better_reference_nothing_is_claimed(light, heavy):
    swapped = account(heavy, light, changed("reference", name="New Book"))
    assert swapped["differenceMg"] == -account(light, heavy)["differenceMg"]
    assert (swapped["supported"], swapped["claimedMg"], swapped["claimedTotalMg"]) == (False, 0, 0)


def test_neither_footprint_stands_in_the_account_and_it_may_be_used_for_nothing(light, heavy):
    record = account(light, heavy)
    text = canonical_bytes(record).decode()
    assert not any(str(device.study.mean_mg) in text for device in (light, heavy))
    assert not any(str(mg) in text for device in (light, heavy) for mg in device.study.stages_mg.values() if mg > 1000)
    assert record["use"] == {"subtractedFromFootprint": False, "eligibleForNeutrality": False, "isCredit": False}


@settings(max_examples=25, deadline=None)
@given(share=st.floats(min_value=1e-6, max_value=1.0), units=st.integers(1, 10**6))
def test_no_share_claims_more_than_the_difference(light, heavy, share, units):
    case = changed("attribution", share=share) | {"scenario": CASE["scenario"] | {"units": units}}
    stated = case_from_mapping(case, place="case.toml")
    record = avoided_account(stated, light, heavy, number=None, issued_on=DAY, seed=5, draws=200)
    assert 0 <= record["claimedMg"] <= record["differenceMg"]
    assert record["claimedTotalMg"] == record["claimedMg"] * units
