"""Uploaded tables that a job works on: kept under their digest in the workspace until the job is through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lingtan.errors import InputError
from lingtan.evidence import digest_bytes
from lingtan.files import write_atomic
from lingtan.services.house.workspace import Workspace

__all__ = ["MOST_UPLOAD_BYTES", "check_files", "drop_table", "keep_table", "kept_table"]

#: A table of 10⁵ products stays below.
MOST_UPLOAD_BYTES = 32 * 1024 * 1024

_NAME = re.compile(r"[\w()+ -][\w.()+ -]{0,99}")
_KEY = re.compile(r"[0-9a-f]{64}\.(?:csv|xlsx|parquet)")


def check_files(files: Mapping[str, bytes]) -> None:
    """Refuse files that are too large together, or whose names could lead elsewhere. Raises InputError `FILE_TOO_LARGE`, `FILE_NAME`."""
    for name in files:
        if not _NAME.fullmatch(name):
            raise InputError("FILE_NAME", place=name[:60])
    size = sum(map(len, files.values()))
    if size > MOST_UPLOAD_BYTES:
        raise InputError("FILE_TOO_LARGE", place=next(iter(files)), bytes=size, limit=MOST_UPLOAD_BYTES)


def keep_table(workspace: Workspace, name: str, data: bytes) -> str:
    """Keep a table for its owner alone; its key. The same bytes are kept once. Raises InputError `FILE_TOO_LARGE`, `FILE_TYPE`."""
    if len(data) > MOST_UPLOAD_BYTES:
        raise InputError("FILE_TOO_LARGE", place=name, bytes=len(data), limit=MOST_UPLOAD_BYTES)
    key = digest_bytes(data).removeprefix("sha256:") + Path(name).suffix.casefold()
    if not _KEY.fullmatch(key):
        raise InputError("FILE_TYPE", place=name, got=Path(name).suffix or "?")
    write_atomic(_folder(workspace) / key, data, private=True)
    return key


def kept_table(workspace: Workspace, key: str, *, name: str) -> Path:
    """Where a kept table lies. Raises InputError `FILE_MISSING` under the name its owner knows."""
    path = _folder(workspace) / key
    if not _KEY.fullmatch(key) or not path.is_file():
        raise InputError("FILE_MISSING", place=name)
    return path


def drop_table(workspace: Workspace, key: str) -> None:
    """Remove a kept table, if it is there."""
    if _KEY.fullmatch(key):
        (_folder(workspace) / key).unlink(missing_ok=True)


def _folder(workspace: Workspace) -> Path:
    folder = workspace.home / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
