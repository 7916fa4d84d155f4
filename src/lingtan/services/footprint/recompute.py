"""`lingtan recompute BUNDLE`: the figures of a full bundle anew, from its own files alone."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import JSON
from lingtan.product import batch_quantile_mg
from lingtan.services.footprint.bundled import open_full

__all__ = ["recompute"]


def recompute(path: Path) -> dict[str, JSON]:
    """Mean and stages recomputed, beside what study and certificate say; `matches` when all of it is equal, the study's digest included.

    Raises MethodError `METHOD_VERSION` for a bundle of another method, InputError `BUNDLE_NOT_FULL` for a public one.
    """
    opened = open_full(path)
    subject, study, device = opened.subject, opened.study, opened.device
    said, found = subject["footprint"], device.footprint
    stages = {stage.value: mg for stage, mg in found.stages_mg.items()}
    policy, count = subject["policy"], subject["devices"]["count"]
    quantile = policy["quantile"]
    batch = found.mean_mg * count if quantile is None else batch_quantile_mg(device, devices=count, p=quantile)
    checks = {
        "batch": (policy["batchMg"], policy["unitVarianceShare"]) == (max(batch, found.mean_mg * count), found.variance_share_unit),
        "mean": said["meanMg"] == found.mean_mg == study["mean_mg"],
        "stages": said["stagesMg"] == stages,
        "sd": said["sdMg"] == found.sd_mg,
        "quantiles": (said["p5Mg"], said["p50Mg"], said["p95Mg"])
        == (found.quantiles.p5_mg, found.quantiles.p50_mg, found.quantiles.p95_mg),
        "study_digest": said["studyDigest"] == found.study_digest,
        "configuration_digest": subject["product"]["configurationDigest"] == found.configuration_digest,
    }
    return {
        "mean_mg": found.mean_mg,
        "stages_mg": dict(stages),
        "matches": all(checks.values()),
        "checks": dict(checks),
        "method_version": found.method_version,
        "study_digest": found.study_digest,
    }
