"""A network's tables in the netCDF form that PyPSA writes and reads (classic netCDF, 64-bit offsets)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from scipy.io import netcdf_file

from lingtan.energy import FloatArray

__all__ = ["netcdf_bytes"]


def netcdf_bytes(
    tables: Mapping[str, Sequence[Mapping[str, object]]], starts: Sequence[datetime], series: Mapping[str, Mapping[str, FloatArray]]
) -> bytes:
    """The file's bytes.

    `tables`: rows with a `name` by kind of component; `starts`: beginnings of the hours, UTC without zone, shape (T,); `series`: by
    `kind-attribute` of components by name, each of shape (T,), and `snapshots` for the hours' own weights.
    """
    memory = io.BytesIO()
    file = netcdf_file(memory, "w", version=2)
    file.createDimension("snapshots", len(starts))
    clock = file.createVariable("snapshots", "f8", ("snapshots",))
    _tell(clock, units=f"minutes since {starts[0].isoformat(sep=' ')}", calendar="proleptic_gregorian")
    clock[:] = [(at - starts[0]).total_seconds() / 60.0 for at in starts]
    for kind, rows in tables.items():
        _index(file, f"{kind}_i", [str(row["name"]) for row in rows])
        for attribute in dict.fromkeys(name for row in rows for name in row if name != "name"):
            _attribute(file, f"{kind}_{attribute}", f"{kind}_i", [row.get(attribute) for row in rows])
    for name, columns in series.items():
        if name == "snapshots":
            for weight, values in columns.items():
                file.createVariable(f"snapshots_{weight}", "f8", ("snapshots",))[:] = values
            continue
        kind, _, attribute = name.partition("-")
        whole = f"{kind}_t_{attribute}"
        _index(file, f"{whole}_i", list(columns))
        file.createVariable(whole, "f8", ("snapshots", f"{whole}_i"))[:] = np.column_stack(list(columns.values()))
    file.flush()
    return memory.getvalue()


def _index(file: netcdf_file, name: str, names: Sequence[str]) -> None:
    file.createDimension(name, len(names))
    _texts(file, name, name, names)


def _attribute(file: netcdf_file, name: str, index: str, values: Sequence[object]) -> None:
    """Numbers, with NaN where a component has none: PyPSA then takes its default. Truth as bytes that say so. Texts, empty where none."""
    stated = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in stated):
        truth = file.createVariable(name, "i1", (index,))
        _tell(truth, dtype="bool")
        truth[:] = [int(bool(value)) for value in values]
    elif all(isinstance(value, int | float) for value in stated):
        file.createVariable(name, "f8", (index,))[:] = [np.nan if value is None else float(str(value)) for value in values]
    else:
        _texts(file, name, index, ["" if value is None else str(value) for value in values])


def _texts(file: netcdf_file, name: str, index: str, texts: Sequence[str]) -> None:
    """UTF-8 in rows of equal length, as classic netCDF keeps text."""
    raw = [text.encode("utf-8") for text in texts]
    width = max(1, *map(len, raw))
    if (length := f"string{width}") not in file.dimensions:
        file.createDimension(length, width)
    held = file.createVariable(name, "c", (index, length))
    _tell(held, _Encoding="utf-8")
    held[:] = np.frombuffer(b"".join(one.ljust(width, b"\0") for one in raw), "S1").reshape(len(raw), width)


def _tell(variable: Any, **attributes: str) -> None:
    for name, value in attributes.items():
        setattr(variable, name, value)
