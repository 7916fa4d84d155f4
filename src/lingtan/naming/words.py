"""The catalogue's text for a code or a value, and a place by its name: what every page and document is worded with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lingtan.errors import Param
from lingtan.messages import Language, Message, catalog, render
from lingtan.quantities import all_places

__all__ = ["in_words", "label", "say", "shown_place"]


def say(code: str, language: Language, **params: Param) -> str:
    """The catalogue's text for a code."""
    return render(Message(code=code, params=params), language) if params else _plain(code, language)


@lru_cache(maxsize=8_192)
def _plain(code: str, language: Language) -> str:
    return render(Message(code=code), language)


@lru_cache(maxsize=8_192)
def label(prefix: str, value: str, language: Language) -> str:
    """The catalogue's label of a value, or the value as it stands."""
    code = f"{prefix}{value}".upper().replace("-", "_").replace(" ", "_").replace(".", "_").replace(":", "_")
    return _plain(code, language) if code in catalog() else value


def in_words(prefix: str, values: Iterable[str]) -> dict[str, str]:
    """Of each value what a reader may look for it by: the value itself and its labels in every language."""
    return {value: " ".join([value, *(label(prefix, value, language) for language in Language)]) for value in values}


def shown_place(code: str, language: Language) -> str:
    """A place's name with its code; what is no place's code stands as it is."""
    place = all_places().get(code)
    if place is None:
        return code
    return f"{place.name_zh}（{code}）" if language is Language.ZH else f"{place.name_en} ({code})"
