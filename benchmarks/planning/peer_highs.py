"""HiGHS alone: our linear program as arrays, handed over as fast as it can be. Arguments: folder, method, seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import highspy
import numpy as np
from peer_inputs import report


def main(folder: Path, method: str, limit: float) -> None:
    started = time.perf_counter()
    given = np.load(folder / "program.npz")
    highs = highspy.Highs()
    highs.silent()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(given["cost"]), len(given["row_lower"])
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = given["cost"], given["lower"], given["upper"]
    lp.row_lower_, lp.row_upper_ = given["row_lower"], given["row_upper"]
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = given["start"], given["index"], given["value"]
    integral = given["integral"]
    if integral.size:
        kinds = [highspy.HighsVarType.kContinuous] * lp.num_col_
        for at in integral.tolist():
            kinds[at] = highspy.HighsVarType.kInteger
        lp.integrality_ = kinds
    highs.passModel(lp)
    built = time.perf_counter()
    highs.setOptionValue("time_limit", limit)
    highs.setOptionValue("threads", 2)
    if not integral.size:
        highs.setOptionValue("solver", {"hipo": "hipo", "ipx": "ipx", "pdlp": "pdlp", "simplex": "simplex"}[method])
        highs.setOptionValue("run_crossover", "off")
    highs.run()
    status = highs.modelStatusToString(highs.getModelStatus())
    info = highs.getInfo()
    report(started, built, info.objective_function_value, status=status, gap=info.mip_gap if integral.size else None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
