"""Choices that are whole or not at all: best-first branch and bound whose every bound is proven by the prices of a verified program."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from lingtan.errors import KernelError
from lingtan.optimise.ladder import LADDER, Solution, solve
from lingtan.optimise.model import FloatArray, LinearProgram
from lingtan.optimise.solver import Solver

__all__ = ["Branched", "Choice", "solve_whole"]

#: How near to none or all a relaxed choice must lie to be called whole. [-]
_WHOLE = 1e-5
_Fixed = Mapping[int, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A column that is 0 or `level`; of itself and the columns `apart` at most one may be taken."""

    column: int
    level: float
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Branched:
    """The best point found with every choice whole, the proven bound on any such point, and how many programs were solved.

    Without a point (`solution.feasible` false) the solution is the root's where the relaxation has none either; else `whole` is false.
    """

    solution: Solution
    bound: float
    nodes: int
    whole: bool = True

    @property
    def gap_share(self) -> float:
        """How much cheaper another point could at most be, as a share of this one's cost. [-]"""
        checked = self.solution.verification
        return 0.0 if checked is None else max(0.0, checked.objective - self.bound) / max(abs(checked.objective), 1e-9)


class _Tree:
    """The open nodes, the best point and the count of programs."""

    def __init__(
        self, lp: LinearProgram, choices: Sequence[Choice], ladder: Sequence[Solver], ray: Callable[[LinearProgram], FloatArray] | None
    ) -> None:
        self.lp, self.choices, self.ladder, self.ray = lp, {c.column: c for c in choices}, ladder, ray
        self.open: list[tuple[float, int, _Fixed]] = []
        self.order, self.nodes = count(), 0
        self.best: Solution | None = None
        self.tried: set[frozenset[int]] = set()
        self.closed = float("inf")  # least bound of relaxations that were whole as they stood

    def program(self, fixed: _Fixed) -> LinearProgram:
        lower, upper = self.lp.lower.copy(), self.lp.upper.copy()
        for column, taken in fixed.items():
            lower[column] = upper[column] = self.choices[column].level if taken else 0.0
        return replace(self.lp, lower=lower, upper=upper)

    def relaxed(self, fixed: _Fixed) -> Solution:
        self.nodes += 1
        node = self.program(fixed)
        return solve(node, self.ladder, ray=None if self.ray is None else partial(self.ray, node))

    def taken(self, fixed: _Fixed, column: int) -> dict[int, bool]:
        """The node in which a choice is taken and those apart from it are not."""
        return {**fixed, **dict.fromkeys(self.choices[column].apart & self.choices.keys(), False), column: True}

    def keep(self, found: Solution) -> None:
        if found.verification is not None and (self.best is None or found.verification.objective < self.cost):
            self.best = found

    @property
    def cost(self) -> float:
        return float("inf") if self.best is None or self.best.verification is None else self.best.verification.objective

    def rounded(self, x: FloatArray, fixed: _Fixed) -> None:
        """Try the whole point nearest to a relaxed one: larger shares first, none beside what it excludes."""
        whole: dict[int, bool] = dict(fixed)
        for column in sorted(self.choices, key=lambda c: -x[c] / self.choices[c].level):
            if column not in whole:
                whole = self.taken(whole, column) if x[column] >= 0.5 * self.choices[column].level else {**whole, column: False}
        chosen = frozenset(column for column, taken in whole.items() if taken)
        if chosen not in self.tried:
            self.tried.add(chosen)
            self.keep(self.relaxed(whole))

    def undecided(self, x: FloatArray, fixed: _Fixed) -> int | None:
        """The column to branch on: the least whole, else one of two taken together that exclude each other; None where all is whole."""
        share = {column: x[column] / choice.level for column, choice in self.choices.items() if column not in fixed}
        split = {column: min(value, 1 - value) for column, value in share.items() if min(value, 1 - value) > _WHOLE}
        if split:
            return max(split, key=lambda column: split[column])
        on = {column for column, value in share.items() if value > 0.5} | {column for column, taken in fixed.items() if taken}
        return next((column for column in sorted(on & share.keys()) if self.choices[column].apart & on), None)


def solve_whole(
    lp: LinearProgram,
    choices: Sequence[Choice],
    ladder: Sequence[Solver] = LADDER,
    *,
    ray: Callable[[LinearProgram], FloatArray] | None = None,
    nodes_max: int = 60,
    gap_share: float = 1e-6,
) -> Branched:
    """The cheapest point at which every choice is whole, to within `gap_share` or as near as `nodes_max` programs come.

    `ray` gives the caller's proof that a node has no point (see `solve`). Raises KernelError as `solve`.
    """
    tree = _Tree(lp, [choice for choice in choices if choice.level > 0], ladder, ray)
    root = tree.relaxed({})
    if root.verification is None or not tree.choices:
        return Branched(solution=root, bound=float("inf") if root.verification is None else root.verification.bound, nodes=1)
    bound = root.verification.bound
    heapq.heappush(tree.open, (bound, next(tree.order), {}))
    while tree.open and tree.nodes < nodes_max:
        bound, _, fixed = tree.open[0]
        if bound >= tree.cost - gap_share * abs(tree.cost):
            break
        heapq.heappop(tree.open)
        found = tree.relaxed(fixed) if fixed else root
        if found.verification is None or found.x is None or found.verification.bound >= tree.cost:
            continue
        if len(fixed) == len(tree.choices):
            tree.keep(found)
            continue
        tree.rounded(found.x, fixed)
        column = tree.undecided(found.x, fixed)
        if column is None:
            tree.closed = min(tree.closed, found.verification.bound)
            continue
        for child in (tree.taken(fixed, column), {**fixed, column: False}):
            heapq.heappush(tree.open, (found.verification.bound, next(tree.order), child))
    if tree.best is None:
        if tree.open:
            raise KernelError("SOLVERS_FAILED", place="solve_whole", steps=f"{tree.nodes} nodes without a whole point")
        return Branched(solution=root, bound=float("inf"), nodes=tree.nodes, whole=False)
    return Branched(solution=tree.best, bound=min([tree.cost, tree.closed, *(node[0] for node in tree.open)]), nodes=tree.nodes)
