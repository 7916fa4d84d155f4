"""Codes and parameters into sentences, at the edge only."""

from __future__ import annotations

from lingtan.errors import LingtanError
from lingtan.messages.catalog import Language, catalog
from lingtan.messages.message import Message

__all__ = ["render", "render_error", "way_out"]


def render(message: Message, language: Language | str) -> str:
    """The message's sentence. A code without an entry renders as the code and its parameters, so that nothing is ever hidden."""
    entry = catalog().get(message.code)
    if entry is None:
        shown = ", ".join(f"{k}={v}" for k, v in message.params.items())
        return f"{message.code} ({shown})" if shown else message.code
    params = dict.fromkeys(entry.placeholders(Language(language)), "?") | dict(message.params)
    return entry.text[Language(language)].format_map(params)


def render_error(error: LingtanError, language: Language | str) -> str:
    """`CODE at PLACE: sentence`, in the language."""
    sentence = render(Message(code=error.code, params=error.params), language)
    return f"{error.code} @ {error.place}: {sentence}" if error.place else f"{error.code}: {sentence}"


def way_out(code: str, language: Language | str) -> str:
    """What the user can do about an error code; empty where the catalogue has none."""
    entry = catalog().get(code)
    return entry.fix.get(Language(language), "") if entry else ""
