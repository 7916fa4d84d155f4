"""`lingtan factory export`: the plan as a workbook that reckons, its hours, or a network for PyPSA."""

from __future__ import annotations

from pathlib import Path

from lingtan.errors import MethodError
from lingtan.factory import Reachable, plan_or_reach
from lingtan.files.plans import plan_sheets, write_hours, write_network
from lingtan.files.workbooks import write_workbook
from lingtan.services.factory.site import open_site

__all__ = ["export_plan"]


def export_plan(path: Path, *, xlsx: Path | None, hours: Path | None, pypsa: Path | None) -> list[str]:
    """Write what was asked for. Raises MethodError `PLAN_INFEASIBLE` where there is no plan to write."""
    made = plan_or_reach(open_site(path))
    if isinstance(made, Reachable):
        raise MethodError("PLAN_INFEASIBLE", place=path.name, cap=made.cap_t)
    written: list[Path] = []
    if xlsx is not None:
        write_workbook(xlsx, plan_sheets(made))
        written.append(xlsx)
    if hours is not None:
        write_hours(hours, made)
        written.append(hours)
    if pypsa is not None:
        written += write_network(pypsa, made)
    return [str(file) for file in written]
