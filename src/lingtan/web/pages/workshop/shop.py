"""A workshop's meters: their months, who got what of them, and the golden thread from an oven to a certificate's grams."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Query, UploadFile
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.house.workspace import Workspace
from lingtan.services.workshop.halls import hall_template
from lingtan.services.workshop.keeping import KeptShop, add_shop, add_shop_sample, drop_shop, shop_template
from lingtan.services.workshop.pulling import KeptThread, pull_kept
from lingtan.services.workshop.standing import RecordedIntensity, record_kept, withdraw_kept
from lingtan.services.workshop.views.shop import ShopPage, shop_page
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.workshop.figures import meter_flows, piece_bars, share_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES", "ShopId"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE
#: Empty: the latest.
ShopId = Annotated[str, Query(max_length=60, pattern=r"^[a-z0-9-]*$")]


class ShopForm(BaseModel):
    """A workshop's file, and the tables of months that it names."""

    file: UploadFile
    tables: Annotated[list[UploadFile], Field(max_length=4)] = []


class ThreadForm(BaseModel):
    """The device whose boards the workshop makes (empty: the example's), and how many of it."""

    product: Annotated[str, Field(max_length=60)] = ""
    devices: Annotated[int, Field(ge=1, le=100_000_000)] = 1_000


class WithdrawForm(BaseModel):
    """Why an intensity is withdrawn."""

    reason: Annotated[str, Field(min_length=3, max_length=400)]


class Template(StrEnum):
    """Files to fill in: a workshop, its months after and before, a boundary with modules and pilots."""

    WORKSHOP = "workshop.toml"
    AFTER = "after-2025.csv"
    BEFORE = "before-2024.csv"
    BOUNDARY = "boundary.toml"


def show(caller: Caller, shop: ShopId = "") -> ShopPage:
    """The workshop named, or the latest."""
    return shop_page(caller.workspace, shop=shop)


def add(caller: Caller, form: ShopForm) -> KeptShop:
    """Keep a workshop with its months; nothing is kept of one that can't be read whole."""
    sent = [form.file, *(one for one in form.tables if one.filename)]
    files = {one.filename or "": one.file.read() for one in sent}
    return add_shop(caller.workspace, form.file.filename or "", files, actor=caller.user, at=caller.now())


def begin(caller: Caller) -> KeptShop:
    """Keep the invented board shop."""
    return add_shop_sample(caller.workspace, actor=caller.user, at=caller.now())


def pull(caller: Caller, shop: Identifier, form: ThreadForm) -> KeptThread:
    """Pull the golden thread for a device."""
    workspace: Workspace = caller.workspace
    return pull_kept(workspace, shop, product=form.product, devices=form.devices, actor=caller.user, at=caller.now())


def record(caller: Caller, shop: Identifier) -> RecordedIntensity:
    """Record the measured intensity as a fact."""
    return record_kept(caller.workspace, shop, actor=caller.user, at=caller.now())


def withdraw(caller: Caller, shop: Identifier, form: WithdrawForm) -> RecordedIntensity:
    """Withdraw the intensity that stands, by a fact that names it."""
    return withdraw_kept(caller.workspace, shop, reason=form.reason, actor=caller.user, at=caller.now())


def remove(caller: Caller, shop: Identifier) -> KeptShop:
    """Remove a workshop."""
    return drop_shop(caller.workspace, shop)


def filled(caller: Caller, template: Template) -> File:
    """A file to change."""
    caller.known()
    data = hall_template() if template is Template.BOUNDARY else shop_template()[template.value]
    return File(name=template.value, data=data, media_type="text/csv" if template.value.endswith("csv") else "application/toml")


PAGES: tuple[Page, ...] = (
    Page(
        path="/workshop",
        view=show,
        template="workshop/shop.html",
        title="WORKSHOP_TITLE",
        may=_MAY,
        nav="factory",
        charts=(
            Chart(name="flows", title="WORKSHOP_FLOWS", figure=meter_flows),
            Chart(name="piece", title="WORKSHOP_PIECE_MONTHS", figure=piece_bars),
            Chart(name="split", title="WORKSHOP_SHARES", figure=share_bars),
        ),
        sheets=(
            Sheet(
                name="months",
                title="WORKSHOP_MONTHS",
                rows=lambda view: view.months,
                columns=(
                    Column(name="month", title="WORKSHOP_MONTH_NAME"),
                    Column(name="period", title="WORKSHOP_PERIOD", kind=Kind.TERM, prefix="WORKSHOP_"),
                    Column(name="metered_kwh", title="WORKSHOP_METERED", kind=Kind.NUMBER, unit="kWh", digits=0),
                    Column(name="good_count", title="WORKSHOP_PIECES", kind=Kind.INTEGER),
                    Column(name="kwh_per_unit", title="WORKSHOP_PIECE", kind=Kind.NUMBER, unit="kWh", digits=4),
                ),
            ),
            Sheet(
                name="meters",
                title="WORKSHOP_METERS",
                rows=lambda view: view.meters,
                columns=(
                    Column(name="meter", title="WORKSHOP_METER"),
                    Column(name="before_kwh", title="WORKSHOP_BEFORE", kind=Kind.NUMBER, unit="kWh", digits=0),
                    Column(name="after_kwh", title="WORKSHOP_AFTER", kind=Kind.NUMBER, unit="kWh", digits=0),
                ),
            ),
            Sheet(
                name="shares",
                title="WORKSHOP_SHARES",
                rows=lambda view: view.shares,
                columns=(
                    Column(name="part", title="WORKSHOP_PART", kind=Kind.TERM, prefix="WORKSHOP_PART_"),
                    Column(name="before_kwh", title="WORKSHOP_BEFORE", kind=Kind.NUMBER, unit="kWh", digits=3),
                    Column(name="after_kwh", title="WORKSHOP_AFTER", kind=Kind.NUMBER, unit="kWh", digits=3),
                ),
            ),
            Sheet(
                name="drivers",
                title="WORKSHOP_BASELINE",
                rows=lambda view: view.fit.drivers if view.fit else (),
                columns=(
                    Column(name="driver", title="WORKSHOP_DRIVER", kind=Kind.TERM, prefix="WORKSHOP_DRIVER_"),
                    Column(name="coefficient_kwh", title="WORKSHOP_COEFFICIENT", kind=Kind.NUMBER, unit="kWh", digits=4),
                ),
            ),
            Sheet(
                name="facts",
                title="WORKSHOP_FACTS",
                rows=lambda view: view.facts,
                columns=(
                    Column(name="state", title="WORKSHOP_FACT_STATE", kind=Kind.STATE, prefix="WORKSHOP_FACT_"),
                    Column(name="intensity.period_start", title="WORKSHOP_FACT_FROM", kind=Kind.DATE),
                    Column(name="intensity.period_end", title="WORKSHOP_FACT_TO", kind=Kind.DATE),
                    Column(name="intensity.kwh_per_unit", title="WORKSHOP_PIECE", kind=Kind.NUMBER, unit="kWh", digits=4),
                    Column(name="intensity.kg_per_unit", title="WORKSHOP_FACT_KG", kind=Kind.NUMBER, unit="kg CO₂e", digits=4),
                    Column(name="meters", title="WORKSHOP_METERS"),
                    Column(name="digest", title="WORKSHOP_INTENSITY_DIGEST", kind=Kind.DIGEST),
                    Column(name="actor", title="JOBS_ACTOR"),
                    Column(name="at", title="WORKSHOP_FACT_AT", kind=Kind.TIME),
                    Column(name="reason", title="WORKSHOP_FACT_WHY"),
                ),
                empty="WORKSHOP_NO_FACTS",
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/workshop/shops", run=add, may=_WRITE, then="/workshop?shop={shop}", done="WORKSHOP_KEPT"),
    Action(path="/workshop/sample", run=begin, may=_WRITE, then="/workshop?shop={shop}", done="WORKSHOP_KEPT"),
    Action(path="/workshop/{shop}/thread", run=pull, may=_WRITE, then="/workshop?shop={shop}", done="WORKSHOP_PULLED"),
    Action(path="/workshop/{shop}/record", run=record, may=_WRITE, then="/workshop?shop={shop}", done="WORKSHOP_FACT_DONE"),
    Action(path="/workshop/{shop}/withdraw", run=withdraw, may=_WRITE, then="/workshop?shop={shop}", done="WORKSHOP_FACT_GONE"),
    Action(path="/workshop/{shop}/remove", run=remove, may=_WRITE, then="/workshop", done="WORKSHOP_REMOVED"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/workshop/templates/{template}", run=filled, may=_MAY),)
