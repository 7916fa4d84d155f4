"""A choice in a query that a form may leave empty."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import Query
from pydantic import BeforeValidator

__all__ = ["Chosen"]

T = TypeVar("T")

#: One of a closed list; an empty field of a form asks for none.
Chosen = Annotated[T | None, BeforeValidator(lambda text: text or None), Query()]
