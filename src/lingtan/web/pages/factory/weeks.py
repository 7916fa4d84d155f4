"""Weeks to schedule: added from files or made up to try, removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import UploadFile
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.weeks.keeping import KeptWeek, add_sample_week, add_week, drop_week, sample_workbook
from lingtan.services.weeks.listing import WeeksView, weeks_view
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE


class WeekForm(BaseModel):
    """A workbook, a JSON file, or the CSV tables of a week."""

    files: Annotated[list[UploadFile], Field(min_length=1, max_length=10)]


class SizeForm(BaseModel):
    """The size of an invented week."""

    size: str


def show(caller: Caller) -> WeeksView:
    """The caller's organisation's weeks."""
    return weeks_view(caller.workspace)


def add(caller: Caller, form: WeekForm) -> KeptWeek:
    """Keep a week; nothing is kept of one that cannot be read whole."""
    return add_week(caller.workspace, {one.filename or "": one.file.read() for one in form.files}, actor=caller.user, at=caller.now())


def begin(caller: Caller, form: SizeForm) -> KeptWeek:
    """Keep an invented week."""
    return add_sample_week(caller.workspace, form.size, actor=caller.user, at=caller.now())


def remove(caller: Caller, week: Identifier) -> KeptWeek:
    """Remove a week with its plans."""
    return drop_week(caller.workspace, week)


def template(caller: Caller) -> File:
    """A small invented week to change."""
    caller.known()
    return File(name="lingtan-week.xlsx", data=sample_workbook("small"), media_type=MEDIA["xlsx"])


PAGES: tuple[Page, ...] = (
    Page(
        path="/schedule",
        view=show,
        template="schedule/weeks.html",
        title="SCHEDULING_TITLE",
        may=_MAY,
        nav="factory",
        sheets=(
            Sheet(
                name="weeks",
                title="SCHEDULING_WEEKS",
                rows=lambda view: view.rows,
                columns=(
                    Column(name="name", title="SCHEDULING_WEEK", link="/schedule/{week}"),
                    Column(name="orders_count", title="SCHEDULING_ORDERS", kind=Kind.INTEGER),
                    Column(name="late_count", title="SCHEDULE_KPI_LATE_COUNT", kind=Kind.INTEGER),
                    Column(name="gap_share", title="SCHEDULING_GAP", kind=Kind.SHARE, digits=1),
                    Column(name="at", title="FACTORY_ADDED", kind=Kind.TIME),
                ),
                empty="SCHEDULING_NONE",
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/schedule/weeks", run=add, may=_WRITE, then="/schedule/{week}", done="SCHEDULING_ADDED"),
    Action(path="/schedule/samples", run=begin, may=_WRITE, then="/schedule/{week}", done="SCHEDULING_ADDED"),
    Action(path="/schedule/{week}/remove", run=remove, may=_WRITE, then="/schedule", done="SCHEDULING_REMOVED"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/schedule/templates/week.xlsx", run=template, may=_MAY),)
