"""What a kind of job is: a plan of small steps, what one step does, and what the outcomes come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lingtan.evidence import JSON

__all__ = ["JobKind", "Task"]


#: Told how much of a step is done, of how much.
Tell = Callable[[int, int], None]


def _unheard(_done: int, _total: int) -> None:
    """Told by a task that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One job as its kind sees it. `at` is when it was asked for and the time of all it records, so that a repeat records the same.

    A long step may `tell` how much of it is done, of how much; from any thread, as often as it likes.
    """

    id: str
    kind: str
    organisation: str
    actor: str
    at: datetime
    arguments: JSON
    tell: Tell = field(default=_unheard, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """Functions of one kind of job.

    `steps` plans it once; the plan is kept, and each step is run in order with what it planned. A step may run twice when the server dies
    in the middle of it, so its effects carry ids made of the task and of the step. `result` makes one answer of the steps' outcomes.
    """

    name: str
    steps: Callable[[Task], Sequence[JSON]]
    run: Callable[[Task, JSON], JSON]
    result: Callable[[Task, Sequence[JSON]], JSON]
