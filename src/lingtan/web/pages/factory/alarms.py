"""Alarms of meters that leave their baseline: the watch, what it found, and who has seen it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Query, UploadFile
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.drift.files import Recorded, record_files
from lingtan.services.drift.noting import Note, NoteState, note_alarm
from lingtan.services.drift.sample import record_sample, sample_files
from lingtan.services.drift.view import DriftView, drift_view
from lingtan.services.drift.watching import FALSE_ALARM_DAYS, Watch, set_watch
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.factory.alarm_figures import sums_of_days, used_and_expected

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE


class WatchForm(BaseModel):
    """First and last day of the baseline, names of drivers with commas between, days between false alarms of a meter."""

    first: date
    last: date
    drivers: Annotated[str, Field(max_length=400)] = ""
    false_alarm_days: Annotated[float, Field(ge=30, le=100_000)] = FALSE_ALARM_DAYS


class FilesForm(BaseModel):
    """A list of meters, their readings, and what drove them; any of them."""

    meters: UploadFile | None = None
    readings: UploadFile | None = None
    drivers: UploadFile | None = None
    zone: Annotated[str, Field(max_length=60)] = "Asia/Shanghai"


class NoteForm(BaseModel):
    """An alarm, what is said of it, and why."""

    alarm: Annotated[str, Field(max_length=160)]
    state: NoteState
    reason: Annotated[str, Field(max_length=400)] = ""


class Template(StrEnum):
    """Files to fill in, with invented meters."""

    METERS = "meters.csv"
    READINGS = "readings.csv"
    DRIVERS = "drivers.csv"


def show(caller: Caller, meter: Annotated[str, Query(max_length=120)] = "") -> DriftView:
    """The alarms, and the days of the meter named or of the first alarm."""
    return drift_view(caller.workspace, meter=meter)


def watch(caller: Caller, form: WatchForm) -> Watch:
    """Set the baseline."""
    names = tuple(name for one in form.drivers.split(",") if (name := one.strip()))
    asked = Watch(first=form.first, last=form.last, drivers=names, false_alarm_days=form.false_alarm_days)
    return set_watch(caller.workspace, asked, actor=caller.user, at=caller.now())


def send(caller: Caller, form: FilesForm) -> Recorded:
    """Record files."""
    files = {"meters": form.meters, "readings": form.readings, "drivers": form.drivers}
    sent = {name: (one.filename, one.file.read()) for name, one in files.items() if one is not None and one.filename}
    return record_files(caller.workspace, sent, zone=form.zone, actor=caller.user, at=caller.now())


def begin(caller: Caller) -> Watch:
    """Record the invented meters and watch them."""
    return record_sample(caller.workspace, actor=caller.user, at=caller.now())


def note(caller: Caller, form: NoteForm) -> Note:
    """Acknowledge an alarm or open it again."""
    return note_alarm(caller.workspace, form.alarm, form.state, reason=form.reason, actor=caller.user, at=caller.now())


def filled(caller: Caller, template: Template) -> File:
    """A file to change."""
    caller.known()
    return File(name=template.value, data=sample_files()[template.value], media_type="text/csv")


PAGES: tuple[Page, ...] = (
    Page(
        path="/factory/alarms",
        view=show,
        template="factory/alarms.html",
        title="DRIFT_TITLE",
        may=_MAY,
        nav="factory",
        charts=(
            Chart(name="sums", title="DRIFT_SUMS", figure=sums_of_days),
            Chart(name="days", title="DRIFT_USED", figure=used_and_expected),
        ),
        sheets=(
            Sheet(
                name="alarms",
                title="DRIFT_ALARMS",
                rows=lambda view: view.rows,
                columns=(
                    Column(name="alarm.hour", title="DRIFT_HOUR"),
                    Column(name="title", title="DRIFT_METER", link="/factory/alarms?meter={alarm.meter}"),
                    Column(name="alarm.since", title="DRIFT_SINCE", kind=Kind.DATE),
                    Column(name="alarm.last", title="DRIFT_LAST", kind=Kind.DATE),
                    Column(name="alarm.size_kwh", title="DRIFT_SIZE", kind=Kind.NUMBER, digits=0),
                    Column(name="cause_title", title="DRIFT_CAUSE_METER"),
                    Column(name="cause.share", title="DRIFT_CAUSE_SHARE", kind=Kind.SHARE),
                    Column(name="state", title="DRIFT_STATE", kind=Kind.STATE, prefix="DRIFT_STATE_"),
                ),
                empty="DRIFT_NONE",
            ),
            Sheet(
                name="meters",
                title="DRIFT_METERS",
                rows=lambda view: view.meters,
                columns=(
                    Column(name="title", title="DRIFT_METER", link="/factory/alarms?meter={meter}"),
                    Column(name="days", title="DRIFT_BASELINE_DAYS", kind=Kind.INTEGER),
                    Column(name="watched_days", title="DRIFT_WATCHED_DAYS", kind=Kind.INTEGER),
                    Column(name="lacking_days", title="DRIFT_LACKING_DAYS", kind=Kind.INTEGER),
                    Column(name="scatter_kwh", title="DRIFT_SCATTER", kind=Kind.NUMBER, digits=0),
                    Column(name="threshold_sd", title="DRIFT_THRESHOLD", kind=Kind.NUMBER, digits=2),
                    Column(name="found_in_days", title="DRIFT_FOUND_IN", kind=Kind.NUMBER, digits=1),
                    Column(name="refused", title="DRIFT_WHY_NOT", kind=Kind.FIX),
                ),
                empty="DRIFT_NO_METERS",
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/factory/alarms/watch", run=watch, may=_WRITE, then="/factory/alarms", done="DRIFT_WATCHING"),
    Action(path="/factory/alarms/files", run=send, may=_WRITE, then="/factory/alarms", done="DRIFT_RECORDED"),
    Action(path="/factory/alarms/sample", run=begin, may=_WRITE, then="/factory/alarms", done="DRIFT_WATCHING"),
    Action(path="/factory/alarms/note", run=note, may=_WRITE, then="/factory/alarms", done="DRIFT_NOTED"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/factory/alarms/templates/{template}", run=filled, may=_MAY),)
