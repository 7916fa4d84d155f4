"""openLCA packages: ours come back with the same bits, a foreign one scores what its numbers say, what is unclear is refused by name."""

from __future__ import annotations

import json
import math

import numpy as np
import openlca_sample as package
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError, KernelError
from lingtan.files.exchange import ExchangeKind, Fallback, files_of, read_system, system_of_files, write_container
from lingtan.files.exchange.openlca_read import system_of_openlca
from lingtan.lca import certified_scores
from lingtan.lca.exchange import LawKind, differences, drawn_scores, find_activity, graph_of, named_from_graph, scores_at_value

FAST = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
OPENLCA = ExchangeKind.OPENLCA


@given(seed=st.integers(0, 10_000), n=st.integers(2, 30))
@FAST
def test_a_graph_comes_back_from_openlca_with_the_same_bits(build_graph, parameters, seed, n):
    graph = build_graph(seed, n)
    system = named_from_graph(graph, parameters)
    back = system_of_files(files_of(system, OPENLCA, name="x"), OPENLCA, place="x")
    assert graph_of(back) == graph
    assert dict(back.parameters) == dict(system.parameters)
    assert differences(system, back, spread_tolerance=1e-12) == ()


@pytest.mark.parametrize("name", ["x.zip", "folder"])
def test_without_our_file_beside_it_the_package_still_scores_the_same(build_graph, parameters, tmp_path, name):
    graph = build_graph(5)
    files = dict(files_of(named_from_graph(graph, parameters), OPENLCA, name="x"))
    assert json.loads(files["olca-schema.json"]) == {"version": 2}
    del files["lingtan.json"]
    write_container(tmp_path / name, files)
    _, system = read_system([tmp_path / name])
    scores = scores_at_value(system)
    certified = certified_scores(graph)
    for number, label in enumerate(system.activities):
        assert scores[number] == pytest.approx(certified.climate(label.name), rel=1e-9, abs=1e-12)


def test_shared_parameters_become_global_ones_that_openlca_draws_together(build_graph, parameters):
    files = files_of(named_from_graph(build_graph(1), parameters), OPENLCA, name="x")
    sets = {name: json.loads(data) for name, data in files.items() if name.startswith("parameters/")}
    named = {entity["name"]: entity for entity in sets.values()}
    formulas = {
        exchange["amountFormula"]
        for name, data in files.items()
        if name.startswith("processes/")
        for exchange in json.loads(data)["exchanges"]
        if "amountFormula" in exchange
    }
    assert formulas
    assert all(part in named for formula in formulas for part in formula.split(" * ")[1:])
    steel = next(entity for entity in named.values() if entity["description"] == "factor/steel")
    sigma = math.log(1.2)
    assert steel["uncertainty"]["geomSd"] == pytest.approx(1.2)
    assert steel["uncertainty"]["geomMean"] * math.exp(sigma**2 / 2) == pytest.approx(1.0)  # a multiplier of mean 1


def read(sets, **options):
    return system_of_openlca(package.files(sets), place="p.zip", **options)


def score(system, name):
    return scores_at_value(system)[find_activity(system, name)]


def test_a_foreign_package_scores_what_its_numbers_say():
    system = read(package.entities())
    # Heat and power: 0.9 kg by 3 : 1. A kWh carries 0.675 kg, 1.8 MJ of heat 0.225 kg.
    power_kg_per_mj, heat_kg_per_mj = 0.9 * 0.75 / 3.6, 0.9 * 0.25 / 1.8
    assert score(system, "chp/power") == pytest.approx(power_kg_per_mj, rel=1e-12)
    assert score(system, "chp/heat") == pytest.approx(heat_kg_per_mj, rel=1e-12)
    # A tonne of steel: 500 kWh, 100 kg of slag to a dump with 2 g of methane a kg, 1.5 t itself, 180 MJ of heat avoided.
    steel = (500 * 3.6 * power_kg_per_mj + 100 * 0.002 * 29.8 + 1500 - 180 * heat_kg_per_mj) / 1000
    assert score(system, "mill") == pytest.approx(steel, rel=1e-12)
    assert score(system, "press") == pytest.approx(1.25 * steel, rel=1e-12)
    label = system.activities[find_activity(system, "mill")]
    assert (label.place, label.unit, label.product) == ("CN", "kg", "steel")
    assert certified_scores(graph_of(system)).climate("press") == pytest.approx(1.25 * steel, rel=1e-12)


def test_a_foreign_package_is_scored_alike_by_bw2calc(tmp_path, brightway_score):
    system = read(package.entities())
    write_container(tmp_path / "x.zip", files_of(system, ExchangeKind.BRIGHTWAY, name="x"))
    number = find_activity(system, "press")
    assert brightway_score([tmp_path / "x.zip"], number + 1) == pytest.approx(scores_at_value(system)[number], rel=1e-9)


def test_uncertainty_of_a_foreign_package_survives_into_the_draws_and_back_out():
    system = read(package.entities())
    uncertain = np.flatnonzero(system.biosphere.laws["uncertainty_type"] == LawKind.LOGNORMAL)
    assert uncertain.size == 1
    law = system.biosphere.laws[uncertain[0]]
    assert law["loc"] == pytest.approx(math.log(1500.0))  # tonnes in kilograms
    assert law["scale"] == pytest.approx(math.log(1.1))
    drawn = drawn_scores(system, ["mill"], seed=1, draws=4_000)["mill"]
    assert drawn.std() == pytest.approx(1.5 * math.log(1.1), rel=0.05)
    again = system_of_openlca(files_of(system, OPENLCA, name="x"), place="x")
    assert differences(system, again, spread_tolerance=1e-12) == ()


def test_causal_and_economic_allocation_take_their_own_factors():
    sets = package.entities()
    chp = package.one(sets, "processes", "chp")
    chp["defaultAllocationMethod"] = "ECONOMIC_ALLOCATION"
    assert score(read(sets), "chp/heat") == pytest.approx(0.9 * 0.1 / 1.8, rel=1e-12)
    chp["defaultAllocationMethod"] = "CAUSAL_ALLOCATION"
    chp["allocationFactors"] = [
        {"allocationType": "CAUSAL_ALLOCATION", "product": package.ref("Flow", f), "value": v, "exchange": {"internalId": 3}}
        for f, v in (("power", 0.4), ("heat", 0.6))
    ]
    assert score(read(sets), "chp/heat") == pytest.approx(0.9 * 0.6 / 1.8, rel=1e-12)


def set_exchange(process, internal, **change):
    def edit(sets):
        one = next(e for e in package.one(sets, "processes", process)["exchanges"] if e["internalId"] == internal)
        one.update(change)

    return edit


def set_process(process, **change):
    return lambda sets: package.one(sets, "processes", process).update(change)


def second_mill(sets):
    mill = dict(package.one(sets, "processes", "mill"), **{"@id": "mill 2"})
    sets["processes"].append(mill)
    package.one(sets, "processes", "press")["exchanges"][1].pop("defaultProvider")


@pytest.mark.parametrize(
    ("edit", "code", "shown"),
    [
        (set_process("chp", defaultAllocationMethod="NO_ALLOCATION"), "EXCHANGE_ALLOCATION", "chp"),
        (set_process("chp", allocationFactors=[]), "EXCHANGE_ALLOCATION", "PHYSICAL_ALLOCATION"),
        (set_process("mill", exchanges=[]), "EXCHANGE_ALLOCATION", "mill"),  # makes nothing
        (lambda sets: sets["processes"].pop(2), "EXCHANGE_NO_PROVIDER", "slag"),
        (second_mill, "EXCHANGE_PROVIDERS", "steel"),
        (set_exchange("mill", 3, flow=package.ref("Flow", "CO2")), "EXCHANGE_DIRECTIONS", "CO2"),  # taken and given
        (set_exchange("mill", 2, flow=package.ref("Flow", "wind")), "EXCHANGE_REFERENCE", "wind"),
        (set_exchange("mill", 2, unit=package.ref("Unit", "BTU")), "EXCHANGE_REFERENCE", "BTU"),
        (set_exchange("press", 2, amountFormula="mass * lot"), "EXCHANGE_NAME", "lot"),
        (set_exchange("press", 2, amountFormula="if(mass > 1; 2; 3)"), "EXCHANGE_FORMULA", "if(mass"),
        (set_exchange("press", 2, amountFormula="__import__('os')"), "EXCHANGE_FORMULA", "__import__"),
        (set_exchange("mill", 5, uncertainty={"distributionType": "WEIBULL"}), "EXCHANGE_UNCERTAINTY", "WEIBULL"),
        (set_exchange("mill", 5, uncertainty={"distributionType": "NORMAL_DISTRIBUTION"}), "EXCHANGE_UNCERTAINTY", "mean"),
        (lambda sets: package.one(sets, "parameters", "g2").update(formula="scrap + 1"), "EXCHANGE_FORMULA_LOOP", "scrap"),
        (
            lambda sets: package.one(sets, "lcia_categories", "gwp")["impactFactors"][0].update(location=package.ref("Location", "loc-cn")),
            "EXCHANGE_REGIONAL",
            "climate change",
        ),
    ],
)
def test_what_a_package_leaves_open_is_refused_naming_the_data_set(edit, code, shown):
    sets = package.entities()
    edit(sets)
    with pytest.raises(InputError) as refused:
        read(sets)
    assert refused.value.code == code
    assert shown in f"{refused.value.place} {refused.value.params}"


def test_shares_that_do_not_sum_to_one_are_refused_by_the_kernels_own_rule():
    sets = package.entities()
    package.one(sets, "processes", "chp")["allocationFactors"][0]["value"] = 0.5
    with pytest.raises(KernelError, match="ALLOCATION_SHARES"):
        read(sets)


def test_an_input_that_nobody_supplies_is_cut_off_with_leave_and_noted():
    sets = package.entities()
    sets["processes"].pop(2)
    system = read(sets, fallbacks=[Fallback.CUT_OFF])
    assert [(note.code, note.params["flow"]) for note in system.notes] == [("EXCHANGE_CUT_OFF", "slag")]


def test_a_package_of_openlca_1_is_refused():
    with pytest.raises(InputError, match="EXCHANGE_SCHEMA"):
        system_of_openlca(package.files(package.entities(), version=1), place="p")


@pytest.mark.parametrize(
    "edit",
    [
        set_exchange("mill", 2, amount="lots"),
        set_exchange("mill", 2, amount=None),
        set_exchange("mill", 2, flow="power"),
        set_process("mill", exchanges=[None]),
        set_process("mill", exchanges=7),
        set_process("press", parameters=["mass"]),
        lambda sets: package.one(sets, "flows", "steel").update(flowProperties="mass"),
        lambda sets: package.one(sets, "flow_properties", "mass").update(unitGroup=["x"]),
        lambda sets: package.one(sets, "flows", "steel")["flowProperties"][0].update(conversionFactor=0),
    ],
)
def test_values_of_another_kind_than_the_format_promises_are_refused(edit):
    sets = package.entities()
    edit(sets)
    with pytest.raises(InputError) as refused:
        system_of_files(package.files(sets), OPENLCA, place="p.zip")
    assert refused.value.code in ("FILE_CORRUPT", "EXCHANGE_REFERENCE", "EXCHANGE_ALLOCATION")
