"""A site's options as levers: energy by the hour, never more own use than load, the naive bars' tonnes and prices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lingtan.factory import bars, site_file
from lingtan.factory.model import energy_prices, yearly_cost_share
from lingtan.factory.options import estimates_of, levers_of
from lingtan.files.trees import read_toml
from lingtan.services.factory.site import open_site

PATH = Path(__file__).parents[2] / "examples" / "factory-board-shop.toml"


@pytest.fixture(scope="module")
def site():
    return open_site(PATH)


def test_own_use_of_a_generator_is_what_the_load_takes_by_the_hour(site) -> None:
    made = site.generators[0]
    lever = next(item for item in levers_of(site) if item.name == made.name)
    own = np.minimum(made.max_kw * made.per_kw, site.load_kw)
    assert lever.limit == made.max_kw
    assert lever.changes["own_renewable_kwh"] * made.max_kw == pytest.approx(float(own.sum()))
    assert lever.changes["own_renewable_kwh"] <= float(made.per_kw.sum())
    spilt = made.max_kw * made.per_kw - own
    cost = made.max_kw * made.capex_yuan_per_kw * yearly_cost_share(site, made.life_years, made.opex_share)
    worth = float(own @ energy_prices(site)) + float(spilt.sum()) * float(site.tariff.surplus_price)
    assert lever.limit * lever.yuan_per_unit == pytest.approx(cost - worth)


def test_measures_cut_the_tonnes_of_the_naive_bars(site) -> None:
    factor = site.carbon.location_kg_per_kwh / 1_000
    naive = {bar.name: bar.cut_t for bar in bars(site)}
    for lever in levers_of(site):
        if lever.name in ("solder", "nitrogen"):
            cut = -lever.changes["electricity_kwh"] * factor - lever.changes["direct_t"]
            assert lever.limit * cut == pytest.approx(naive[lever.name])


def test_instruments_keep_their_price_and_limit(site) -> None:
    found = {lever.name: lever for lever in levers_of(site)}
    assert (found["certificates"].yuan_per_unit, found["certificates"].limit) == (5.15, 6_000)
    assert found["certificates"].changes == {"certificates_kwh": 1_000.0}
    assert found["ccer"].changes == {"offsets_t": 1.0}
    assert all(lever.source.strip() for lever in found.values())


def test_estimates_are_the_models_loads_and_fuel() -> None:
    file = site_file(read_toml(PATH), place="site")
    found = estimates_of(file, {"load": 5.0})
    assert found["electricity_kwh"] == 5.0
    assert found["direct_t"] == pytest.approx(120 + 3_000_000 / 0.9 * 0.202 / 1_000)
