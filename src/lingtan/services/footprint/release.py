"""`lingtan factors release`: every live study under a new factor release, by cause, and the statements to be verified anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lingtan.errors import LingtanError
from lingtan.evidence import Fact
from lingtan.factors import FactorLibrary
from lingtan.messages import Message
from lingtan.product import build_inventory
from lingtan.product.changes import ReleaseEffect, release_effect
from lingtan.services.footprint.due import StatementDue, statements_due
from lingtan.services.footprint.frozen import thaw
from lingtan.services.footprint.studies import body_of, live_studies
from lingtan.store import Store

__all__ = ["Affected", "on_release"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A live study under the release; without `effect` it could not be computed, for the `refusal`."""

    study: str
    subject: str
    recorded_mg: int
    effect: ReleaseEffect | None
    statements: tuple[StatementDue, ...]
    refusal: Message | None = None


def on_release(
    store: Store, library: FactorLibrary, *, organisation: str, threshold_percent: float | None, progress: Callable[[int, int], None]
) -> tuple[Affected, ...]:
    """The organisation's live studies under `library`, the largest change first.

    The record is only read. Refused ones (another method version, a factor that the release lacks) come last.
    """
    live, rows = live_studies(store, organisation=organisation), []
    for entry in live:
        rows.append(_affected(store, store.fact(entry.fact), library, threshold_percent))
        progress(len(rows), len(live))
    return tuple(sorted(rows, key=lambda row: (row.effect is None, -abs(row.effect.change) if row.effect else 0.0, row.study)))


def _affected(store: Store, fact: Fact, library: FactorLibrary, threshold_percent: float | None) -> Affected:
    study = thaw(body_of(fact), place=fact.subject)
    named: dict[str, Any] = {"study": fact.subject, "subject": f"{study.recorded['subject']} · {study.recorded['configuration']}"}
    recorded = int(study.recorded["mean_mg"])
    try:
        study.require_method()
        before, after = (build_inventory(study.spec, study.pack, factors) for factors in (study.library, library))
        effect = release_effect(before, after)
    except LingtanError as error:
        said = Message(code=error.code, params=error.params)
        return Affected(**named, recorded_mg=recorded, effect=None, statements=(), refusal=said)
    due = statements_due(store, fact.subject, change=effect.change, threshold_percent=threshold_percent)
    return Affected(**named, recorded_mg=recorded, effect=effect, statements=due)
