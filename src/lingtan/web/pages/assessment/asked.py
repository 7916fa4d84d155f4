"""What the pages of the assessment are asked: which site, by which standard, for which grade."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

__all__ = ["Name", "SiteId"]

#: Empty: the latest site of the organisation.
SiteId = Annotated[str, Query(max_length=60, pattern=r"^[a-z0-9-]*$")]
#: A standard or a grade by its name; empty for the first.
Name = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9._-]*$")]
