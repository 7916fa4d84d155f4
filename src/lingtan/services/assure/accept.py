"""The certifier takes a request on: its people with their competences, roles already taken, its accreditation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lingtan.assurance import Accreditation, Engagement, Involvement, Opened, Person, Role
from lingtan.errors import AssuranceError, InputError
from lingtan.evidence import Fact
from lingtan.services.assure.engagement import record_event
from lingtan.services.assure.request import request_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["accept_request"]


def accept_request(
    workspace: Workspace,
    engagement: str,
    *,
    people: Sequence[Person],
    involvements: Sequence[Involvement] = (),
    accreditation: Accreditation | None = None,
    actor: str,
    at: datetime,
) -> Engagement:
    """Open the engagement that was asked for. Who prepared the study is taken from the request, and named as such.

    Raises AssuranceError `ENGAGEMENT_UNKNOWN` for a request that is not addressed to this house, InputError `PERSON_TWICE` for a login
    that stands twice, also across the two houses.
    """
    own = workspace.profile.organisation
    with workspace.store() as store:
        request = request_of(store, engagement)
    if request is None or request.certifier != own:
        raise AssuranceError("ENGAGEMENT_UNKNOWN", place=engagement)
    clients = [Person(id=p.login, name=p.name, organisation=request.client) for p in request.prepared_by]
    logins = [person.id for person in (*clients, *people)]
    if twice := next((login for login in logins if logins.count(login) > 1), None):
        raise InputError("PERSON_TWICE", place=twice, login=twice)
    if stranger := next((person for person in people if person.organisation != own), None):
        raise AssuranceError("WRONG_PARTY", place=stranger.id, event="Opened", expected=own, found=stranger.organisation)
    prepared = [Involvement(party=person.id, role=Role.PREPARED_STUDY) for person in clients]
    event = Opened(
        at=at, actor=actor, engagement=engagement, client=request.client, certifier=own, scope=request.scope,
        beneficiaries=request.beneficiaries, people=(*clients, *people), involvements=(*prepared, *involvements),
        accreditation=accreditation,
    )  # fmt: skip
    taken = Fact(
        id=command_id(own, "verification_request", engagement), kind="verification_request", subject=engagement, by=workspace.by(actor, at),
        asset="assurance", unit="1", body={"step": 2, "state": "opened"},
    )  # fmt: skip
    return record_event(workspace, engagement, event, also=[taken])
