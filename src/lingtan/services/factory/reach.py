"""What can be reached where a cap can't be kept, in one sentence of the reader's language."""

from __future__ import annotations

from dataclasses import replace

from lingtan.factory import Reachable
from lingtan.messages import Language, Message, catalog, render

__all__ = ["reach_sentence"]


def reach_sentence(answer: Reachable, language: Language) -> str:
    """What can be reached instead, with the limits that bind, in one sentence."""
    limits = "; ".join(_limit(limit, language) for limit in answer.limits) or "–"
    sentence = answer.sentence
    if "limits" in sentence.params:
        sentence = replace(sentence, params={**sentence.params, "limits": limits})
    return render(sentence, language)


def _limit(limit: Message, language: Language) -> str:
    """A binding limit under the name that its reader knows."""
    code = "FACTORY_LIMIT_" + str(limit.params["name"]).upper()
    name = render(Message(code=code), language) if code in catalog() else str(limit.params["name"])
    return render(replace(limit, params={**limit.params, "name": name}), language)
