"""What every peer reads: the same series and numbers, in MW, thousand yuan and tonnes. numpy and the standard library only."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


class Case:
    """The case: PV (pv_max), battery kW and kWh, time-of-use buying, feed-in of own surplus, twelve demand peaks, a cap on carbon."""

    def __init__(self, folder: Path) -> None:
        series = np.load(folder / "series.npz")
        self.load, self.pv, self.price, self.month = (series[name] for name in ("load", "pv", "price", "month"))
        self.numbers: dict[str, float] = json.loads((folder / "numbers.json").read_text("utf-8"))

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]


def report(started: float, built: float, objective: float | None, **more: Any) -> None:
    """One JSON line: thousand yuan, seconds on the clock from the first line after the imports, and the process's peak memory."""
    done = time.perf_counter()
    line = {
        "objective": objective,
        "build": built - started,
        "solve": done - built,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **more,
    }
    sys.stdout.write("\nRESULT " + json.dumps(line) + "\n")
