"""The parts of an answer as one."""

from __future__ import annotations

from pathlib import Path

from lingtan.factory import FrontPoint, Scenarios
from lingtan.services.outlook.request import OutlookRequest, Part
from lingtan.services.outlook.results import CUTS, FrontLevel, FrontReach, ScenarioBlock, SiteFront, SiteScenarios
from lingtan.services.outlook.working import outlook_steps
from lingtan.services.sites.curves import LEVELS
from lingtan.services.work.parts import read_part, write_part

__all__ = ["put_together"]


def put_together(asked: OutlookRequest, folder: Path) -> None:
    """What the parts make together."""
    if asked.part is Part.SCENARIOS:
        blocks = [read_part(ScenarioBlock, folder / f"block-{step}.json") for step in outlook_steps(asked)]
        found = Scenarios(seed=asked.seed, kept=asked.keep, runs=tuple(run for block in blocks for run in block.runs))
        write_part(folder, "scenarios.json", SiteScenarios(found=found))
    elif asked.part is Part.FRONT:
        levels = tuple(
            FrontLevel(
                level=level, reach_share=read_part(FrontReach, folder / f"{level}-reach.json").reach_share,
                most=read_part(FrontPoint, folder / f"{level}-most.json"),
                points=tuple(read_part(FrontPoint, folder / f"{level}-{at}.json") for at in range(len(CUTS))),
            )
            for level in LEVELS
        )  # fmt: skip
        write_part(folder, "front.json", SiteFront(levels=levels))
