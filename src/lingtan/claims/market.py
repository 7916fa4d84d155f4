"""Where a claim is made, to whom, and what it says."""

from __future__ import annotations

import re
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.quantities import PlaceKind, all_places

__all__ = ["Audience", "ClaimType", "Market", "market_of"]


class Market(StrEnum):
    """The legal space whose packs judge a claim. A country that is neither China nor of the EU is judged by the house's own pack."""

    CN = "CN"
    EU = "EU"
    GLOBAL = "GLOBAL"
    WORLD = "WORLD"  # everybody everywhere: every market's words and bans at once


class Audience(StrEnum):
    """Who is spoken to: consumers, or businesses. What is published for everybody is B2C."""

    B2C = "B2C"
    B2B = "B2B"


class ClaimType(StrEnum):
    """What a sentence claims."""

    FOOTPRINT = "footprint"  # the figure alone
    OFFSET = "offset"  # the figure, and beside it the credits cancelled: the certificate's own wording
    CARBON_NEUTRAL = "carbon_neutral"
    REDUCED = "reduced"  # a lower footprint by means of credits
    ZERO = "zero"  # 零碳, 排放量为0
    FUTURE = "future"  # neutral or reduced by a later year
    FIRST = "first"  # superlatives
    LABEL = "label"  # a sustainability label or 认证证书 of one's own


#: ISO 3166-1 codes of the member states of the European Union (27), of the EEA beside it (IS, LI, NO), of the outermost regions and Åland,
#: and EU itself.
_EU = re.compile("AX|GF|GP|MF|MQ|RE|YT|AT|BE|BG|CY|CZ|DE|DK|EE|ES|EU|FI|FR|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK")


def market_of(code: str) -> Market:
    """The market of an ISO 3166-1 alpha-2 code (or `EU`, `GLOBAL`, `GLO`).

    Raises InputError `MARKET_UNKNOWN` for anything else: a market that is not named cannot be cleared.
    """
    wanted = code.strip().upper()
    if wanted in ("GLOBAL", "GLO"):
        return Market.WORLD
    known = all_places().get(wanted)
    if wanted != "EU" and (known is None or known.kind is not PlaceKind.COUNTRY):
        raise InputError("MARKET_UNKNOWN", place="market", code=code)
    if wanted == "CN":
        return Market.CN
    return Market.EU if _EU.fullmatch(wanted) else Market.GLOBAL
