"""Kinds of work for the tests, and a program that does one of them until somebody kills it.

python work.py URL JOB STEPS    starts the job if it is not there, prints each step, and ends with the job
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

from lingtan.evidence import Authorship, Fact
from lingtan.jobs import JobKind, Jobs
from lingtan.ledger import derive_id, uuid7
from lingtan.store import open_store

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ACME = "Acme 甲"


def job_id(number):
    return uuid7(AT, number.to_bytes(10, "big"))


def appending(store, pause_s=0.0, seen=None):
    """A fact a step, under an id made of the task and of the step."""

    def run(task, step):
        by = Authorship(organisation=task.organisation, actor=task.actor, at=task.at, method_version="1")
        store.append(Fact(id=derive_id(task.id, str(step)), kind="step", subject=str(step), by=by, asset="-", unit="-", body=step))
        if seen is not None:
            seen(step)
        time.sleep(pause_s)
        return step

    return JobKind(name="append", steps=lambda task: list(range(task.arguments)), run=run, result=lambda task, came: {"sum": sum(came)})


def until(what, seconds=30.0):
    """What a question answers as soon as it answers anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def ended(jobs, name, organisation=ACME):
    return until(lambda: (found := jobs.get(name, organisation=organisation)).ended and found)


def main(url, name, count):
    with open_store(url) as store:
        jobs = Jobs(url)
        jobs.register(appending(store, 0.01, lambda step: print(step, flush=True)))
        jobs.launch()
        jobs.start("append", id=name, organisation=ACME, actor="ann", at=AT, arguments=count)
        print("ended", ended(jobs, name).state, flush=True)
        jobs.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
