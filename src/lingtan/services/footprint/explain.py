"""`lingtan explain`: any figure of a study or certificate, walked back to its sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Explanation, Stage
from lingtan.messages import Message
from lingtan.neutrality import CERTIFICATE_FIGURES, explain_certificate
from lingtan.product import DeviceFootprint, explain_mean, explain_pollutant, explain_primary_share, explain_spread, explain_stage
from lingtan.quantities import CLIMATE, Indicator
from lingtan.services.footprint.bundled import open_full

__all__ = ["DEVICE_FIGURES", "explain_bundle", "explain_device"]

#: Figures of the certificate that were chosen, and the section where they stand.
_SETTINGS = {"draws": "footprint", "seed": "footprint", "dataYear": "footprint", "quantile": "policy"}
_SPREAD = ("sdMg", "p5Mg", "p50Mg", "p95Mg")
DEVICE_FIGURES = ("meanMg", *(f"stagesMg.{stage.value}" for stage in Stage), *_SPREAD, "primaryDataShare", "pollutantsMg.voc")


def explain_device(device: DeviceFootprint, figure: str) -> Explanation:
    """A figure of the footprint, or one line or factor by its name. Raises InputError `FIGURE_UNKNOWN`."""
    footprint = device.footprint
    spread = dict(
        zip(_SPREAD, (footprint.sd_mg, footprint.quantiles.p5_mg, footprint.quantiles.p50_mg, footprint.quantiles.p95_mg), strict=True)
    )
    if figure in spread:
        return explain_spread(device, figure, spread[figure])
    if figure.startswith("pollutantsMg.") and figure.removeprefix("pollutantsMg.") in set(Indicator) - set(CLIMATE):
        return explain_pollutant(device, Indicator(figure.removeprefix("pollutantsMg.")))
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
    opened = open_full(path)
    subject, device = opened.subject, opened.device
    name = figure.rsplit("credentialSubject.", maxsplit=1)[-1]
    for prefix in ("footprint.", "policy.", "allocation."):
        name = name.removeprefix(prefix)
    if name in CERTIFICATE_FIGURES:
        return explain_certificate(subject, name, explain_mean(device))
    if name in _SETTINGS:
        return _setting(subject, name)
    if name == "unitVarianceShare":
        share, spread = subject["policy"][name], explain_device(device, "sdMg")
        return Explanation(figure=name, value=share, unit="1", rule=Message(code="EXPLAIN_UNIT_SHARE"), parts=(spread,))
    return explain_device(device, name)


def _setting(subject: Mapping[str, Any], name: str) -> Explanation:
    """A figure that was chosen, not computed: it ends in the record where the choice stands."""
    section = _SETTINGS[name]
    where = f"study {subject['footprint']['studyDigest']}" if section == "footprint" else f"order {subject['order']}"
    return Explanation(figure=name, value=subject[section][name], unit="1", rule=Message(code="EXPLAIN_SETTING"), source=where)
