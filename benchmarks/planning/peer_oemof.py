"""oemof.solph, Pyomo and HiGHS on the case. Arguments: folder, HiGHS method, seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd
import pyomo.environ as po
from oemof import solph
from peer_inputs import Case, report


def system(case: Case) -> tuple[solph.EnergySystem, solph.buses.Bus, solph.components.Source]:
    """Grid, PV behind a bus of its own (surplus is fed in from there), storage with power and energy sized apart."""
    invest = solph.Investment
    index = pd.date_range("2023-01-01", periods=len(case.load) + 1, freq="h")
    es = solph.EnergySystem(timeindex=index, infer_last_interval=False)
    site, roof = solph.buses.Bus("site"), solph.buses.Bus("roof")
    share = case["one_way_share"]
    factor = {"emission_factor": case["factor_t_per_mwh"]}
    grid = solph.components.Source(
        "grid", outputs={site: solph.flows.Flow(nominal_capacity=case["grid_mw"], variable_costs=case.price, custom_properties=factor)}
    )
    pv = invest(ep_costs=case["pv_cost"], maximum=case["pv_max_mw"])
    # Roof power is bounded by, not fixed to, the yield: what nobody takes is curtailed.
    source = solph.components.Source("pv", outputs={roof: solph.flows.Flow(nominal_capacity=pv, max=case.pv)})
    own = solph.components.Converter("own", inputs={roof: solph.flows.Flow()}, outputs={site: solph.flows.Flow()})
    feed = solph.components.Sink("feed_in", inputs={roof: solph.flows.Flow(variable_costs=-case["surplus_price"])})
    load = solph.components.Sink("load", inputs={site: solph.flows.Flow(nominal_capacity=1, fix=case.load)})
    store = solph.components.GenericStorage(
        "battery",
        inputs={site: solph.flows.Flow(nominal_capacity=invest(ep_costs=case["battery_power_cost"], maximum=case["battery_max_mw"]))},
        outputs={site: solph.flows.Flow(nominal_capacity=invest(ep_costs=0))},
        nominal_capacity=invest(ep_costs=case["battery_energy_cost"], maximum=case["battery_max_mwh"]),
        invest_relation_input_output=1,
        balanced=True,
        inflow_conversion_factor=share,
        outflow_conversion_factor=share,
    )
    es.add(site, roof, grid, source, own, feed, load, store)
    return es, site, grid


def main(folder: Path, method: str, limit: float) -> None:
    case = Case(folder)
    started = time.perf_counter()
    es, site, grid = system(case)
    model = solph.Model(es)
    solph.constraints.emission_limit(model, limit=case["cap_t"])
    model.peak = po.Var(range(12), within=po.NonNegativeReals)
    hours = range(len(case.load))
    model.peak_of_month = po.Constraint(hours, rule=lambda m, t: m.flow[grid, site, t] <= m.peak[int(case.month[t])])
    model.objective.expr += sum(case["demand_price"] * model.peak[m] for m in range(12))
    model.receive_duals()  # appsi asks for the suffix, which solph leaves empty
    built = time.perf_counter()
    solver = po.SolverFactory("appsi_highs")
    solver.config.load_solution = False
    solver.highs_options = {"solver": method, "run_crossover": "off", "time_limit": limit, "threads": 2, "output_flag": False}
    found = solver.solve(model)
    report(started, built, float(found.problem.upper_bound), status=str(found.solver.termination_condition))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
