"""What anybody may ask without login: whether a certificate stands, and the server's own check of its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lingtan.claims import Audience
from lingtan.messages import Message
from lingtan.services.certificates.public.published import issued_anywhere
from lingtan.services.certificates.public.signature import signature_refusal
from lingtan.services.certificates.views.listing import standing_of
from lingtan.services.certificates.views.shown import PUBLIC_MARKET, ShownClaim, shown_claim
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store

__all__ = ["PublicRecord", "public_record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRecord:
    """The server's answer about a number. Footprint [mg CO2e], allocated [g CO2e], cancelled [t CO2e].

    `state` is valid, replaced, revoked or not_found. `refusal` is why the server does not believe the record; `is_code_matched` compares
    the end of the scanned address with the record, None where none was scanned.
    """

    number: str
    state: str
    since: date | None = None
    successor: str = ""
    reason: str = ""
    refusal: Message | None = None
    is_code_matched: bool | None = None
    issuer: str = ""
    manufacturer: str = ""
    model: str = ""
    devices: int = 0
    mean_mg: int = 0
    allocated_g: int = 0
    cancelled_t: int = 0
    statement: str = ""
    issued_at: datetime | None = None
    claim: ShownClaim | None = None
    synthetic: bool = False


def public_record(store: Store, workspace_of: Callable[[str], Workspace], number: str, *, code: str = "", on: date) -> PublicRecord:
    """The answer; nothing of holder, payer, order or serials is in it."""
    fact = issued_anywhere(store, number)
    if fact is None:
        return PublicRecord(number=number, state="not_found")
    document, known = dict(body_of(fact)), store.ledger.certificate(number)
    said: Any = document["credentialSubject"]
    last = store.ledger.events_of("certificate", number)[-1]
    root = said["devices"]["serialsRoot"].removeprefix("sha256:")
    return PublicRecord(
        number=number, state=standing_of(known.state), since=last.at.date(), successor=known.successor or "",
        reason=_reason(store, last.command), refusal=signature_refusal(document, workspace_of(fact.by.organisation).trust()),
        is_code_matched=root[:20] == code if code else None, issuer=document["issuer"]["name"],
        manufacturer=said["product"]["manufacturer"], model=said["product"]["model"], devices=said["devices"]["count"],
        mean_mg=said["footprint"]["meanMg"], allocated_g=said["allocation"]["totalG"],
        cancelled_t=sum(line["tonnes"] for line in said["credits"]), statement=said["statement"]["number"], issued_at=fact.by.at,
        claim=shown_claim(said, market=PUBLIC_MARKET, audience=Audience.B2C, on=on), synthetic=said["synthetic"],
    )  # fmt: skip


def _reason(store: Store, command: str) -> str:
    """What whoever revoked or replaced the certificate gave as the reason."""
    request: Any = store.ledger.command(command)["request"]
    return str(request["body"].get("reason", ""))
