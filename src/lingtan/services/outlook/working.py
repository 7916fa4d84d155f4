"""The steps of an answer, each written as a part of its own."""

from __future__ import annotations

from pathlib import Path

from lingtan.factory import Forecast, Plan, front, most_cut, operate, plan, road, scenario_block
from lingtan.services.factory.site import open_site, open_site_file, open_sky
from lingtan.services.outlook.request import OutlookRequest, Part
from lingtan.services.outlook.results import CUTS, FrontReach, OperationRun, ScenarioBlock
from lingtan.services.outlook.year import year_in_operation
from lingtan.services.sites.curves import LEVELS
from lingtan.services.work.parts import read_part, write_part

__all__ = ["outlook_steps", "work_step"]

_BLOCK = 5


def outlook_steps(asked: OutlookRequest) -> list[str]:
    """The road in one, a year a forecast, a point of the front, five scenarios at a time."""
    if asked.part is Part.ROAD:
        return ["road"]
    if asked.part is Part.OPERATION:
        return [one.value for one in Forecast]
    if asked.part is Part.FRONT:
        return [f"{level}:{at}" for level in LEVELS for at in ("reach", "most", *range(len(CUTS)))]
    return [f"{first}" for first in range(0, asked.runs, _BLOCK)]


def work_step(asked: OutlookRequest, path: Path, folder: Path, step: str) -> None:
    """Do one step. Raises as the room's functions, InputError `SITE_ROAD`, `SITE_CERTAIN` where the site file says nothing of it."""
    if asked.part is Part.ROAD:
        file, site = open_site_file(path)
        write_part(folder, "road.json", road(site, file.stages, file.road.end_year if file.road else 0))
    elif asked.part is Part.OPERATION:
        made, kind = plan(open_site(path)), Forecast(step)
        ran = operate(made, every_hours=asked.every_hours, forecast=kind, sky=open_sky(path))
        kept = OperationRun(
            forecast=step, cost_yuan=ran.cost_yuan, perfect_yuan=ran.perfect_yuan, regret_share=ran.regret_share,
            unserved_kwh=ran.unserved_kwh, solves=ran.solves, skills=ran.skills, spreads=ran.spreads,
        )  # fmt: skip
        write_part(folder, f"{step}.json", kept)
        write_part(folder, f"{step}-hours.json", year_in_operation(made.model.site, ran))
    elif asked.part is Part.FRONT:
        level, _, at = step.partition(":")
        site = open_site(path)
        if at == "reach":
            write_part(folder, f"{level}-reach.json", FrontReach(reach_share=most_cut(site, level)))
            return
        # The edge itself leaves a solver no room.
        cut = read_part(FrontReach, folder / f"{level}-reach.json").reach_share - 1e-3 if at == "most" else CUTS[int(at)]
        write_part(folder, f"{level}-{at}.json", front(site, level, [max(cut, 0.0)])[0])
    else:
        write_part(folder, f"block-{step}.json", _block(asked, path, int(step)))


def _block(asked: OutlookRequest, path: Path, first: int) -> ScenarioBlock:
    file, site = open_site_file(path)
    keep: Plan | None = plan(site) if asked.keep else None
    shared = {"runs": asked.runs, "seed": asked.seed, "first": first, "last": min(first + _BLOCK, asked.runs)}
    return ScenarioBlock(runs=scenario_block(site, file.uncertainties, keep=keep, **shared))
