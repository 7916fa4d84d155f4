"""The inventory as a bw_processing datapackage with the same distributions, and the demand of one product."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from lingtan.lca import Portfolio
from scale.synthetic import KINDS, Inventory

PRODUCT, FLOW = 1, 1_000_001


def write(made: Inventory, sigma: float, one: Portfolio, folder: Path) -> None:
    """`package.zip` and `demand.json` in the folder. Product and activity i have the id i + 1."""
    import bw_processing as bwp
    from fsspec.implementations.zip import ZipFileSystem

    package = bwp.create_datapackage(fs=ZipFileSystem(str(folder / "package.zip"), mode="w"))

    def add(matrix: str, rows: np.ndarray, columns: np.ndarray, amounts: np.ndarray, sigmas: np.ndarray, flips: np.ndarray) -> None:
        indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, columns
        laws = np.zeros(len(rows), dtype=bwp.UNCERTAINTY_DTYPE)
        laws["uncertainty_type"] = np.where(sigmas > 0.0, 2, 0)
        laws["loc"] = np.where(sigmas > 0.0, np.log(amounts), amounts)
        laws["scale"] = np.where(sigmas > 0.0, sigmas, math.nan)
        for name in ("shape", "minimum", "maximum"):
            laws[name] = math.nan
        laws["negative"] = False
        package.add_persistent_vector(
            matrix=matrix, name=matrix[:4], indices_array=indices, data_array=amounts, distributions_array=laws, flip_array=flips
        )

    own = np.arange(made.count) + PRODUCT
    rows, columns = np.concatenate([own, made.row + PRODUCT]), np.concatenate([own, made.column + PRODUCT])
    is_input = np.arange(len(rows)) >= made.count
    add("technosphere_matrix", rows, columns, np.concatenate([np.ones(made.count), made.amount]), np.where(is_input, sigma, 0.0), is_input)
    flows = np.full(len(made.flow), sigma)
    add("biosphere_matrix", made.kind + FLOW, made.flow_column + PRODUCT, made.flow, flows, np.zeros(len(made.flow), dtype=bool))
    kinds = np.arange(KINDS) + FLOW
    add("characterization_matrix", kinds, kinds, made.factor, np.zeros(KINDS), np.zeros(KINDS, dtype=bool))
    package.finalize_serialization()
    demand: dict[str, float] = {}
    for activity, amount in zip(one.activity.tolist(), one.amount.tolist(), strict=True):
        demand[str(activity + PRODUCT)] = demand.get(str(activity + PRODUCT), 0.0) + amount
    (folder / "demand.json").write_text(json.dumps(demand), "utf-8")
