"""A kept workshop's intensity as a fact: recorded from its page, listed with its evidence, and withdrawn by a correcting fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.evidence import Intensity, from_plain
from lingtan.services.house.workspace import Workspace
from lingtan.services.library.today import todays_library
from lingtan.services.workshop.intensity import shop_intensity
from lingtan.services.workshop.keeping import SHOPS, kept_shop
from lingtan.services.workshop.recording import record_intensity
from lingtan.services.workshop.withdrawing import KIND, WITHDRAWN, withdraw_intensity, withdrawn_fact

__all__ = ["FactRow", "RecordedIntensity", "fact_rows", "record_kept", "subject_of_shop", "withdraw_kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedIntensity:
    """What was recorded or withdrawn: the workshop, and the fact."""

    shop: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """An intensity on record: its period, meters, figures, digest, who recorded it; `state` standing, followed or withdrawn."""

    intensity: Intensity
    digest: str
    meters: str
    actor: str
    at: datetime
    state: str
    reason: str


def record_kept(workspace: Workspace, shop: str, *, actor: str, at: datetime) -> RecordedIntensity:
    """Record the intensity of a workshop's months, with its saving where it claims one. Raises as `shop_intensity`, `record_intensity`."""
    made = shop_intensity(kept_shop(SHOPS.folder(workspace, shop)), todays_library())
    return RecordedIntensity(shop=shop, fact=record_intensity(workspace, made, actor=actor, at=at).id)


def withdraw_kept(workspace: Workspace, shop: str, *, reason: str, actor: str, at: datetime) -> RecordedIntensity:
    """Withdraw the intensity that stands of a workshop. Raises StoreError `SHOP_UNKNOWN`, `INTENSITY_UNKNOWN`."""
    done = withdraw_intensity(workspace, subject_of_shop(workspace, shop), reason=reason, actor=actor, at=at)
    return RecordedIntensity(shop=shop, fact=done.id)


def subject_of_shop(workspace: Workspace, shop: str) -> str:
    """What facts of a workshop are about: workshop · product · step."""
    said = kept_shop(SHOPS.folder(workspace, shop)).workshop
    return " · ".join((said.name, said.product, said.process.value))


def fact_rows(workspace: Workspace, shop: str) -> tuple[FactRow, ...]:
    """Every intensity of a kept workshop, the latest first."""
    about = {"subject": subject_of_shop(workspace, shop), "organisation": workspace.profile.organisation}
    with workspace.store() as store:
        facts = store.facts(kind=KIND, **about)
        gone = dict(withdrawn_fact(one) for one in store.facts(kind=WITHDRAWN, **about))
    standing = [fact.id for fact in facts if fact.id not in gone]
    rows = []
    for fact in reversed(facts):
        said = from_plain(Intensity, fact.body, place=fact.id)
        state = "withdrawn" if fact.id in gone else "standing" if fact.id == standing[-1] else "followed"
        by, why = fact.by, gone.get(fact.id, "")
        row = FactRow(
            intensity=said, digest=said.digest, meters=", ".join(said.meters), actor=by.actor, at=by.at, state=state, reason=why
        )  # fmt: skip
        rows.append(row)
    return tuple(rows)
