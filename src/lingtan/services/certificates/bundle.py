"""`lingtan certificate export`: JSON, PDFs, both bundles, the status list, the trust list and the customer's openings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.attest import BundleKind, credential_bytes
from lingtan.documents import render_certificate
from lingtan.errors import StoreError
from lingtan.evidence import JSON, canonical_bytes, to_plain
from lingtan.factors import factor_list, library_to_plain
from lingtan.files import Bundle, bundle_bytes, write_atomic
from lingtan.messages import Language
from lingtan.services.certificates.material import Material, gather
from lingtan.services.certificates.status import status_list
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.confirmation import evidence_files

__all__ = ["export_certificate"]


def export_certificate(workspace: Workspace, number: str, folder: Path, *, actor: str, at: datetime) -> dict[str, str]:
    """Write everything of a certificate into a folder; returns the paths. Only `serials.json` and the full bundle are confidential."""
    with workspace.store() as store:
        fact = store.latest("certificate", number)
        if fact is None or not isinstance(fact.body, dict):
            raise StoreError("CERTIFICATE_NOT_ISSUED", place=number)
        document: dict[str, Any] = dict(fact.body)
        base = number.partition(".")[0]  # later editions (`NUMBER.2`) are of the same cancellation
        material, evidence = gather(workspace, store, base), evidence_files(store, base)
    public = _public(document, material)
    full = {**public, **_confidential(material), **evidence}
    files = {
        f"{number}.json": credential_bytes(document),
        f"{number}.public.zip": _zip(BundleKind.PUBLIC, number, public),
        f"{number}.full.zip": _zip(BundleKind.FULL, number, full),
        f"{number}.serials.json": full["serials.json"],
        "status.json": credential_bytes(status_list(workspace, actor=actor, at=at)),
        "trust.json": canonical_bytes(workspace.trust().to_json()),
    }
    files |= {f"{number}.{language.value}.pdf": render_certificate(document, language.value) for language in Language}
    for name, data in files.items():
        write_atomic(folder / name, data, private=name.endswith((".full.zip", ".serials.json")))
    return {name.removeprefix(f"{number}."): str(folder / name) for name in files}


def _zip(kind: BundleKind, number: str, files: dict[str, bytes]) -> bytes:
    return bundle_bytes(Bundle(kind=kind, number=number, method_version=METHOD_VERSION, files=files))


def _public(document: dict[str, Any], material: Material) -> dict[str, bytes]:
    footprint = material.device.footprint
    stages: dict[str, JSON] = {
        "stagesMg": {stage.value: mg for stage, mg in footprint.stages_mg.items()},
        "meanMg": footprint.mean_mg,
        "factors": factor_list(material.device.library),
    }
    return {
        "certificate.json": credential_bytes(document),
        "stages.json": canonical_bytes(stages),
        "commitments.json": canonical_bytes(material.rows.commitments_json()),
    }


def _confidential(material: Material) -> dict[str, bytes]:
    device = material.device
    plain: dict[str, JSON] = {
        "study.json": device.study.plain,
        "spec.json": to_plain(device.inventory.spec),
        "class_pack.json": to_plain(device.inventory.pack),
        "factors.json": library_to_plain(device.library),
        "openings.json": material.rows.openings_json(),
        "serials.json": material.serials.to_json(),
    }
    return {name: canonical_bytes(value) for name, value in plain.items()}
