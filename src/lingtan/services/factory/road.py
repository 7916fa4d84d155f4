"""`lingtan factory road`: what to build in which year of a site file's `[road]`, with the money of the whole way."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.factory import road
from lingtan.services.factory.site import open_site_file

__all__ = ["road_view"]


def road_view(path: Path) -> dict[str, Any]:
    """Stages and money of the cheapest road. Raises InputError `SITE_ROAD` where the file has none, and as `factory.road`."""
    file, site = open_site_file(path)
    if file.road is None:
        raise InputError("SITE_ROAD", place="road", most=8)
    made = road(site, file.stages, file.road.end_year)
    origins = [asdict(origin) for origin in site.origins if origin.section == "road"]
    return {"nature": "forecast", "site": site.name, "synthetic": site.synthetic, **asdict(made), "assumptions": origins}
