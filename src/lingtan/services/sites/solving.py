"""A site solved under settings: kept in the process, since a slider comes back to where it was and a page asks for its hours next."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock

from lingtan.factory import Plan
from lingtan.services.factory.site import open_site
from lingtan.services.sites.hours import Hours, hours_of
from lingtan.services.sites.planned import Planned
from lingtan.services.sites.recording import planned_of
from lingtan.services.sites.settings import PlanSettings, changed

__all__ = ["Solved", "solved"]

#: A solve takes a core for a second or more; whoever comes third waits.
_AT_ONCE, _KEPT = BoundedSemaphore(2), 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The answer and its hours; none where the site can't be as asked."""

    planned: Planned
    hours: Hours | None


_answers: OrderedDict[tuple[Path, PlanSettings], Solved] = OrderedDict()
_lock = Lock()


def solved(path: Path, asked: PlanSettings) -> Solved:
    """The plan of a site file, whose folder is named by its bytes. Raises MethodError `PLAN_INFEASIBLE` without cap, and as `open_site`."""
    found = _known(path, asked)
    if found is not None:
        return found
    with _AT_ONCE:
        found = _known(path, asked)  # the one before us may have asked the same
        return found if found is not None else _keep(path, asked, _solve(path, asked))


def _known(path: Path, asked: PlanSettings) -> Solved | None:
    with _lock:
        found = _answers.get((path, asked))
        if found is not None:
            _answers.move_to_end((path, asked))
        return found


def _keep(path: Path, asked: PlanSettings, answer: Solved) -> Solved:
    with _lock:
        _answers[path, asked] = answer
        while len(_answers) > _KEPT:
            _answers.popitem(last=False)
    return answer


def _solve(path: Path, asked: PlanSettings) -> Solved:
    from lingtan.factory import plan_or_reach

    made = plan_or_reach(open_site(path, lambda file: changed(file, asked)))
    return Solved(planned=planned_of(made), hours=hours_of(made) if isinstance(made, Plan) else None)
