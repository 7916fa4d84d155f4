"""What exchanging two segments of lines would cost, found without building the lines; and building them."""

from __future__ import annotations

from lingtan.compiled import inner, lent
from lingtan.scheduling.loops.arrays import CLOSES, FIRST, Arrays
from lingtan.scheduling.loops.state import (
    AT,
    BROKEN,
    DELAYED,
    EARLY,
    END,
    FIXED,
    LATE,
    LEAST,
    NEVER,
    ORDER,
    P_DUE,
    P_RELEASE,
    RATE,
    RUN,
    SETUP,
    SLACK,
    TOTAL,
    State,
    commit,
    head_of,
)
from lingtan.scheduling.loops.step import step, work

__all__ = ["build", "exchange", "inserted", "within"]


@inner
def _next_close(a: Arrays, line: int, at: int) -> int:
    return a.closures[at, CLOSES] if at < a.lines[FIRST, line + 1] else NEVER


@inner
def _follow(a: Arrays, s: State, line: int, place: int, now: int, at: int) -> tuple[int, int, int]:
    """As `step`, for an order behind the one it stands behind now: end, cost, next closure."""
    r = s.places[line, place]
    setup, begin = r[SETUP], now
    if a.is_early == 0 and setup > 0:
        begin = max(begin, r[P_RELEASE])
    end = max(begin + setup, r[P_RELEASE]) + r[RUN]
    if end > _next_close(a, line, at):
        if setup > 0:
            begin, at = work(a, line, at, begin, setup)
        end, at = work(a, line, at, max(begin, r[P_RELEASE]), r[RUN])
    return end, r[FIXED] + r[RATE] * max(end - r[P_DUE], 0), at


@inner
def _crosses(a: Arrays, line: int, at: int, before: int, now: int) -> bool:
    """Whether a closure lies between two moments."""
    for c in range(at, a.lines[FIRST, line + 1]):
        if a.closures[c, CLOSES] >= now:
            return False
        if a.closures[c, CLOSES] >= before:
            return True
    return False


@inner
def _settled(a: Arrays, s: State, line: int, place: int, now: int, total: int, limit: int) -> tuple[int, int]:
    """Cost and end of the line where they are known already (NEVER beyond the limit for certain), else −1, −1."""
    r = s.places[line, place]
    shift, least = now - r[END], total + s.places[line, s.counts[line] - 1, TOTAL] - r[TOTAL]
    is_plain = a.lines[FIRST, line] == a.lines[FIRST, line + 1]
    if shift > 0 and (is_plain or not _crosses(a, line, r[AT], r[END], now)):
        bound = least + shift * r[DELAYED]
    elif shift >= 0:
        bound = least
    else:
        bound = max(least + shift * r[LATE], total) if is_plain else total
    if bound > limit:
        return NEVER, 0
    is_exact = r[BROKEN] == 0 and shift <= r[EARLY] if shift > 0 else -shift <= r[SLACK] and -shift <= r[LEAST]
    if shift == 0 or (is_plain and is_exact):
        return least + shift * r[LATE], s.ends[line] + shift
    return -1, -1


@inner
def _tail(a: Arrays, s: State, line: int, place: int, now: int, at: int, total: int, limit: int) -> tuple[int, int]:
    """Cost and end of the line whose order at `place` ends at `now` at a cost so far of `total`; NEVER beyond the limit.

    Behind it all is as before. Once an order ends when it ended before, so does the rest; a delay costs at least the rates of the late
    orders that it reaches, a gain saves at most those of all late ones; both are exact while no order waits or changes sides.
    """
    size = s.counts[line]
    i = place
    while True:
        cost, end = _settled(a, s, line, i, now, total, limit)
        if cost >= 0:
            return cost, end
        i += 1
        if i == size:
            return total, now
        now, cost, at = _follow(a, s, line, i, now, at)
        total += cost


@inner
def _joined(a: Arrays, s: State, line: int, place: int, head: tuple[int, int, int, int], limit: int) -> tuple[int, int]:
    """Cost and end of the line when its orders from `place` on follow the head; NEVER beyond the limit."""
    now, last, at, total = head
    if place >= s.counts[line]:
        return (total, now) if total <= limit else (NEVER, 0)
    now, cost, at = step(a, line, last, s.places[line, place, ORDER], now, at)
    return _tail(a, s, line, place, now, at, total + cost, limit)


@inner
def inserted(a: Arrays, s: State, line: int, place: int, order: int, limit: int) -> tuple[int, int]:
    """Cost and end of the line with one more order before the place; NEVER beyond the limit, or where it cannot run."""
    if a.run[line, order] < 0:
        return NEVER, 0
    now, last, at, total = head_of(a, s, line, place)
    now, cost, at = step(a, line, last, order, now, at)
    return _joined(a, s, line, place, (now, order, at, total + cost), limit)


@inner
def _replaced(a: Arrays, s: State, line: int, p: int, m: int, other: int, q: int, n: int, limit: int) -> tuple[int, int]:
    """Cost and end of the line when the other's n orders from place q stand where its m from place p stood."""
    now, last, at, total = head_of(a, s, line, p)
    for i in range(q, q + n):
        j = s.places[other, i, ORDER]
        if a.run[line, j] < 0:
            return NEVER, 0
        now, cost, at = step(a, line, last, j, now, at)
        total += cost
        if total > limit:
            return NEVER, 0
        last = j
    return _joined(a, s, line, p + m, (now, last, at, total), limit)


@inner
def _floor(a: Arrays, s: State, line: int, p: int, m: int) -> int:
    """What the line costs at least when other orders, or none, stand where its m from place p stood."""
    now, _, _, total = head_of(a, s, line, p)
    behind = p + m
    if behind >= s.counts[line] or s.pauses[line, 2] == 1 or behind == 0:
        return int(total)
    r = s.places[line, behind - 1]
    rest = s.places[line, s.counts[line] - 1, TOTAL] - r[TOTAL] - s.places[line, behind, FIXED]
    gain = r[END] - now + s.places[line, behind, SETUP]
    if s.pauses[line, 0] > 0:
        gain += s.pauses[line, 0] * (1 + gain // s.pauses[line, 1])
    return int(total + max(rest - gain * r[LATE], 0))


@lent
def exchange(a: Arrays, s: State, k: int, p: int, m: int, l: int, q: int, n: int, limit: int) -> tuple[int, int, int]:
    """Change of two lines' cost when m orders from place p of line k and n from place q of line l change sides, and the ends of both.

    NEVER for a change beyond the limit for certain, and where an order cannot run on the other line. Either segment may be empty.
    """
    old = 0
    if s.counts[k] > 0:
        old += s.places[k, s.counts[k] - 1, TOTAL]
    if s.counts[l] > 0:
        old += s.places[l, s.counts[l] - 1, TOTAL]
    there, end_there = _replaced(a, s, l, q, n, k, p, m, old + limit - _floor(a, s, k, p, m))
    if there >= NEVER:
        return NEVER, 0, 0
    here, end_here = _replaced(a, s, k, p, m, l, q, n, old + limit - there)
    if here >= NEVER:
        return NEVER, 0, 0
    return here + there - old, end_here, end_there


@lent
def within(a: Arrays, s: State, k: int, p: int, m: int, q: int, n: int, limit: int) -> tuple[int, int]:
    """The same for two segments of one line, of which the first ends before the second begins: change and end."""
    size = s.counts[k]
    old = s.places[k, size - 1, TOTAL]
    now, last, at, total = head_of(a, s, k, p)
    for start, stop in ((q, q + n), (p + m, q), (p, p + m)):
        for i in range(start, stop):
            j = s.places[k, i, ORDER]
            if i == start:
                now, cost, at = step(a, k, last, j, now, at)
            else:
                now, cost, at = _follow(a, s, k, i, now, at)
            total, last = total + cost, j
            if total - old > limit:
                return NEVER, 0
    cost, end = _joined(a, s, k, q + n, (now, last, at, total), old + limit)
    return (cost - old, end) if cost < NEVER else (NEVER, 0)


@inner
def _copied(s: State, side: int, to: int, line: int, start: int, stop: int) -> int:
    for i in range(start, stop):
        s.spare[side, to] = s.places[line, i, ORDER]
        to += 1
    return to


@lent
def build(a: Arrays, s: State, k: int, p: int, m: int, l: int, q: int, n: int) -> None:
    """Do it: on one line the segments as in `within`."""
    if k == l:
        to = _copied(s, 0, p, k, q, q + n)
        to = _copied(s, 0, to, k, p + m, q)
        to = _copied(s, 0, to, k, p, p + m)
        for i in range(p, to):
            s.places[k, i, ORDER] = s.spare[0, i]
        commit(a, s, k, p)
        return
    to_k = _copied(s, 0, _copied(s, 0, p, l, q, q + n), k, p + m, s.counts[k])
    to_l = _copied(s, 1, _copied(s, 1, q, k, p, p + m), l, q + n, s.counts[l])
    s.counts[k], s.counts[l] = to_k, to_l
    for i in range(p, to_k):
        s.places[k, i, ORDER] = s.spare[0, i]
    for i in range(q, to_l):
        s.places[l, i, ORDER] = s.spare[1, i]
    commit(a, s, k, p)
    commit(a, s, l, q)
