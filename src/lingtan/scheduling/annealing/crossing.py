"""One plan out of two: the mother's, with some lines of the father's or with what he does in a stretch of time.

Lines change as subtours do between routes (Nagata & Bräysy 2009, Networks 54:205–215); orders that then lack are put where they cost
least. A stretch leaves no order out: the father's orders of it stand together, all others stay on their lines.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.annealing.hands import Annealing
from lingtan.scheduling.frozen import Plan, with_frozen, without_frozen
from lingtan.scheduling.problem import Integers

__all__ = ["crossed"]

_Word = npt.NDArray[np.uint64]
#: Of 16 children those that take a stretch, where there are two lines and more; one line alone has nothing else.
_STRETCHES = 3
#: A stretch is counted in parts of the last end: how many those are, and how many it has at least and more.
_PARTS, _LEAST, _MORE = 100, 15, 35


def crossed(annealing: Annealing, mother: Plan, father: Plan, word: _Word) -> Plan:
    """A child of both with every order once. Takes its chance from the word."""
    if annealing.problem.line_count == 1 or _draw(word, 16) < _STRETCHES:
        return _stretch_taken(annealing, mother, father, word)
    return _lines_taken(annealing, mother, father, word)


def _lines_taken(annealing: Annealing, mother: Plan, father: Plan, word: _Word) -> Plan:
    """A quarter to a half of the lines are the father's; what he has on them leaves the mother's."""
    from lingtan.scheduling.loops.crossing import fill
    from lingtan.scheduling.loops.state import ORDER, state_of

    problem, lines = annealing.problem, annealing.problem.line_count
    least = max(lines // 4, 1)
    taken = _shuffled(np.arange(lines), word)[: least + _draw(word, max(lines // 2, 1) - least + 1)]
    hers, her_count = without_frozen(problem, mother)
    his, his_count = without_frozen(problem, father)
    is_his, is_placed = np.zeros(problem.order_count, bool), np.zeros(problem.order_count, bool)
    for k in taken:
        is_his[his[k, : his_count[k]]] = True
    seq, count = his, his_count
    for k in set(range(lines)) - set(taken.tolist()):
        kept = hers[k, : her_count[k]]
        kept = kept[~is_his[kept]]
        seq[k, : kept.size], count[k] = kept, kept.size
    for k in range(lines):
        is_placed[seq[k, : count[k]]] = True
    missing = np.concatenate([hers[k, : her_count[k]] for k in taken])
    state = state_of(annealing.arrays, seq, count)
    fill(annealing.arrays, state, _shuffled(missing[~is_placed[missing]], word))
    return with_frozen(problem, state.places[:, :, ORDER], state.counts)


def _stretch_taken(annealing: Annealing, mother: Plan, father: Plan, word: _Word) -> Plan:
    """Orders that end in a stretch of the father's stand on his lines as he has them, between hers that end before and after it begins."""
    problem = annealing.problem
    hers, her_count, her_ends = _with_ends(annealing, mother)
    his, his_count, his_ends = _with_ends(annealing, father)
    parts = _LEAST + _draw(word, _MORE + 1)
    low, last = _draw(word, _PARTS - parts + 1), int(his_ends.max()) + 1
    begin, end = low * last // _PARTS, (low + parts) * last // _PARTS
    is_his = (his_ends >= begin) & (his_ends < end)
    seq, count = np.zeros_like(hers), np.zeros_like(her_count)
    for k in range(problem.line_count):
        rest, stretch = hers[k, : her_count[k]], his[k, : his_count[k]]
        rest, stretch = rest[~is_his[rest]], stretch[is_his[stretch]]
        line = np.concatenate([rest[her_ends[rest] < begin], stretch, rest[her_ends[rest] >= begin]])
        seq[k, : line.size], count[k] = line, line.size
    return with_frozen(problem, seq, count)


def _with_ends(annealing: Annealing, plan: Plan) -> tuple[Integers, Integers, Integers]:
    """Sequences, how many on each line, and when each order ends, −1 for frozen ones."""
    from lingtan.scheduling.loops.state import END, state_of

    seq, count = without_frozen(annealing.problem, plan)
    state, ends = state_of(annealing.arrays, seq, count), np.full(annealing.problem.order_count, -1, np.int64)
    for k in range(count.size):
        ends[seq[k, : count[k]]] = state.places[k, : count[k], END]
    return seq, count, ends


def _draw(word: _Word, n: int) -> int:
    from lingtan.scheduling.loops.anneal import draw

    return int(draw(word, n))


def _shuffled(items: Integers, word: _Word) -> Integers:
    for last in range(items.size - 1, 0, -1):
        other = _draw(word, last + 1)
        items[last], items[other] = items[other], items[last]
    return items
