"""What the pages of the assessment are asked: which site, by which standard, for which grade."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import Query
from pydantic import BeforeValidator

__all__ = ["Chosen", "Name", "SiteId"]

T = TypeVar("T")

#: Empty: the latest site of the organisation.
SiteId = Annotated[str, Query(max_length=60, pattern=r"^[a-z0-9-]*$")]
#: A standard or a grade by its name; empty for the first.
Name = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9._-]*$")]
#: One of a closed list; an empty field of a form asks for none.
Chosen = Annotated[T | None, BeforeValidator(lambda text: text or None), Query()]
