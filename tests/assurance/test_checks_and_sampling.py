"""Single checks against published figures and independent sums; guided sampling ranks and draws as it says."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.assurance import Point, Severity, great_circle_km, guided_sample, run_checks, sampling_scores, severity
from lingtan.assurance.checks import covers, months_between
from lingtan.assurance.detected import Detected, ranked
from lingtan.errors import InputError
from lingtan.evidence import Mark


def codes(pack):
    return {item.code for item in run_checks(pack)}


def test_great_circle_of_bnas_to_lax_is_the_published_one():
    """Rosetta Code, task 'Haversine formula': BNA (36.12, −86.67) to LAX (33.94, −118.40) is 2887.2599 km on a radius of 6372.8 km."""
    km = great_circle_km(Point(name="BNA", latitude=36.12, longitude=-86.67), Point(name="LAX", latitude=33.94, longitude=-118.40))
    assert km * 6372.8 / 6371.0088 == pytest.approx(2887.2599506071106, rel=1e-12)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_great_circle_agrees_with_the_angle_between_vectors(lat_a, lon_a, lat_b, lon_b):
    def vector(lat, lon):
        lat, lon = math.radians(lat), math.radians(lon)
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    a, b = vector(lat_a, lon_a), vector(lat_b, lon_b)
    chord = math.sqrt(math.fsum((x - y) ** 2 for x, y in zip(a, b, strict=True)))
    km = great_circle_km(Point(name="a", latitude=lat_a, longitude=lon_a), Point(name="b", latitude=lat_b, longitude=lon_b))
    assert 2 * math.sin(km / 6371.0088 / 2) == pytest.approx(chord, abs=1e-7)


@pytest.mark.parametrize(
    ("factor_place", "place", "holds"),
    [
        ("CN", "CN-BJ", True),
        ("CN-NORTH", "CN-BJ", True),
        ("GLO", "CN-BJ", True),
        ("CN-BJ", "CN", False),
        ("NO", "CN-BJ", False),
        ("CN-EAST", "CN-BJ", False),
        ("??", "??", True),
    ],
)
def test_a_factor_covers_its_own_place_and_what_lies_in_it(factor_place, place, holds):
    assert covers(factor_place, place) is holds


def test_months_of_a_period():
    from datetime import date

    assert months_between(date(2024, 11, 15), date(2025, 2, 1)) == ("2024-11", "2024-12", "2025-01", "2025-02")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 30), st.integers(-20, 20))
def test_one_milligram_in_a_stage_is_seen_and_none_is_not(seed, off):
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "dry_run"))
    from generate import clean_pack

    sys.path.pop(0)
    pack = clean_pack(seed)
    stage = next(iter(pack.study.stages_mg))
    stages = dict(pack.study.stages_mg) | {stage: pack.study.stages_mg[stage] + off}
    moved = replace(pack, study=replace(pack.study, stages_mg=stages, mean_mg=pack.study.mean_mg + off))
    assert ("STAGE_SUM" in codes(moved)) == (off != 0)


def test_line_products_are_those_of_exact_rational_arithmetic(dry_run):
    pack = dry_run.clean_pack(3)
    value = {factor.id: factor.value for factor in pack.factors}
    for line in pack.lines:
        assert line.mg == round(Fraction(line.amount) * Fraction(value[line.factor]) * Fraction(line.allocation) * 10**6)


@given(st.floats(1e-7, 1e-3))
@settings(max_examples=20, deadline=None)
def test_an_allocation_off_by_more_than_1e_9_of_the_meter_is_seen(share):
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "dry_run"))
    from generate import clean_pack

    sys.path.pop(0)
    pack = clean_pack(2)
    last = pack.energy[-1]
    total = math.fsum(row.kwh for row in pack.meters if row.meter == last.meter)
    moved = replace(pack, energy=(*pack.energy[:-1], replace(last, kwh=last.kwh + share * total)))
    assert "ALLOCATION_SUM" in codes(moved)


def test_p95_under_its_own_name_is_still_not_the_mean(dry_run):
    pack = dry_run.clean_pack(2)
    assert "QUANTILE_LABEL" in codes(replace(pack, study=replace(pack.study, published_label="p95")))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"p5_mg": 10**12}, "QUANTILE_ORDER"),  # P5 above P95
        ({"sd_mg": 1}, "SPREAD_IMPLAUSIBLE"),  # σ of another sample
        ({"draws": 10}, "DRAWS_TOO_FEW"),  # P95 of ten draws
        ({"offsets_mg": 1}, "OFFSETS_NETTED"),  # one milligram of offsets
        ({"device_mass_kg": -1.0}, "MASS_NEGATIVE"),  # a device lighter than nothing
        ({"published_kg": "1"}, "ROUNDING"),  # not the mean at all
    ],
)
def test_study_claims_that_cannot_be(changes, code, dry_run):
    pack = dry_run.clean_pack(2)
    assert code in codes(replace(pack, study=replace(pack.study, **changes)))


def test_a_broken_rule_is_major_and_a_figure_by_a_fifth_of_the_materiality():
    small = Detected(code="X", place="p", expected="", found="", effect_mg=99)
    assert severity(small, mean_mg=10_000, materiality_percent=5) is Severity.MINOR
    assert severity(replace(small, effect_mg=-100), mean_mg=10_000, materiality_percent=5) is Severity.MAJOR
    assert severity(replace(small, effect_mg=0, of_rule=True), mean_mg=10_000, materiality_percent=5) is Severity.MAJOR
    assert [item.effect_mg for item in ranked((small, replace(small, effect_mg=-500)))] == [-500, 99]


def test_scores_sum_to_one_and_follow_contribution_uncertainty_and_missing_evidence(dry_run):
    pack = dry_run.clean_pack(5)
    scores = sampling_scores(pack)
    assert math.fsum(scores.values()) == pytest.approx(1, abs=1e-12)

    def score_with(**changes):
        lines = tuple(replace(line, **changes) if line.id == "M1" else line for line in pack.lines)
        return sampling_scores(replace(pack, lines=lines))["M1"]

    line = next(line for line in pack.lines if line.id == "M1")
    assert score_with(mg=2 * line.mg) > scores["M1"]
    assert score_with(gsd=line.gsd * 1.5) > scores["M1"]
    assert score_with(document="") > scores["M1"]
    assert score_with(mark=Mark.ASSUMED) > scores["M1"]
    assert sampling_scores(pack, [Detected(code="X", place="M1", expected="", found="")])["M1"] > scores["M1"]


def test_a_sample_takes_the_first_half_by_rank_repeats_with_its_seed_and_differs_with_another(dry_run):
    pack = dry_run.clean_pack(5)
    sample = tuple(item for item in guided_sample(pack, size=9, seed=1) if item.taken != "requested")
    documented = {line.id for line in pack.lines if line.document}
    order = sorted(((line, score) for line, score in sampling_scores(pack).items() if line in documented), key=lambda item: -item[1])
    assert [item.line for item in sample[:5]] == [line for line, _ in order[:5]]
    assert len({item.line for item in sample}) == 9
    assert guided_sample(pack, size=9, seed=1)[:9] == sample
    assert len({tuple(item.line for item in guided_sample(pack, size=9, seed=seed)) for seed in range(20)}) > 5


def test_drawn_lines_come_in_proportion_to_their_score(dry_run):
    """First drawn line over 4,000 seeds against w/Σw (Efraimidis–Spirakis), within four binomial standard errors."""
    pack = dry_run.clean_pack(5)
    scores = sampling_scores(pack)
    documented = [line.id for line in pack.lines if line.document]
    order = sorted(documented, key=lambda line: (-scores[line], line))
    rest = order[1:]
    total = math.fsum(scores[line] for line in rest)
    count, draws = dict.fromkeys(rest, 0), 4000
    for seed in range(draws):
        count[guided_sample(pack, size=2, seed=seed)[1].line] += 1
    for line in rest:
        p = scores[line] / total
        assert abs(count[line] / draws - p) <= 4 * math.sqrt(p * (1 - p) / draws) + 1e-9


def test_a_weighty_line_without_a_document_is_asked_for(dry_run):
    pack = dry_run.clean_pack(5)
    heavy = max((line for line in pack.lines if line.document), key=lambda line: sampling_scores(pack)[line.id])
    lines = tuple(replace(line, document="") if line.id == heavy.id else line for line in pack.lines)
    requested = [item for item in guided_sample(replace(pack, lines=lines), size=3, seed=1) if item.taken == "requested"]
    assert heavy.id in [item.line for item in requested]
    assert all(item.document == "" for item in requested)


@pytest.mark.parametrize("size", [0, -1, 10_000])  # nothing, less than nothing, more than there is
def test_a_sample_that_cannot_be_drawn_is_refused(size, dry_run):
    with pytest.raises(InputError, match="SAMPLE_SIZE"):
        guided_sample(dry_run.clean_pack(1), size=size, seed=1)
