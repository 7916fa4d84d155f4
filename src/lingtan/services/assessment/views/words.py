"""Names of facts in the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lingtan.assessment import vocabulary
from lingtan.messages import Language

__all__ = ["fact_words"]

_BETWEEN = {Language.EN: "; ", Language.ZH: "；"}


def fact_words(names: Iterable[str]) -> Mapping[Language, str]:
    """The facts by their labels; one that the vocabulary does not know stands by its name."""
    known, given = vocabulary(), [name for name in names if name]
    return {
        language: between.join(known[name].label[language] if name in known else name for name in given)
        for language, between in _BETWEEN.items()
    }
