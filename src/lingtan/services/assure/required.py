"""Words that will stand on record for good."""

from __future__ import annotations

from lingtan.errors import InputError

__all__ = ["required"]


def required(text: str, field: str) -> str:
    """The text without blanks around it. Raises InputError `REQUEST_FIELD`."""
    if not text.strip():
        raise InputError("REQUEST_FIELD", place=field, field=field)
    return text.strip()
