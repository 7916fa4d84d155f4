"""Supporting documents: whatever file a party puts beside a pack or an answer, kept under the digest of its bytes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import AssuranceError, InputError
from lingtan.evidence import JSON, Fact, digest_bytes
from lingtan.services.assure.admission import admitted
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store

__all__ = ["MOST_BYTES", "Paper", "keep_paper", "paper_bytes", "papers_of"]

#: The largest document that is taken. [byte]
MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that was handed in: its file name, its size, its digest, by whom and when."""

    name: str
    size_bytes: int
    digest: str
    actor: str
    organisation: str
    at: datetime


def keep_paper(workspace: Workspace, engagement: str, name: str, data: bytes, *, actor: str, at: datetime) -> str:
    """Keep a document for the two sides of an engagement; its digest.

    Raises InputError `PAPER_SIZE` for an empty file or one of more than `MOST_BYTES`; AssuranceError `ENGAGEMENT_UNKNOWN`.
    """
    if not 0 < len(data) <= MOST_BYTES:
        raise InputError("PAPER_SIZE", place=name, size=len(data), most=MOST_BYTES)
    digest, organisation = digest_bytes(data), workspace.profile.organisation
    body: dict[str, JSON] = {"engagement": engagement, "name": name[-200:], "size": len(data), "base64": base64.b64encode(data).decode()}
    fact = Fact(
        id=command_id(organisation, "evidence_document", engagement, digest), kind="evidence_document", subject=f"{engagement}/{digest}",
        by=workspace.by(actor, at), asset="assurance", unit="1", body=body,
    )  # fmt: skip
    with workspace.store() as store:
        admitted(store, engagement, organisation=organisation)
        if store.find(fact.id) is None:
            store.append(fact)
    return digest


def papers_of(store: Store, engagement: str, digests: frozenset[str]) -> dict[str, Paper]:
    """What is known of those of the digests that are documents of the engagement, by digest."""
    return {digest: paper for digest in sorted(digests) if (paper := _paper(store, engagement, digest)) is not None}


def paper_bytes(store: Store, engagement: str, digest: str) -> tuple[str, bytes]:
    """File name and bytes of a document. The caller is on a side of the engagement. Raises AssuranceError `PAPER_UNKNOWN`."""
    facts = store.facts(kind="evidence_document", subject=f"{engagement}/{digest}")
    if not facts:
        raise AssuranceError("PAPER_UNKNOWN", place=digest)
    body = body_of(facts[0])
    return str(body["name"]), base64.b64decode(body["base64"])


def _paper(store: Store, engagement: str, digest: str) -> Paper | None:
    facts = store.facts(kind="evidence_document", subject=f"{engagement}/{digest}")
    if not facts:
        return None
    body, by = body_of(facts[0]), facts[0].by
    return Paper(name=body["name"], size_bytes=body["size"], digest=digest, actor=by.actor, organisation=by.organisation, at=by.at)
