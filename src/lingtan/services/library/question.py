"""A question to the library, as a page asks it: with its answer, or with the library's refusal."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import LingtanError
from lingtan.factors import FactorClass, FactorLibrary
from lingtan.messages import Message
from lingtan.services.library.answer import Answer, answer_of

__all__ = ["Question", "question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, and the answer or why there is none; `activities` and `classes` are those that may be asked for."""

    activity: str
    place: str
    year: int
    klass: str
    activities: tuple[str, ...]
    classes: tuple[FactorClass, ...]
    answer: Answer | None
    refusal: Message | None


def question(library: FactorLibrary, *, activity: str, place: str, year: int, klass: str) -> Question:
    """The question with its answer or the library's refusal; without an activity, the question alone."""
    found, refusal = None, None
    try:
        found = answer_of(library, activity=activity.strip(), place=place, year=year, klass=klass) if activity.strip() else None
    except LingtanError as error:
        refusal = Message(code=error.code, params=error.params, place=error.place)
    known, classes = tuple(library.activities), tuple(FactorClass)
    return Question(
        activity=activity, place=place, year=year, klass=klass, activities=known, classes=classes, answer=found, refusal=refusal
    )
