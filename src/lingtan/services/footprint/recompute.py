"""`lingtan recompute BUNDLE`: the figures of a full bundle anew, from its own files alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.attest import BundleKind
from lingtan.errors import InputError, MethodError
from lingtan.evidence import JSON
from lingtan.files import read_bundle
from lingtan.services.footprint.frozen import thaw

__all__ = ["recompute"]


def recompute(path: Path) -> dict[str, JSON]:
    """Mean and stages recomputed, beside what study and certificate say; `matches` when all of it is equal, the study's digest included.

    Raises MethodError `METHOD_VERSION` for a bundle of another method, InputError `BUNDLE_NOT_FULL` for a public one.
    """
    bundle = read_bundle(path)
    if bundle.method_version != METHOD_VERSION:
        raise MethodError("METHOD_VERSION", place=path.name, study=bundle.method_version, installed=METHOD_VERSION)
    if bundle.kind is not BundleKind.FULL:
        raise InputError("BUNDLE_NOT_FULL", place=path.name)
    study: Any = bundle.json("study.json")
    certificate: Any = bundle.json("certificate.json")
    body = {"spec": "spec.json", "class_pack": "class_pack.json", "factors": "factors.json"}
    inputs: dict[str, Any] = {name: bundle.json(file) for name, file in body.items()}
    inputs |= {"study": study, "seed": study["seed"], "draws": study["draws"], "method_version": study["method_version"]}
    device = thaw(inputs, place=path.name).recompute()
    said, found = certificate["credentialSubject"]["footprint"], device.footprint
    stages = {stage.value: mg for stage, mg in found.stages_mg.items()}
    checks = {
        "mean": said["meanMg"] == found.mean_mg == study["mean_mg"],
        "stages": said["stagesMg"] == stages,
        "sd": said["sdMg"] == found.sd_mg,
        "quantiles": (said["p5Mg"], said["p50Mg"], said["p95Mg"])
        == (found.quantiles.p5_mg, found.quantiles.p50_mg, found.quantiles.p95_mg),
        "study_digest": said["studyDigest"] == found.study_digest,
        "configuration_digest": certificate["credentialSubject"]["product"]["configurationDigest"] == found.configuration_digest,
    }
    return {
        "mean_mg": found.mean_mg,
        "stages_mg": dict(stages),
        "matches": all(checks.values()),
        "checks": dict(checks),
        "method_version": found.method_version,
        "study_digest": found.study_digest,
    }
