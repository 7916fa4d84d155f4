"""Naming: what stands as a key in data, in words of a language; pages and documents say it the same way."""

from lingtan.naming.names import shown_activity, shown_figure, shown_parameter, shown_unit, told
from lingtan.naming.words import in_words, label, say, shown_place

__all__ = ["in_words", "label", "say", "shown_activity", "shown_figure", "shown_parameter", "shown_place", "shown_unit", "told"]
