"""`lingtan schedule --check`: a written plan against its week, by code that shares nothing with the planner."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files import read_json
from lingtan.scheduling import check_plan, claim_of
from lingtan.services.schedule.asked import Asked

__all__ = ["check"]


def check(asked: Asked, plan: Path) -> dict[str, JSON]:
    """`holds`, the terms found, and what is wrong. Raises InputError `SCHEDULE_PLAN`, `JSON_BROKEN`, `FILE_MISSING`."""
    claim = claim_of(asked.week, read_json(plan))
    terms, wrong = check_plan(asked.week.problem, claim, lines=asked.week.lines, supply=asked.week.supply)
    found: list[JSON] = [{**asdict(message), "params": dict(message.params)} for message in wrong]
    return {"holds": not wrong, "terms": dict(terms), "problems": found}
