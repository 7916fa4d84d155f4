"""Sites of an organisation: added from a site file with the series it names, found again, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from lingtan.errors import InputError
from lingtan.factory import SiteFile, site_file
from lingtan.files.trees import read_toml
from lingtan.services.factory.site import open_site
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.shelf import About, Shelf

__all__ = ["SITES", "KeptSite", "add_site", "drop_site", "named_files", "read_site", "site_path"]

SITES = Shelf(room="sites", unknown="SITE_UNKNOWN")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSite:
    """A site that is kept, or was until now."""

    site: str


def add_site(workspace: Workspace, name: str, files: Mapping[str, bytes], *, actor: str, at: datetime) -> KeptSite:
    """Keep a site: its file `name` and the series beside it. Raises InputError `SITE_FILE_TYPE`, `SITE_FILE_MISSING`, as the readers."""
    if not name.endswith(".toml"):
        raise InputError("SITE_FILE_TYPE", place=name, got=Path(name).suffix or "?")

    def look(folder: Path) -> About:
        read = site_file(read_toml(folder / name), place=name)
        for wanted in named_files(read):
            if wanted not in files or wanted == name:  # also an address that leads out of the folder
                raise InputError("SITE_FILE_MISSING", place=name, file=wanted[:80])
        open_site(folder / name)
        return About(name=read.name, actor=actor, at=at, synthetic=read.synthetic)

    return KeptSite(site=SITES.put(workspace, files, look))


def named_files(file: SiteFile) -> list[str]:
    """The files that must stand beside a site file."""
    tables = [table.csv for table in (file.load, file.heat, file.wind) if table is not None]
    return [one for one in (*tables, file.climate.epw) if one]


@lru_cache(maxsize=64)
def read_site(path: Path) -> SiteFile:
    """A kept site file; its folder is named by its bytes, so that one read is enough."""
    return site_file(read_toml(path), place=path.name)


def site_path(workspace: Workspace, site: str) -> Path:
    """The site file. Raises StoreError `SITE_UNKNOWN`."""
    return next(SITES.folder(workspace, site).glob("*.toml"))


def drop_site(workspace: Workspace, site: str) -> KeptSite:
    """Remove a site with its plans. Raises as `site_path`."""
    SITES.drop(workspace, site)
    return KeptSite(site=site)
