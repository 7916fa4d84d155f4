"""A road, scenarios, a year in operation or a front of a kept site as a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lingtan.evidence import JSON, from_plain
from lingtan.jobs import JobKind, Task
from lingtan.services.house.workspace import Workspace
from lingtan.services.outlook.keeping import DONE, KeptOutlook, outlook_folder
from lingtan.services.outlook.request import OutlookRequest
from lingtan.services.outlook.whole import put_together
from lingtan.services.outlook.working import outlook_steps, work_step
from lingtan.services.sites.keeping import site_path
from lingtan.services.work.parts import write_part

__all__ = ["factory_outlook"]


def factory_outlook(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `OutlookRequest` → `{site, part}`; the parts lie in the site's folder, the record of the answer last."""

    def asked(task: Task) -> OutlookRequest:
        return from_plain(OutlookRequest, task.arguments, place=task.kind)

    def steps(task: Task) -> Sequence[JSON]:
        site_path(workspace_of(task.organisation), asked(task).site)
        return [*outlook_steps(asked(task))]

    def run(task: Task, step: JSON) -> JSON:
        request, workspace = asked(task), workspace_of(task.organisation)
        folder = outlook_folder(workspace, request.site, request.part, task.id)
        work_step(request, site_path(workspace, request.site), folder, str(step))
        return step

    def result(task: Task, _outcomes: Sequence[JSON]) -> JSON:
        request = asked(task)
        folder = outlook_folder(workspace_of(task.organisation), request.site, request.part, task.id)
        put_together(request, folder)
        write_part(folder, DONE, KeptOutlook(outlook=task.id, actor=task.actor, at=task.at, request=request))
        return {"site": request.site, "part": request.part.value}

    return JobKind(name="factory_outlook", steps=steps, run=run, result=result)
