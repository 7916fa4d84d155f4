"""What a solver is asked and what it answers. Nothing it says is believed before `verify` has looked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from lingtan.optimise.model import FloatArray, LinearProgram

__all__ = ["Answer", "Solver", "Status"]


class Status(StrEnum):
    """What the solver says of the program."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A point x, shape (columns,), and the price y of each row, shape (rows,): how the least cost moves with the row's active bound.

    Where the status is INFEASIBLE and y is given, y is a ray that proves it (Farkas).
    """

    solver: str
    status: Status
    x: FloatArray | None = None
    y: FloatArray | None = None


class Solver(Protocol):
    """One program that can solve linear programs."""

    name: str

    def available(self) -> bool:
        """Whether it is installed."""
        ...

    def solve(self, lp: LinearProgram) -> Answer:
        """Its answer, with status FAILED rather than an exception where it gives up."""
        ...
