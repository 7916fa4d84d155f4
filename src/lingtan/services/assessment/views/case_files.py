"""The kept files that a case is opened from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lingtan.services.assessment.case import Case, open_case
from lingtan.services.assessment.keeping import kept_part
from lingtan.services.assessment.looking import Part
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import site_path

__all__ = ["CaseFiles", "files_of", "opened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiles:
    """The kept files of a case. They are never changed, so that what was worked out from them once holds."""

    site: Path
    standard: str
    facts: Path | None
    own: Path | None


def files_of(workspace: Workspace, site: str, standard: str) -> CaseFiles:
    """The files of a kept site by a standard. Raises StoreError `SITE_UNKNOWN`."""
    facts, own = kept_part(workspace, site, Part.FACTS), kept_part(workspace, site, Part.OWN, standard)
    return CaseFiles(site=site_path(workspace, site), standard=standard, facts=facts[1] if facts else None, own=own[1] if own else None)


@lru_cache(maxsize=64)
def opened(files: CaseFiles) -> Case:
    """The case of kept files. Raises InputError `ASSESS_STANDARD_UNKNOWN`."""
    return open_case(files.site, files.standard, facts=files.facts, own=files.own)
