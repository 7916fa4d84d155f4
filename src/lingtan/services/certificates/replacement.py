"""`lingtan certificate replace`: the next edition for the same devices and the same grams; no gram moves."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from lingtan.evidence import JSON, to_plain
from lingtan.neutrality import replace_certificate
from lingtan.services.certificates.edition import sign_edition
from lingtan.services.certificates.material import gather
from lingtan.services.certificates.publication import Edition, Publication
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.certificates.status import publish_status
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["replace"]


def replace(workspace: Workspace, number: str, publication: Publication, *, reason: str, actor: str, at: datetime) -> dict[str, Any]:
    """Issue `NUMBER.2` (then `.3` …) in place of a valid certificate. Raises MethodError when the old one is not valid."""
    organisation, by = workspace.profile.organisation, workspace.by(actor, at)
    base, _, edition = number.partition(".")
    version = int(edition or 1) + 1
    successor = f"{base}.{version}"

    def effect(transaction: Transaction) -> JSON:
        entries = certificate_statuses(transaction, organisation)
        changed = replace_certificate(entries, number=number, by=successor, on=at.date())
        name = command_id(organisation, "replace", number)
        transaction.ledger.replace_certificate(id=name, by=by, old=number, new=successor, reason=reason)
        material = gather(workspace, transaction, base)
        next_edition = Edition(number=successor, version=version, replaces=number)
        signed = sign_edition(workspace, transaction, material, publication, next_edition, actor=actor, at=at)
        publish_status(workspace, transaction, changed, actor=actor, at=at)
        return cast("JSON", signed)

    with workspace.store() as store:
        request = {"number": number, "reason": reason, "publication": to_plain(publication)}
        return cast(
            "dict[str, Any]", store.once(command_id(organisation, "replacement", number), "certificate_replace", request, effect, by)
        )
