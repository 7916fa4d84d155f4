"""Rule packs from TOML: strict, so that a misspelt key is an error and not a rule that silently never fails."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Source, Standing
from lingtan.messages import Language
from lingtan.rules.conditions import Condition, FactValue, Operator
from lingtan.rules.record import Rule, RulePack

__all__ = ["load_pack", "pack_from_table", "pack_names", "parse_pack", "rules_from_tables", "sources_from_tables"]

_PACK = frozenset({"name", "version", "standard", "title_en", "title_zh", "source", "rule"})
_SOURCE = frozenset({"id", "title", "publisher", "year", "locator", "licence", "standing"})
_RULE = frozenset(
    {"id", "clause", "indicator_en", "indicator_zh", "standing", "source", "require", "when", "evidence", "advisory", "public", "asks_for"}
)
_CONDITION = frozenset({"fact", "operator", "threshold", "than", "plus", "plus_months"})


def pack_names() -> tuple[str, ...]:
    """Names of the built-in packs, sorted."""
    packs = files("lingtan.rules").joinpath("packs").iterdir()
    return tuple(sorted(path.name.removesuffix(".toml") for path in packs if path.name.endswith(".toml")))


def load_pack(name: str) -> RulePack:
    """The built-in pack of this name. Raises InputError `RULE_PACK_UNKNOWN` naming those there are."""
    if name not in pack_names():
        raise InputError("RULE_PACK_UNKNOWN", name=name, known=", ".join(pack_names()))
    return parse_pack(files("lingtan.rules").joinpath("packs", f"{name}.toml").read_text("utf-8"), place=f"{name}.toml")


def parse_pack(text: str, *, place: str) -> RulePack:
    """A pack from TOML text. Raises InputError `RULE_PACK_FORM` naming the field that is missing, unknown or of the wrong kind."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise InputError("RULE_PACK_FORM", place=place, detail=str(exc)) from exc
    return pack_from_table(table, place=place)


def pack_from_table(table: Mapping[str, Any], *, place: str) -> RulePack:
    """A pack from a table that was read already. Raises InputError `RULE_PACK_FORM` as `parse_pack`."""
    _only(table, _PACK, place)
    return RulePack(
        name=_text(table, "name", place),
        version=_text(table, "version", place),
        standard=_text(table, "standard", place),
        title=_bilingual(table, "title", place),
        sources=sources_from_tables(_tables(table, "source", place), place=place),
        rules=rules_from_tables(_tables(table, "rule", place), place=place),
    )


def sources_from_tables(tables: Sequence[Mapping[str, Any]], *, place: str) -> tuple[Source, ...]:
    """Sources in the form of a pack. Raises InputError `RULE_PACK_FORM`."""
    return tuple(_source(item, f"{place} source {i + 1}") for i, item in enumerate(tables))


def rules_from_tables(tables: Sequence[Mapping[str, Any]], *, place: str) -> tuple[Rule, ...]:
    """Rules in the form of a pack. Raises InputError `RULE_PACK_FORM`."""
    return tuple(_rule(item, f"{place} rule {i + 1}") for i, item in enumerate(tables))


def _source(table: Mapping[str, Any], place: str) -> Source:
    _only(table, _SOURCE, place)
    year = table.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise InputError("RULE_PACK_FORM", place=place, detail="year must be a whole number")
    return Source(
        id=_text(table, "id", place),
        title=_text(table, "title", place),
        publisher=_text(table, "publisher", place),
        year=year,
        locator=_text(table, "locator", place),
        licence=_text(table, "licence", place),
        standing=_standing(table, place),
    )


def _rule(table: Mapping[str, Any], place: str) -> Rule:
    _only(table, _RULE, place)
    where = f"{place} ({table.get('id', '?')})"
    return Rule(
        id=_text(table, "id", where),
        clause=_text(table, "clause", where),
        indicator=_bilingual(table, "indicator", where),
        standing=_standing(table, where),
        source_id=_text(table, "source", where),
        require=tuple(_condition(item, where) for item in _tables(table, "require", where)),
        when=tuple(_condition(item, where) for item in _tables(table, "when", where)),
        evidence=_texts(table, "evidence", where),
        advisory=_flag(table, "advisory", where, default=False),
        public=_flag(table, "public", where, default=True),
        asks_for=_text(table, "asks_for", where) if "asks_for" in table else "",
    )


def _condition(table: Mapping[str, Any], place: str) -> Condition:
    _only(table, _CONDITION, place)
    operator = _text(table, "operator", place)
    if operator not in {item.value for item in Operator}:
        raise InputError("RULE_PACK_FORM", place=place, detail=f"operator {operator!r} is none of {', '.join(Operator)}")
    plus, months = table.get("plus", 0), table.get("plus_months", 0)
    if isinstance(plus, bool) or not isinstance(plus, int | float) or isinstance(months, bool) or not isinstance(months, int):
        raise InputError("RULE_PACK_FORM", place=place, detail="plus must be a number, plus_months a whole number")
    return Condition(
        fact=_text(table, "fact", place),
        operator=Operator(operator),
        threshold=_threshold(table.get("threshold"), place),
        than=_text(table, "than", place) if "than" in table else None,
        plus=float(plus),
        plus_months=months,
    )


def _threshold(value: object, place: str) -> FactValue | None:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return frozenset(value)
    raise InputError("RULE_PACK_FORM", place=place, detail="threshold must be a number, text, date, flag or list of texts")


def _only(table: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise InputError("RULE_PACK_FORM", place=place, detail=f"unknown field {unknown[0]!r}; known: {', '.join(sorted(known))}")


def _text(table: Mapping[str, Any], name: str, place: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InputError("RULE_PACK_FORM", place=place, detail=f"{name} must be a text")
    return value


def _texts(table: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InputError("RULE_PACK_FORM", place=place, detail=f"{name} must be a list of texts")
    return tuple(value)


def _flag(table: Mapping[str, Any], name: str, place: str, *, default: bool) -> bool:
    value = table.get(name, default)
    if not isinstance(value, bool):
        raise InputError("RULE_PACK_FORM", place=place, detail=f"{name} must be true or false")
    return value


def _tables(table: Mapping[str, Any], name: str, place: str) -> Sequence[Mapping[str, Any]]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise InputError("RULE_PACK_FORM", place=place, detail=f"{name} must be a list of tables")
    return value


def _bilingual(table: Mapping[str, Any], name: str, place: str) -> Mapping[Language, str]:
    return {Language.EN: _text(table, f"{name}_en", place), Language.ZH: _text(table, f"{name}_zh", place)}


def _standing(table: Mapping[str, Any], place: str) -> Standing:
    value = table.get("standing")
    if value not in {item.value for item in Standing}:
        raise InputError("RULE_PACK_FORM", place=place, detail=f"standing must be one of {', '.join(Standing)}")
    return Standing(value)
