"""A standard for zero-carbon factories: its clauses as a rule pack, its ladder of grades, and what a user adds who owns the text.

A built-in standard holds what is public and no more. Clauses whose text, threshold or weight is not public are *not assessable* and ask for
it; whoever has bought the standard writes them into a file of their own (`overlay`), and they take the place of ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.errors import InputError
from lingtan.messages import Language
from lingtan.rules import Rule, RulePack, pack_from_table, rules_from_tables, sources_from_tables

__all__ = ["Grade", "Standard", "overlaid", "standard", "standard_names"]

_OVERLAY = frozenset({"standard", "source", "rule", "points", "grade"})
_GRADE = frozenset({"id", "family", "title_en", "title_zh", "rules", "least_points", "public", "asks_for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A step of a ladder. It is reached when all its `rules` are met and the points reach `least_points` (None: no points needed).

    Grades of one `family` rise in the order of the file. A grade that is not public asks for what is missing and is never reached.
    """

    id: str
    family: str
    title: Mapping[Language, str]
    rules: tuple[str, ...] = ()
    least_points: float | None = None
    public: bool = True
    asks_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Clauses, grades, and the points of each clause where they are known. [points]"""

    pack: RulePack
    grades: tuple[Grade, ...]
    points: Mapping[str, float]

    def __post_init__(self) -> None:
        known = {rule.id for rule in self.pack.rules}
        for grade in self.grades:
            for name in grade.rules:
                if name not in known:
                    raise InputError("ASSESS_GRADE_RULE", place=f"{self.pack.name}.{grade.id}", rule=name)
        for name, points in self.points.items():
            if name not in known or points < 0:
                raise InputError("ASSESS_POINTS", place=f"{self.pack.name}.points.{name}", rule=name)

    def rule(self, name: str) -> Rule:
        """The clause of this id. Raises InputError `ASSESS_GRADE_RULE`."""
        for rule in self.pack.rules:
            if rule.id == name:
                return rule
        raise InputError("ASSESS_GRADE_RULE", place=self.pack.name, rule=name)

    def grade(self, name: str) -> Grade:
        """The grade of this id. Raises InputError `ASSESS_GRADE_UNKNOWN` naming those there are."""
        for grade in self.grades:
            if grade.id == name:
                return grade
        known = ", ".join(grade.id for grade in self.grades)
        raise InputError("ASSESS_GRADE_UNKNOWN", place=self.pack.name, name=name, known=known)


def standard_names() -> tuple[str, ...]:
    """Names of the built-in standards, sorted."""
    folder = files("lingtan.assessment").joinpath("standards").iterdir()
    return tuple(sorted(path.name.removesuffix(".toml") for path in folder if path.name.endswith(".toml")))


@cache
def standard(name: str) -> Standard:
    """The built-in standard of this name. Raises InputError `ASSESS_STANDARD_UNKNOWN` naming those there are."""
    if name not in standard_names():
        raise InputError("ASSESS_STANDARD_UNKNOWN", name=name, known=", ".join(standard_names()))
    text = files("lingtan.assessment").joinpath("standards", f"{name}.toml").read_text("utf-8")
    table = tomllib.loads(text)
    grades = tuple(_grade(item, f"{name}.toml") for item in table.pop("grade", []))
    return Standard(pack=pack_from_table(table, place=f"{name}.toml"), grades=grades, points={})


def overlaid(base: Standard, table: Mapping[str, Any], *, place: str) -> Standard:
    """The standard with what a user added who has its text: clauses of the same id, points of clauses, grades of the same id.

    Raises InputError `ASSESS_OVERLAY` for a file of another standard or an unknown field, and as the forms of rules and grades do.
    """
    unknown = sorted(set(table) - _OVERLAY)
    if unknown or table.get("standard") != base.pack.name:
        detail = f"unknown field {unknown[0]!r}" if unknown else f"standard = {table.get('standard')!r}, expected {base.pack.name!r}"
        raise InputError("ASSESS_OVERLAY", place=place, detail=detail)
    rules = {rule.id: rule for rule in rules_from_tables(table.get("rule", []), place=place)}
    grades = {grade.id: grade for grade in (_grade(item, place) for item in table.get("grade", []))}
    kept = tuple(rules.pop(rule.id, rule) for rule in base.pack.rules)
    pack = replace(
        base.pack, version=f"{base.pack.version}+own", rules=(*kept, *rules.values()),
        sources=(*base.pack.sources, *sources_from_tables(table.get("source", []), place=place)),
    )  # fmt: skip
    ladder = tuple(grades.pop(grade.id, grade) for grade in base.grades)
    points = {**base.points, **{name: _number(value, f"{place}: points.{name}") for name, value in table.get("points", {}).items()}}
    return Standard(pack=pack, grades=(*ladder, *grades.values()), points=points)


def _grade(table: Mapping[str, Any], place: str) -> Grade:
    where = f"{place} grade {table.get('id', '?')}"
    unknown = sorted(set(table) - _GRADE)
    lacking = [name for name in ("id", "family", "title_en", "title_zh") if not isinstance(table.get(name), str)]
    public = table.get("public", True)
    if unknown or lacking or not isinstance(public, bool) or (not public and not table.get("asks_for")):
        detail = f"unknown field {unknown[0]!r}" if unknown else f"{lacking[0]} must be a text" if lacking else "asks_for is missing"
        raise InputError("RULE_PACK_FORM", place=where, detail=detail)
    least = table.get("least_points")
    return Grade(
        id=table["id"], family=table["family"], title={Language.EN: table["title_en"], Language.ZH: table["title_zh"]},
        rules=tuple(table.get("rules", ())), least_points=None if least is None else _number(least, where), public=public,
        asks_for=table.get("asks_for", ""),
    )  # fmt: skip


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("RULE_PACK_FORM", place=place, detail="points must be a number")
    return float(value)
