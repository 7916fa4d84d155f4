"""bw2calc's side: Monte Carlo of one demand on a datapackage; run by the Python of an environment that has bw2calc.

python brightway.py FOLDER CLASS DRAWS RTOL; FOLDER holds package.zip and demand.json. Prints one JSON object.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore")  # it recommends another solver on import


def main() -> None:
    """Time `next(lca)` after the first one, and say what came out."""
    import bw2calc
    import bw_processing as bwp
    from fsspec.implementations.zip import ZipFileSystem

    folder, name, draws, rtol = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    demand = {int(key): amount for key, amount in json.loads((folder / "demand.json").read_text("utf-8")).items()}
    package = bwp.load_datapackage(ZipFileSystem(str(folder / "package.zip")))
    options = {} if name == "LCA" else {"rtol": rtol}
    began = time.perf_counter()
    lca = getattr(bw2calc, name)(demand, data_objs=[package], use_distributions=draws > 0, seed_override=42, **options)
    lca.lci()
    lca.lcia()
    first_s, scores, residuals = time.perf_counter() - began, [float(lca.score)], []
    if draws:
        next(lca)
    scores = [float(lca.score)]
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(draws):
        next(lca)
        scores.append(float(lca.score))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    left = lca.technosphere_matrix @ lca.supply_array - lca.demand_array
    residuals.append(float(np.linalg.norm(left) / np.linalg.norm(lca.demand_array)))
    print(
        json.dumps(
            {
                "class": name,
                "draws": draws,
                "first_s": first_s,
                "wall_s": wall,
                "cpu_s": cpu,
                "per_s_wall": draws / wall if draws else None,
                "per_s_cpu": draws / cpu if draws else None,
                "residual_norm": max(residuals),
                "pardiso": bool(bw2calc.PYPARDISO),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000.0,
                "scores": scores,
            }
        )
    )


if __name__ == "__main__":
    main()
