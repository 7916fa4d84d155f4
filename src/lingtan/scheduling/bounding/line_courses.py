"""A line of the bound by courses: what is left of its begins, what its courses remember, its cheapest course at given prizes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.loops.courses import Begins, CourseLine, forbid, to_go
from lingtan.scheduling.loops.labels import Labels, Memory, Words, cheapest_course
from lingtan.scheduling.problem import Integers

__all__ = ["BITS", "Course", "Fines", "LineCourses"]

#: The bits of a word, and how many orders one order may let stand in the memory.
BITS, _NEAR = 63, 16
#: Of the labels, those looked at for courses to hand back, and how many are.
_LOOKED_AT, _HANDED_BACK = 200, 8

Course = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fines:
    """What is due whenever a course has made two more of the orders of a triple: `fine` (C,), `triples` by the problem's numbers (C, 3).

    A plan pays each triple's fine once at most, so that much may be taken off again: subset rows (Jepsen et al. 2008, Oper. Res. 56:497).
    """

    fine: Integers
    triples: Integers


@dataclass(slots=True, kw_only=True, eq=False)
class LineCourses:
    """`orders`: the problem's numbers of the line's own. `remembered[i]`: the orders that order i lets stand. Changes by the round."""

    line: CourseLine
    orders: Integers
    begins: Begins
    after: Integers
    remembered: list[set[int]]

    def cheapest(self, prize: Integers, fines: Fines, known: int, room: Labels) -> tuple[int, list[Course]]:
        """What no course costs less than (less prizes, with fines; ≤ `known`, a course's), and some cheap courses, by place on the line."""
        worth = prize[self.orders]
        least = to_go(self.line, worth, self.begins, self.after)
        best, count = cheapest_course(self.line, worth, self.begins, self.after, known, self._memory(fines), room)
        found = abs(count)
        listed = np.argsort(room.cost[:found], kind="stable")[:_LOOKED_AT]
        courses: dict[Course, Course] = {}
        for label in listed:
            course = _traced(room, int(label))
            courses.setdefault(tuple(sorted(course)), course)
            if len(courses) == _HANDED_BACK:
                break
        return (int(best) if count >= 0 else int(least)), list(courses.values())

    def forbid(self, prize: Integers, limit: int) -> None:
        """Strike out the begins whose courses cost the limit or more, and the minutes behind the last of them."""
        worth = prize[self.orders]
        to_go(self.line, worth, self.begins, self.after)
        forbid(self.line, worth, self.begins, self.after, limit)
        at, j = np.nonzero(self.begins)
        last = int((at + self.line.run[j]).max(initial=0))
        self.line = self.line._replace(wall=self.line.wall[: last + 1].copy())
        self.begins, self.after = self.begins[: last + 1].copy(), self.after[:, : last + 1].copy()

    def cost_of(self, course: Course) -> int:
        """Cost of a course begun as early as can be, prizes apart."""
        now, row, total = 0, self.line.setup.shape[0] - 1, 0
        for j in course:
            setup = int(self.line.setup[row, self.line.family[j]])
            now = max(now + setup, int(self.line.release[j])) + int(self.line.run[j])
            clock = int(self.line.wall[now]) if now < self.line.wall.size else int(self.line.wall[-1]) + now - self.line.wall.size + 1
            total += self.line.per_setup * setup + int(self.line.rate[j]) * max(clock - int(self.line.due[j]), 0)
            row = int(self.line.family[j])
        return total

    def remember(self, course: Course) -> int:
        """Let the memory forbid the course's repeats; how much it grew."""
        grown, last = 0, dict[int, int]()
        for place, j in enumerate(course):
            between = course[last[j] : place] if j in last else ()
            if all(len(self.remembered[i] | {j}) <= _NEAR for i in between):
                for i in between:
                    grown += j not in self.remembered[i]
                    self.remembered[i].add(j)
            last[j] = place
        return grown

    def allows(self, course: Course) -> bool:
        """Whether the memory allows it."""
        own, kept = self._words()
        word = np.uint64(0)
        for j in course:
            if word & own[j]:
                return False
            word = (word & kept[j]) | own[j]
        return True

    def _memory(self, fines: Fines) -> Memory:
        own, kept = self._words()
        of = [np.flatnonzero((fines.triples == j).any(axis=1) & (fines.fine > 0)) for j in self.orders]
        triples = np.full((len(of), max((one.size for one in of), default=0) or 1), -1, np.int64)
        for place, one in enumerate(of):
            triples[place, : one.size] = one
        return Memory(own=own, kept=kept, triples=triples, fine=fines.fine)

    def _words(self) -> tuple[Words, Words]:
        needed = sorted(set[int]().union(*self.remembered))[:BITS]
        bit = {j: 1 << place for place, j in enumerate(needed)}
        own = np.array([bit.get(j, 0) for j in range(len(self.remembered))], np.uint64)
        kept = np.array([sum(bit.get(j, 0) for j in near) for near in self.remembered], np.uint64)
        return own, kept


def _traced(room: Labels, label: int) -> Course:
    course: list[int] = []
    while label >= 0:
        course.append(int(room.order[label]))
        label = int(room.before[label])
    return tuple(reversed(course))
