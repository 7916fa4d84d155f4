"""`lingtan assess thresholds FILE`: percentiles of anonymised pilots, and thresholds proposed from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.assessment import Proposal, pilot_file, proposals
from lingtan.files.trees import read_toml

__all__ = ["ThresholdView", "threshold_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdView:
    """Proposals by indicator, none of which names a plant; fewer organisations than the minimum give none."""

    proposals: tuple[Proposal, ...]
    least_organisations: int
    synthetic: bool


def threshold_view(path: Path) -> ThresholdView:
    """The proposals of a file of pilots. Raises InputError as its reader."""
    file = pilot_file(read_toml(path), place=path.name)
    return ThresholdView(proposals=proposals(file), least_organisations=file.least_organisations, synthetic=file.synthetic)
