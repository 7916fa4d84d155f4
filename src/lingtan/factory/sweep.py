"""Many programs of one site: in as many processes as asked, each with a solver that keeps its set-up from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from lingtan.factory.site import Site
from lingtan.optimise import Clarabel, Highs, Piqp, Solver

__all__ = ["in_workers", "warm_ladder"]

T = TypeVar("T")
R = TypeVar("R")


def warm_ladder() -> tuple[Solver, ...]:
    """The ladder of a sweep: PIQP changes numbers only where a program has the shape of the last. For one thread."""
    return Piqp(keep=True), Clarabel(), Highs()


def in_workers(work: Callable[[Site, Sequence[T]], list[R]], site: Site, items: Sequence[T], workers: int) -> list[R]:
    """`work` on every item, in the items' order. PIQP holds Python's lock, so workers are processes; `work` is a function of a module.

    What comes out does not depend on the number of workers up to the solver's tolerance (a kept set-up scales by the first program it saw).
    """
    count = min(workers, len(items))
    if count <= 1:
        return work(site, items)
    with ProcessPoolExecutor(max_workers=count, mp_context=get_context("spawn")) as pool:
        parts = list(pool.map(work, [site] * count, [items[at::count] for at in range(count)]))
    found: list[R] = [parts[at % count][at // count] for at in range(len(items))]
    return found
