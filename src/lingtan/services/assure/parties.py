"""Whose verification it is: the client's and the certifier's, and nobody else's."""

from __future__ import annotations

from enum import StrEnum

from lingtan.errors import AssuranceError

__all__ = ["Side", "side_of"]


class Side(StrEnum):
    """One of the two houses of a verification."""

    CLIENT = "client"
    CERTIFIER = "certifier"

    @property
    def other(self) -> Side:
        """The side opposite."""
        return Side.CERTIFIER if self is Side.CLIENT else Side.CLIENT


def side_of(organisation: str, *, client: str, certifier: str, place: str) -> Side:
    """The side an organisation is on. Raises AssuranceError `ENGAGEMENT_UNKNOWN` for a stranger, who shall not learn that it exists."""
    sides = {certifier: Side.CERTIFIER, client: Side.CLIENT}
    if organisation not in sides:
        raise AssuranceError("ENGAGEMENT_UNKNOWN", place=place)
    return sides[organisation]
