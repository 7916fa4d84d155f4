"""Numbers and dates as people type them. What two countries read differently is refused, never guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime

__all__ = ["UnreadableError", "parse_date", "parse_datetime", "parse_number", "plain"]

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d[\d,'’_ ]*[,'’_ ][\d,'’_ ]*\d(?:\.\d+)?|[+-]?\d+(?:\.\d{3})+,\d+")
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[T ]00:00(?::00)?)?")
_MOMENT = re.compile(r"(.*?)[T ]+(\d{1,2}):(\d{2})(?::00)?")
_DATE_OF_TWO_COUNTRIES = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_NOT_FINITE = {"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "∞", "#n/a", "n/a", "na", "null"}


class UnreadableError(Exception):
    """The text is not what the column holds; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plain(text: str) -> str:
    """The text without surrounding white space and with full-width forms made ordinary: `１２（ｋｇ）` → `12(kg)`."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def parse_number(text: str) -> tuple[float, str]:
    """The number and what follows it (a unit, `%`, or nothing). Raises UnreadableError.

    `1,234` is refused: it is 1234 in Shanghai and 1.234 in Berlin. So are `1 234`, `1'234` and `1.234,5`.
    """
    text = plain(text)
    if text.casefold() in _NOT_FINITE:
        raise UnreadableError("CELL_NOT_FINITE")
    if _GROUPED.match(text):
        raise UnreadableError("CELL_NUMBER_AMBIGUOUS")
    found = _NUMBER.match(text)
    if found is None:
        raise UnreadableError("CELL_NOT_NUMBER")
    rest = text[found.end() :].strip()
    if rest and (rest[0].isdigit() or rest[0] in ".,+-"):
        raise UnreadableError("CELL_NOT_NUMBER")
    value = float(found.group())
    if not math.isfinite(value):
        raise UnreadableError("CELL_NOT_FINITE")
    return value, rest


def parse_date(text: str) -> date:
    """Year first: `2026-03-01`, `2026/3/1`, `2026年3月1日`. Raises UnreadableError; `03/04/2026` is two different days."""
    text = plain(text)
    found = _DATE.fullmatch(text)
    if found is None:
        raise UnreadableError("CELL_DATE_AMBIGUOUS" if _DATE_OF_TWO_COUNTRIES.fullmatch(text) else "CELL_NOT_DATE")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as exc:
        raise UnreadableError("CELL_NOT_DATE") from exc


def parse_datetime(text: str) -> datetime:
    """A date as `parse_date` reads it, with hours and minutes: `2026-03-01 14:30`; without them, midnight. Raises UnreadableError."""
    text = plain(text)
    found = _MOMENT.fullmatch(text)
    day = parse_date(found[1] if found else text)
    try:
        return datetime(day.year, day.month, day.day, *((int(found[2]), int(found[3])) if found else ()))  # noqa: DTZ001  # the plant's clock
    except ValueError as exc:
        raise UnreadableError("CELL_NOT_DATETIME") from exc
