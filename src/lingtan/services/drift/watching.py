"""The watch over an organisation's meters: its baseline period, its drivers, its rate of false alarms; each a fact, the last one counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lingtan.errors import InputError
from lingtan.evidence import from_plain, to_plain
from lingtan.services.drift.drivers import known_drivers
from lingtan.services.drift.facts import append_last
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["FALSE_ALARM_DAYS", "Watch", "known_watch", "set_watch"]

_WATCH, _ALL = "drift_watch", "meters"
#: Unless said otherwise a meter that does not drift alarms once in two years.
FALSE_ALARM_DAYS = 730.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """First and last day of the baseline, what it is adjusted by beside the weekday, and days between false alarms of a meter. [d]"""

    first: date
    last: date
    drivers: tuple[str, ...] = ()
    false_alarm_days: float = FALSE_ALARM_DAYS

    def __post_init__(self) -> None:
        if self.last <= self.first:
            raise InputError("DRIFT_DAYS", place=f"{self.first} – {self.last}")
        if not 30 <= self.false_alarm_days <= 100_000:
            raise InputError("DRIFT_RATE", place="false_alarm_days", value=self.false_alarm_days)


def set_watch(workspace: Workspace, watch: Watch, *, actor: str, at: datetime) -> Watch:
    """Set the baseline from now on. Raises InputError `BASELINE_DRIVER` for a driver of which no day is on record."""

    def work(transaction: Transaction) -> Watch:
        known = known_drivers(transaction, workspace.profile.organisation)
        for name in watch.drivers:
            if not any(name in of for of in known.values()):
                raise InputError("BASELINE_DRIVER", place=watch.first.isoformat(), driver=name)
        append_last(transaction, workspace, _WATCH, _ALL, to_plain(watch), actor=actor, at=at)
        return watch

    with workspace.store() as store:
        return store.write(work)


def known_watch(source: Store | Transaction, organisation: str) -> Watch | None:
    """The watch that counts, None before any was set."""
    fact = source.last(_WATCH, _ALL, organisation)
    return None if fact is None else from_plain(Watch, fact.body, place=fact.id)
