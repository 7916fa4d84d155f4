"""PyPSA, linopy and HiGHS on the case. Arguments: folder, HiGHS method, seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pypsa
from peer_inputs import Case, report


def network(case: Case) -> pypsa.Network:
    """Grid, PV behind a bus of its own (surplus is fed in from there), battery as store with two links."""
    net = pypsa.Network()
    net.set_snapshots(range(len(case.load)))
    net.add("Carrier", "grid", co2_emissions=case["factor_t_per_mwh"])
    for bus in ("site", "roof", "cells"):
        net.add("Bus", bus)
    net.add("Load", "load", bus="site", p_set=case.load)
    net.add("Generator", "grid", bus="site", carrier="grid", p_nom=case["grid_mw"], marginal_cost=case.price)
    net.add(
        "Generator", "pv", bus="roof", p_nom_extendable=True, p_nom_max=case["pv_max_mw"], capital_cost=case["pv_cost"], p_max_pu=case.pv
    )
    net.add("Link", "own", bus0="roof", bus1="site", p_nom=1e3)
    net.add("Generator", "feed_in", bus="roof", p_nom=1e3, p_max_pu=0, p_min_pu=-1, marginal_cost=case["surplus_price"])
    share = case["one_way_share"]
    net.add("Link", "charger", bus0="site", bus1="cells", efficiency=share, p_nom_extendable=True, p_nom_max=case["battery_max_mw"],
            capital_cost=case["battery_power_cost"])  # fmt: skip
    net.add("Link", "discharger", bus0="cells", bus1="site", efficiency=share, p_nom_extendable=True)
    net.add("Store", "battery", bus="cells", e_cyclic=True, e_nom_extendable=True, e_nom_max=case["battery_max_mwh"],
            capital_cost=case["battery_energy_cost"])  # fmt: skip
    net.add("GlobalConstraint", "co2", type="primary_energy", carrier_attribute="co2_emissions", sense="<=", constant=case["cap_t"])
    return net


def own_rows(case: Case, net: pypsa.Network) -> None:
    """What PyPSA has no component for: one power for both directions, and the month's peak."""
    import xarray as xr

    model = net.model
    sizes = model.variables["Link-p_nom"]
    share = case["one_way_share"]
    model.add_constraints(sizes.loc["charger"] - share * sizes.loc["discharger"] == 0, name="one_power")
    months = xr.DataArray(range(12), dims=["month"], coords={"month": range(12)})
    peaks = model.add_variables(lower=0, coords=[months.to_index()], name="peak")
    drawn = model.variables["Generator-p"].loc[:, "grid"]
    month = xr.DataArray(case.month, dims=["snapshot"], coords={"snapshot": net.snapshots})
    model.add_constraints(drawn - peaks.sel(month=month) <= 0, name="peak_of_month")
    model.objective = model.objective.expression + (peaks * case["demand_price"]).sum()


def main(folder: Path, method: str, limit: float) -> None:
    case = Case(folder)
    started = time.perf_counter()
    net = network(case)
    net.optimize.create_model()
    own_rows(case, net)
    built = time.perf_counter()
    options = {"solver": method, "run_crossover": "off", "time_limit": limit, "threads": 2, "output_flag": False}
    status = net.model.solve(solver_name="highs", io_api="direct", **options)
    rows = int(net.model.constraints.ncons)
    report(started, built, float(net.model.objective.value), status=str(status[1]), rows=rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
