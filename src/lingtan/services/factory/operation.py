"""`lingtan factory operate`: the plan's year on forecasts, against perfect foresight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtan.factory import operate, plan
from lingtan.files.energy import write_columns
from lingtan.services.factory.site import open_site

__all__ = ["operation_view"]


def operation_view(path: Path, *, every_hours: int = 24, hours: Path | None = None) -> dict[str, Any]:
    """Cost on persistence forecasts and with foresight, regret as a share; the hours as they came about in a CSV file if asked for."""
    site = open_site(path)
    found = operate(plan(site), every_hours=every_hours)
    if hours is not None:
        columns = {"load_kw": site.load_kw, "import_kw": found.import_kw, "export_kw": found.export_kw, "content_kwh": found.content_kwh}
        write_columns(hours, site.calendar, columns)
    return {
        "nature": "forecast", "site": site.name, "synthetic": site.synthetic, "forecast": "persistence", "every_hours": every_hours,
        "cost_yuan": found.cost_yuan, "perfect_yuan": found.perfect_yuan, "regret_share": found.regret_share,
        "unserved_kwh": found.unserved_kwh, "solves": found.solves,
    }  # fmt: skip
