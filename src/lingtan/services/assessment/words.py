"""A verdict in the words of its reader: facts by their labels, comparisons spelt out, shares as per cent."""

from __future__ import annotations

from lingtan.assessment import vocabulary
from lingtan.messages import Language, Message, catalog, render
from lingtan.rules import Verdict

__all__ = ["fact_label", "verdict_words"]


def fact_label(name: str, language: Language) -> str:
    """The label of a fact, derived ones included; the name where there is none."""
    known = vocabulary().get(name)
    code = f"FACT_{name.upper()}"
    return known.label[language] if known else render(Message(code=code), language) if code in catalog() else name


def verdict_words(verdict: Verdict, language: Language) -> str:
    """What a verdict says, without the clause, which stands beside it."""
    params = verdict.params
    if verdict.code == "RULE_NOT_MET":
        fact, operator, threshold = params["want"].split(" ", 2)
        said = {
            "fact": fact_label(fact, language),
            "operator": render(Message(code=f"OPERATOR_{operator.upper()}"), language),
            "threshold": _shown(fact, threshold),
            "got": _shown(fact, params["got"]),
        }
        return render(Message(code="ASSESS_WANTS", params=said), language)
    if verdict.code == "RULE_NEEDS":
        names = [fact_label(name, language) for name in params["missing"].split(", ")]
        return render(Message(code="ASSESS_NEEDS", params={"missing": "; ".join(names)}), language)
    if verdict.code == "RULE_NOT_PUBLIC":
        return render(Message(code="ASSESS_NEEDS", params={"missing": params["asks_for"]}), language)
    return render(Message(code=f"ASSESS_SAYS_{verdict.code}"), language)


def _shown(fact: str, value: str) -> str:
    """A share as per cent, a number without its binary tail, anything else as it stands."""
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{number:.4%}".rstrip("0%").rstrip(".") + " %" if fact.endswith("_share") else f"{number:.6g}"
