"""The library's answer to a question: which factor, and every step from what was asked to what is used."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import Mark, Source
from lingtan.factors import FactorClass, FactorLibrary, FactorQuery, StepKind, total_climate
from lingtan.messages import Message
from lingtan.quantities import Place, find_place
from lingtan.services.library.factors import FactorRow, factor_row

__all__ = ["Answer", "AnswerStep", "answer_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    """One step of a fallback, its sentence, and the GSD it adds (1 for none). [-]."""

    kind: StepKind
    message: Message
    extra_gsd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The factor that is used, and what it comes to with all inputs at the place asked for. [kg CO2e/unit].

    A scaled factor stands in no library; `derived_from` names those that it was computed from.
    """

    place: Place
    year: int
    factor: FactorRow
    derived_from: tuple[str, ...]
    steps: tuple[AnswerStep, ...]
    gsd_total: float
    with_inputs_kg: float
    is_estimate: bool
    mark: Mark
    source: Source


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
        place=where, year=year, factor=factor_row(found.factor), derived_from=found.factor.derived_from, steps=steps,
        gsd_total=found.gsd_total, with_inputs_kg=whole, is_estimate=found.is_estimate, mark=found.mark,
        source=library.sources[found.factor.source_id],
    )  # fmt: skip
