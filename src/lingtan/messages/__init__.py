"""Messages: pure rooms name a code and its parameters; the edge renders them in Chinese or English."""

from lingtan.messages.catalog import Entry, Language, catalog
from lingtan.messages.message import Message
from lingtan.messages.render import render, render_error, way_out

__all__ = ["Entry", "Language", "Message", "catalog", "render", "render_error", "way_out"]
