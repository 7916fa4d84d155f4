"""Names of what stands as a key in data: activities, units, figures of an explanation, parameters of a spread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from lingtan.errors import Param
from lingtan.messages import Language, Message, catalog
from lingtan.naming.words import label, say, shown_place

__all__ = ["shown_activity", "shown_figure", "shown_parameter", "shown_unit", "told"]

_ARROW = " ← "


@lru_cache(maxsize=4_096)
def shown_activity(key: str, language: Language) -> str:
    """An activity by its name, with where and when it stands for: of `steel_primary`, `steel_primary@CN:2023` or a factor's id.

    An activity of somebody's own pack has no name in the catalogue and stands by its key.
    """
    if "*" in key:  # a life-cycle factor scaled by direct ones: the second is that of the place
        return say("NAMED_SCALED", language, name=shown_activity(key.partition("*")[2].partition("/")[0], language))
    activity, at, rest = key.partition("@")
    if not at:
        activity, _, rest = key.partition(":")
        rest = rest.partition(":")[2] if rest.count(":") > 1 else rest
    name = label("ACTIVITY_", activity, language)
    if name == activity:
        return key
    place, _, year = rest.partition(":")
    return " · ".join(part for part in (name, shown_place(place, language), year) if part)


@lru_cache(maxsize=256)
def shown_unit(unit: str, language: Language) -> str:
    """A unit as it is written: `kg CO2e/m2` as kg CO₂e/m², `piece` in the reader's language."""
    over, stroke, under = unit.replace("CO2e", "CO₂e").rpartition("/")
    return f"{over}{stroke}{label('SHOWN_UNIT_', under.replace('*', ' '), language)}"


@lru_cache(maxsize=4_096)
def shown_figure(figure: str, language: Language) -> str:
    """A figure of an explanation: a stage, a line by stage and part, an activity at a place, an input of one, a parameter."""
    whole, arrow, taken = figure.partition(_ARROW)
    if arrow:
        return f"{shown_activity(whole, language)}{_ARROW}{shown_activity(taken, language)}"
    if figure.startswith("stagesMg."):
        return label("STAGE_", figure.removeprefix("stagesMg."), language)
    for prefix in ("EXPLAINED_", "DOC_MARK_"):
        if (named := label(prefix, figure, language)) != figure:
            return named
    head, stroke, rest = figure.partition("/")
    if not stroke:
        return shown_activity(figure, language)
    stage = label("STAGE_", head, language)
    return f"{stage} · {label('PART_', rest.partition('/')[0], language)}" if stage != head else shown_parameter(figure, language)


@lru_cache(maxsize=4_096)
def shown_parameter(key: str, language: Language) -> str:
    """What a parameter's key stands for: `factor/nand_flash:cradle_to_gate:GLO:2017` is the factor of NAND flash, world, 2017."""
    kind, _, what = key.partition("/")
    code = f"DRIVER_{kind.upper()}"
    if code not in catalog():
        return key
    named = {"imputed": label("DOC_ASSUMPTION_", what, language), "factor": _briefly(what, language)}
    part, _, amount = what.rpartition("/")
    said = named.get(kind) or ", ".join(n for n in (label("PART_", part, language), label("QUANTITY_", amount, language)) if n)
    return say(code, language, what=said)


def _briefly(factor: str, language: Language) -> str:
    """A factor by its activity, with its place's code and year."""
    name, parts = _name_of(factor, language), factor.split(":")
    return f"{name}, {parts[2]} {parts[3]}" if len(parts) == 4 else name


def _name_of(factor: str, language: Language) -> str:
    return shown_activity(factor, language).partition(" · ")[0]


def told(message: Message, language: Language, prefix: str = "") -> str:
    """A message with the keys among its parameters named; with a prefix, in the catalogue's words for where it stands."""
    code = f"{prefix}{message.code}"
    return say(code if code in catalog() else message.code, language, **_named(message.params, language)).replace("CO2e", "CO₂e")


def _named(params: Mapping[str, Param], language: Language) -> dict[str, Param]:
    return {name: _NAMED[name](value, language) if name in _NAMED and isinstance(value, str) else value for name, value in params.items()}


def _fallbacks(steps: str, language: Language) -> str:
    """`year: 2017 → 2019; generic CN → GLO` with each kind in words."""
    parts = [step.partition(" ") for step in steps.split("; ")]
    return "; ".join(f"{label('DATA_STEP_', kind.removesuffix(':'), language)} {rest}".strip() for kind, _, rest in parts)


def _phrase(prefix: str) -> Callable[[str, Language], str]:
    """Names whole phrases of data by their words: `order No. 31, scope` is the code `…ORDER_NO_31_SCOPE`."""

    def named(text: str, language: Language) -> str:
        found = label(prefix, "_".join(re.findall(r"[A-Za-z0-9]+", text)), language)
        return text if found.isascii() and "_" in found else found

    return named


def _condition(text: str, language: Language) -> str:
    """`vintage_year at_least 2020` with the fact and the comparison in words."""

    def word(found: re.Match[str]) -> str:
        key = found.group()
        return next((name for prefix in ("RULE_FACT_", "RULE_OPERATOR_") if (name := label(prefix, key, language)) != key), key)

    return re.sub(r"[a-z]+(?:_[a-z]+)*", word, text)


_NAMED: dict[str, Callable[[str, Language], str]] = {
    "activity": shown_activity,
    "input": shown_activity,
    "factor": _name_of,
    "unit": shown_unit,
    "place": shown_place,
    "steps": _fallbacks,
    "basis": _phrase("STEP_BASIS_"),
    "clause": _phrase("RULE_CLAUSE_"),
    "asks_for": _phrase("RULE_ASKS_FOR_"),
    "want": _condition,
    "got": lambda text, _language: text or "–",
    "missing": _condition,
}
