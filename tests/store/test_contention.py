"""Eight processes of two organisations want the same last tonne, the same last grams and the same devices."""

from __future__ import annotations

import multiprocessing
from collections import Counter

from contender import GRAMS, SAME_SERIALS, contend
from desk import Desk

PROCESSES = 8
TONNES = 1
BLOCKS = 3


def test_eight_processes_allocate_exactly_what_fits(url):
    with Desk(url) as acme, Desk(url, "bolt", first=10_000) as bolt:
        for desk in (acme, bolt):
            name = desk.ann.organisation
            desk.pool(TONNES, series=f"pool {name}")
            for n in range(BLOCKS):
                desk.held(f"free {name}", 10 * n, 10 * n + 1)
    fork = multiprocessing.get_context("fork")
    together, results = fork.Barrier(PROCESSES), fork.SimpleQueue()
    processes = [fork.Process(target=contend, args=(url, n, ("acme", "bolt")[n % 2], together, results)) for n in range(PROCESSES)]
    for process in processes:
        process.start()
    outcomes = [tuple(outcome) for _ in processes for outcome in results.get()]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    count = Counter(outcomes)
    fits = 2 * (TONNES * 10**6 // GRAMS)  # each organisation's pool holds this many whole shares
    assert count["same device", "ok"] == SAME_SERIALS
    assert count["last tonne", "ok"] == 2 * BLOCKS
    assert count["same device", "ok"] + count["last grams", "ok"] == min(fits, SAME_SERIALS + PROCESSES * BLOCKS)
    # Every other attempt was refused by the ledger in its own words: no deadlock, no busy database came through.
    refusals = {"same device": {"DEVICE_CLAIMED"}, "last tonne": {"BLOCK_STATE"}, "last grams": {"POOL_EXHAUSTED"}}
    assert all(code == "ok" or code in refusals[kind] for kind, code in count)
    with Desk(url) as desk:
        left = sum(pool.remaining for pool in desk.ledger.pools())
        assert left == 2 * TONNES * 10**6 - (count["same device", "ok"] + count["last grams", "ok"]) * GRAMS
        desk.store.audit()
        desk.store.verify_chain()
