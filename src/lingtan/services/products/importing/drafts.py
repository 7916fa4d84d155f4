"""Drafts: an upload that was read and is shown before it is saved. Kept beside the workspace under its digest, never in the record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.errors import InputError
from lingtan.evidence import canonical_bytes, digest_bytes, to_plain
from lingtan.files import read_json, write_atomic
from lingtan.product import DeviceSpec, spec_from_mapping
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute
from lingtan.services.products.importing.previewing import PreviewView, preview
from lingtan.services.products.saving import Saved, save_product

__all__ = ["Drafted", "draft_view", "keep_draft", "save_draft"]

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft by its key."""

    draft: str
    model: str


def keep_draft(workspace: Workspace, spec: DeviceSpec) -> Drafted:
    """Keep the device until it is saved. What cannot be computed is refused here, before anybody looks at it."""
    compute(spec)
    data = canonical_bytes(to_plain(spec))
    key = digest_bytes(data).removeprefix("sha256:")[:32]
    write_atomic(_path(workspace, key), data, private=True)
    return Drafted(draft=key, model=spec.attributes.model)


def draft_view(workspace: Workspace, draft: str) -> PreviewView:
    """What saving the draft would record. Raises InputError `DRAFT_UNKNOWN`."""
    return preview(workspace, _spec(workspace, draft))


def save_draft(workspace: Workspace, draft: str, *, actor: str, at: datetime) -> Saved:
    """Save the draft as a product, or as the next version of one, and forget it. Raises InputError `DRAFT_UNKNOWN`."""
    saved = save_product(workspace, _spec(workspace, draft), actor=actor, at=at)
    _path(workspace, draft).unlink(missing_ok=True)
    return saved


def _spec(workspace: Workspace, draft: str) -> DeviceSpec:
    path = _path(workspace, draft)
    if not path.is_file():
        raise InputError("DRAFT_UNKNOWN", place=draft)
    return spec_from_mapping(read_json(path), place="draft")


def _path(workspace: Workspace, draft: str) -> Path:
    if not _KEY.fullmatch(draft):
        raise InputError("DRAFT_UNKNOWN", place=draft)
    return workspace.home / "drafts" / f"{draft}.json"
