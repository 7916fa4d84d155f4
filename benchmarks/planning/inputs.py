"""The case as files: what the peers read, written from the very site that ours plans."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from lingtan.factory import Site, plan_model
from lingtan.factory.model import energy_prices, yearly_cost_share
from lingtan.optimise import LinearProgram
from lingtan.services.factory.site import open_site

SITE = Path(__file__).parent / "site.toml"


def write_inputs(folder: Path) -> Site:
    """Series and numbers of the case for PyPSA and oemof, and the linear program itself for HiGHS alone."""
    site = open_site(SITE)
    (pv,), store, basic, cap = site.generators, site.battery, site.basics[0], site.cap
    if store is None or cap is None:
        raise SystemExit("the case has a battery and a cap")
    np.savez(folder / "series.npz", load=site.load_kw / 1000, pv=pv.per_kw, price=energy_prices(site), month=site.calendar.month)
    yearly = yearly_cost_share(site, store.life_years, store.opex_share)
    numbers = {
        "grid_mw": site.grid_kw / 1000,
        "surplus_price": float(site.tariff.surplus_price),
        "demand_price": float(basic.price),
        "factor_t_per_mwh": site.carbon.location_kg_per_kwh,
        "cap_t": cap.co2_t,
        "pv_max_mw": pv.max_kw / 1000,
        "pv_cost": pv.capex_yuan_per_kw * yearly_cost_share(site, pv.life_years, pv.opex_share),
        "battery_max_mw": store.max_kw / 1000,
        "battery_max_mwh": store.max_kwh / 1000,
        "battery_power_cost": store.capex_yuan_per_kw * yearly,
        "battery_energy_cost": store.capex_yuan_per_kwh * yearly,
        "one_way_share": store.charge_share,
    }
    (folder / "numbers.json").write_text(json.dumps(numbers), "utf-8")
    write_program(folder, plan_model(site, basic).lp, integral=[])
    return site


def write_program(folder: Path, lp: LinearProgram, *, integral: list[int]) -> None:
    """A program as arrays, with the positions of columns that must be whole."""
    a = lp.matrix
    np.savez(
        folder / "program.npz", cost=lp.cost, lower=lp.lower, upper=lp.upper, row_lower=lp.row_lower, row_upper=lp.row_upper,
        start=a.indptr, index=a.indices, value=a.data, integral=np.array(integral, dtype=np.int64),
    )  # fmt: skip


def infeasible(site: Site) -> Site:
    """The same site asked for a tenth of its carbon, which no roof and battery of its own reach."""
    if site.cap is None:
        raise SystemExit("the case has a cap")
    return replace(site, cap=replace(site.cap, co2_t=0.1 * site.cap.co2_t))
