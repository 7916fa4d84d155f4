"""How many tries fill a time on this machine: the only place where the planner looks at a clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from lingtan.scheduling.search import Effort

__all__ = ["iterations_within"]

#: Tries before the clock runs, which read the machine code in; those of the first trial; how many times more the next one has.
_UNTIMED, _FIRST, _MORE = 256, 50_000, 4
#: Trials stop when they took this share of the time, or had so many tries: where tries cost nothing, there is nothing to find.
_SHARE, _MOST = 0.05, 1 << 36


def iterations_within(seconds: float, effort: Effort, search: Callable[[Effort], object]) -> int:
    """Tries of a run with which the search takes about so long, trials included; `effort.iterations` does not count. [-].

    Hangs on the machine and on what else it does: whoever wants the plan again keeps the number.
    """
    begin, tries = time.perf_counter(), _FIRST
    search(replace(effort, iterations=_UNTIMED, watch=None))
    while True:
        since = time.perf_counter()
        search(replace(effort, iterations=tries, watch=None))
        now = time.perf_counter()
        if now - begin >= _SHARE * seconds or tries >= _MOST:
            left = max(seconds - (now - begin), 0.0)
            return min(max(int(tries * left / max(now - since, 1e-6)), 1), _MOST)
        tries *= _MORE
