"""`lingtan study freeze|list`: a study enters the record, once, under its digest."""

from __future__ import annotations

from datetime import datetime

from lingtan.evidence import JSON, Fact, refuse_forecast
from lingtan.product import DeviceFootprint
from lingtan.services.footprint.frozen import freeze
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["freeze_study", "list_studies"]


def freeze_study(workspace: Workspace, device: DeviceFootprint, *, actor: str, at: datetime) -> Fact:
    """The study's fact; the same study again gives the fact that is there. Raises MethodError `FORECAST_NOT_CERTIFIED` for a plan's."""
    digest, body = device.footprint.study_digest, freeze(device)
    refuse_forecast(body, place=device.footprint.subject)
    with workspace.store() as store:
        known = store.latest("study", digest, organisation=workspace.profile.organisation)
        if known is not None:
            return known
        fact = Fact(
            id=command_id(workspace.profile.organisation, "study", digest),
            kind="study",
            subject=digest,
            by=workspace.by(actor, at),
            asset="product_footprint",
            unit="mg CO2e",
            body=body,
        )
        return store.append(fact)


def list_studies(workspace: Workspace, *, offset: int = 0, limit: int = 1_000) -> list[JSON]:
    """The organisation's studies on record: digest, subject, configuration, years, place, mean [kg CO2e], when and by whom."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        page = store.catalogue("study", organisation=organisation, order="seq", descending=False, offset=offset, limit=limit)
        return [_row(store.fact(entry.fact)) for entry in page.rows]


def _row(fact: Fact) -> dict[str, JSON]:
    body = fact.body
    assert isinstance(body, dict)
    study = body["study"]
    return {
        "digest": fact.subject,
        "subject": study["subject"],
        "configuration": study["configuration"],
        "service_years": study["service_years"],
        "place_of_use": study["place_of_use"],
        "mean_kg": study["mean_mg"] / 1e6,
        "recorded_at": fact.by.at.isoformat(),
        "actor": fact.by.actor,
    }
