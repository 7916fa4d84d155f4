"""零碳车间 Modules of a workshop: the catalogue, a boundary with its shared utilities, and pilots on their way to scale."""

from __future__ import annotations

from fastapi import UploadFile
from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.workshop.halls import add_hall, add_hall_sample, drop_hall
from lingtan.services.workshop.keeping import KeptShop
from lingtan.services.workshop.views.hall import HallPage, hall_page
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.workshop.figures import hall_bars
from lingtan.web.pages.workshop.shop import ShopId

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE


class HallForm(BaseModel):
    """A boundary with modules and pilots."""

    file: UploadFile


def show(caller: Caller, shop: ShopId = "") -> HallPage:
    """The boundary named, or the latest, beside the catalogue."""
    return hall_page(caller.workspace, hall=shop)


def add(caller: Caller, form: HallForm) -> KeptShop:
    """Keep a boundary; nothing is kept of one that can't be read whole."""
    return add_hall(caller.workspace, form.file.filename or "", form.file.file.read(), actor=caller.user, at=caller.now())


def begin(caller: Caller) -> KeptShop:
    """Keep the invented boundary."""
    return add_hall_sample(caller.workspace, actor=caller.user, at=caller.now())


def remove(caller: Caller, hall: Identifier) -> KeptShop:
    """Remove a boundary."""
    return drop_hall(caller.workspace, hall)


PAGES: tuple[Page, ...] = (
    Page(
        path="/workshop/modules",
        view=show,
        template="workshop/modules.html",
        title="WORKSHOP_MODULES_TITLE",
        may=_MAY,
        nav="factory",
        charts=(Chart(name="year", title="WORKSHOP_YEAR", figure=hall_bars),),
        sheets=(
            Sheet(
                name="plans",
                title="WORKSHOP_MODULES",
                rows=lambda view: view.plans,
                columns=(
                    Column(name="module.title", title="WORKSHOP_MODULE", kind=Kind.WORDS),
                    Column(name="state", title="WORKSHOP_PILOT", kind=Kind.STATE, prefix="PILOT_"),
                    Column(name="line", title="WORKSHOP_LINE"),
                    Column(name="months", title="WORKSHOP_PILOT_MONTHS", kind=Kind.INTEGER),
                    Column(name="saved_kwh", title="WORKSHOP_SAVED", kind=Kind.NUMBER, unit="kWh", digits=0),
                    Column(name="saved_sd_kwh", title="WORKSHOP_ERROR", kind=Kind.NUMBER, unit="kWh", digits=0),
                    Column(name="plan.scaled_kwh", title="WORKSHOP_SCALED_TO", kind=Kind.NUMBER, unit="kWh/a", digits=0),
                    Column(name="lacks", title="WORKSHOP_LACKS", kind=Kind.WORDS),
                    Column(name="clashes", title="WORKSHOP_CONFLICTS", kind=Kind.WORDS),
                ),
                empty="WORKSHOP_NO_PLANS",
            ),
            Sheet(
                name="utilities",
                title="WORKSHOP_UTILITIES",
                rows=lambda view: view.found.utilities if view.found else (),
                columns=(
                    Column(name="name", title="WORKSHOP_UTILITY"),
                    Column(name="utility_kwh", title="WORKSHOP_METERED", kind=Kind.NUMBER, unit="kWh", digits=0),
                    Column(name="key", title="WORKSHOP_SHARE_KEY", kind=Kind.NUMBER, digits=0),
                    Column(name="key_total", title="WORKSHOP_OF_ALL", kind=Kind.NUMBER, digits=0),
                    Column(name="key_unit", title="ASSESS_UNIT"),
                    Column(name="allocated_kwh", title="WORKSHOP_ALLOCATED", kind=Kind.NUMBER, unit="kWh", digits=0),
                    Column(name="source", title="WORKSHOP_FROM"),
                ),
            ),
            Sheet(
                name="catalogue",
                title="WORKSHOP_CATALOGUE",
                rows=lambda view: view.modules,
                columns=(
                    Column(name="module.title", title="WORKSHOP_MODULE", kind=Kind.WORDS),
                    Column(name="module.standing", title="WORKSHOP_KNOWN", kind=Kind.MARK, prefix="STANDING_"),
                    Column(name="module.scope", title="WORKSHOP_SCOPE", kind=Kind.WORDS),
                    Column(name="module.saving", title="WORKSHOP_SAVING"),
                    Column(name="module.cost", title="WORKSHOP_COST", kind=Kind.WORDS),
                    Column(name="inputs", title="WORKSHOP_INPUTS"),
                    Column(name="needs", title="WORKSHOP_NEEDS", kind=Kind.WORDS),
                    Column(name="conflicts", title="WORKSHOP_CONFLICTS", kind=Kind.WORDS),
                    Column(name="module.source", title="WORKSHOP_FROM"),
                ),
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/workshop/halls", run=add, may=_WRITE, then="/workshop/modules?shop={shop}", done="WORKSHOP_KEPT"),
    Action(path="/workshop/halls/sample", run=begin, may=_WRITE, then="/workshop/modules?shop={shop}", done="WORKSHOP_KEPT"),
    Action(path="/workshop/halls/{hall}/remove", run=remove, may=_WRITE, then="/workshop/modules", done="WORKSHOP_REMOVED"),
)
DOWNLOADS: tuple[Download, ...] = ()
