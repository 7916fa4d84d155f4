"""A plan of a site as a job: the least cost first, then three curves of marginal cost, a point a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lingtan.evidence import JSON, from_plain
from lingtan.factory import FrontPoint
from lingtan.jobs import JobKind, Task
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.curves import LEVELS, SiteCurve, SiteCuts, bars_of_site, cuts_of_site, point_of_site
from lingtan.services.sites.keeping import site_path
from lingtan.services.sites.plans import KeptPlan, plan_folder
from lingtan.services.sites.solving import solved
from lingtan.services.work.factory_request import FactoryRequest
from lingtan.services.work.parts import read_part, write_part

__all__ = ["factory_plan"]


def factory_plan(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `FactoryRequest` → `{site, plan}`; the parts lie in the site's folder, the plan itself last."""

    def asked(task: Task) -> FactoryRequest:
        return from_plain(FactoryRequest, task.arguments, place=task.kind)

    def steps(task: Task) -> Sequence[JSON]:
        points = asked(task).points
        site_path(workspace_of(task.organisation), asked(task).site)
        curves = [f"{level}:{step}" for level in LEVELS for step in ("cuts", *range(points))] if points else []
        return ["plan", *curves]

    def run(task: Task, step: JSON) -> JSON:
        request, workspace = asked(task), workspace_of(task.organisation)
        path, folder, settings = site_path(workspace, request.site), plan_folder(workspace, request.site, task.id), request.settings
        level, _, part = str(step).partition(":")
        if level == "plan":
            answer = solved(path, settings)
            if answer.hours is not None:
                write_part(folder, "hours.json", answer.hours)
            write_part(folder, "bars.json", bars_of_site(path, settings))
            kept = KeptPlan(
                site=request.site, plan=task.id, actor=task.actor, at=task.at, settings=settings, planned=answer.planned
            )  # fmt: skip
            write_part(folder, "answer.json", kept)
        elif read_part(KeptPlan, folder / "answer.json").planned.unserved_mwh:
            pass  # no supply carries the load, with whatever carbon
        elif part == "cuts":
            write_part(folder, f"{level}-cuts.json", cuts_of_site(path, settings, level, request.points))
        else:
            cut = read_part(SiteCuts, folder / f"{level}-cuts.json").cut_shares[int(part)]
            write_part(folder, f"{level}-{part}.json", point_of_site(path, settings, level, cut))
        return step

    def result(task: Task, _outcomes: Sequence[JSON]) -> JSON:
        request = asked(task)
        folder = plan_folder(workspace_of(task.organisation), request.site, task.id)
        for level in LEVELS:
            files = [folder / f"{level}-{number}.json" for number in range(request.points)]
            points = tuple(read_part(FrontPoint, one) for one in files if one.is_file())
            write_part(folder, f"{level}.json", SiteCurve(level=level, points=points))
        write_part(folder, "plan.json", read_part(KeptPlan, folder / "answer.json"))
        return {"site": request.site, "plan": task.id}

    return JobKind(name="factory_plan", steps=steps, run=run, result=result)
