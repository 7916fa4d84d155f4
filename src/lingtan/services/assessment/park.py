"""`lingtan assess park FILE`: the radar of a park, its roll-out by line, and its register of renewable assets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.assessment import AssetTotal, Radar, RollEvent, RollTotal, asset_totals, radar, roll_file, roll_totals, states
from lingtan.errors import InputError
from lingtan.files.trees import read_toml
from lingtan.services.assessment.recording import rollout_on_record
from lingtan.services.house.workspace import Workspace

__all__ = ["ParkView", "park_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkView:
    """A park: 五位一体 and the other axes, roll-out by measure, renewable assets by function, and the latest event of each thing."""

    site: str
    synthetic: bool
    radar: Radar
    rollout: tuple[RollTotal, ...]
    assets: tuple[AssetTotal, ...]
    latest: tuple[RollEvent, ...]


def park_view(path: Path, workspace: Workspace | None = None) -> ParkView:
    """The park of a roll-out file; with a workspace, of the steps that are on its record instead of the file's own.

    Raises InputError as its reader, `RADAR_MEASURE`, `RADAR_REASON` for a measure that is left out unsaid.
    """
    tables = dict(read_toml(path))
    left_out = tables.pop("not_applicable", {})
    if not isinstance(left_out, dict) or not all(isinstance(why, str) and why.strip() for why in left_out.values()):
        raise InputError("RADAR_REASON", place=path.name)
    file = roll_file(tables, place=path.name)
    if workspace is not None:
        file = rollout_on_record(workspace, file)
    return ParkView(
        site=file.site, synthetic=file.synthetic, radar=radar(file, left_out), rollout=roll_totals(file), assets=asset_totals(file),
        latest=tuple(states(file.event).values()),
    )  # fmt: skip
