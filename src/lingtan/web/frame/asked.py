"""What pages of lists are asked for: bounds that a stranger's address must keep to."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import BeforeValidator

__all__ = ["Day", "File", "Identifier", "Line", "Login", "Number", "PageNumber", "PerPage", "Search", "Word"]

#: A page of a list, from 1.
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PerPage = Annotated[int, Query(ge=1, le=1_000_000)]
#: What is looked for; no control characters, which a database may not take.
Search = Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
#: One word of a closed list; the service knows which.
Word = Annotated[str, Query(max_length=40, pattern=r"^[a-z_]*$")]
#: The key of a kept upload.
File = Annotated[str, Query(max_length=64, pattern=r"^[0-9a-f]*$")]
#: A certificate's number, and the number of its cancellation.
Number = Annotated[str, Path(max_length=60, pattern=r"^[A-Za-z0-9.-]+$")]
#: An id that a client made.
Identifier = Annotated[str, Path(max_length=60, pattern=r"^[A-Za-z0-9-]+$")]
#: A line of a cancellation, from 1.
Line = Annotated[int, Path(ge=1, le=10_000)]
#: A day; an empty field of a form asks for none.
Day = Annotated[date | None, BeforeValidator(lambda text: text or None), Query()]
#: Somebody's login.
Login = Annotated[str, Path(max_length=40, pattern=r"^[a-z0-9._-]+$")]
