"""What was promised of totals, class by class: nearer than every peer, coverage in its band, interval score no worse than the trees'."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from accuracy.scores import coverage_band

PEERS = ("median", "boosted", "boavizta")
Row = Mapping[str, object]


def verdicts(rows: Sequence[Row], *, least: int) -> list[str]:
    """One line for each class with at least `least` sheets: what holds, and what fails by how much."""
    totals = {(str(row["class"]), str(row["by"])): row for row in rows if row["maker"] == "*" and row["target"] == "total"}
    found = []
    for name in sorted({device_class for device_class, by in totals if by == "ours"}):
        own = totals[name, "ours"]
        if _number(own, "n") >= least:
            peers = {by: totals[name, by] for by in PEERS if (name, by) in totals}
            failed = [*_nearer(own, peers), *_covered(own), *_scored(own, peers)]
            said = f"fails: {'; '.join(failed)}" if failed else f"holds beside {', '.join(peers) or 'nobody'}"
            found.append(f"{name:12s} n {own['n']:>4}  {said}")
    return found


def _nearer(own: Row, peers: Mapping[str, Row]) -> list[str]:
    nearer = [by for by, row in peers.items() if _number(row, "mdape") <= _number(own, "mdape")]
    return [f"MdAPE {_error(own)}, {by} {_error(peers[by])}" for by in nearer]


def _error(row: Row) -> str:
    return f"{_number(row, 'mdape'):.3f} [{_number(row, 'mdape_low'):.3f},{_number(row, 'mdape_high'):.3f}]"


def _covered(own: Row) -> list[str]:
    low, high = coverage_band(int(_number(own, "n")))
    inside = low <= _number(own, "coverage") <= high
    return [] if inside else [f"P5-P95 covers {_number(own, 'coverage'):.2f}, band {low:.2f}-{high:.2f}"]


def _scored(own: Row, peers: Mapping[str, Row]) -> list[str]:
    score = _number(own, "interval_score")
    trees = _number(peers["boosted"], "interval_score") if "boosted" in peers else math.inf
    return [] if score <= trees else [f"interval score {score:.2f}, trees {trees:.2f}"]


def _number(row: Row, name: str) -> float:
    return float(str(row[name]))
