"""What a kept site is assessed by, kept beside it: its facts, its roll-out, and what its owner added to a standard whose text it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.evidence import digest_bytes, from_plain, to_plain
from lingtan.files import read_json, write_atomic
from lingtan.services.assessment.looking import Part, looked_at
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import SITES
from lingtan.services.work.uploads import check_files

__all__ = ["KeptPart", "keep_part", "kept_part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPart:
    """A file beside a site: its name as it was sent, who sent it and when, and the digest of its bytes. `standard` of an own text."""

    site: str
    part: Part
    name: str
    actor: str
    at: datetime
    digest: str
    standard: str = ""

    @property
    def file(self) -> str:
        """Where it lies in the site's folder. What was sent before stays beside it."""
        return f"assessment/{self.part.value}{self.standard and '-'}{self.standard}/{self.at:%Y%m%dT%H%M%S}-{self.digest[-12:]}.toml"


def keep_part(workspace: Workspace, site: str, part: Part, name: str, data: bytes, *, actor: str, at: datetime) -> KeptPart:
    """Keep a file that can be read whole; the latest counts. Raises InputError as its reader, StoreError `SITE_UNKNOWN`."""
    folder = SITES.folder(workspace, site)
    check_files({name: data})
    of = looked_at(part, name, data)
    kept = KeptPart(site=site, part=part, name=name, actor=actor, at=at, digest=digest_bytes(data), standard=of)
    write_atomic(folder / kept.file, data, private=True)
    write_atomic((folder / kept.file).with_suffix(".json"), json.dumps(to_plain(kept)).encode(), private=True)
    return kept


def kept_part(workspace: Workspace, site: str, part: Part, name: str = "") -> tuple[KeptPart, Path] | None:
    """The latest file of a kind, of an own text that of the standard `name`, with its path; None where none was sent."""
    folder = SITES.folder(workspace, site)
    found = max((folder / "assessment" / f"{part.value}{name and '-'}{name}").glob("*.json"), default=None)
    return None if found is None else (from_plain(KeptPart, read_json(found), place=found.name), found.with_suffix(".toml"))
