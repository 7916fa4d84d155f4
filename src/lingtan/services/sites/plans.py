"""Plans that were made of a site: written by a job a part at a time, read by its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.errors import StoreError
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.hours import Hours
from lingtan.services.sites.keeping import SITES
from lingtan.services.sites.planned import Planned
from lingtan.services.sites.settings import PlanSettings
from lingtan.services.work.parts import read_part

__all__ = ["KeptPlan", "kept_hours", "kept_plan", "kept_plans", "plan_folder"]

_DONE = "plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlan:
    """A plan of a site by its job, with what was asked and answered."""

    site: str
    plan: str
    actor: str
    at: datetime
    settings: PlanSettings
    planned: Planned


def plan_folder(workspace: Workspace, site: str, plan: str) -> Path:
    """Where a plan's parts lie. Raises StoreError `SITE_UNKNOWN`."""
    return SITES.folder(workspace, site) / "plans" / plan


def kept_plans(workspace: Workspace, site: str) -> list[KeptPlan]:
    """Every finished plan of a site, the latest first."""
    found = [read_part(KeptPlan, path) for path in (SITES.folder(workspace, site) / "plans").glob(f"*/{_DONE}")]
    return sorted(found, key=lambda one: (one.at, one.plan), reverse=True)


def kept_plan(workspace: Workspace, site: str, plan: str = "") -> KeptPlan | None:
    """One plan, the latest where none is named; None where none was made. Raises StoreError `SITE_PLAN_UNKNOWN`."""
    found = [one for one in kept_plans(workspace, site) if plan in ("", one.plan)]
    if plan and not found:
        raise StoreError("SITE_PLAN_UNKNOWN", place=plan[:60])
    return found[0] if found else None


def kept_hours(workspace: Workspace, site: str, plan: str) -> Hours | None:
    """The hours of a plan; None where it has none."""
    path = plan_folder(workspace, site, plan) / "hours.json"
    return read_part(Hours, path) if path.is_file() else None
