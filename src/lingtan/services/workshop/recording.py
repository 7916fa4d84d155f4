"""Intensities on record: each a fact of its workshop and product, the next one lower only with a verified saving.

One that was recorded in error is withdrawn by a fact of its own, which names it; nothing is taken off the record.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lingtan.errors import MethodError
from lingtan.evidence import Fact, Intensity, from_plain, to_plain
from lingtan.factory.workshop import require_proven
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.workshop.intensity import intensity_view
from lingtan.services.workshop.withdrawing import KIND, WITHDRAWN, standing_intensities, withdrawn_fact
from lingtan.store import Transaction

__all__ = ["intensities_on_record", "latest_intensity", "record_intensity"]


def record_intensity(workspace: Workspace, intensity: Intensity, *, actor: str, at: datetime) -> Fact:
    """The fact of a measured intensity; the same again gives the fact that is there.

    Raises MethodError `INTENSITY_UNPROVEN` for a figure below the one on record without a verified saving, `INTENSITY_EARLIER` for a
    period that ends before that one's.
    """
    organisation, subject = workspace.profile.organisation, _subject(intensity)

    def work(transaction: Transaction) -> Fact:
        known = standing_intensities(transaction, subject, organisation)
        same = next((one for one in known if one.digest == intensity.digest), None)
        if same is not None:
            return same
        if known:
            before = from_plain(Intensity, known[-1].body, place=known[-1].id)
            if intensity.period_end <= before.period_end:
                raise MethodError("INTENSITY_EARLIER", place=subject, ends=str(intensity.period_end), before=str(before.period_end))
            require_proven(before, intensity)
        gone = transaction.facts(kind=WITHDRAWN, subject=subject, organisation=organisation)
        name = command_id(organisation, KIND, intensity.digest, *(one.id for one in gone))
        by, body = workspace.by(actor, at), to_plain(intensity)
        return transaction.append(Fact(id=name, kind=KIND, subject=subject, by=by, asset="electricity", unit="Wh", body=body))

    with workspace.store() as store:
        return store.write(work)


def latest_intensity(workspace: Workspace, *, workshop: str, product: str, process: str) -> Intensity | None:
    """The last intensity that stands of a workshop's product, None where there is none."""
    subject = " · ".join((workshop, product, process))
    with workspace.store() as store:
        found = standing_intensities(store, subject, workspace.profile.organisation)
    return from_plain(Intensity, found[-1].body, place=found[-1].id) if found else None


def intensities_on_record(workspace: Workspace) -> list[dict[str, Any]]:
    """All intensities of the organisation as they are shown, in the order they were recorded, with when, by whom, and whether withdrawn."""
    mine = workspace.profile.organisation
    with workspace.store() as store:
        facts = store.facts(kind=KIND, organisation=mine)
        gone = {withdrawn_fact(fact)[0] for fact in store.facts(kind=WITHDRAWN, organisation=mine)}
    views = [intensity_view(from_plain(Intensity, fact.body, place=fact.id)) for fact in facts]
    return [
        {**view, "recorded_at": fact.by.at.isoformat(), "actor": fact.by.actor, "withdrawn": fact.id in gone}
        for view, fact in zip(views, facts, strict=True)
    ]


def _subject(intensity: Intensity) -> str:
    return " · ".join((intensity.workshop, intensity.product, intensity.process.value))
