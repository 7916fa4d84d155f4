"""Wait for what a page shows, asked from outside the page.

`Page.wait_for_function` asks from inside, again and again, by `eval`; the page's policy forbids that from the second time on, so it works
only where what is waited for is there at once.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["shown"]

_LOOK_MS = 50


def shown(page: Page, expression: str, arg: Any = None, *, seconds: float = 120.0) -> None:
    """Come back when the expression holds; a page that is just being left is asked again. Fails after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        try:
            if page.evaluate(expression, arg):
                return
        except Error as error:
            if "context was destroyed" not in str(error) and "navigat" not in str(error):
                raise
        assert time.monotonic() < end, f"it was not shown within {seconds:.0f} s: {expression}"
        page.wait_for_timeout(_LOOK_MS)
