"""The sentences of the browser's verifier: those of `lingtan-verify`, and the few that only a browser says."""

from __future__ import annotations

from functools import cache

from lingtan.messages import Language, Message, render
from lingtan_verify.texts import TEXTS

__all__ = ["BROWSER_CODES", "verifier_words"]

#: What only the page says; in the catalogue under `VERIFIER_…`.
BROWSER_CODES = (
    *("BAD_SERIALS", "CERTIFICATE_NOT_FOUND", "CERTIFICATE_NOT_READ", "KEY_IN_BOTH_ROLES", "MEMBERSHIP_NEEDS_PROOF", "NOT_IN_BROWSER"),
    *("OTHER_CODE", "OTHER_NUMBER", "OUTCOME_GOOD", "OUTCOME_BAD", "OUTCOME_NONE"),
    *("STATE_VALID", "STATE_REPLACED", "STATE_REVOKED", "STATE_UNKNOWN", "STATE_NOT_CHECKED"),
    *("CHECK_ALLOCATION", "CHECK_BUNDLE", "CHECK_CLAIM", "CHECK_CREDITS", "CHECK_DATES", "CHECK_FOOTPRINT", "CHECK_ISSUER"),
    *("CHECK_MEMBERSHIP", "CHECK_PDF_PAGES", "CHECK_RECOMPUTE", "CHECK_RECORD", "CHECK_SERIALS", "CHECK_SHAPE", "CHECK_SIGNATURE"),
    *("CHECK_STATEMENT", "CHECK_STATUS", "CHECK_TRUST"),
)
_NOT_OF_A_PAGE = ("HELP", "USAGE_", "LABEL_")


@cache
def verifier_words(language: Language) -> dict[str, str]:
    """Every code with its sentence, `{values}` left to fill in."""
    index = 0 if language is Language.EN else 1
    said = {code: texts[index] for code, texts in TEXTS.items() if not code.startswith(_NOT_OF_A_PAGE)}
    return said | {code: render(Message(code=f"VERIFIER_{code}"), language) for code in BROWSER_CODES}
