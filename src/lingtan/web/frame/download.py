"""A file that a page offers: a PDF, a bundle, a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lingtan.services.accounts.permissions import Permission

__all__ = ["MEDIA", "Download", "File"]

#: Media types by a file's ending.
MEDIA: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Bytes with the name they are saved under. `is_shown` lets the browser show it; otherwise it is saved."""

    name: str
    data: bytes
    media_type: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A GET at `/{language}{path}` and `/api/v1{path}`. `run` takes the caller and the parameters of path and query; returns a File."""

    path: str
    run: Callable[..., File]
    may: Permission | None
