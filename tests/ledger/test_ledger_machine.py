"""The pure core against the auditor, driven by hypothesis: shrinks to a script when they disagree."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from walk import Chance, PureSubject, Walk, machine


def test_no_unit_gram_or_device_is_claimed_twice_whatever_is_asked():
    quick = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine(PureSubject), settings=quick)


def test_long_histories_agree_with_the_auditor():
    for seed in range(12):
        Walk(PureSubject(), Chance(seed + 10_000)).run(250)
