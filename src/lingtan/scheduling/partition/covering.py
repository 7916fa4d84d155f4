"""Courses of which one a line holds every order once: a set partition, in whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from lingtan.scheduling.partition.courses import Courses
from lingtan.scheduling.problem import Integers

__all__ = ["chosen"]


def chosen(courses: Courses, *, nodes: int) -> Integers | None:
    """The numbers of courses that hold every order once, by branch and bound of so many nodes at most; None where none were found."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    lines, count = np.unique(courses.line), len(courses.line)
    cover: Any = csr_array(courses.holds.T.astype(np.float64))
    take: Any = csr_array((lines[:, None] == courses.line[None, :]).astype(np.float64))
    solved = milp(
        np.zeros(count),
        constraints=[LinearConstraint(cover, 1, 1), LinearConstraint(take, 0, 1)],
        bounds=Bounds(0, 1),
        integrality=np.ones(count, np.int64),
        options={"node_limit": nodes},
    )
    return None if solved.x is None else np.flatnonzero(solved.x > 0.5)
