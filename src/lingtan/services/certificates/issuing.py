"""`lingtan certificate issue`: grams to serials, the claim gate, the signature and the status list, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, cast

from lingtan.errors import LingtanError
from lingtan.evidence import JSON, to_plain
from lingtan.neutrality import issue_certificate
from lingtan.services.certificates.edition import sign_edition
from lingtan.services.certificates.grams import allocate_grams
from lingtan.services.certificates.material import gather
from lingtan.services.certificates.publication import Edition, Publication
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.certificates.status import publish_status
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["issue", "issue_many"]

#: Certificates of one transaction: each publishes the whole status list once.
_AT_ONCE = 50


def issue(workspace: Workspace, number: str, publication: Publication, *, actor: str, at: datetime) -> dict[str, Any]:
    """Issue the certificate of a confirmed cancellation. The same command again gives the same bytes.

    Raises the first reason against it: unconfirmed credits, another statement, a claimed device, an identity that fails, a blocked claim.
    """
    (found,) = issue_many(workspace, (number,), publication, actor=actor, at=at)
    if isinstance(found, LingtanError):
        raise found
    return found


def issue_many(
    workspace: Workspace, numbers: Sequence[str], publication: Publication, *, actor: str, at: datetime
) -> list[dict[str, Any] | LingtanError]:
    """The certificate of each number in turn, or the reason why it is refused; those of fifty are issued together, or none of them.

    Each has its own command: a repeat, here or by `issue`, gives the same bytes.
    """
    found: list[dict[str, Any] | LingtanError] = []
    with workspace.store() as store:
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            found += store.write(partial(_issued, workspace, numbers=some, publication=publication, actor=actor, at=at))
    return found


def _issued(
    workspace: Workspace, transaction: Transaction, *, numbers: Sequence[str], publication: Publication, actor: str, at: datetime
) -> list[dict[str, Any] | LingtanError]:
    organisation, by, new = workspace.profile.organisation, workspace.by(actor, at), list[str]()

    def one(number: str) -> dict[str, Any]:
        def effect(transaction: Transaction) -> JSON:
            material = gather(workspace, transaction, number)
            allocate_grams(workspace, transaction, material, number, actor=actor, at=at)
            signed = sign_edition(workspace, transaction, material, publication, Edition(number=number), actor=actor, at=at)
            new.append(number)
            return cast("JSON", signed)

        request = {"number": number, "publication": to_plain(publication)}
        answer = transaction.once(command_id(organisation, "issue", number), "certificate_issue", request, effect, by)
        return cast("dict[str, Any]", answer)

    found = [transaction.attempt(partial(one, number)) for number in numbers]
    if new:
        entries = certificate_statuses(transaction, organisation)
        for number in new:
            entries = issue_certificate(entries, number=number, version=1, on=at.date())
        publish_status(workspace, transaction, entries, actor=actor, at=at)
    return found
