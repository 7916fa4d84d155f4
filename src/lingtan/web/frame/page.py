"""A page: one typed view, shown as HTML in two languages, as JSON, and its tables and figures as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from lingtan.errors import InputError
from lingtan.services.accounts.permissions import Permission
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.sheet import Sheet

__all__ = ["Page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page at `/{language}{path}`, its JSON twin at `/api/v1{path}`.

    `view` takes the caller and the parameters of path and query, and returns a frozen dataclass of a service. `may` is what the caller
    must be allowed, None for a public page. `fragment` answers requests of htmx.
    """

    path: str
    view: Callable[..., Any]
    template: str
    title: str
    may: Permission | None
    nav: str | None = None
    sheets: tuple[Sheet, ...] = ()
    charts: tuple[Chart, ...] = ()
    fragment: str | None = None

    @property
    def help(self) -> str:
        """The code of what is said of the page in the help and in the docs. It follows from the path, so that no page can be without."""
        words = re.findall(r"[a-z0-9]+", self.path.replace(":path}", "}"))
        return f"PAGE_HELP_{'_'.join(words).upper()}"

    def sheet(self, name: str) -> Sheet:
        """The table of this name. Raises InputError `EXPORT_UNKNOWN`."""
        return _named(self.sheets, name)

    def chart(self, name: str) -> Chart:
        """The figure of this name. Raises InputError `EXPORT_UNKNOWN`."""
        return _named(self.charts, name)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Part = TypeVar("_Part", bound=_Named)


def _named(among: tuple[_Part, ...], name: str) -> _Part:
    found = [one for one in among if one.name == name]
    if not found:
        raise InputError("EXPORT_UNKNOWN", place=name, known=", ".join(one.name for one in among) or "-")
    return found[0]
