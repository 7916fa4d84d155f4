"""Rounds of kill -9 on a client in the middle of its work, and what must be true afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from crash_worker import allocation, identifier

from lingtan.store import open_store

WORKER = str(Path(__file__).with_name("crash_worker.py"))


def kill_round(url, number, strike=None):
    """Starts a worker, strikes at a moment chosen by the round's number, and returns the last acknowledged step (−1: none).

    `strike` is called with the worker's process; it is killed in any case.
    """
    worker = subprocess.Popen([sys.executable, WORKER, url, str(number)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert worker.stdout.readline() == "ready\n"
    time.sleep(random.Random(number).uniform(0.0, 0.25))
    if strike is not None:
        strike(worker)
    worker.kill()
    out, _ = worker.communicate()
    whole = [line for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return int(whole[-1]) if whole else -1


def check_round(url, number, last):
    """Every acknowledged step is there once, the step in flight is there whole or not at all, and sending it again settles it."""
    with open_store(url) as store:
        pools = [pool.retirement.id for pool in store.ledger.pools()]
        for step in range(last + 1):
            assert store.once_answer(identifier(number, step)) is not None, f"acknowledged step {step} of round {number} is lost"
        done = last + 1 + (store.once_answer(identifier(number, last + 1)) is not None)
        assert store.once_answer(identifier(number, last + 2)) is None
        assert len(store.ledger.certificates()) == done + before(store, number)
        again = store.ledger.allocate(**allocation(number, last + 1, pools))
        assert again == store.ledger.allocate(**allocation(number, last + 1, pools))
        assert sum(pool.allocated for pool in store.ledger.pools()) == 3 * len(store.ledger.certificates())
        store.audit()
        store.verify_chain()


def before(store, number):
    """Certificates of the other rounds."""
    return sum(not certificate.number.startswith(f"C-{number}-") for certificate in store.ledger.certificates())
