"""`lingtan schedule --check`: a written plan against its week, by code that shares nothing with the planner."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files import read_json
from lingtan.scheduling import check_plan, claim_of
from lingtan.scheduling.lots import as_split, lots_stated, wrong_lots
from lingtan.scheduling.ranks import wrong_ranks
from lingtan.services.schedule.asked import Asked

__all__ = ["check"]


def check(asked: Asked, plan: Path) -> dict[str, JSON]:
    """`holds`, the terms found, and what is wrong. Raises InputError `SCHEDULE_PLAN`, `JSON_BROKEN`, `FILE_MISSING`."""
    record, week, terms = read_json(plan), asked.week, dict[str, float]()
    wrong = [] if asked.start is not None else wrong_lots(week, lots_stated(record))
    if not wrong:
        week = week if asked.start is not None else as_split(week, record)
        terms, wrong = check_plan(week.problem, claim_of(week, record), lines=week.lines, supply=week.supply)
        wrong = [*wrong, *wrong_ranks(record, terms)]
    found: list[JSON] = [{**asdict(message), "params": dict(message.params)} for message in wrong]
    return {"holds": not wrong, "terms": dict(terms), "problems": found}
