"""kill -9 in the middle: nothing acknowledged is lost, nothing happens by half, the books balance (100 rounds: campaigns/)."""

from __future__ import annotations

from crash_rounds import check_round, kill_round
from desk import Desk


def test_a_killed_client_loses_nothing_that_was_acknowledged(url):
    with Desk(url) as desk:
        desk.pool(1)
    acknowledged = 0
    for number in range(20):
        last = kill_round(url, number)
        acknowledged += last + 1
        check_round(url, number, last)
        if number >= 2 and acknowledged:  # on a busy machine the first workers are struck before they acknowledged anything
            break
    assert acknowledged > 0
