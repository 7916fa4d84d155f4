"""`lingtan factory curve` and `front`: least cost at rising cuts, the true marginal cost along it, and the naive bars explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory import bars, cuts_between, explained, front, most_cut
from lingtan.services.factory.site import open_site

__all__ = ["LEVELS", "curve_view", "front_view"]

#: The curves, each with more instruments than the one before (`factory.abatement`).
LEVELS = ("physical", "green", "all")


def curve_view(
    path: Path, curve: str, *, points: int, cuts: Sequence[float] = (), explain: bool = False, workers: int = 1
) -> dict[str, Any]:
    """Points of one curve at the cuts asked for, else from the cheapest plan to the most that can be cut; the naive bars beside it."""
    site = open_site(path)
    asked = tuple(cuts) or cuts_between(site, curve, points)
    found = front(site, curve, asked, workers=workers)
    view: dict[str, Any] = {
        "curve": curve,
        "synthetic": site.synthetic,
        "points": [asdict(point) for point in found],
        "bars": [asdict(bar) for bar in bars(site)],
    }
    return view | {"explained": [asdict(one) for one in explained(site, workers=workers)]} if explain else view


def front_view(path: Path, *, cuts: Sequence[float] = (0.8, 0.9, 0.95, 1.0), workers: int = 1) -> dict[str, Any]:
    """Cost at each cut on all three curves, and the most that each can cut as a share of the baseline."""
    site = open_site(path)
    levels = {
        level: {
            "reach_share": most_cut(site, level),
            "points": [asdict(point) for point in front(site, level, cuts, workers=workers)],
        }
        for level in LEVELS
    }
    return {"site": site.name, "synthetic": site.synthetic, "levels": levels}
