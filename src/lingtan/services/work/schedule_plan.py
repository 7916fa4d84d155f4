"""A plan of a week as a job: the search, then what its page shows of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from lingtan.evidence import JSON, from_plain
from lingtan.files import read_json, write_atomic
from lingtan.jobs import JobKind, Task
from lingtan.services.house.workspace import Workspace
from lingtan.services.schedule.plan import plan
from lingtan.services.weeks.changed import changed_week, week_to_plan
from lingtan.services.weeks.keeping import week_path
from lingtan.services.weeks.plans import kept_schedule, record_path
from lingtan.services.weeks.recording import blocks_of, kept_of
from lingtan.services.weeks.settings import WeekSettings, after
from lingtan.services.work.parts import write_part
from lingtan.services.work.schedule_request import ScheduleRequest

__all__ = ["schedule_plan"]

_SEARCH, _SHOW = "search", "show"
_WEIGHTS = ("per_weighted_tardy_min", "per_changeover_min")


def schedule_plan(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `ScheduleRequest` → `{week, plan}`; the plan lies in the week's folder."""

    def asked(task: Task) -> tuple[ScheduleRequest, WeekSettings]:
        request = from_plain(ScheduleRequest, task.arguments, place=task.kind)
        settings = request.settings
        if settings.last:
            last = kept_schedule(workspace_of(task.organisation), request.week, settings.last)
            downs, due, rush = after(last.settings if last else WeekSettings(), settings)
            settings = replace(settings, downs=downs, due=due, rush=rush)
        return request, settings

    def steps(task: Task) -> Sequence[JSON]:
        asked(task)
        return [_SEARCH, _SHOW]

    def run(task: Task, step: JSON) -> JSON:
        workspace, (request, settings) = workspace_of(task.organisation), asked(task)
        path, target = week_path(workspace, request.week), record_path(workspace, request.week, task.id)
        last = record_path(workspace, request.week, settings.last) if settings.last else None
        if step == _SEARCH:
            weights = {name: value for name, value in asdict(settings).items() if name in _WEIGHTS}
            weights["per_moved"] = settings.per_moved if last else 0
            record = plan(
                week_to_plan(path, settings, last), way=settings.way.value, weights=weights, seed=request.seed,
                iterations=request.tries or None, seconds=request.seconds or None, runs=2, workers=2,
                carbon_price=settings.carbon_price_per_t, progress=task.tell,
            )  # fmt: skip
            write_atomic(target, json.dumps(record).encode(), private=True)
        else:
            record = read_json(target)
            write_part(target.parent, "blocks.json", blocks_of(record, changed_week(path, settings)))
            named = {"week": request.week, "plan": task.id, "actor": task.actor}
            kept = kept_of(record, read_json(last) if last else None, **named, at=task.at, settings=settings)
            write_part(target.parent, "plan.json", kept)
        return step

    def result(task: Task, _outcomes: Sequence[JSON]) -> JSON:
        return {"week": asked(task)[0].week, "plan": task.id}

    return JobKind(name="schedule_plan", steps=steps, run=run, result=result)
