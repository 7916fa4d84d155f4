"""What lies in the two bundles of a certificate: the public one, and the full one with what is confidential."""

from __future__ import annotations

from typing import Any

from lingtan import METHOD_VERSION
from lingtan.attest import BundleKind, credential_bytes
from lingtan.evidence import JSON, canonical_bytes, to_plain
from lingtan.factors import factor_list, library_to_plain
from lingtan.files import Bundle, bundle_bytes
from lingtan.services.certificates.material import Material

__all__ = ["bundles_of"]


def bundles_of(number: str, document: dict[str, Any], material: Material, evidence: dict[str, bytes]) -> dict[str, bytes]:
    """The bundles and the customer's openings by kind; `evidence` are the registry's documents, for the full bundle."""
    public = _public(document, material)
    full = {**public, **_confidential(material), **evidence}
    zips = {"public.zip": _zip(BundleKind.PUBLIC, number, public), "full.zip": _zip(BundleKind.FULL, number, full)}
    return zips | {"serials.json": full["serials.json"]}


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
