"""Answers that are kept with their site, by part and job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.errors import StoreError
from lingtan.services.house.workspace import Workspace
from lingtan.services.outlook.request import OutlookRequest, Part
from lingtan.services.sites.keeping import SITES
from lingtan.services.work.parts import read_part

__all__ = ["DONE", "KeptOutlook", "chosen_outlook", "kept_outlooks", "outlook_folder"]

#: Written last: what has it is whole.
DONE = "done.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOutlook:
    """An answer by its job: who asked what, and when."""

    outlook: str
    actor: str
    at: datetime
    request: OutlookRequest


def outlook_folder(workspace: Workspace, site: str, part: Part, outlook: str) -> Path:
    """Where an answer lies. Raises StoreError `SITE_UNKNOWN`."""
    return SITES.folder(workspace, site) / "outlook" / part.value / outlook


def kept_outlooks(workspace: Workspace, site: str, part: Part) -> list[KeptOutlook]:
    """Every finished answer, the latest first. Raises StoreError `SITE_UNKNOWN`."""
    found = [read_part(KeptOutlook, path) for path in (SITES.folder(workspace, site) / "outlook" / part.value).glob(f"*/{DONE}")]
    return sorted(found, key=lambda one: (one.at, one.outlook), reverse=True)


def chosen_outlook(known: list[KeptOutlook], outlook: str = "") -> KeptOutlook | None:
    """The one named, else the latest; None where there is none. Raises StoreError `SITE_PLAN_UNKNOWN`."""
    found = [one for one in known if outlook in ("", one.outlook)]
    if outlook and not found:
        raise StoreError("SITE_PLAN_UNKNOWN", place=outlook[:60])
    return found[0] if found else None
