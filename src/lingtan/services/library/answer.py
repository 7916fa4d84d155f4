"""The library's answer to a question: which factor, and every step from what was asked to what is used."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import LingtanError
from lingtan.evidence import Mark, Source
from lingtan.factors import FactorClass, FactorLibrary, FactorQuery, StepKind, total_climate
from lingtan.messages import Message
from lingtan.quantities import Place, find_place
from lingtan.services.library.factors import FactorRow, factor_row

__all__ = ["Answer", "AnswerStep", "Question", "answer_of", "question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    """One step of a fallback, its sentence, and the GSD it adds (1 for none). [-]."""

    kind: StepKind
    message: Message
    extra_gsd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The factor that is used, and what it comes to with all inputs at the place asked for. [kg CO2e/unit]."""

    place: Place
    year: int
    factor: FactorRow
    steps: tuple[AnswerStep, ...]
    gsd_total: float
    with_inputs_kg: float
    is_estimate: bool
    mark: Mark
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, and the answer or why there is none; `activities` are those that may be asked for."""

    activity: str
    place: str
    year: int
    klass: str
    activities: tuple[str, ...]
    answer: Answer | None
    refusal: Message | None


def question(library: FactorLibrary, *, activity: str, place: str, year: int, klass: str) -> Question:
    """The question with its answer or the library's refusal; without an activity, the question alone."""
    found, refusal = None, None
    try:
        found = answer_of(library, activity=activity.strip(), place=place, year=year, klass=klass) if activity.strip() else None
    except LingtanError as error:
        refusal = Message(code=error.code, params=error.params, place=error.place)
    known = tuple(library.activities)
    return Question(activity=activity, place=place, year=year, klass=klass, activities=known, answer=found, refusal=refusal)


def answer_of(library: FactorLibrary, *, activity: str, place: str, year: int, klass: str = "") -> Answer:
    """The factor for an activity at a place in a year; the class a product uses unless another is named.

    Raises FactorError `FACTOR_NOT_FOUND`, MethodError `WRONG_FACTOR_CLASS`, InputError `PLACE_UNKNOWN`.
    """
    where = find_place(place, place="place")
    wanted = FactorClass(klass) if klass in set(FactorClass) else library.class_of(activity)
    found = library.resolve(FactorQuery(activity=activity, place=where.code, year=year, klass=wanted))
    direct = wanted is FactorClass.ELECTRICITY_DIRECT  # an inventory's figure: what lies upstream is not part of it
    whole = found.factor.value if direct else total_climate(library, activity, where.code, year)
    steps = tuple(AnswerStep(kind=step.kind, message=step.message, extra_gsd=step.extra_gsd) for step in found.steps)
    return Answer(
        place=where, year=year, factor=factor_row(found.factor), steps=steps, gsd_total=found.gsd_total, with_inputs_kg=whole,
        is_estimate=found.is_estimate, mark=found.mark, source=library.sources[found.factor.source_id],
    )  # fmt: skip
