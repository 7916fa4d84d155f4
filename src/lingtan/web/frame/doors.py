"""Which page an address leads to, and whether a reader may open it: no page shows a link to a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.routing import compile_path

from lingtan.web.frame.caller import Caller
from lingtan.web.frame.page import Page

__all__ = ["Doors"]


class Doors:
    """The pages in the order in which they are looked for."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._doors = [(compile_path(page.path)[0], page.may) for page in pages]

    def are_open(self, caller: Caller, address: str) -> bool:
        """Whether the caller may open the page at an address without language; what is no page of ours is open.

        A column's link may still have its names in braces. Whether the thing of that name is the caller's to see is the service's business.
        """
        path = urlsplit(address).path
        may = next((may for pattern, may in self._doors if pattern.match(path)), None)
        return may is None or caller.can(may)
