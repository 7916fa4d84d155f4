"""Jobs on both databases: to the end, stopped, refused, taken up again, and apart from one another."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from work import ACME, AT, appending, ended, job_id, until

from lingtan.errors import ConflictError, InputError, LedgerError, StoreError
from lingtan.jobs import JobKind, Jobs, JobState
from lingtan.messages import Language, catalog

ROOT = Path(__file__).parents[2]


def ask(jobs, number=1, kind="append", arguments=5, **other):
    return jobs.start(kind, **{"id": job_id(number), "organisation": ACME, "actor": "ann", "at": AT, "arguments": arguments} | other)


def recorded(store):
    return [int(fact.subject) for fact in store.facts(kind="step")]


def counting(name="count", run=lambda task, step: step, steps=3):
    return JobKind(name=name, steps=lambda task: list(range(steps)), run=run, result=lambda task, came: came)


def test_a_job_runs_to_its_end_and_keeps_its_answer(store, launched):
    jobs = launched(appending(store))
    name = ask(jobs, arguments=7)
    job = ended(jobs, name)
    assert (job.state, job.result, job.done, job.total, job.error) == (JobState.DONE, {"sum": 21}, 7, 7, None)
    assert (job.id, job.kind, job.organisation, job.actor, job.asked_at) == (name, "append", ACME, "ann", AT)
    assert job.started_at <= job.ended_at
    assert recorded(store) == list(range(7))


def test_progress_grows_step_by_step(launched):
    gates = [threading.Event() for _ in range(3)]
    jobs = launched(counting(run=lambda task, step: gates[step].wait(30)))
    name = ask(jobs, kind="count")
    seen = []
    for gate in gates:
        seen.append(until(lambda: (j := jobs.get(name, organisation=ACME)).total and j.done == len(seen) and (j.done, j.total, j.state)))
        gate.set()
    assert seen == [(0, 3, "running"), (1, 3, "running"), (2, 3, "running")]
    assert ended(jobs, name).done == 3


def test_a_step_tells_how_far_it_is_from_any_thread_and_the_next_one_starts_anew(launched):
    told, gates = [threading.Event(), threading.Event()], [threading.Event(), threading.Event()]

    def run(task, step):
        if step == 0:
            thread = threading.Thread(target=task.tell, args=(430, 1000))
            thread.start()
            thread.join()
        else:
            task.tell(1, 4)
        told[step].set()
        return gates[step].wait(30)

    jobs = launched(counting(run=run, steps=2))
    name, seen = ask(jobs, kind="count"), []
    for step in range(2):
        assert told[step].wait(30)
        job = jobs.get(name, organisation=ACME)
        seen.append((job.done, job.step_percent))
        gates[step].set()
    assert seen == [(0, 43), (1, 25)]
    assert (ended(jobs, name).step_percent, jobs.get(name, organisation=ACME).result) == (0, [True, True])


def test_cancel_stops_between_steps_and_says_who(store, launched):
    inside, gate = threading.Event(), threading.Event()

    def hold(step):
        inside.set()
        gate.wait(30)

    jobs = launched(appending(store, seen=hold))
    name = ask(jobs)
    inside.wait(30)
    assert jobs.cancel(name, organisation=ACME, actor="bob").state is JobState.CANCELLED
    gate.set()
    job = jobs.get(name, organisation=ACME)
    assert (job.state, job.cancelled_by, job.error) == (JobState.CANCELLED, "bob", None)
    other = ask(jobs, 2, arguments=1)
    ended(jobs, other)
    assert recorded(store) == [0, 0]  # the first step of each; the second of the cancelled one never ran


def test_a_waiting_job_can_be_cancelled_and_an_ended_one_stays(launched):
    gate = threading.Event()
    jobs = launched(counting(run=lambda task, step: gate.wait(30), steps=1), workers=1)
    first, second = ask(jobs, 1, "count"), ask(jobs, 2, "count")
    until(lambda: jobs.get(first, organisation=ACME).total)
    assert jobs.get(second, organisation=ACME).state is JobState.QUEUED
    jobs.cancel(second, organisation=ACME, actor="bob")
    gate.set()
    assert ended(jobs, first).state is JobState.DONE
    assert jobs.cancel(first, organisation=ACME, actor="bob").cancelled_by is None
    assert [jobs.get(name, organisation=ACME).state for name in (first, second)] == ["done", "cancelled"]


def refuse(task, step):
    raise InputError("ROW_TWICE", place="file.csv!7", first="file.csv!2", share=0.5, missing=None)


def test_a_refusal_keeps_its_code_place_and_parameters_for_every_reader(launched):
    jobs = launched(counting(run=refuse), counting("defect", run=lambda task, step: {}[step]))
    refused, broken = ended(jobs, ask(jobs, 1, "count")), ended(jobs, ask(jobs, 2, "defect"))
    assert (refused.state, refused.done, refused.total) == (JobState.FAILED, 0, 3)
    assert (refused.error.code, refused.error.place) == ("ROW_TWICE", "file.csv!7")
    assert dict(refused.error.params) == {"first": "file.csv!2", "share": 0.5, "missing": None}
    assert (broken.error.code, broken.error.params["kind"]) == ("JOB_BROKEN", "KeyError")
    assert "file.csv!2" in catalog()["ROW_TWICE"].text[Language.ZH].format_map(refused.error.params)
    assert [job.error.code for job in jobs.page(ACME).rows] == ["JOB_BROKEN", "ROW_TWICE"]


def test_a_database_that_was_away_for_a_moment_is_tried_again(launched):
    tries = Counter()

    def away(task, step):
        tries[step] += 1
        if tries[step] == 1 and step == 1:
            raise StoreError("STORE_UNREACHABLE", url="x", detail="y")
        return step

    jobs = launched(counting(run=away))
    assert ended(jobs, ask(jobs, kind="count")).result == [0, 1, 2]
    assert tries == {0: 1, 1: 2, 2: 1}


def test_a_repeat_is_the_same_job_and_another_body_is_refused(store, launched):
    jobs = launched(appending(store), counting())
    name = ask(jobs)
    ended(jobs, name)
    assert ask(jobs) == name
    assert recorded(store) == list(range(5))
    assert jobs.page(ACME).total == 1
    for changed, field in (({"arguments": 6}, "arguments"), ({"actor": "bob"}, "actor"), ({"kind": "count"}, "kind")):
        with pytest.raises(ConflictError) as refused:
            ask(jobs, **changed)
        assert (refused.value.code, refused.value.params["field"]) == ("ID_CONFLICT", field)


def test_organisations_do_not_see_each_others_jobs_even_under_one_id(store, launched):
    jobs = launched(appending(store))
    name = ask(jobs, arguments=2)
    with pytest.raises(StoreError, match="JOB_UNKNOWN"):
        jobs.get(name, organisation="Other")
    with pytest.raises(StoreError, match="JOB_UNKNOWN"):
        jobs.cancel(name, organisation="Other", actor="eve")
    assert jobs.page("Other").rows == ()
    ended(jobs, name)
    gate = ask(jobs, organisation="Other", actor="eve", arguments=0)  # the same id, and nothing to do with it
    assert ended(jobs, gate, "Other").result == {"sum": 0}
    assert jobs.get(name, organisation=ACME).result == {"sum": 1}
    assert [(page.total, page.rows[0].actor) for page in (jobs.page(ACME), jobs.page("Other"))] == [(1, "ann"), (1, "eve")]


def test_pages_go_from_the_latest_and_by_state(launched):
    jobs = launched(counting(), counting("bad", run=refuse))
    names = [ask(jobs, number, "bad" if number == 3 else "count") for number in range(1, 6)]
    for name in names:
        ended(jobs, name)
    assert [job.id for job in jobs.page(ACME).rows] == names[::-1]
    page = jobs.page(ACME, offset=1, limit=2)
    assert ([job.id for job in page.rows], page.total) == ([names[3], names[2]], 5)
    assert [job.id for job in jobs.page(ACME, state=JobState.FAILED).rows] == [names[2]]
    assert jobs.page(ACME, state=JobState.DONE, limit=1).total == 4
    assert jobs.page(ACME, state=JobState.RUNNING).total == 0


def test_closing_lets_the_step_end_and_the_next_start_goes_on(store, launched):
    inside = threading.Event()
    jobs = launched(appending(store, 0.1, lambda step: inside.set()))
    name = ask(jobs, arguments=12)
    inside.wait(30)
    assert jobs.close() is True
    before = len(recorded(store))
    assert 1 <= before < 12
    with pytest.raises(StoreError, match="JOBS_CLOSED"):
        jobs.get(name, organisation=ACME)
    job = ended(launched(appending(store)), name)
    assert (job.state, job.result, job.done) == (JobState.DONE, {"sum": 66}, 12)
    assert recorded(store) == list(range(12))


def test_what_one_version_began_another_does_not_finish(store, launched):
    inside = threading.Event()
    jobs = launched(appending(store, 0.1, lambda step: inside.set()), version="1.0")
    name = ask(jobs, arguments=12)
    inside.wait(30)
    jobs.close()
    job = ended(launched(appending(store), version="2.0"), name)
    assert (job.error.code, dict(job.error.params)) == ("JOB_VERSION", {"began": "1.0", "installed": "2.0"})


BAD = [
    ({"kind": "dance"}, StoreError, "JOB_KIND"),  # nobody registered it
    ({"id": "1"}, LedgerError, "ID_NOT_UUID7"),  # an id that is no UUIDv7
    ({"id": "' OR 1=1 --"}, LedgerError, "ID_NOT_UUID7"),  # nor SQL
]


def test_what_cannot_be_asked_is_refused_and_leaves_nothing(store, launched):
    jobs = launched(appending(store))
    for changed, kind, code in BAD:
        with pytest.raises(kind, match=code):
            ask(jobs, **changed)
    assert jobs.page(ACME).total == 0
    with pytest.raises(StoreError, match="JOB_UNKNOWN"):
        jobs.get(job_id(9), organisation=ACME)


def test_before_launch_and_without_a_database_there_are_no_jobs(tmp_path):
    with pytest.raises(StoreError, match="JOBS_CLOSED"):
        Jobs(f"sqlite:///{tmp_path / 'x.db'}").get(job_id(1), organisation=ACME)
    for url, code in (("sqlite://", "STORE_URL"), ("mysql://x/y", "STORE_URL"), (f"sqlite:///{tmp_path}/no/x.db", "STORE_UNREACHABLE")):
        with pytest.raises(StoreError, match=code):
            Jobs(url).launch()
    assert Jobs("sqlite://").close() is True


def test_after_kill_9_in_the_middle_every_step_has_its_effect_once(url, store):
    """Three kills in one job, each in another place; then a process that may end."""
    name, seen = job_id(1), []
    for stop_after in (5, 14, 3, None):
        with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("work.py")), url, name, "60"], stdout=subprocess.PIPE, text=True
        ) as process:
            for count, line in enumerate(process.stdout, start=1):
                seen.append(line.strip())
                if count == stop_after:
                    process.kill()
                    break
    assert seen[-1] == "ended done"
    ran = Counter(line for line in seen if line.isdigit())
    assert sorted(map(int, ran)) == list(range(60))
    assert sum(ran.values()) <= 60 + 2 * 3  # only what was under way, or not yet kept, at each kill ran twice
    assert recorded(store) == list(range(60))
    assert store.audit()
    assert store.verify_chain()


def test_help_loads_no_jobs_engine():
    code = "import sys; sys.argv = ['lingtan', '--help']\nfrom lingtan.cli.main import run\ntry:\n    run()\nexcept SystemExit:\n    pass\n"
    code += "import lingtan.jobs\nprint(sorted({'dbos'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip().splitlines()[-1] == "[]"
