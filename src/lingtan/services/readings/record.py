"""Blocks of readings into facts: what is on record already is left out, so that the same reading counts once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from lingtan.energy import DayBlock, Medium, new_slots, stored_unit
from lingtan.evidence import JSON, Authorship, Fact, digest_json
from lingtan.services.house.ids import command_id
from lingtan.store import Store, Transaction

__all__ = ["READINGS", "block_of", "blocks_of", "fact_of", "record_blocks"]

#: The kind of fact: a block of readings of a meter on a day; its subject is `meter/day`.
READINGS = "meter_readings"


def fact_of(block: DayBlock, by: Authorship, known: Sequence[Fact]) -> Fact:
    """A block as a fact; the same content after the same facts has the same id."""
    first, last = min(block.amounts), max(block.amounts)
    body: dict[str, JSON] = {
        "meter": block.meter, "medium": block.medium.value, "day": block.day, "zone": block.zone, "interval_min": block.interval_min,
        "first": first, "amounts": [block.amounts.get(slot) for slot in range(first, last + 1)],
    }  # fmt: skip
    return Fact(
        id=command_id(by.organisation, READINGS, block.subject, digest_json(body), *(fact.id for fact in known)),
        kind=READINGS, subject=block.subject, by=by, asset=block.medium.value, unit=str(stored_unit(block.medium)), body=body,
    )  # fmt: skip


def block_of(fact: Fact) -> DayBlock:
    """The block of a fact."""
    body = cast("dict[str, JSON]", fact.body)
    first, listed = cast("int", body["first"]), cast("list[int | None]", body["amounts"])
    return DayBlock(
        meter=str(body["meter"]),
        medium=Medium(str(body["medium"])),
        day=str(body["day"]),
        zone=str(body["zone"]),
        interval_min=cast("int", body["interval_min"]),
        amounts={first + at: amount for at, amount in enumerate(listed) if amount is not None},
    )


def blocks_of(source: Store | Transaction, subject: str, organisation: str) -> tuple[tuple[Fact, ...], tuple[DayBlock, ...]]:
    """What is on record of a meter and day, in the order it was recorded."""
    facts = source.facts(kind=READINGS, subject=subject, organisation=organisation)
    return facts, tuple(block_of(fact) for fact in facts)


def record_blocks(transaction: Transaction, blocks: Sequence[DayBlock], by: Authorship) -> dict[str, int]:
    """Records what is new: numbers of readings that came, are new, correct an earlier one, or were there."""
    facts, corrected, came, fresh = [], 0, 0, 0
    for block in blocks:
        known, held = blocks_of(transaction, block.subject, by.organisation)
        kept, changed = new_slots(block, held)
        came, corrected = came + len(block.amounts), corrected + changed
        if kept is not None:
            fresh += len(kept.amounts)
            facts.append(fact_of(kept, by, known))
    transaction.append_all(facts)
    return {"came": came, "new": fresh - corrected, "corrected": corrected, "known": came - fresh}
