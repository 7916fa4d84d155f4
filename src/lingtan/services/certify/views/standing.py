"""A site's certification: which grades may be handed in and why others may not, whom to ask, and what was asked so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.access import Accounts, Role
from lingtan.assessment import Assessment, assess, check_certifiable
from lingtan.assurance import Person
from lingtan.errors import AssuranceError
from lingtan.messages import Language, Message
from lingtan.services.assessment.case import Case
from lingtan.services.assessment.views.case_files import files_of, opened
from lingtan.services.assessment.views.desk import Desk, desk
from lingtan.services.assure.register import certifiers, colleagues
from lingtan.services.certify.views.asked import AskedFor, asked_for
from lingtan.services.house.workspace import Workspace

__all__ = ["CertificationPage", "GradeAsked", "certification_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAsked:
    """A grade of the standard; `refusal` says why no statement could be signed on it."""

    grade: str
    words: Mapping[Language, str]
    refusal: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationPage:
    """The page; nothing but the desk where no site is kept."""

    desk: Desk
    grades: tuple[GradeAsked, ...] = ()
    certifiers: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    asked: tuple[AskedFor, ...] = ()


def certification_page(workspace: Workspace, accounts: Accounts, *, site: str = "", standard: str = "") -> CertificationPage:
    """The certification of a kept site. Raises StoreError `SITE_UNKNOWN`, InputError `ASSESS_STANDARD_UNKNOWN`."""
    about = desk(workspace, site=site, standard=standard)
    if not about.site:
        return CertificationPage(desk=about)
    case, own = opened(files_of(workspace, about.site, about.standard)), workspace.profile.organisation
    made = assess(case.standard, case.facts, case.forms)
    with workspace.store() as store:
        asked = asked_for(store, own, made.site)
    return CertificationPage(
        desk=about, grades=tuple(GradeAsked(grade=g.id, words=g.title, refusal=_refusal(case, made, g.id)) for g in case.standard.grades),
        certifiers=certifiers(accounts, own), people=colleagues(accounts, own, Role.MAKER), asked=asked,
    )  # fmt: skip


def _refusal(case: Case, made: Assessment, grade: str) -> Message | None:
    try:
        check_certifiable(case.standard, made, case.facts, case.forms, grade=grade)
    except AssuranceError as error:
        return Message(code=error.code, params=error.params, place=error.place)
    return None
