"""A kept plan as a workbook that reckons, written when it is first asked for."""

from __future__ import annotations

from lingtan.errors import MethodError, StoreError
from lingtan.factory import Reachable, plan_or_reach
from lingtan.files import write_workbook
from lingtan.files.plans import plan_sheets
from lingtan.services.factory.site import open_site
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import site_path
from lingtan.services.sites.plans import kept_plan, plan_folder
from lingtan.services.sites.settings import changed

__all__ = ["plan_workbook"]


def plan_workbook(workspace: Workspace, site: str, *, plan: str = "") -> bytes:
    """The latest plan, or the one named, solved again to the same figures. Raises as `kept_plan`, MethodError `PLAN_INFEASIBLE`."""
    kept = kept_plan(workspace, site, plan)
    if kept is None:
        raise StoreError("SITE_PLAN_UNKNOWN", place=site)
    target = plan_folder(workspace, site, kept.plan) / "plan.xlsx"
    if not target.is_file():
        made = plan_or_reach(open_site(site_path(workspace, site), lambda file: changed(file, kept.settings)))
        if isinstance(made, Reachable):
            raise MethodError("PLAN_INFEASIBLE", place=site, cap=made.cap_t)
        write_workbook(target, plan_sheets(made))
    return target.read_bytes()
