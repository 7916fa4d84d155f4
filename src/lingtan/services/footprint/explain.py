"""`lingtan explain`: any figure of a study or certificate, walked back to its sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Explanation, Stage
from lingtan.files import read_bundle
from lingtan.neutrality import CERTIFICATE_FIGURES, explain_certificate
from lingtan.product import DeviceFootprint, explain_mean, explain_primary_share, explain_spread, explain_stage
from lingtan.services.footprint.frozen import thaw

__all__ = ["DEVICE_FIGURES", "explain_bundle", "explain_device"]

_SPREAD = ("sdMg", "p5Mg", "p50Mg", "p95Mg")
DEVICE_FIGURES = ("meanMg", *(f"stagesMg.{stage.value}" for stage in Stage), *_SPREAD, "primaryDataShare")


def explain_device(device: DeviceFootprint, figure: str) -> Explanation:
    """A figure of the footprint, or one line or factor by its name. Raises InputError `FIGURE_UNKNOWN`."""
    footprint = device.footprint
    spread = dict(
        zip(_SPREAD, (footprint.sd_mg, footprint.quantiles.p5_mg, footprint.quantiles.p50_mg, footprint.quantiles.p95_mg), strict=True)
    )
    if figure in spread:
        return explain_spread(device, figure, spread[figure])
    if figure == "primaryDataShare":
        return explain_primary_share(device)
    if figure.startswith("stagesMg.") and figure.removeprefix("stagesMg.") in set(Stage):
        return explain_stage(device, Stage(figure.removeprefix("stagesMg.")))
    mean = explain_mean(device)
    found = mean.find(figure)
    if found is None:
        raise InputError("FIGURE_UNKNOWN", place=figure, known=", ".join((*DEVICE_FIGURES, *CERTIFICATE_FIGURES)))
    return found


def explain_bundle(path: Path, figure: str) -> Explanation:
    """A figure of the certificate in a full bundle, from the bundle's own files."""
    bundle = read_bundle(path)
    study: Any = bundle.json("study.json")
    certificate: Any = bundle.json("certificate.json")
    names = {"spec": "spec.json", "class_pack": "class_pack.json", "factors": "factors.json"}
    inputs: dict[str, Any] = {name: bundle.json(file) for name, file in names.items()}
    inputs |= {"study": study, "seed": study["seed"], "draws": study["draws"], "method_version": study["method_version"]}
    device = thaw(inputs, place=path.name).recompute()
    name = figure.rsplit("credentialSubject.", maxsplit=1)[-1]
    for prefix in ("footprint.", "policy.", "allocation."):
        name = name.removeprefix(prefix)
    if name in CERTIFICATE_FIGURES:
        return explain_certificate(certificate["credentialSubject"], name, explain_mean(device))
    return explain_device(device, name)
