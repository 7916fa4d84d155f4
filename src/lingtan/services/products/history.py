"""A product's past: its versions with the difference each made, the studies frozen of it, and how far they are verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import Version
from lingtan.store import Store

__all__ = ["StudyRow", "VersionRow", "studies_of", "version_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version: its mean and the difference to the one before. [kg CO2e]; `changed` names the attributes that differ."""

    number: int
    at: datetime
    actor: str
    state: str
    mean_kg: float
    difference_kg: float | None
    changed: str
    method_version: str
    study_digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """A frozen study of this configuration. `verification` is the engagement's last event, `statement` the number of a signed statement."""

    study: str
    mean_kg: float
    frozen_at: datetime
    verification: str | None
    engagement: str | None
    statement: str | None


def version_rows(versions: tuple[Version, ...]) -> tuple[VersionRow, ...]:
    """The versions, the latest first."""
    pairs = pairwise((None, *versions))
    return tuple(reversed([_row(number, before, after) for number, (before, after) in enumerate(pairs, start=1)]))


def _row(number: int, before: Version | None, after: Version | None) -> VersionRow:
    assert after is not None
    return VersionRow(
        number=number, at=after.at, actor=after.actor, state=after.state, mean_kg=after.mean_mg / 1e6,
        difference_kg=(after.mean_mg - before.mean_mg) / 1e6 if before else None, changed=_changed(before, after) if before else "",
        method_version=after.method_version, study_digest=after.summary.get("study_digest"),
    )  # fmt: skip


def _changed(before: Version, after: Version) -> str:
    old, new = dict(before.attributes), dict(after.attributes)
    names = [name for name in sorted(old | new) if name != "sources" and old.get(name) != new.get(name)]
    return ", ".join(names + ["bom"] * (before.spec.get("bom") != after.spec.get("bom")))


def studies_of(workspace: Workspace, versions: tuple[Version, ...]) -> tuple[StudyRow, ...]:
    """The organisation's studies of any configuration that the product had, the latest first."""
    organisation = workspace.profile.organisation
    digests = dict.fromkeys(str(version.summary["configuration_digest"]) for version in reversed(versions))
    with workspace.store() as store:
        found = [entry for digest in digests for entry in store.catalogue("study", organisation=organisation, ref=digest).rows]
        rows = [_study(store, organisation, entry.subject, (entry.amount or 0) / 1e6, entry.at) for entry in found]
    return tuple(sorted(rows, key=lambda row: row.frozen_at, reverse=True))


def _study(store: Store, organisation: str, digest: str, mean_kg: float, at: datetime) -> StudyRow:
    asked = next(iter(store.catalogue("assurance_event", organisation=organisation, ref=digest, limit=1).rows), None)
    signed = next(iter(store.catalogue("statement", ref=digest, limit=1).rows), None)
    return StudyRow(
        study=digest, mean_kg=mean_kg, frozen_at=at, verification=asked.state if asked else None,
        engagement=asked.subject if asked else None, statement=signed.subject if signed else None,
    )  # fmt: skip
