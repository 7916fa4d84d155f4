"""Files between preview and commit: kept under their digest in the workspace's own folder, never on record."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files import write_atomic
from lingtan.services.house.workspace import Workspace

__all__ = ["KEPT_HOURS", "keep_upload", "kept_upload"]

#: An upload is removed after this. [h]
KEPT_HOURS = 48

_KEY = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 100


def keep_upload(workspace: Workspace, name: str, data: bytes, *, at: datetime) -> str:
    """Keep a file for a later commit under its own name, so that cells are named as its owner knows them; its key is its digest.

    Raises InputError `UPLOAD_EMPTY`.
    """
    shown = re.sub(r"[^\w.()+-]+", "_", Path(name).name)[-_LONGEST_NAME:].lstrip(".") or "file"
    if not data:
        raise InputError("UPLOAD_EMPTY", place=shown)
    key = hashlib.sha256(data).hexdigest()
    _sweep(_folder(workspace), before=at - timedelta(hours=KEPT_HOURS))
    shutil.rmtree(_folder(workspace) / key, ignore_errors=True)
    write_atomic(_folder(workspace) / key / shown, data, private=True)
    os.utime(_folder(workspace) / key, (at.timestamp(), at.timestamp()))
    return key


def kept_upload(workspace: Workspace, key: str) -> Path:
    """Where a kept file lies. Raises InputError `UPLOAD_GONE`."""
    folder = _folder(workspace) / key
    found = sorted(folder.iterdir()) if _KEY.fullmatch(key) and folder.is_dir() else []
    if not found:
        raise InputError("UPLOAD_GONE", place=key[:16], hours=KEPT_HOURS)
    return found[0]


def _folder(workspace: Workspace) -> Path:
    folder = workspace.home / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _sweep(folder: Path, *, before: datetime) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < before.timestamp():
            shutil.rmtree(path, ignore_errors=True)
