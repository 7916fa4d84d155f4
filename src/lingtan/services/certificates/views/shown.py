"""Which words of a certificate may stand on a page today: the claim gate asked again for this market, audience and day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lingtan.claims import Audience, Blocked, ClaimFacts, ClaimRequest, ClaimType, Cleared, Figures, gate, market_of
from lingtan.messages import Message

__all__ = ["PUBLIC_MARKET", "ShownClaim", "shown_claim"]

#: A page without login speaks to everybody everywhere.
PUBLIC_MARKET = "GLO"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """The sentence that may be shown, empty where none may; `reason` says why it is not the certificate's own."""

    text_zh: str
    text_en: str
    market: str
    audience: str
    on: date
    pack: str
    reason: Message | None = None


def shown_claim(subject: Mapping[str, Any], *, market: str, audience: Audience, on: date) -> ShownClaim:
    """The words for a market and audience on a day, from the figures of the signed record.

    Where the statement of cancellation may not be made, the footprint alone, if that passes; each answer is the gate's own.
    """
    facts = _facts(subject)
    asked = _ask(ClaimType.OFFSET, facts, market, audience, on)
    if isinstance(asked, Cleared):
        return _shown(asked, market, audience, on)
    alone = _ask(ClaimType.FOOTPRINT, facts, market, audience, on)
    if isinstance(alone, Cleared):
        return _shown(alone, market, audience, on, reason=asked.reason)
    return ShownClaim(
        text_zh="", text_en="", market=market, audience=audience.value, on=on, pack=asked.pack, reason=asked.reason
    )  # fmt: skip


def _ask(kind: ClaimType, facts: ClaimFacts, market: str, audience: Audience, on: date) -> Cleared | Blocked:
    return gate(ClaimRequest(market=market_of(market), audience=audience, claim_type=kind, on=on), facts)


def _shown(cleared: Cleared, market: str, audience: Audience, on: date, *, reason: Message | None = None) -> ShownClaim:
    texts = {"text_zh": cleared.text_zh, "text_en": cleared.text_en}
    return ShownClaim(**texts, market=market, audience=audience.value, on=on, pack=cleared.pack, reason=reason)


def _facts(subject: Mapping[str, Any]) -> ClaimFacts:
    product = subject["product"]
    figures = Figures(
        model=product["model"], count=subject["devices"]["count"], service_years=product["serviceYears"],
        place_of_use=product["placeOfUse"], statement=subject["statement"]["number"], footprint_mg=subject["footprint"]["meanMg"],
        cancelled_g=subject["policy"]["requiredG"],
    )  # fmt: skip
    return ClaimFacts(figures=figures, standard=subject["claim"]["standard"])
