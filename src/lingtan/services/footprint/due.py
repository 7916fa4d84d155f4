"""Which statements on a study are to be verified anew after a change of its figure."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assurance import Withdrawn
from lingtan.evidence import Fact
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store

__all__ = ["StatementDue", "statements_due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDue:
    """A statement on the study. `threshold_percent` [%] is what the certifier stated as material, or what was asked for."""

    number: str
    certifier: str
    threshold_percent: float
    is_beyond: bool


def statements_due(store: Store, study: str, *, change: float, threshold_percent: float | None) -> tuple[StatementDue, ...]:
    """The statements that stand on the study, and whether a relative `change` [-] of its mean is beyond their threshold."""
    events = store.catalogue("assurance_event", ref=study).rows
    withdrawn = {entry.key for entry in events if entry.state == Withdrawn.__name__}
    facts = [store.fact(entry.fact) for entry in store.catalogue("statement", ref=study).rows if entry.subject not in withdrawn]
    return tuple(_due(fact, change, threshold_percent) for fact in facts)


def _due(fact: Fact, change: float, threshold_percent: float | None) -> StatementDue:
    document = body_of(fact)
    stated = float(document["credentialSubject"]["materialityPercent"])
    threshold = stated if threshold_percent is None else threshold_percent
    beyond = abs(change) * 100.0 > threshold
    return StatementDue(number=fact.subject, certifier=str(document["issuer"]["name"]), threshold_percent=threshold, is_beyond=beyond)
