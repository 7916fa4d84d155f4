"""For whom a certificate is written, which edition it is, and which words may stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lingtan.claims import Audience, ClaimType, banned_words, market_of
from lingtan.errors import InputError
from lingtan.neutrality import WordCheck

__all__ = ["Edition", "Publication", "publication", "word_check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """For which market (ISO 3166-1 alpha-2, `EU`, `GLO`) and audience the certificate is written."""

    market: str = "CN"
    audience: Audience = Audience.B2B


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which edition of a cancellation's certificate this is; the second and later ones replace an earlier number."""

    number: str
    version: int = 1
    replaces: str | None = None


def publication(market: str, audience: str) -> Publication:
    """Market and audience as typed on the command line. Raises InputError `AUDIENCE_UNKNOWN`."""
    if audience not in set(Audience):
        raise InputError("AUDIENCE_UNKNOWN", place="--audience", audience=audience, known=", ".join(Audience))
    return Publication(market=market.strip().upper(), audience=Audience(audience))


def word_check(publication: Publication, *, on: date) -> WordCheck:
    """The words that may not stand in this market's certificate."""
    market = market_of(publication.market)
    return lambda text: banned_words(text, market=market, audience=publication.audience, on=on, claim_type=ClaimType.OFFSET)
