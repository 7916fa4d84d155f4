"""Bugs put into the pure core on purpose: the walk and its auditor must notice every one of them."""

from __future__ import annotations

from pathlib import Path

from mutants import Mutant, first_killer, load, seeded
from walk import Chance, PureSubject, Walk

BUGS = seeded(Path(__file__).with_name("seeded_bugs.toml"))


def _walk(subject, seed, steps):
    Walk(subject, Chance(seed)).run(steps)


def test_every_seeded_bug_in_the_pure_core_is_noticed(capsys):
    survivors = []
    for bug in BUGS:
        module = load("ledger", bug)
        if first_killer(lambda module=module: PureSubject(module), _walk, seeds=400, steps=80, hint=bug.seed) is None:
            survivors.append(f"{bug.module}: {bug.about}")
    with capsys.disabled():
        print(f"\nseeded ledger bugs killed: {len(BUGS) - len(survivors)}/{len(BUGS)}")
    assert survivors == []
    assert len(BUGS) >= 30


def test_the_unchanged_core_survives_the_same_walks():
    same = load("ledger", Mutant(module="ranges.py", old="CADT issues 446", new="CADT issues 446", about="nothing"))
    assert first_killer(lambda: PureSubject(same), _walk, seeds=60, steps=80) is None
