"""The client asks a verification body for a statement on its site, and hands the dossier in."""

from __future__ import annotations

from datetime import datetime

from lingtan.assurance import Engagement, Submitted
from lingtan.errors import AssuranceError
from lingtan.evidence import JSON, Fact, digest_json, party_core, to_plain
from lingtan.services.assure.acts import submit
from lingtan.services.assure.engagement import record_event
from lingtan.services.assure.request import Preparer, VerificationRequest, request_of
from lingtan.services.assure.required import required
from lingtan.services.certify.dossier import SiteDossier, dossier_of, dossiers
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["apply_for", "hand_in", "latest_like"]


def apply_for(
    workspace: Workspace, dossier: SiteDossier, *, certifier: str, scope: str, prepared_by: tuple[Preparer, ...], actor: str, at: datetime
) -> VerificationRequest:  # fmt: skip
    """Ask a certifier to verify a dossier on record; the same request again is the one that is there.

    Raises AssuranceError `SELF_VERIFICATION` for a certifier of one's own name; InputError `REQUEST_FIELD`.
    """
    client, certifier = workspace.profile.organisation, required(certifier, "certifier")
    if party_core(certifier) == party_core(client):
        raise AssuranceError("SELF_VERIFICATION", place="certifier", organisation=certifier)
    about = digest_json([client, certifier, scope, dossier.digest])
    request = VerificationRequest(
        engagement=f"V{at.year}-{about[7:17]}", client=client, certifier=certifier, scope=required(scope, "scope"),
        study=dossier.assessment_digest, pack=dossier.digest, product=dossier.site, configuration=f"{dossier.standard} {dossier.grade}",
        mean_mg=None, prepared_by=prepared_by, synthetic=dossier.synthetic,
    )  # fmt: skip
    body: dict[str, JSON] = {"step": 1, "state": "requested", "request": to_plain(request)}
    fact = Fact(
        id=command_id(client, "verification_request", request.engagement), kind="verification_request", subject=request.engagement,
        by=workspace.by(actor, at), asset="assurance", unit="1", body=body,
    )  # fmt: skip
    with workspace.store() as store:
        if store.find(fact.id) is None:
            store.append(fact)
        return request_of(store, request.engagement) or request


def hand_in(workspace: Workspace, engagement: str, pack: str, *, actor: str, at: datetime) -> Engagement:
    """Hand in what is on record under a digest: a site's dossier, else a study's evidence pack. Raises AssuranceError `PACK_UNKNOWN`."""
    with workspace.store() as store:
        dossier = dossier_of(store, pack, client=workspace.profile.organisation)
    if dossier is None:
        return submit(workspace, engagement, pack, actor=actor, at=at)
    event = Submitted(at=at, actor=actor, study_digest=dossier.assessment_digest, pack_digest=dossier.digest)
    return record_event(workspace, engagement, event)


def latest_like(workspace: Workspace, pack: str) -> str:
    """The digest of the house's latest dossier of the same site, standard and grade as this one; the same where there is no such."""
    client = workspace.profile.organisation
    with workspace.store() as store:
        known = dossier_of(store, pack, client=client)
        if known is None:
            return pack
        about = (known.site, known.standard, known.grade)
        return [one.digest for one in dossiers(store, client) if (one.site, one.standard, one.grade) == about][-1]
