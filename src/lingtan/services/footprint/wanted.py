"""A study that a command names: one on record by its digest, or the live one of a device file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lingtan.product import DeviceFootprint
from lingtan.product.report import CriticalReview
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.footprint.report import review_of
from lingtan.services.footprint.studies import find_study
from lingtan.services.house.workspace import open_workspace

__all__ = ["WantedStudy", "wanted_study"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedStudy:
    """The study with who stands behind it; of a live one nobody is known to, and there is no review."""

    device: DeviceFootprint
    commissioner: str
    is_frozen: bool
    review: CriticalReview | None


def wanted_study(
    wanted: str, *, home: Path, db: str | None, factors: Sequence[Path] = (), seed: int = 1, draws: int = 10_000
) -> WantedStudy:
    """The study of a device file where there is such a file, else the one on record whose digest begins so.

    `factors`, `seed` and `draws` are those of a live study; a frozen one has its own. Raises MethodError `STUDY_UNKNOWN`, and as
    `read_device` does.
    """
    if Path(wanted).is_file():
        device = footprint_of(device_from_file(Path(wanted)), library_with(factors), seed=seed, draws=draws)
        return WantedStudy(device=device, commissioner="", is_frozen=False, review=None)
    workspace = open_workspace(home, db=db)
    with workspace.store() as store:
        device = find_study(store, wanted).require()
        review = review_of(store, device.footprint.study_digest)
    return WantedStudy(device=device, commissioner=workspace.profile.organisation, is_frozen=True, review=review)
