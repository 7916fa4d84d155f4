"""Brightway datapackages as they are: groups of arrays for the entries of matrices, with metadata; read and written without bw_processing.

The format is NumPy `.npy` arrays beside a `datapackage.json` (bw_processing 1.6, BSD-3-Clause, its README and `datapackage.py`). Here it is
read from bytes, since bw_processing would bring pandas and fsspec, and opens what it reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.evidence import digest_bytes
from lingtan.files.exchange.containers import json_bytes, read_container, write_container
from lingtan.files.trees import parse_json
from lingtan.lca.exchange import LAW, Laws

__all__ = ["METADATA", "Datapackage", "MatrixGroup", "package_files", "package_from_files", "read_datapackage", "write_datapackage"]

METADATA = "datapackage.json"
_INDICES = np.dtype([("row", np.int64), ("col", np.int64)])
#: The distributions' record on disk: binary32, as bw_processing and matrix_utils expect it.
_STORED_LAW = np.dtype([(name, LAW[name] if LAW[name].kind in "ub" else np.dtype(np.float32)) for name in LAW.names or ()])
_ARRAYS = ("indices", "data", "distributions", "flip", "rescale", "reference")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatrixGroup:
    """One resource group: entries of `matrix`, every array of shape (count,).

    `data` and `rescale` in the matrix's own units; `flip` turns the sign; `reference` marks a column's production. `rest` is what else its
    resources say (an identifier, a location).
    """

    name: str
    matrix: str
    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    data: npt.NDArray[np.float64]
    laws: Laws | None = None
    flip: npt.NDArray[np.bool_] | None = None
    rescale: npt.NDArray[np.float64] | None = None
    reference: npt.NDArray[np.bool_] | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Datapackage:
    """A datapackage: its name, its groups in order, its tables of labels (rows as mappings), and what its metadata says beside them.

    `sums_within` and `sums_across` say whether entries of one place add up within a group and between groups, or the last one stands.
    """

    name: str
    groups: tuple[MatrixGroup, ...]
    labels: Mapping[str, Any] = field(default_factory=dict)
    sums_within: bool = True
    sums_across: bool = False
    rest: Mapping[str, Any] = field(default_factory=dict)


def read_datapackage(path: Path) -> Datapackage:
    """The datapackage in a ZIP or folder. Raises InputError as `read_container` and `package_from_files`."""
    return package_from_files(read_container(path), place=path.name)


def package_from_files(files: Mapping[str, bytes], *, place: str) -> Datapackage:
    """The datapackage of these files.

    Raises InputError `EXCHANGE_NOT_DATAPACKAGE`, `JSON_BROKEN`, `EXCHANGE_RESOURCE` (presamples, interfaces, Parquet: named), and
    `EXCHANGE_ARRAY` for an array that is missing, broken or of another shape.
    """
    if METADATA not in files:
        raise InputError("EXCHANGE_NOT_DATAPACKAGE", place=place, wanted=METADATA)
    metadata = parse_json(files[METADATA], place=f"{place}: {METADATA}")
    if not isinstance(metadata, dict) or not isinstance(metadata.get("resources"), list):
        raise InputError("EXCHANGE_NOT_DATAPACKAGE", place=f"{place}: {METADATA}", wanted="resources")
    found: dict[str, dict[str, Any]] = {}
    labels: dict[str, Any] = {}
    for resource in metadata["resources"]:
        path = str(resource.get("path", ""))
        where = f"{place}: {resource.get('name', path)}"
        if resource.get("kind") in _ARRAYS:
            _check_resource(resource, path, where)
            found.setdefault(str(resource["group"]), {})[resource["kind"]] = (resource, _array(files, path, where))
        elif path.endswith(".json") and path in files:
            labels[str(resource.get("name", path))] = parse_json(files[path], place=where)
        elif path.endswith(".csv") and path in files:
            labels[str(resource.get("name", path))] = list(csv.DictReader(io.StringIO(files[path].decode("utf-8-sig"))))
    return Datapackage(
        name=str(metadata.get("name", "")),
        groups=tuple(_group(name, arrays, place) for name, arrays in found.items()),
        labels=labels,
        sums_within=bool(metadata.get("sum_intra_duplicates", True)),
        sums_across=bool(metadata.get("sum_inter_duplicates", False)),
        rest={key: value for key, value in metadata.items() if key not in ("name", "resources")},
    )


def _check_resource(resource: Mapping[str, Any], path: str, where: str) -> None:
    """Only vectors of fixed numbers are a system at value with distributions; the other kinds are programs or samples of one."""
    if resource.get("profile") == "interface" or not path:
        raise InputError("EXCHANGE_RESOURCE", place=where, kind="interface")
    if resource.get("category") != "vector":
        raise InputError("EXCHANGE_RESOURCE", place=where, kind=str(resource.get("category")))
    if not path.endswith(".npy"):
        raise InputError("EXCHANGE_RESOURCE", place=where, kind=path.rpartition(".")[2])


def _array(files: Mapping[str, bytes], path: str, where: str) -> npt.NDArray[Any]:
    if path not in files:
        raise InputError("EXCHANGE_ARRAY", place=where, detail=f"{path} is not there")
    try:
        loaded = np.load(io.BytesIO(files[path]), allow_pickle=False)
    except (ValueError, OSError, EOFError, SyntaxError, MemoryError) as exc:
        raise InputError("EXCHANGE_ARRAY", place=where, detail=str(exc)[:200]) from exc
    if not isinstance(loaded, np.ndarray) or loaded.ndim != 1:
        raise InputError("EXCHANGE_ARRAY", place=where, detail="not one column")
    return loaded


def _group(name: str, arrays: Mapping[str, tuple[Mapping[str, Any], npt.NDArray[Any]]], place: str) -> MatrixGroup:
    where = f"{place}: {name}"
    for kind in ("indices", "data"):
        if kind not in arrays:
            raise InputError("EXCHANGE_ARRAY", place=f"{where}.{kind}", detail="not there")
    resource, indices = arrays["indices"]
    if not {"row", "col"} <= set(indices.dtype.names or ()):
        raise InputError("EXCHANGE_ARRAY", place=where, detail="indices are not (row, col)")
    data = arrays["data"][1]
    for kind, (_, array) in arrays.items():
        if len(array) != len(indices):
            raise InputError("EXCHANGE_ARRAY", place=f"{where}.{kind}", detail=f"{len(array)} entries where indices have {len(indices)}")
    if data.dtype.kind not in "fiu":
        raise InputError("EXCHANGE_ARRAY", place=f"{where}.data", detail=str(data.dtype))
    known = ("name", "path", "group", "kind", "matrix", "category", "nrows", "profile", "format", "mediatype")
    return MatrixGroup(
        name=name,
        matrix=str(resource.get("matrix", "")),
        row=indices["row"].astype(np.int64),
        column=indices["col"].astype(np.int64),
        data=data.astype(np.float64),
        laws=_laws(arrays["distributions"][1], where) if "distributions" in arrays else None,
        flip=arrays["flip"][1].astype(np.bool_) if "flip" in arrays else None,
        rescale=arrays["rescale"][1].astype(np.float64) if "rescale" in arrays else None,
        reference=arrays["reference"][1].astype(np.bool_) if "reference" in arrays else None,
        rest={key: value for key, value in resource.items() if key not in known},
    )


def _laws(array: npt.NDArray[Any], where: str) -> Laws:
    if set(LAW.names or ()) - set(array.dtype.names or ()):
        raise InputError("EXCHANGE_ARRAY", place=f"{where}.distributions", detail=str(array.dtype.names))
    laws = np.zeros(len(array), dtype=LAW)
    for name in LAW.names or ():
        laws[name] = array[name]
    return laws


def write_datapackage(path: Path, package: Datapackage) -> None:
    """Write it as a ZIP (`*.zip`) or folder that bw_processing loads. Raises InputError as `write_container`."""
    write_container(path, package_files(package))


def package_files(package: Datapackage) -> Mapping[str, bytes]:
    """The files of a datapackage; the same arrays and labels give the same bytes. Its `id` is the digest of its contents."""
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for group in package.groups:
        for kind, array in _stored(group).items():
            out = io.BytesIO()
            np.save(out, array, allow_pickle=False)
            files[f"{group.name}.{kind}.npy"] = out.getvalue()
            resources.append(_resource(group, kind))
    for name, value in package.labels.items():
        files[f"{name}.json"] = json_bytes(value)
        resources.append({"profile": "data-resource", "mediatype": "application/json", "path": f"{name}.json", "name": name})
        resources[-1]["valid_for"] = package.groups[0].name if package.groups else ""
    contents = digest_bytes(b"".join(name.encode() + b"\0" + digest_bytes(data).encode() for name, data in sorted(files.items())))
    defaults = {"profile": "data-package", "combinatorial": False, "sequential": False, "seed": None, "64_bit_indices": True}
    metadata = defaults | {"licenses": [], "matrix_serialize_format_type": "numpy"} | dict(package.rest)
    metadata |= {"name": package.name, "id": contents.removeprefix("sha256:")[:32], "resources": resources}
    metadata |= {"sum_intra_duplicates": package.sums_within, "sum_inter_duplicates": package.sums_across}
    return {**files, METADATA: json_bytes(metadata)}


def _stored(group: MatrixGroup) -> Mapping[str, npt.NDArray[Any]]:
    indices = np.empty(len(group), dtype=_INDICES)
    indices["row"], indices["col"] = group.row, group.column
    arrays: dict[str, npt.NDArray[Any]] = {"indices": indices, "data": group.data}
    if group.laws is not None:
        arrays["distributions"] = group.laws.astype(_STORED_LAW)
    for kind, array in (("flip", group.flip), ("rescale", group.rescale), ("reference", group.reference)):
        if array is not None:
            arrays[kind] = array
    return arrays


def _resource(group: MatrixGroup, kind: str) -> dict[str, Any]:
    """One resource as bw_processing's `_add_numpy_array_resource` describes it."""
    name = f"{group.name}.{kind}"
    described = {"profile": "data-resource", "format": "npy", "mediatype": "application/octet-stream", "name": name, "path": f"{name}.npy"}
    return {**group.rest, **described, "matrix": group.matrix, "kind": kind, "category": "vector", "nrows": len(group), "group": group.name}
