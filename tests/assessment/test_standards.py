"""No clause or weight is invented: each has its source or says that it is unverified; what is not public is never reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lingtan.assessment import FactsFile, assess, facts_file, overlaid, ratios, standard, standard_names, vocabulary
from lingtan.errors import InputError
from lingtan.evidence import Standing
from lingtan.rules import Result

FORMS = ratios(location_kg_per_kwh=0.7, market_kg_per_kwh=0.6)
HEAD = {"site": "S", "year": 2025, "organisation": "O", "actor": "A", "recorded_at": "2026-11-30"}

#: Every clause of every standard with how far it was seen. A new clause, or one that moves up, shows here.
CLAUSES = {
    "ceca-g-0171": {
        "inventory": "excerpt",
        "own-reduction": "excerpt",
        "own-reduction-depth": "unverified",
        "renewable-power": "excerpt",
        "renewable-power-share": "unverified",
        "residual-covered": "excerpt",
        "residual-offset": "excerpt",
        "residual-removed": "excerpt",
        "information-system": "excerpt",
        "scores": "unverified",
    },
    "cieccpa-030": {
        "basic-requirements": "unverified",
        "process": "unverified",
        "grades": "unverified",
        "indicators": "unverified",
        "publication": "unverified",
        "accounting": "excerpt",
    },
    "gbt-36132": {
        "edition": "excerpt",
        "title": "unverified",
        "permit": "unverified",
        "clean-years": "unverified",
        "management-systems": "unverified",
        "low-carbon-energy": "unverified",
        "resources": "unverified",
        "clean-production": "unverified",
        "green-products": "unverified",
        "land": "unverified",
    },
    "ict-zero-carbon-factory": {
        "zero-in-sum": "excerpt",
        "saving-first": "excerpt",
        "management": "unverified",
        "reduction": "unverified",
        "offset": "unverified",
        "number": "unverified",
    },
    "jiangsu-2026": {
        "green-factory": "excerpt",
        "own-reduction": "excerpt",
        "offset": "excerpt",
        "energy-level": "excerpt",
        "organisation": "excerpt",
        "compliance": "excerpt",
    },
    "miit-2026-13": {
        "count-carbon": "excerpt",
        "count-method": "excerpt",
        "energy-structure": "excerpt",
        "efficiency": "excerpt",
        "product-chain": "excerpt",
        "digital": "excerpt",
        "disclose": "excerpt",
        "offset-rest": "excerpt",
        "reduce-first": "excerpt",
        "thresholds": "unverified",
    },
}


def test_every_clause_is_listed_with_how_far_it_was_seen() -> None:
    found = {name: {rule.id: rule.standing.value for rule in standard(name).pack.rules} for name in standard_names()}
    assert found == CLAUSES


@pytest.mark.parametrize("name", standard_names())
def test_every_clause_has_a_place_where_it_was_read_or_says_that_it_was_not(name: str) -> None:
    pack = standard(name).pack
    sources = {source.id: source for source in pack.sources}
    for rule in pack.rules:
        source = sources[rule.source_id]
        if rule.standing is Standing.EXCERPT:
            assert source.standing is Standing.EXCERPT, rule.id
            assert "http" in source.locator or source.publisher == "中国新闻网, after 工信微报", rule.id
        else:
            assert not rule.verified
            assert not rule.public or source.standing is Standing.UNVERIFIED or rule.advisory, rule.id


@pytest.mark.parametrize("name", standard_names())
def test_no_points_or_thresholds_of_our_own(name: str) -> None:
    held = standard(name)
    assert held.points == {}
    assert all(grade.least_points is None for grade in held.grades)
    # The only numbers in the packs: twelve months, three years, the edition of 2025, 100 % offset as published, and "more than none".
    numbers = {
        condition.threshold
        for rule in held.pack.rules
        for condition in rule.require
        if isinstance(condition.threshold, int | float) and not isinstance(condition.threshold, bool)
    }
    assert numbers <= {12, 3, 2025, 1.0, 0.0}


@pytest.mark.parametrize("name", standard_names())
def test_every_fact_and_slot_is_in_the_vocabulary(name: str) -> None:
    known = set(vocabulary()) | set(FORMS)
    for rule in standard(name).pack.rules:
        assert {condition.fact for condition in (*rule.when, *rule.require)} <= known
        assert set(rule.evidence) <= known


def full() -> FactsFile:
    """A site that meets everything that can be met."""
    quantities = {
        "electricity_kwh": 1_000_000,
        "own_renewable_kwh": 300_000,
        "green_power_kwh": 500_000,
        "certificates_kwh": 0,
        "direct_t": 10,
        "heat_t": 0,
        "offsets_t": 0,
        "removals_t": 131,
        "baseline_t": 900,
        "verified_saving_kwh": 5,
        "main_products_count": 2,
        "footprints_count": 2,
        "inventory_months": 12,
        "clean_years": 3,
        "green_factory_edition": 2025,
    }
    statements = {
        "inventory_method": "GB/T 32150",
        "energy_carbon_system": True,
        "disclosed": True,
        "green_factory_level": "national",
        "pollutant_permit": True,
        "management_systems": ["quality", "environment", "energy", "safety"],
        "energy_quota_exists": False,
        "zero_carbon_body": True,
    }
    slots = [name for name, item in vocabulary().items() if item.kind.value == "document"]
    return facts_file(
        HEAD
        | {
            "quantity": [{"name": n, "value": float(v), "quality": "metered", "source": "s"} for n, v in quantities.items()],
            "statement": [{"name": n, "value": v, "source": "s"} for n, v in statements.items()],
            "document": [{"slot": slot, "title": slot, "reference": "1"} for slot in slots],
        },
        place="full",
    )


@pytest.mark.parametrize("name", standard_names())
def test_the_best_site_reaches_what_is_public_and_never_what_is_not(name: str) -> None:
    made = assess(standard(name), full(), FORMS)
    results = {clause.verdict.rule: clause.verdict.result for clause in made.clauses}
    for rule in standard(name).pack.rules:
        assert results[rule.id] is (Result.MET if rule.public else Result.NOT_ASSESSABLE)
    for grade in made.grades:
        public = standard(name).grade(grade.id).public
        assert grade.result is (Result.MET if public else Result.NOT_ASSESSABLE)


@pytest.mark.parametrize("name", standard_names())
def test_a_site_without_facts_is_not_assessable_and_never_failed(name: str) -> None:
    empty = FactsFile(site="S", year=2025, organisation="", actor="", recorded_at="")
    made = assess(standard(name), empty, FORMS)
    assert {clause.verdict.result for clause in made.clauses} == {Result.NOT_ASSESSABLE}
    assert made.reached == {}


OWN = {
    "standard": "ict-zero-carbon-factory",
    "source": [
        {
            "id": "mine",
            "title": "the text",
            "publisher": "p",
            "year": 2022,
            "locator": "own copy",
            "licence": "proprietary",
            "standing": "source",
        }
    ],
    "rule": [
        {
            "id": name,
            "clause": "5",
            "indicator_en": "i",
            "indicator_zh": "指标",
            "standing": "source",
            "source": "mine",
            "require": [{"fact": "renewable_share", "operator": "at_least", "threshold": share}],
        }
        for name, share in (("management", 0.1), ("reduction", 0.5), ("offset", 0.95))
    ],
    "points": {"management": 30, "reduction": 50, "offset": 20},
    "grade": [{"id": "certified", "family": "ict", "title_en": "c", "title_zh": "认证", "least_points": 80}],
}


def test_the_pack_of_the_ict_standard_is_scored_only_with_weights_from_the_real_text() -> None:
    bare, own = standard("ict-zero-carbon-factory"), overlaid(standard("ict-zero-carbon-factory"), OWN, place="own.toml")
    assert assess(bare, full(), FORMS).points is None
    made = assess(own, full(), FORMS)
    assert made.points == 80.0  # 0.8 of the power is renewable: 30 + 50, not the 20 that ask for 0.95
    assert made.reached["ict"] == "certified"
    assert made.pack_digest != assess(bare, full(), FORMS).pack_digest
    assert made.standard.endswith("+own")


def test_a_file_for_another_standard_or_with_a_field_we_do_not_know_is_refused() -> None:
    with pytest.raises(InputError) as other:
        overlaid(standard("cieccpa-030"), OWN, place="own.toml")
    assert other.value.code == "ASSESS_OVERLAY"
    with pytest.raises(InputError) as unknown:
        overlaid(standard("ict-zero-carbon-factory"), OWN | {"weights": {}}, place="own.toml")
    assert unknown.value.code == "ASSESS_OVERLAY"
    with pytest.raises(InputError) as points:
        overlaid(standard("ict-zero-carbon-factory"), OWN | {"points": {"nothing": 3}}, place="own.toml")
    assert points.value.code == "ASSESS_POINTS"


def test_the_digest_of_an_assessment_moves_with_any_fact() -> None:
    made, held = assess(standard("miit-2026-13"), full(), FORMS), full()
    rows = (replace(held.quantity[0], value=held.quantity[0].value + 1), *held.quantity[1:])
    assert assess(standard("miit-2026-13"), replace(held, quantity=rows), FORMS).digest != made.digest
    assert assess(standard("miit-2026-13"), full(), FORMS).digest == made.digest


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": [{"name": "electricty_kwh", "value": 1.0, "quality": "billed", "source": "s"}]}, "ASSESS_FACT_UNKNOWN"),  # misspelt
        ({"quantity": [{"name": "disclosed", "value": 1.0, "quality": "billed", "source": "s"}]}, "ASSESS_FACT_KIND"),  # a statement
        ({"quantity": [{"name": "direct_t", "value": -1.0, "quality": "billed", "source": "s"}]}, "ASSESS_FACT_NEGATIVE"),
        ({"quantity": [{"name": "direct_t", "value": 1.0, "quality": "billed", "source": "s"}] * 2}, "ASSESS_FACT_TWICE"),
        ({"quantity": [{"name": "direct_t", "value": 1.0, "quality": "guessed", "source": "s"}]}, "BAD_RECORD"),  # no such quality
        ({"recorded_at": "yesterday"}, "ASSESS_DATE"),
        (
            {
                "quantity": [
                    {"name": "electricity_kwh", "value": 100.0, "quality": "billed", "source": "s"},
                    {"name": "own_renewable_kwh", "value": 60.0, "quality": "metered", "source": "s"},
                    {"name": "green_power_kwh", "value": 60.0, "quality": "billed", "source": "s"},
                ]
            },
            "ASSESS_ATTRIBUTES",  # 120 kWh of attributes on 100 kWh of use
        ),
    ],
)
def test_bad_facts_are_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        facts_file(HEAD | change, place="facts.toml")
    assert refused.value.code == code


def test_a_planned_quantity_is_no_evidence() -> None:
    file = facts_file(HEAD | {"quantity": [{"name": "inventory_months", "value": 12.0, "quality": "planned", "source": "plan"}]}, place="f")
    made = assess(standard("miit-2026-13"), file, FORMS)
    count = next(clause for clause in made.clauses if clause.verdict.rule == "count-carbon")
    assert count.verdict.result is Result.NOT_ASSESSABLE
