"""The files of many certificates: written one a step below the workspace, then packed for download."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from lingtan.errors import StoreError
from lingtan.evidence import JSON, from_plain
from lingtan.jobs import JobKind, Task
from lingtan.services.certificates.bundle import export_certificate
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.arguments import ExportRequest, chunks, each

__all__ = ["FOR_ISSUER", "FOR_PUBLIC", "certificates_export", "export_folder"]

#: The two archives: everything, and everything but what is confidential.
FOR_ISSUER, FOR_PUBLIC = "issuer.zip", "public.zip"
_CONFIDENTIAL = (".serials.json", ".full.zip")
_TIME = (1980, 1, 1, 0, 0, 0)


def export_folder(workspace: Workspace, job: str) -> Path:
    """Where a job's files lie."""
    return workspace.home / "exports" / job


def certificates_export(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `ExportRequest` → `{exported: [number], refused: […], archives: [name]}`, the archives in `export_folder`."""

    def steps(task: Task) -> Sequence[JSON]:
        return chunks(from_plain(ExportRequest, task.arguments, place=task.kind).numbers, 1)

    def run(task: Task, step: JSON) -> JSON:
        workspace = workspace_of(task.organisation)

        def one(number: str) -> JSON:
            with workspace.store() as store:
                if store.latest("certificate", number, organisation=task.organisation) is None:
                    raise StoreError("CERTIFICATE_NOT_ISSUED", place=number)
            paths = export_certificate(workspace, number, export_folder(workspace, task.id), actor=task.actor, at=task.at)
            return sorted(Path(path).name for path in paths.values())

        return each(cast("Sequence[str]", step), one)

    def result(task: Task, outcomes: Sequence[JSON]) -> JSON:
        came = [one for outcome in cast("Sequence[Sequence[dict[str, Any]]]", outcomes) for one in outcome]
        folder, names = export_folder(workspace_of(task.organisation), task.id), sorted({n for one in came for n in one.get("got", ())})
        archives = [FOR_ISSUER, FOR_PUBLIC] if names else []
        for archive in archives:
            _pack(folder, [n for n in names if archive == FOR_ISSUER or not n.endswith(_CONFIDENTIAL)], archive)
        exported = [one["number"] for one in came if "got" in one]
        return {"exported": exported, "refused": [one for one in came if "got" not in one], "archives": archives}

    return JobKind(name="certificates_export", steps=steps, run=run, result=result)


def _pack(folder: Path, names: Sequence[str], archive: str) -> None:
    """The files in one ZIP whose bytes depend on them alone, for the owner's eyes, whole or not at all."""
    part = folder / f".{archive}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream, zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(zipfile.ZipInfo(name, date_time=_TIME), (folder / name).read_bytes())
    os.replace(part, folder / archive)
