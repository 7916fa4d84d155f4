"""An action: a form on a page and a POST of the REST API, which do the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lingtan.services.accounts.permissions import Permission
from lingtan.web.frame.page import Page

__all__ = ["Action"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A POST at `/{language}{path}` (a form) and at `/api/v1{path}`.

    `run` takes the caller, the parameters of the path and `form`, a pydantic model; it returns a frozen dataclass. A browser then goes to
    `then`, filled from the path's parameters and the result's members, and is shown `done`. `may` None: open to visitors.
    `shown` is answered with the result as its view, instead of going anywhere: for what is said this once, such as a secret, which so
    stands in no address, cookie or log. `is_page_only` keeps it out of the REST API (login, logout: a program has a token).
    """

    path: str
    run: Callable[..., Any]
    may: Permission | None
    then: str
    done: str | None = None
    is_page_only: bool = False
    shown: Page | None = None
