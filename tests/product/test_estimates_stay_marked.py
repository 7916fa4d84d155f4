"""An estimate stays an estimate: in the amount, in the factor, and in whatever lies upstream of the factor."""

from __future__ import annotations

from datetime import date

from lingtan.evidence import Mark
from lingtan.factors import load_library
from lingtan.product import assess, declaration, load_class_pack, spec_from_mapping


def device(facts):
    spec = spec_from_mapping({"attributes": facts}, place="test")
    return assess(spec, load_class_pack("laptop"), load_library(), seed=1, draws=500)


def test_a_stated_screen_of_an_assumed_factor_is_an_estimate(laptop_facts):
    panel = next(scored for scored in device(laptop_facts).figures.lines if "panel" in scored.line.key)
    assert not panel.line.mark.is_estimate, "the size is stated"
    assert panel.estimated, "the factor is not"


def test_a_sourced_step_that_takes_from_an_assumed_one_is_an_estimate(laptop_facts):
    found = device(laptop_facts)
    resolved, graph = found.inventory.resolved, found.inventory.graph
    only_upstream = [
        scored
        for scored in found.figures.lines
        if scored.line.node in resolved
        and not scored.line.mark.is_estimate
        and not resolved[scored.line.node].is_estimate
        and any(resolved[exchange.activity].is_estimate for exchange in graph.activities[scored.line.node].exchanges)
    ]
    assert only_upstream
    assert all(scored.estimated for scored in only_upstream)


def test_what_is_stated_with_a_sourced_factor_is_none(laptop_facts):
    found = device(laptop_facts | {"place_of_use": "FR", "tec_kwh": 20.0, "service_years": 4.0})
    use = next(scored for scored in found.figures.lines if scored.line.activity == "electricity")
    assert use.line.mark is Mark.DECLARED
    assert not use.estimated


def test_the_declaration_hatches_exactly_the_estimated_lines(laptop_facts):
    found = device(laptop_facts)
    sheet = declaration(found, number="D", issued_on=date(2026, 6, 8))
    hatched = sum(scored.mg for scored in found.figures.lines if scored.estimated)
    assert sum(stage["estimatedMg"] for stage in sheet["stages"]) == hatched
    assert sum(part["estimatedMg"] for part in sheet["components"]) == hatched
