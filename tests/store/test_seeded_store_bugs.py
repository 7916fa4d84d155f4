"""Bugs put into the store on purpose: on SQLite in memory the same walk must notice every one of them."""

from __future__ import annotations

from pathlib import Path

from mutants import first_killer, load, seeded
from store_subject import StoreSubject
from walk import Chance, Walk

BUGS = seeded(Path(__file__).with_name("seeded_store_bugs.toml"))


def _walk(subject, seed, steps):
    try:
        Walk(subject, Chance(seed)).run(steps)
    finally:
        subject.store.close()


def test_every_seeded_bug_in_the_store_is_noticed(capsys):
    survivors = []
    for bug in BUGS:
        package = load("store", bug)
        if first_killer(lambda package=package: StoreSubject(package=package), _walk, seeds=40, steps=60, hint=bug.seed) is None:
            survivors.append(f"{bug.module}: {bug.about}")
    with capsys.disabled():
        print(f"\nseeded store bugs killed: {len(BUGS) - len(survivors)}/{len(BUGS)}")
    assert survivors == []
