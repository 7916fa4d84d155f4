"""The order of a job's steps, whatever interrupts it: the runner over a keeper that dies as often as hypothesis likes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from work import ACME, AT, job_id

from lingtan.database import stamp
from lingtan.jobs import JobKind
from lingtan.jobs.runner import Told, run_task


class DiedError(BaseException):
    pass


class Keeper:
    """Keeps outcomes in their order, as the engine does, and dies before or after a step's work, as it is told."""

    def __init__(self, deaths):
        self.kept, self.marks, self.deaths, self.told = [], [], list(deaths), []

    def begin(self):
        self.at = 0

    def step(self, name, work):
        self.at += 1
        if self.at <= len(self.kept):
            kept_name, outcome = self.kept[self.at - 1]
            assert kept_name == name
            return outcome
        death = self.deaths.pop(0) if self.deaths else None
        if death == "before":
            raise DiedError
        outcome = work()
        if death == "unkept":
            raise DiedError
        self.kept.append((name, outcome))
        if death == "kept":
            raise DiedError
        return outcome

    def mark(self, identifier, **attributes):
        self.step("mark", lambda: self.marks.append(attributes))

    def tell(self, identifier, **attributes):
        self.told.append(attributes["within"])


def test_a_step_that_tells_more_often_than_readers_look_is_heard_once_a_second():
    keeper, now = Keeper([]), iter([0.0, 0.2, 0.9, 1.0, 5.0, 9.0])
    told = Told(keeper, "job", 3, clock=lambda: next(now))
    for done in (1, 2, 3, 4, 2, 200):
        told(done, 50)
    assert keeper.told == [[3, 2], [3, 8], [3, 100]]


@settings(deadline=None, max_examples=200)
@given(count=st.integers(0, 250), deaths=st.lists(st.sampled_from(["before", "unkept", "kept", None]), max_size=60))
def test_a_job_that_dies_anywhere_gives_the_answer_of_one_that_does_not(count, deaths):
    ran = Counter()

    def run(task, step):
        ran[step] += 1
        return step * 2

    kind = JobKind(name="k", steps=lambda task: list(range(task.arguments)), run=run, result=lambda task, came: list(came))
    record = {"id": job_id(1), "kind": "k", "organisation": ACME, "actor": "a", "arguments": count, "at": stamp(AT), "version": "1"}
    keeper, starts = Keeper(deaths), 0
    while True:
        starts += 1
        keeper.begin()
        try:
            answer = run_task(keeper, {"k": kind}, "job", record, version="1", now=lambda: stamp(AT))
            break
        except DiedError:
            continue
    assert answer == [step * 2 for step in range(count)]
    assert sorted(ran) == list(range(count))
    assert sum(ran.values()) - count <= deaths.count("unkept")
    shown = [mark["done"] for mark in keeper.marks]
    assert shown == sorted(shown)
    assert shown[-1] == count
    assert len(set(shown)) <= 101
