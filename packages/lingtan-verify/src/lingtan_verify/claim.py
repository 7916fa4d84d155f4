"""Identity 7: the sentence says what was cancelled, beside the footprint, and nothing more (METHODS 22).

What decides is `wording`: the sentence is the cleared one, made anew from the record. The words and figures named here say why another one
was not cleared, and keep the certificate's other free texts clean.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lingtan_verify.markets import MARKETS, reaches_the_eu
from lingtan_verify.reason import Reason, Reasons
from lingtan_verify.wording import cleared_sentences

__all__ = ["check_claim"]

#: Words that no offset-based sentence may carry. Compared without spaces, hyphens, width and case.
BANNED = (
    "碳中和", "碳中立", "零碳", "无碳", "负碳", "零排放", "净零", "气候中和", "气候中立", "气候中性", "零足迹", "足迹为零", "认证证书",
    "carbonneutral", "climateneutral", "co2neutral", "co2eneutral", "zerocarbon", "carbonzero", "zeroemission", "emissionfree",
    "emissionsfree", "netzero", "carbonfree", "co2free", "carbonnegative", "carbonpositive", "climatepositive",
    "zerofootprint", "zeroco2", "noemission", "neutralincarbon", "klimaneutral", "neutreencarbone", "neutralitecarbone",
)  # fmt: skip
_NONE_LEFT = re.compile("排放量?[为是][0零](?![0-9])")
#: The two disclaimers in which a banned word may stand, without spaces as above.
SANCTIONED = ("不代表产品零排放", "doesnotmeantheproducthaszeroemissions")
#: Directive (EU) 2024/825 applies from this day: no offset-based claim to consumers (METHODS 22).
EU_FROM = "2026-09-27"

_FIGURE = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*(千克|公斤|毫克|吨|克|kilograms?|kgs?|KG|Kg|tonnes?|tons?|grams?|mg|t|g)(?=CO2|[^A-Za-z]|$)"
)
_MG = {"千克": 10**6, "公斤": 10**6, "毫克": 1, "吨": 10**9, "克": 10**3, "k": 10**6, "t": 10**9, "g": 10**3, "m": 1}
#: Free texts of the issuer that a certificate prints beside the claim.
_PRINTED = (("product", "model"), ("product", "configuration"), ("product", "functionalUnit"), ("claim", "standard"))
#: Letters of other scripts, and of phonetic alphabets, that look like Latin ones.
_LOOKALIKE = re.compile("[\u0180-\u02af\u0370-\u058f\u13a0-\u13ff\u1d00-\u1d7f\u2c60-\u2cff\ua640-\ua7ff\uab30-\uabbf]")


def check_claim(document: dict[str, Any]) -> Reasons:
    """The market, the words and every mass in both language versions."""
    subject = document["credentialSubject"]
    claim = subject["claim"]
    latest = max(document["validFrom"], document["proof"]["created"])[:10]
    if claim["market"] not in MARKETS:
        yield Reason("CLAIM_MARKET", "claim.market", {"market": claim["market"]})
    if reaches_the_eu(unicodedata.normalize("NFKC", claim["market"]).strip().upper()) and claim["audience"] == "B2C" and latest >= EU_FROM:
        yield Reason("CLAIM_NOT_ALLOWED", "claim.market", {"market": claim["market"]})
    for part, name in _PRINTED:
        if (word := _banned(subject[part][name])) is not None:
            yield Reason("CLAIM_WORD", f"{part}.{name}", {"word": word})
    cleared = cleared_sentences(subject)
    for language, sentence in claim["text"].items():
        place = f"claim.text.{language}"
        if _LOOKALIKE.search(sentence):
            yield Reason("CLAIM_LETTERS", place)
        if (word := _banned(sentence)) is not None:
            yield Reason("CLAIM_WORD", place, {"word": word})
        yield from _figures(sentence, subject, place)
        if sentence != cleared[language]:
            yield Reason("CLAIM_WORDING", place)


def _banned(text: str) -> str | None:
    """The first forbidden word of a text, without marks, width, case, blanks and hyphens."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    squashed = re.sub(r"[\W_]+", "", bare.casefold())
    for allowed in SANCTIONED:
        squashed = squashed.replace(allowed, "/")
    none_left = _NONE_LEFT.search(squashed)
    return none_left.group(0) if none_left else next((word for word in BANNED if word in squashed), None)


def _figures(sentence: str, subject: dict[str, Any], place: str) -> Reasons:
    footprint, allocation, policy, count = subject["footprint"], subject["allocation"], subject["policy"], subject["devices"]["count"]
    means = {Fraction(footprint["meanMg"]), Fraction(policy["meanBatchMg"])}
    total = Fraction(1000 * allocation["totalG"])
    cancelled = {total, total / count, Fraction(1000 * allocation["baseG"])}
    others = {Fraction(footprint[name] * times) for name in ("p5Mg", "p50Mg", "p95Mg", "sdMg") for times in (1, count)}
    others |= {Fraction(policy["batchMg"]), Fraction(policy["batchMg"], count), Fraction(1000 * policy["bufferG"])}
    others |= {Fraction(1000 * (allocation["baseG"] + 1)) for _ in range(min(1, allocation["extraCount"]))}
    others |= {Fraction(1000 * allocation[name]) for name in ("retiredG", "carriedInG", "remainderG")}
    known = {value for value in means | cancelled | others if value > 0}
    as_mean: set[int] = set()
    as_cancelled: set[int] = set()
    for index, found in enumerate(_FIGURE.finditer(unicodedata.normalize("NFKC", sentence))):
        shown, half, in_kg = _reading(found)
        if not any(abs(shown - value) <= half for value in known):
            yield Reason("CLAIM_FIGURE", place, {"figure": found.group(0)})
        if in_kg and any(abs(shown - value) <= half for value in means):
            as_mean.add(index)
        if in_kg and any(abs(shown - value) <= half for value in cancelled):
            as_cancelled.add(index)
    if not as_mean or not as_cancelled or len(as_mean | as_cancelled) < 2:
        yield Reason("CLAIM_LACKS_FIGURE", place)


def _reading(found: re.Match[str]) -> tuple[Fraction, Fraction, bool]:
    """The mass shown [mg], half of its last digit [mg], and whether it is written in kilograms."""
    whole, decimals, unit = found.group(1).replace(",", ""), found.group(2) or "", found.group(3)
    scale = _MG.get(unit) or _MG[unit[0].lower()]
    places = max(0, len(decimals) - 1)
    return Fraction(Decimal(whole + decimals)) * scale, Fraction(scale, 2 * 10**places), scale == 10**6
