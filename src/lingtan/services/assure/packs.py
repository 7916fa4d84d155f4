"""Evidence packs on record: uploaded as JSON, checked member by member, kept under their digest."""

from __future__ import annotations

from datetime import datetime

from lingtan.assurance import EvidencePack, pack_digest
from lingtan.errors import AssuranceError, InputError
from lingtan.evidence import Fact, from_plain, to_plain
from lingtan.files import TableError, read_json
from lingtan.messages import Message
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.library.placed import placed
from lingtan.store import Store

__all__ = ["keep_pack", "pack_from_bytes", "pack_on_record"]


def pack_from_bytes(name: str, data: bytes) -> EvidencePack:
    """The pack of an uploaded JSON file. Raises InputError `JSON_BROKEN` with its line, or TableError with every member that is wrong."""
    with placed(name, data) as path:
        plain = read_json(path)
    try:
        return from_plain(EvidencePack, plain, place=name)
    except InputError as error:
        details = [part.rpartition(" @ ") for part in str(error.params.get("detail", "")).split("; ")]
        wrong = [(what or where, where.removeprefix("$.") if what else name) for what, _, where in details]
        raise TableError([Message(code="PACK_MEMBER", place=place, params={"detail": what}) for what, place in wrong]) from error


def keep_pack(workspace: Workspace, pack: EvidencePack, *, actor: str, at: datetime) -> str:
    """Record the pack of an own study; its digest.

    Raises AssuranceError `PACK_OTHER_HOUSE` for a pack that names another organisation, and `PACK_STUDY_MISSING` for one on a study that
    this organisation has not frozen.
    """
    own, digest = workspace.profile.organisation, pack_digest(pack)
    if pack.organisation != own:
        raise AssuranceError("PACK_OTHER_HOUSE", place="organisation", expected=own, found=pack.organisation)
    fact = Fact(
        id=command_id(own, "evidence_pack", digest), kind="evidence_pack", subject=digest, by=workspace.by(actor, at), asset="assurance",
        unit="1", body=to_plain(pack),
    )  # fmt: skip
    with workspace.store() as store:
        if store.latest("study", pack.study.study_digest, organisation=own) is None:
            raise AssuranceError("PACK_STUDY_MISSING", place="study.study_digest", digest=pack.study.study_digest)
        if store.find(fact.id) is None:  # the same pack again, by whomever, is the pack that is there
            store.append(fact)
    return digest


def pack_on_record(store: Store, digest: str, *, client: str) -> EvidencePack:
    """The pack that a client recorded. Raises AssuranceError `PACK_UNKNOWN`."""
    fact = store.latest("evidence_pack", digest, organisation=client)
    if fact is None:
        raise AssuranceError("PACK_UNKNOWN", place=digest)
    return from_plain(EvidencePack, body_of(fact), place=digest)
