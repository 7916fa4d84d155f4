"""The client asks: one recorded fact that names the certifier, the study and its evidence pack."""

from __future__ import annotations

from datetime import datetime

from lingtan.errors import AssuranceError
from lingtan.evidence import JSON, Fact, digest_json, party_core, to_plain
from lingtan.services.assure.packs import pack_on_record
from lingtan.services.assure.request import Preparer, VerificationRequest, request_of
from lingtan.services.assure.required import required
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["ask"]


def ask(
    workspace: Workspace,
    pack: str,
    *,
    certifier: str,
    scope: str,
    prepared_by: tuple[Preparer, ...],
    beneficiaries: tuple[str, ...] = (),
    note: str = "",
    actor: str,
    at: datetime,
) -> VerificationRequest:
    """Ask a certifier to verify the study of a recorded pack; the same request again is the one that is there.

    Raises AssuranceError `SELF_VERIFICATION` for a certifier of one's own name, `PACK_UNKNOWN`; InputError `REQUEST_FIELD`.
    """
    client = workspace.profile.organisation
    certifier, scope = required(certifier, "certifier"), required(scope, "scope")
    required(", ".join(person.login for person in prepared_by), "prepared_by")
    if party_core(certifier) == party_core(client):
        raise AssuranceError("SELF_VERIFICATION", place="certifier", organisation=certifier)
    with workspace.store() as store:
        found = pack_on_record(store, pack, client=client)
        about = digest_json([client, certifier, scope, found.study.study_digest, pack])
        request = VerificationRequest(
            engagement=f"V{at.year}-{about[7:17]}", client=client, certifier=certifier, scope=scope,
            study=found.study.study_digest, pack=pack, product=found.study.subject,
            configuration=found.study.configuration.get("configuration", ""), mean_mg=found.study.mean_mg, prepared_by=prepared_by,
            beneficiaries=beneficiaries, note=note.strip(), synthetic=found.synthetic or workspace.profile.synthetic,
        )  # fmt: skip
        name = command_id(client, "verification_request", request.engagement)
        if store.find(name) is None:
            by = workspace.by(actor, at)
            body: dict[str, JSON] = {"step": 1, "state": "requested", "request": to_plain(request)}
            asked = {"kind": "verification_request", "subject": request.engagement, "asset": "assurance", "unit": "1"}
            store.append(Fact(id=name, by=by, body=body, **asked))
        return request_of(store, request.engagement) or request
