"""Amounts are integers of a named unit; there is no float and no Decimal in the ledger."""

from __future__ import annotations

from lingtan.errors import LedgerError
from lingtan.evidence import MAX_SAFE_INTEGER

__all__ = [
    "CO2E_CREDIT",
    "COUNT",
    "CREDITED_GENERATION",
    "GRAMS_PER_TONNE",
    "GREEN_ATTRIBUTE",
    "MAX_AMOUNT",
    "RECYCLED_MATERIAL",
    "check_amount",
    "check_prose",
    "check_text",
]

#: Largest amount and balance, 2⁵³−1: exact in JSON (RFC 8785 section 3.2.2.3).
MAX_AMOUNT = MAX_SAFE_INTEGER

#: One carbon credit is one tonne. [g]
GRAMS_PER_TONNE = 1_000_000

#: Assets, each with its unit: credits [g CO2e], green electricity attributes [Wh], generation that became carbon credits [Wh] (so that no
#: attribute is made of it), recycled content [g], counts [1].
CO2E_CREDIT = "co2e_credit"
GREEN_ATTRIBUTE = "green_attribute"
CREDITED_GENERATION = "credited_generation"
RECYCLED_MATERIAL = "recycled_material"
COUNT = "count"

_LONGEST_TEXT = 500
_LONGEST_PROSE = 4000


def check_amount(amount: int, *, place: str) -> int:
    """The amount, an integer in [1, 2⁵³−1]. Raises LedgerError `AMOUNT_RANGE`."""
    if isinstance(amount, bool) or not isinstance(amount, int) or not 1 <= amount <= MAX_AMOUNT:
        raise LedgerError("AMOUNT_RANGE", place=place, value=str(amount))
    return amount


def check_text(text: str, *, place: str) -> str:
    """A name or key: 1 to 500 printable characters without outer blanks. Raises LedgerError `LEDGER_TEXT`."""
    if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_TEXT or text != text.strip() or not text.isprintable():
        raise LedgerError("LEDGER_TEXT", place=place, value=repr(text)[:80])
    return text


def check_prose(text: str, *, place: str) -> str:
    """A sentence as someone wrote it: 1 to 4000 characters, lines and odd blanks allowed. Raises LedgerError `LEDGER_TEXT`."""
    odd = not isinstance(text, str) or any(not (one.isprintable() or one.isspace()) for one in text)
    if odd or not text.strip() or len(text) > _LONGEST_PROSE:
        raise LedgerError("LEDGER_TEXT", place=place, value=repr(text)[:80])
    return text
