"""Changing what is held: an import after its preview, and a withdrawal by two people."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import UploadFile
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.credits.asked import WithdrawalRequest
from lingtan.services.credits.importing import import_credits
from lingtan.services.credits.preview import CreditPreview, preview_credits
from lingtan.services.credits.requests import approve_withdrawal, drop_withdrawal, request_withdrawal
from lingtan.services.credits.template import credits_template
from lingtan.services.credits.uploads import keep_upload, kept_upload
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import File as FileKey
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The key of a kept upload."""

    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many blocks are held now because of the file."""

    blocks: int


class HoldingsForm(BaseModel):
    """A table of holdings, XLSX or CSV."""

    file: UploadFile


class CommitForm(BaseModel):
    """The kept file that was previewed."""

    file: str = Field(max_length=64)


class ReasonForm(BaseModel):
    """Why."""

    reason: str = Field(max_length=2_000)


def show_import(caller: Caller, *, file: FileKey = "") -> CreditPreview:
    """The preview of a kept file; without one, the place to drop one."""
    if not file:
        return CreditPreview(file="", rows=(), problems=(), tonnes=0, is_ready=False, is_known=False)
    return preview_credits(caller.workspace, file, at=caller.now())


def preview(caller: Caller, form: HoldingsForm) -> Kept:
    """Keep the file for its preview; nothing is recorded."""
    key = keep_upload(caller.workspace, form.file.filename or "", form.file.file.read(), at=caller.now())
    return Kept(file=key)


def commit(caller: Caller, form: CommitForm) -> Imported:
    """Import the file that was previewed, all rows or none."""
    path = kept_upload(caller.workspace, form.file)
    return Imported(blocks=len(import_credits(caller.workspace, path, actor=caller.user, at=caller.now())))


def ask(caller: Caller, block: Identifier, form: ReasonForm) -> WithdrawalRequest:
    """Ask for a withdrawal; another person does it."""
    return request_withdrawal(caller.workspace, block, reason=form.reason, actor=caller.user, at=caller.now())


def approve(caller: Caller, block: Identifier) -> WithdrawalRequest:
    """Do what another person asked."""
    return approve_withdrawal(caller.workspace, block, actor=caller.user, at=caller.now())


def drop(caller: Caller, block: Identifier) -> WithdrawalRequest:
    """Take the request back."""
    return drop_withdrawal(caller.workspace, block, actor=caller.user, at=caller.now())


def template(caller: Caller) -> File:
    """The empty table of holdings."""
    return File(name="credits.xlsx", data=credits_template(), media_type=MEDIA["xlsx"])


_ROWS = Sheet(
    name="rows", title="CREDITS_PREVIEW", rows=lambda view: view.rows, empty="CREDITS_PREVIEW_EMPTY",
    columns=(
        Column(name="row", title="CREDITS_ROW", kind=Kind.INTEGER),
        Column(name="place", title="CREDITS_CELL"),
        Column(name="serial", title="CREDITS_SERIAL"),
        Column(name="programme", title="CREDITS_PROGRAMME"),
        Column(name="project", title="CREDITS_PROJECT"),
        Column(name="country", title="CREDITS_COUNTRY", kind=Kind.PLACE),
        Column(name="vintage", title="CREDITS_VINTAGE"),
        Column(name="tonnes", title="CREDITS_TONNES", kind=Kind.INTEGER, unit="t"),
        Column(name="state", title="CREDITS_STATE", kind=Kind.STATE, prefix="CREDITS_ROW_"),
        Column(name="problem", title="CREDITS_PROBLEM", kind=Kind.MESSAGE),
    ),
)  # fmt: skip

_WRITE, _BLOCK = Permission.CREDITS_WRITE, "/credits/blocks/{block}"
PAGES = (
    Page(
        path="/credits/import", view=show_import, template="credits/import.html", title="CREDITS_IMPORT", may=_WRITE, nav="credits",
        sheets=(_ROWS,),
    ),
)  # fmt: skip
ACTIONS = (
    Action(path="/credits/preview", run=preview, may=_WRITE, then="/credits/import?file={file}"),
    Action(path="/credits/import", run=commit, may=_WRITE, then="/credits", done="CREDITS_IMPORTED"),
    Action(path=f"{_BLOCK}/withdrawal", run=ask, may=_WRITE, then=_BLOCK, done="CREDITS_ASKED"),
    Action(path=f"{_BLOCK}/withdrawal/approve", run=approve, may=_WRITE, then=_BLOCK, done="CREDITS_WITHDRAWN"),
    Action(path=f"{_BLOCK}/withdrawal/drop", run=drop, may=_WRITE, then=_BLOCK, done="CREDITS_DROPPED"),
)
DOWNLOADS = (Download(path="/credits/template.xlsx", run=template, may=_WRITE),)
