"""`lingtan factory curve`: the cost-carbon front, the true marginal cost along it, and the naive bars beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory import bars, front
from lingtan.services.factory.site import open_site

__all__ = ["curve_view"]


def curve_view(path: Path, curve: str, cuts: Sequence[float]) -> dict[str, Any]:
    """Points of one curve (physical, green, all) at the cuts asked for, and the bars."""
    site = open_site(path)
    points = [asdict(point) for point in front(site, curve, cuts)]
    return {"curve": curve, "points": points, "bars": [asdict(bar) for bar in bars(site)]}
