"""`lingtan study evidence`: the evidence pack of a study, to be completed with documents before it is submitted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lingtan.assurance import EvidencePack
from lingtan.evidence import canonical_bytes, to_plain
from lingtan.files import write_atomic
from lingtan.product import DeviceFootprint, starting_pack

__all__ = ["evidence_pack", "write_evidence"]


def evidence_pack(device: DeviceFootprint, *, organisation: str, as_of: date) -> EvidencePack:
    """The pack as of a day; its data period is that of the workshops' meters, else the year of the study's data."""
    year = device.study.data_year
    metered = [use.intensity for use in device.inventory.spec.workshops]
    start, end = min((one.period_start for one in metered), default=None), max((one.period_end for one in metered), default=None)
    period = (start or date(year, 1, 1), end or date(year, 12, 31))
    name = f"EP-{device.footprint.study_digest[7:19]}"
    return starting_pack(device, name=name, organisation=organisation, period=period, as_of=as_of)


def write_evidence(pack: EvidencePack, path: Path) -> None:
    """Write the pack as JSON; `statement check` and `statement submit` read it."""
    write_atomic(path, canonical_bytes(to_plain(pack)))
