"""Parts of pages that follow from one unchanging thing, rendered once and kept in the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from markupsafe import Markup

__all__ = ["KeptParts"]


class KeptParts:
    """At most `size` rendered parts, the longest unused forgotten first.

    A part is known by its key and by the very thing it shows: that thing is held, so that no other can take its identity, and an equal
    one that was made anew is rendered anew.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._parts: OrderedDict[Hashable, tuple[Any, Markup]] = OrderedDict()
        self._lock = Lock()

    def of(self, thing: Any, key: Hashable, render: Callable[[], str]) -> Markup:
        """The part, rendered when it is not there."""
        place = (key, id(thing))
        with self._lock:
            found = self._parts.get(place)
            if found is not None:
                self._parts.move_to_end(place)
                return found[1]
        made = Markup(render())  # a template escapes what it is given
        with self._lock:
            self._parts[place] = (thing, made)
            while len(self._parts) > self._size:
                self._parts.popitem(last=False)
        return made
