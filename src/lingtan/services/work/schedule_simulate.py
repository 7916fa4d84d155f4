"""Simulated weeks as a job: a step for each way of planning them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from lingtan.evidence import JSON, from_plain
from lingtan.files import write_atomic
from lingtan.jobs import JobKind, Task
from lingtan.scheduling.simulation import World
from lingtan.services.house.workspace import Workspace
from lingtan.services.schedule.simulate import WAYS, record_of, simulated_way, world_of
from lingtan.services.weeks.keeping import week_path
from lingtan.services.weeks.simulated import simulation_of
from lingtan.services.weeks.simulations import RECORD, SIMULATION, simulation_folder
from lingtan.services.work.parts import write_part
from lingtan.services.work.simulation_request import SimulationRequest

__all__ = ["schedule_simulate"]


def schedule_simulate(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `SimulationRequest` → `{week, simulation}`; the simulation lies in the week's folder."""

    def asked(task: Task) -> tuple[SimulationRequest, World]:
        request = from_plain(SimulationRequest, task.arguments, place=task.kind)
        return request, world_of(week_path(workspace_of(task.organisation), request.week), request.settings)

    def steps(task: Task) -> Sequence[JSON]:
        asked(task)
        return [*WAYS]

    def run(task: Task, step: JSON) -> JSON:
        request, world = asked(task)
        return simulated_way(world, request.settings, str(step), task.tell)

    def result(task: Task, outcomes: Sequence[JSON]) -> JSON:
        request, world = asked(task)
        record = record_of(world, request.settings, dict(zip(WAYS, outcomes, strict=True)))
        folder = simulation_folder(workspace_of(task.organisation), request.week, task.id)
        write_atomic(folder / RECORD, json.dumps(record).encode(), private=True)
        named = {"week": request.week, "simulation": task.id, "actor": task.actor}
        write_part(folder, SIMULATION, simulation_of(record, **named, at=task.at, settings=request.settings))
        return {"week": request.week, "simulation": task.id}

    return JobKind(name="schedule_simulate", steps=steps, run=run, result=result)
