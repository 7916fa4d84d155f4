"""Markets of a claim: ISO 3166-1 alpha-2 codes, `EU`, and the world. What is not one of them cannot have been cleared."""

from __future__ import annotations

__all__ = ["MARKETS", "reaches_the_eu"]

#: Member states, the EEA beside them, and the territories with codes of their own in which Union law applies to consumers.
_EU_CODES = "EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO AX GF GP MF MQ RE YT"
_WORLD = frozenset(("GLO", "GLOBAL"))
_OTHER_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AU AW AZ BA BB BD BF BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN "
    "CO CR CU CV CW CX DJ DM DO DZ EC EG EH ER ET FJ FK FM FO GA GB GD GE GG GH GI GL GM GN GQ GS GT GU GW GY HK HM HN HT ID IL IM IN IO "
    "IQ IR JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LK LR LS LY MA MC MD ME MG MH MK ML MM MN MO MP MR MS MU MV MW MX MY MZ "
    "NA NC NE NF NG NI NP NR NU NZ OM PA PE PF PG PH PK PM PN PR PS PW PY QA RS RU RW SA SB SC SD SG SH SJ SL SM SN SO SR SS ST SV SX SY "
    "SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE ZA ZM ZW"
)
_EU = frozenset(_EU_CODES.split())

MARKETS = _EU | frozenset(_OTHER_CODES.split()) | _WORLD


def reaches_the_eu(market: str) -> bool:
    """Whether what is said in this market is said to people in the Union too: a claim to the whole world is."""
    return market in _EU or market in _WORLD
