"""Words and figures as they stand on a page."""

from __future__ import annotations

from datetime import date, datetime

from lingtan.naming import label, say, shown_place

__all__ = ["label", "say", "shown_day", "shown_kg", "shown_moment", "shown_number", "shown_place"]


def shown_number(value: float, digits: int = 1) -> str:
    """A number with its thousands apart; a true minus sign."""
    return f"{value:,.{digits}f}".replace("-", "\u2212")


def shown_kg(value_mg: int, digits: int = 1) -> str:
    """Milligrams as kilograms."""
    return shown_number(value_mg / 1e6, digits)


def shown_day(value: date | datetime | str) -> str:
    """A day, ISO 8601."""
    return value[:10] if isinstance(value, str) else value.isoformat()[:10]


def shown_moment(value: datetime | str) -> str:
    """A moment in UTC, to the minute."""
    text = value if isinstance(value, str) else value.isoformat()
    return text[:16].replace("T", " ") + " UTC"
