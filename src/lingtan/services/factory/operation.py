"""`lingtan factory operate`: the plan's year on forecasts, against perfect foresight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory import Forecast, Operation, foresight, operate, plan
from lingtan.files.energy import write_columns
from lingtan.services.factory.site import open_site, open_sky

__all__ = ["operation_view"]


def operation_view(
    path: Path, *, every_hours: int = 24, forecasts: Sequence[str] = tuple(Forecast), hours: Path | None = None
) -> dict[str, Any]:
    """Cost on each forecast and with foresight, regret, errors of forecasts and quantiles; the hours of the last as CSV if asked for."""
    site, sky = open_site(path), open_sky(path)
    made = plan(site)
    perfect = foresight(made)
    ran = [operate(made, every_hours=every_hours, forecast=Forecast(one), sky=sky, perfect_yuan=perfect) for one in forecasts]
    if hours is not None:
        last = ran[-1]
        columns = {"load_kw": site.load_kw, "import_kw": last.import_kw, "export_kw": last.export_kw, "content_kwh": last.content_kwh}
        write_columns(hours, site.calendar, columns)
    return {
        "nature": "forecast", "site": site.name, "synthetic": site.synthetic, "every_hours": every_hours, "perfect_yuan": perfect,
        "runs": [_run(one) for one in ran],
    }  # fmt: skip


def _run(ran: Operation) -> dict[str, Any]:
    return {
        "forecast": ran.forecast.value, "cost_yuan": ran.cost_yuan, "regret_share": ran.regret_share, "unserved_kwh": ran.unserved_kwh,
        "solves": ran.solves, "skills": [asdict(one) for one in ran.skills], "spreads": [asdict(one) for one in ran.spreads],
    }  # fmt: skip
