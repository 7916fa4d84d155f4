"""`lingtan factory curve`: the cost-carbon front, the true marginal cost along it, and the naive bars beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory import bars, cuts_between, front
from lingtan.services.factory.site import open_site

__all__ = ["curve_view"]


def curve_view(path: Path, curve: str, *, points: int, cuts: Sequence[float] = ()) -> dict[str, Any]:
    """Points of one curve (physical, green, all) at the cuts asked for, else from the cheapest plan to the most that can be cut."""
    site = open_site(path)
    asked = tuple(cuts) or cuts_between(site, curve, points)
    return {"curve": curve, "points": [asdict(point) for point in front(site, curve, asked)], "bars": [asdict(bar) for bar in bars(site)]}
