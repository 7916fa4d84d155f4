"""The archives that an export left behind, for those who asked for them."""

from __future__ import annotations

from lingtan.errors import StoreError
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.certificates_export import export_folder
from lingtan.services.work.showing import JobView

__all__ = ["archive_of"]


def archive_of(workspace: Workspace, job: JobView, name: str) -> bytes:
    """One of the job's archives. Raises StoreError `ARCHIVE_UNKNOWN` where the job made none of this name or it was cleared away."""
    path = export_folder(workspace, job.job) / name
    if name not in job.archives or not path.is_file():
        raise StoreError("ARCHIVE_UNKNOWN", place=name, job=job.job)
    return path.read_bytes()
