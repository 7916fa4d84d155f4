"""Editions of factors: what became of those behind an own study, and packs of one's own, checked or compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, UploadFile
from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.credits.uploads import keep_upload, kept_upload
from lingtan.services.library.desk import PackDesk, StudyDesk, factors_template, pack_desk, study_desk
from lingtan.services.library.differences import Differences
from lingtan.services.library.today import todays_library
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import File as FileKey
from lingtan.web.frame.asked import PageNumber, PerPage
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "EDITION_PAGES"]

_MAY = Permission.PRODUCTS_READ
#: A study's digest, or how it begins.
Study = Annotated[str, Query(max_length=80, pattern=r"^[0-9a-z:]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The key of a kept pack."""

    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The keys of two kept packs, the earlier one first."""

    first: str
    second: str


class CheckForm(BaseModel):
    """A factor pack, XLSX."""

    file: UploadFile


class CompareForm(BaseModel):
    """Two editions of a factor pack, the earlier one first."""

    first: UploadFile
    second: UploadFile


def editions_view(caller: Caller, study: Study = "", page: PageNumber = 1, per_page: PerPage = 25) -> StudyDesk:
    """Own studies, and what became of the factors that one was computed with."""
    with caller.workspace.store() as store:
        return study_desk(
            store, todays_library(), organisation=caller.organisation, study=study, page=page, per_page=per_page
        )  # fmt: skip


def packs_view(caller: Caller, file: FileKey = "", first: FileKey = "", second: FileKey = "") -> PackDesk:
    """A kept pack against the library, or two of them against each other; without any, the places to drop them."""
    keys = (file,) if file else (first, second) if first and second else ()
    return pack_desk(todays_library(), *(kept_upload(caller.workspace, key) for key in keys))


def check(caller: Caller, form: CheckForm) -> Checked:
    """Keep a pack for its check; nothing is recorded."""
    return Checked(file=_kept(caller, form.file))


def compare(caller: Caller, form: CompareForm) -> Compared:
    """Keep two packs for their comparison; nothing is recorded."""
    return Compared(first=_kept(caller, form.first), second=_kept(caller, form.second))


def template(caller: Caller) -> File:
    """The empty factor pack."""
    return File(name="factors.xlsx", data=factors_template(), media_type=MEDIA["xlsx"])


def _kept(caller: Caller, file: UploadFile) -> str:
    return keep_upload(caller.workspace, file.filename or "", file.file.read(), at=caller.now())


def _differing(view: PackDesk | StudyDesk) -> tuple[object, ...]:
    found: Differences | None = view.differences
    return found.rows if found else ()


_STUDIES = Sheet(
    name="studies", title="DATA_STUDIES", rows=lambda view: view.studies, empty="DATA_NO_STUDIES",
    columns=(
        Column(name="label", title="DATA_STUDY", link="/data/editions?study={study}"),
        Column(name="mean_kg", title="DATA_STUDY_MEAN", kind=Kind.NUMBER, unit="kg CO₂e"),
        Column(name="at", title="DATA_STUDY_FROZEN", kind=Kind.TIME),
        Column(name="study", title="DATA_STUDY_DIGEST", kind=Kind.DIGEST),
    ),
)  # fmt: skip
_DIFFERENCES = Sheet(
    name="differences", title="DATA_DIFFERENCES", rows=_differing, empty="DATA_NO_DIFFERENCES",
    columns=(
        Column(name="activity", title="DATA_ACTIVITY", kind=Kind.ACTIVITY, link="/data?q={activity}"),
        Column(name="kind", title="DATA_KIND", kind=Kind.STATE, prefix="DATA_KIND_"),
        Column(name="old_value", title="DATA_OLD_VALUE", kind=Kind.NUMBER, digits=4, unit="kg CO₂e"),
        Column(name="new_value", title="DATA_NEW_VALUE", kind=Kind.NUMBER, digits=4, unit="kg CO₂e"),
        Column(name="unit", title="DATA_PER", kind=Kind.UNIT),
        Column(name="change", title="DATA_CHANGE", kind=Kind.SHARE, digits=1),
        Column(name="members", title="DATA_MEMBERS", kind=Kind.TERM, prefix="DATA_MEMBER_"),
        Column(name="id", title="DATA_FACTOR"),
    ),
)  # fmt: skip
_PROBLEMS = Sheet(
    name="problems", title="DATA_PROBLEMS", rows=lambda view: view.problems, empty="DATA_NO_PROBLEMS",
    columns=(
        Column(name="place", title="DATA_CELL"),
        Column(name="message", title="DATA_WRONG", kind=Kind.MESSAGE),
        Column(name="message.code", title="DATA_WAY_OUT", kind=Kind.FIX),
    ),
)  # fmt: skip

EDITION_PAGES: tuple[Page, ...] = (
    Page(
        path="/data/editions", view=editions_view, template="data/editions.html", title="DATA_EDITIONS", may=_MAY, nav="data",
        sheets=(_STUDIES, _DIFFERENCES),
    ),
    Page(
        path="/data/packs", view=packs_view, template="data/packs.html", title="DATA_PACKS", may=_MAY, nav="data",
        sheets=(_PROBLEMS, _DIFFERENCES),
    ),
)  # fmt: skip
ACTIONS: tuple[Action, ...] = (
    Action(path="/data/packs/check", run=check, may=_MAY, then="/data/packs?file={file}"),
    Action(path="/data/packs/compare", run=compare, may=_MAY, then="/data/packs?first={first}&second={second}"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/data/packs/template.xlsx", run=template, may=None),)
