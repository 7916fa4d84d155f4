"""The store against the auditor on both databases; and both databases against each other."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from store_subject import StoreSubject
from walk import Chance, PureSubject, Walk, machine

from lingtan.errors import LedgerError
from lingtan.store import open_store


def _settings(examples, steps):
    quiet = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
    return settings(max_examples=examples, stateful_step_count=steps, **quiet)


def test_sqlite_agrees_with_the_auditor_whatever_is_asked():
    run_state_machine_as_test(machine(StoreSubject), settings=_settings(12, 25))


def test_postgresql_agrees_with_the_auditor_whatever_is_asked(new_postgres):
    run_state_machine_as_test(machine(lambda: StoreSubject(new_postgres())), settings=_settings(4, 20))


def test_long_histories_agree_on_sqlite(tmp_path):
    Walk(StoreSubject(f"sqlite:///{tmp_path / 'long.db'}"), Chance(7)).run(160)


def test_one_script_gives_the_same_answers_and_the_same_bytes_on_both_databases(both):
    pure = PureSubject()
    script = []
    execute = pure.execute

    def recorded(command, by):
        try:
            answer = execute(command, by)
        except LedgerError as refusal:
            script.append((command, by, (refusal.code, refusal.place, refusal.params)))
            raise
        script.append((command, by, answer))
        return answer

    pure.execute = recorded
    Walk(pure, Chance(11)).run(120)
    exports = []
    for url in both:
        with open_store(url, create=True) as store:
            for command, by, outcome in script:
                try:
                    found = store.write(lambda transaction, command=command, by=by: transaction.execute(command, by))
                except LedgerError as refusal:
                    found = (refusal.code, refusal.place, refusal.params)
                assert found == outcome
            store.audit()
            store.verify_chain()
            exports.append(store.export())
    assert exports[0] == exports[1]
    assert exports[0].count(b"\n") > 30
