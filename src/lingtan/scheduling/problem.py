"""The planning problem in arrays: orders, unrelated lines, changeovers, calendars, what is frozen.

Time is whole minutes from the plan's origin, so that every term of the objective is an exact integer. Changeovers go by family; where
each pair of orders has its own, every order is a family (`family = arange(J)`). In the notation of Allahverdi 2015 (EJOR 246:345):
R | r_j, s_kij, M_j | ·.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.scheduling.coupled.pool import Pool

__all__ = ["NOTHING", "NOT_ELIGIBLE", "NO_HOME", "Closure", "Frozen", "Integers", "Problem", "problem_from_arrays"]

Integers = npt.NDArray[np.int64]

#: In `run_min`: the line cannot make the order.
NOT_ELIGIBLE = -1
#: In `home_line` and `home_previous`: the last plan says nothing of the order.
NO_HOME = -2
#: In `after`: the order waits for no other.
NOTHING = -1
#: Times and set-ups beyond this are slips of a unit; below it no sum of ours leaves 63 bits. [min]
_LONGEST_MIN = 10_000_000
_HEAVIEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A line does not work in [start_min, end_min). Work that has begun waits (`pauses`: a break, a night) or may not straddle it."""

    line: int
    start_min: int
    end_min: int
    pauses: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """An order that runs already or may no longer be moved: its line and start. Its set-up is done or committed, and not counted."""

    order: int
    line: int
    start_min: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """What is to be planned. J orders, K lines, F families.

    `run_min`: time of the order on the line, `NOT_ELIGIBLE` where it cannot run there. [min], shape (K, J)
    `setup_min`: changeover from family to family. [min], shape (K, F, F)
    `first_setup_min`: changeover from the line's state at its start. [min], shape (K, F)
    `ready_min`: when each line becomes free. [min], shape (K,)
    `release_min`, `due_min`, `weight`: material there, due, penalty per minute late. [min, min, 1/min], shape (J,)
    `home_line`, `home_previous`: where the last plan had the order and behind which one (−1 the first), `NO_HOME` if it had not. Shape (J,)
    `after`, `transfer_min`: the order whose parts it needs (a board before its assembly) or `NOTHING`, and how long they take to come;
    begun no sooner than that one's end and the transfer, its set-up as with material. [-, min], shape (J,)
    `pools`, `needs`: what lines share, and how many of each pool a family takes on a line. [-], shape (P, K, F)
    `lot_of`: the first lot of the order that this is a lot of; itself where an order is whole. The order is as late as its last lot. (J,)

    Raises InputError `SCHEDULE_SHAPE`, `SCHEDULE_RANGE`, `SCHEDULE_NO_LINE`, `SCHEDULE_CLOSURE`, `SCHEDULE_FROZEN`, `SCHEDULE_AFTER`,
    `SCHEDULE_POOL` with the place.
    """

    orders: tuple[str, ...]
    lines: tuple[str, ...]
    families: tuple[str, ...]
    family: Integers
    run_min: Integers
    setup_min: Integers
    first_setup_min: Integers
    ready_min: Integers
    release_min: Integers
    due_min: Integers
    weight: Integers
    closures: tuple[Closure, ...] = ()
    frozen: tuple[Frozen, ...] = ()
    is_setup_before_release: bool = True
    home_line: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    home_previous: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    after: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    transfer_min: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    pools: tuple[Pool, ...] = ()
    needs: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    lot_of: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    _closures_by_line: dict[int, list[Closure]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_line: dict[int, list[Closure]] = {}
        for one in sorted(self.closures, key=lambda c: c.start_min):
            by_line.setdefault(one.line, []).append(one)
        object.__setattr__(self, "_closures_by_line", by_line)
        count = len(self.orders)
        empty: dict[str, Integers] = {
            "home_line": np.full(count, NO_HOME, np.int64),
            "home_previous": np.full(count, NO_HOME, np.int64),
            "after": np.full(count, NOTHING, np.int64),
            "transfer_min": np.zeros(count, np.int64),
            "needs": np.zeros((len(self.pools), len(self.lines), len(self.families)), np.int64),
            "lot_of": np.arange(count, dtype=np.int64),
        }
        for name, values in empty.items():
            if getattr(self, name).size == 0:
                object.__setattr__(self, name, values)
        for name in ("run_min", "setup_min", "first_setup_min"):  # loops are compiled for one layout
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name)))
        _check_shapes(self)
        _check_ranges(self)
        _check_lines(self)
        _check_closures(self)
        _check_frozen(self)
        _check_after(self)
        _check_pools(self)

    @property
    def is_coupled(self) -> bool:
        """Whether the time of an order depends on other lines than its own, or its worth on other orders."""
        return bool(self.pools) or bool((self.after != NOTHING).any()) or bool((self.lot_of != np.arange(self.order_count)).any())

    @property
    def order_count(self) -> int:
        """J."""
        return len(self.orders)

    @property
    def line_count(self) -> int:
        """K."""
        return len(self.lines)

    def closures_of(self, line: int) -> list[Closure]:
        """The line's closures by time."""
        return self._closures_by_line.get(line, [])

    def frozen_of(self, line: int) -> list[Frozen]:
        """The line's frozen orders by start."""
        return sorted((f for f in self.frozen if f.line == line), key=lambda f: f.start_min)


def problem_from_arrays(
    run_min: npt.ArrayLike,
    setup_min: npt.ArrayLike,
    *,
    due_min: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
    release_min: npt.ArrayLike | None = None,
    first_setup_min: npt.ArrayLike | None = None,
    family: npt.ArrayLike | None = None,
    closures: Sequence[Closure] = (),
    is_setup_before_release: bool = True,
) -> Problem:
    """A problem of general arrays p[k, j] (negative: not eligible) and s[k, i, j]; families are the orders unless given.

    Without due dates all is due at 0, without weights each counts 1, without first set-ups a line starts with any order at once.
    """
    run = np.asarray(run_min, np.int64)
    lines, orders = run.shape if run.ndim == 2 else (0, 0)
    groups = np.arange(orders, dtype=np.int64) if family is None else np.asarray(family, np.int64)
    setup = np.asarray(setup_min, np.int64)
    count = setup.shape[-1]
    zeros = np.zeros(orders, np.int64)
    return Problem(
        orders=tuple(str(j) for j in range(orders)),
        lines=tuple(str(k) for k in range(lines)),
        families=tuple(str(f) for f in range(count)),
        family=groups,
        run_min=run,
        setup_min=setup,
        first_setup_min=np.zeros((lines, count), np.int64) if first_setup_min is None else np.asarray(first_setup_min, np.int64),
        ready_min=np.zeros(lines, np.int64),
        release_min=zeros if release_min is None else np.asarray(release_min, np.int64),
        due_min=zeros if due_min is None else np.asarray(due_min, np.int64),
        weight=np.ones(orders, np.int64) if weight is None else np.asarray(weight, np.int64),
        closures=tuple(closures),
        is_setup_before_release=is_setup_before_release,
    )


def _check_shapes(p: Problem) -> None:
    k, j, f = p.line_count, p.order_count, len(p.families)
    wanted = {
        "run_min": (k, j),
        "setup_min": (k, f, f),
        "first_setup_min": (k, f),
        "ready_min": (k,),
        "needs": (len(p.pools), k, f),
        **dict.fromkeys(
            ("family", "release_min", "due_min", "weight", "home_line", "home_previous", "after", "transfer_min", "lot_of"), (j,)
        ),
    }
    for name, shape in wanted.items():
        if getattr(p, name).shape != shape:
            raise InputError("SCHEDULE_SHAPE", place=name, got=str(getattr(p, name).shape), wanted=str(shape))
    for name, names in (("orders", p.orders), ("lines", p.lines)):
        if not names:
            raise InputError("SCHEDULE_SHAPE", place=name, got="0", wanted="≥ 1")
        if len(set(names)) < len(names):
            twice = next(one for one in names if names.count(one) > 1)
            raise InputError("SCHEDULE_TWICE", place=name, name=twice)


def _check_ranges(p: Problem) -> None:
    bounds = {
        "run_min": (NOT_ELIGIBLE, _LONGEST_MIN),
        "setup_min": (0, _LONGEST_MIN),
        "first_setup_min": (0, _LONGEST_MIN),
        "ready_min": (0, _LONGEST_MIN),
        "release_min": (-_LONGEST_MIN, _LONGEST_MIN),
        "due_min": (-_LONGEST_MIN, _LONGEST_MIN),
        "weight": (0, _HEAVIEST),
        "family": (0, len(p.families) - 1),
        "home_line": (NO_HOME, p.line_count - 1),
        "home_previous": (NO_HOME, p.order_count - 1),
        "after": (NOTHING, p.order_count - 1),
        "transfer_min": (0, _LONGEST_MIN),
        "needs": (0, _HEAVIEST),
        "lot_of": (0, p.order_count - 1),
    }
    for name, (least, greatest) in bounds.items():
        values: Integers = getattr(p, name)
        bad = np.argwhere((values < least) | (values > greatest))
        if bad.size:
            at = tuple(int(i) for i in bad[0])
            place = f"{name}[{', '.join(map(str, at))}]"
            raise InputError("SCHEDULE_RANGE", place=place, got=int(values[at]), least=least, greatest=greatest)


def _check_lines(p: Problem) -> None:
    bad = np.flatnonzero((p.run_min < 0).all(axis=0))
    if bad.size:
        raise InputError("SCHEDULE_NO_LINE", place=p.orders[int(bad[0])], count=int(bad.size))


def _check_closures(p: Problem) -> None:
    for number, one in enumerate(p.closures):
        if not 0 <= one.line < p.line_count or not 0 <= one.start_min < one.end_min <= _LONGEST_MIN:
            raise InputError("SCHEDULE_CLOSURE", place=f"closures[{number}]", start=one.start_min, end=one.end_min)
    for line in range(p.line_count):
        listed = p.closures_of(line)
        for before, after in pairwise(listed):
            if after.start_min < before.end_min:
                raise InputError("SCHEDULE_CLOSURE", place=p.lines[line], start=after.start_min, end=before.end_min)


def _check_frozen(p: Problem) -> None:
    seen: set[int] = set()
    for one in p.frozen:
        bad = not 0 <= one.order < p.order_count or not 0 <= one.line < p.line_count or one.order in seen
        if bad or p.run_min[one.line, one.order] < 0:
            raise InputError("SCHEDULE_FROZEN", place=f"frozen[{one.order}]", line=one.line)
        seen.add(one.order)


def _check_after(p: Problem) -> None:
    """No order may wait for itself, however far round; lots of one order are alike in what counts for the whole."""
    for name in ("lot_of", "due_min", "weight", "after"):
        values: Integers = getattr(p, name)
        bad = np.flatnonzero(values[p.lot_of] != values)
        if bad.size:
            j = int(bad[0])
            least = greatest = int(values[p.lot_of[j]])
            raise InputError("SCHEDULE_RANGE", place=f"{name}[{j}]", got=int(values[j]), least=least, greatest=greatest)
    is_free = p.after == NOTHING
    for _ in range(p.order_count):
        freed = is_free | is_free[p.after]
        if (freed == is_free).all():
            break
        is_free = freed
    if not is_free.all():
        j = int(np.flatnonzero(~is_free)[0])
        raise InputError("SCHEDULE_AFTER", place=p.orders[j], before=p.orders[int(p.after[j])])


def _check_pools(p: Problem) -> None:
    """From its last size on, a pool must do for every order on every line that may make it: else some would never begin."""
    if not p.pools:
        return
    able = np.zeros((p.line_count, len(p.families)), np.bool_)
    k, j = np.nonzero(p.run_min >= 0)
    able[k, p.family[j]] = True
    for number, pool in enumerate(p.pools):
        most = int(np.where(able, p.needs[number], 0).max())
        if most > pool.sizes[-1]:
            raise InputError("SCHEDULE_POOL_SMALL", place=pool.name, size=pool.sizes[-1], needed=most)
