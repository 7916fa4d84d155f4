"""The linter of outward sentences: words a market forbids, and words that need a person's look.

Text is normalised before it is searched (NFKC, case, zero-width characters out, blanks and hyphens as one blank, none between Chinese
characters), so that `Carbon-Neutral`, `ＣＡＲＢＯＮ ＮＥＵＴＲＡＬ` and `碳 中 和` are the words they look like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lingtan.claims.market import Audience, ClaimType, Market
from lingtan.claims.packs import Severity, WordRule, load_claim_pack
from lingtan.evidence import Standing
from lingtan.messages import Message

__all__ = ["WordFinding", "banned_words", "lint", "normalised"]

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]")
_HYPHENS = re.compile("[\\s_\u2010-\u2015\u2212-]+")
_HAN = "[\u3400-\u9fff]"
_BETWEEN_HAN = re.compile(f"(?<={_HAN}) (?={_HAN}|[0-9])|(?<=[0-9]) (?={_HAN})")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFinding:
    """A word found, the rule that names it, and whether it blocks."""

    code: str
    word: str
    severity: Severity
    standing: Standing
    source_id: str

    @property
    def message(self) -> Message:
        """The finding as a message of the catalogue."""
        return Message(code=self.code, params={"word": self.word})


def lint(text: str, market: Market, audience: Audience, on: date, *, claim_type: ClaimType | None = None) -> tuple[WordFinding, ...]:
    """What stands in the text against the rules of the market, for the audience and on the day; in the order of the rules.

    A text whose claim type is not known (None) answers to the rules of all types.
    """
    plain = normalised(text)
    rules = (rule for rule in load_claim_pack(market).words if _concerns(rule, audience, on, claim_type))
    return tuple(finding for rule in rules for finding in _findings(rule, plain))


def banned_words(text: str, *, market: Market, audience: Audience, on: date, claim_type: ClaimType | None = None) -> tuple[str, ...]:
    """The words of the text that block it; empty when it may be published."""
    return tuple(finding.word for finding in lint(text, market, audience, on, claim_type=claim_type) if finding.severity is Severity.BLOCK)


def normalised(text: str) -> str:
    """The text as it is searched."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _BETWEEN_HAN.sub("", _HYPHENS.sub(" ", visible)).strip()


def _concerns(rule: WordRule, audience: Audience, on: date, claim_type: ClaimType | None) -> bool:
    return audience in rule.audiences and on >= rule.since and (claim_type is None or claim_type in rule.types)


def _findings(rule: WordRule, plain: str) -> Sequence[WordFinding]:
    if any(re.search(pattern, plain) for pattern in rule.silenced_by):
        return ()
    rest = plain
    for pattern in rule.allowed:
        # A marker keeps what stood on both sides apart, so that taking a phrase out cannot make a new word.
        rest = re.sub(pattern, "\x00", rest)
    words = dict.fromkeys(match.group(0) for pattern in rule.patterns for match in re.finditer(pattern, rest))
    return [
        WordFinding(code=rule.code, word=word, severity=rule.severity, standing=rule.standing, source_id=rule.source_id) for word in words
    ]
