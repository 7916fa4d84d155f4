"""What stands on a page: its words, its links and its forms, read from the HTML without a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

__all__ = ["Sheet", "read", "said", "strings"]

_SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-done", "data-error", "data-confirm", "content")
_NOT_SPOKEN = {"style", "code", "pre", "textarea"}


@dataclass
class Sheet:
    """A page as it was read. `words` are texts and spoken attributes, without code; `labels` are those of fields.

    `sends` are (method, address) of forms and of htmx.
    """

    words: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    sends: list[tuple[str, str]] = field(default_factory=list)
    h1: int = 0
    lang: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheet = Sheet()
        self._silent: list[str] = []
        self._is_label = False
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.sheet.h1 += tag == "h1"
        self.sheet.lang = said.get("lang", "") if tag == "html" else self.sheet.lang
        if tag == "a" and "href" in said:
            self.sheet.links.append(said["href"])
        if tag == "form":
            self.sheet.sends.append((said.get("method", "get").lower(), said.get("action", "")))
        self.sheet.sends += [(name[3:], said[name]) for name in ("hx-get", "hx-post") if name in said]
        self._is_label = self._is_label or tag in ("label", "legend")
        if tag == "script":
            self._script = said.get("type", "")
        elif tag in _NOT_SPOKEN or ("lang" in said and tag != "html"):
            self._silent.append(tag)
        if tag != "meta":
            self.sheet.words += [said[name] for name in _SPOKEN if said.get(name, "").strip()]

    def handle_endtag(self, tag: str) -> None:
        self._is_label = self._is_label and tag not in ("label", "legend")
        if tag == "script":
            self._script = None
        elif self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if self._script == "application/json":
            self.sheet.words += list(strings(json.loads(data)))
        elif self._script is None and not self._silent and data.strip():
            self.sheet.words.append(" ".join(data.split()))
            self.sheet.labels += [self.sheet.words[-1]] if self._is_label else []


def read(html: str) -> Sheet:
    """The page. Words in another language (an element with its own `lang`), code and typed text are left out."""
    reader = _Reader()
    reader.feed(html)
    return reader.sheet


def strings(value: Any) -> Iterator[str]:
    """Every string in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def said(page: str) -> str:
    """The text between the tags, on one line."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
