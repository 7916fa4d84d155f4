"""Own packs and own studies beside the library: what a page shows of them, with all that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lingtan.errors import LingtanError
from lingtan.factors import FactorLibrary
from lingtan.files import TableError, TemplateKind, template_bytes
from lingtan.messages import Message
from lingtan.services.assure.views.starting import StudyChoice, verification_start
from lingtan.services.library.differences import Differences
from lingtan.services.library.editions import PackCheck, check_pack_bytes, pack_differences, study_differences
from lingtan.store import Store

__all__ = ["CellProblem", "PackDesk", "StudyDesk", "factors_template", "pack_desk", "study_desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """What is wrong in one place of a file."""

    place: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDesk:
    """What came of the uploaded packs; without any, the place to drop them."""

    check: PackCheck | None = None
    differences: Differences | None = None
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDesk:
    """Own studies, the latest first, and what became of the factors of the chosen one."""

    studies: tuple[StudyChoice, ...]
    chosen: StudyChoice | None
    differences: Differences | None
    total: int
    page: int
    per_page: int


def study_desk(store: Store, library: FactorLibrary, *, organisation: str, study: str, page: int, per_page: int) -> StudyDesk:
    """The studies to choose from, with the differences of one. Raises MethodError `STUDY_UNKNOWN`."""
    found = verification_start(store, organisation, study=study, page=page, per_page=per_page)
    chosen = found.chosen
    compared = study_differences(store, chosen.study, library, organisation=organisation) if chosen else None
    return StudyDesk(studies=found.studies, chosen=chosen, differences=compared, total=found.total, page=page, per_page=per_page)


def pack_desk(library: FactorLibrary, *paths: Path) -> PackDesk:
    """One pack is checked against the library, two are compared; what cannot be read is told cell by cell."""
    read = [(path.name, path.read_bytes()) for path in paths]
    if len(read) == 1:
        return _told(lambda: PackDesk(check=check_pack_bytes(*read[0], library)))
    return _told(lambda: PackDesk(differences=pack_differences(read[0], read[1]) if read else None))


def factors_template() -> bytes:
    """The XLSX template of a factor pack."""
    return template_bytes(TemplateKind.FACTORS)


def _told(made: Callable[[], PackDesk]) -> PackDesk:
    try:
        return made()
    except LingtanError as error:
        first = Message(code=error.code, params=error.params, place=error.place)
        wrong = error.problems if isinstance(error, TableError) else (first,)
        return PackDesk(problems=tuple(CellProblem(place=one.place or "–", message=one) for one in wrong))
