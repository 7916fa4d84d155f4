"""A plan's electricity as a network that PyPSA reads: sizes fixed, the year's dispatch to decide."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.energy import FloatArray
from lingtan.factory import Plan, energy_prices, measures_effect
from lingtan.files.atomic import write_atomic
from lingtan.files.plans.netcdf import netcdf_bytes

__all__ = ["write_network"]

_MUCH_MW = 1e4
Table = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Network:
    """Components by kind, one row each; the hours' beginnings; what changes from hour to hour, by `kind-attribute` and component."""

    tables: Mapping[str, Table]
    starts: Sequence[datetime]
    series: Mapping[str, Mapping[str, FloatArray]]


def write_network(path: Path, made: Plan) -> list[Path]:
    """One netCDF file where the path ends in `.nc` (`import_from_netcdf`), else a folder of CSV files (`import_from_csv_folder`)."""
    network = _network(made)
    if path.suffix == ".nc":
        write_atomic(path, netcdf_bytes(network.tables, network.starts, network.series))
        return [path]
    path.mkdir(parents=True, exist_ok=True)
    hours = [at.isoformat(sep=" ", timespec="seconds") for at in network.starts]
    written = [_table(path / f"{name}.csv", rows) for name, rows in network.tables.items()]
    return written + [_series(path / f"{name}.csv", hours, columns) for name, columns in network.series.items()]


def _network(made: Plan) -> _Network:
    """Buses, load after measures, grid, own generation, feed-in of surplus and battery, in MW and yuan/MWh.

    Own generation stands at a bus of its own, so that only surplus is fed in. Demand charges, instruments and heat are left out: PyPSA has
    no component for them. Of a network with `n.optimize()` the energy cost is at most that of the plan, which also minds its peaks.
    """
    site, found = made.model.site, made.solution
    load = site.load_kw - measures_effect(made)[0]
    known = {block.name for block in found.lp.columns}
    load = load + (found.of("pumping") * 1000.0 if "pumping" in known else 0.0)
    tables: dict[str, Table] = {
        "buses": [{"name": name, "carrier": "AC"} for name in ("site", "own", "cells")],
        "carriers": [{"name": "AC"}, {"name": "grid", "co2_emissions": site.carbon.location_kg_per_kwh}],
        "loads": [{"name": "load", "bus": "site"}],
        "generators": [
            {"name": "grid", "bus": "site", "carrier": "grid", "p_nom": site.grid_kw / 1000.0},
            *({"name": g.name, "bus": "own", "carrier": "AC", "p_nom": made.sizes[f"{g.name}_kw"] / 1000.0} for g in site.generators),
            {"name": "feed_in", "bus": "own", "carrier": "AC", "p_nom": _MUCH_MW, "p_min_pu": -1.0, "p_max_pu": 0.0,
             "marginal_cost": float(site.tariff.surplus_price) * 1000.0},
        ],
        "links": [{"name": "own_use", "bus0": "own", "bus1": "site", "p_nom": _MUCH_MW, "efficiency": 1.0}],
    }  # fmt: skip
    store = site.battery
    if store is not None and "battery_mw" in known:
        power, energy = (float(found.of(name)[0]) for name in ("battery_mw", "battery_mwh"))
        tables["links"] = [
            *tables["links"],
            {"name": "charger", "bus0": "site", "bus1": "cells", "p_nom": power, "efficiency": store.charge_share},
            {"name": "discharger", "bus0": "cells", "bus1": "site", "p_nom": power / store.discharge_share,
             "efficiency": store.discharge_share},
        ]  # fmt: skip
        tables["stores"] = [{"name": "battery", "bus": "cells", "e_nom": energy, "e_cyclic": True, "standing_loss": store.standing_share}]
    series = {
        "loads-p_set": {"load": load / 1000.0},
        "generators-marginal_cost": {"grid": energy_prices(site) * 1000.0},
        "generators-p_max_pu": {g.name: g.per_kw for g in site.generators},
        "snapshots": dict.fromkeys(("objective", "stores", "generators"), 1.0 + 0.0 * load),
    }
    starts = [at.replace(tzinfo=None) for at in site.calendar.starts]
    return _Network(tables=tables, starts=starts, series={name: columns for name, columns in series.items() if columns})


def _table(path: Path, rows: Table) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return _write(path, [names, *([row.get(name, "") for name in names] for row in rows)])


def _series(path: Path, hours: Sequence[str], columns: Mapping[str, FloatArray]) -> Path:
    """One line an hour; times are UTC, as PyPSA knows no zone."""
    lines = zip(hours, *(values.tolist() for values in columns.values()), strict=True)
    return _write(path, [["snapshot", *columns], *(list(line) for line in lines)])


def _write(path: Path, lines: Sequence[Sequence[object]]) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines)
    write_atomic(path, text.getvalue().encode("utf-8"))
    return path
