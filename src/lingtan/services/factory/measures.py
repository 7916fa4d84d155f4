"""`lingtan factory measures`: what each measure of a site does by itself, what those of one end use do together, and their heat."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory.measures import effects_of
from lingtan.services.factory.site import open_site

__all__ = ["measures_view"]


def measures_view(path: Path) -> dict[str, Any]:
    """Energy, heat, water, VOC and waste of a year at full adoption, before any plan. Raises as `open_site`."""
    site = open_site(path)
    tank = {} if site.heat_store is None else {"tank_kwh": site.heat_store.max_kwh, "standing_share": site.heat_store.standing_share}
    found = effects_of(site.measures, site.combinations, site.heat_kw, **tank)
    return {"nature": "forecast", "site": site.name, "synthetic": site.synthetic, **asdict(found)}
