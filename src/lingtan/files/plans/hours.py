"""The hours of a plan: what is asked for, made, drawn, fed in and stored. CSV, or Parquet where pyarrow is there."""

from __future__ import annotations

import io
from pathlib import Path

from lingtan.energy import FloatArray
from lingtan.errors import InputError
from lingtan.factory import Plan, measures_effect
from lingtan.files.atomic import write_atomic
from lingtan.files.energy import write_columns

__all__ = ["hour_columns", "write_hours"]

_STORED = {"charge": "charge_kw", "discharge": "discharge_kw", "content": "content_kwh", "boiler": "boiler_kw", "pumping": "heat_pump_kw",
           "heat_in": "heat_in_kw", "heat_out": "heat_out_kw", "heat_content": "heat_content_kwh", "curtail": "curtail_kw"}  # fmt: skip


def hour_columns(made: Plan) -> dict[str, FloatArray]:
    """By name, shape (T,), [kW] or [kWh]: before (load_kw, heat_kw) and after the plan (everything else)."""
    site, found = made.model.site, made.solution
    columns = {"load_kw": site.load_kw, "import_kw": made.import_kw, "export_kw": made.export_kw}
    columns |= {f"{g.name}_kw": g.per_kw * made.sizes[f"{g.name}_kw"] for g in site.generators}
    if site.heat_kw.any():
        columns["heat_kw"] = site.heat_kw
    if site.measures:
        columns["saved_kw"] = measures_effect(made)[0]
    known = {block.name for block in found.lp.columns}
    return columns | {name: found.of(block) * 1000.0 for block, name in _STORED.items() if block in known}


def write_hours(path: Path, made: Plan) -> None:
    """The hours with their local time, by the file's ending, atomically. Raises InputError `EXPORT_SUFFIX`, `FACTORY_EXTRA`."""
    columns, calendar = hour_columns(made), made.model.site.calendar
    if path.suffix == ".csv":
        write_columns(path, calendar, columns)
    elif path.suffix == ".parquet":
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ModuleNotFoundError as exc:
            raise InputError("FACTORY_EXTRA", place=path.name, missing="pyarrow") from exc
        stream = io.BytesIO()
        pq.write_table(pa.table({"time": [at.isoformat(timespec="minutes") for at in calendar.local], **columns}), stream)
        write_atomic(path, stream.getvalue())
    else:
        raise InputError("EXPORT_SUFFIX", place=path.name, name=path.name)
