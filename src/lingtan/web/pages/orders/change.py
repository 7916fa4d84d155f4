"""A new order after its plan, and its way through the registry: told, entered by one person, checked by another, or given back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, UploadFile
from pydantic import BaseModel, BeforeValidator, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.credits.template import orders_template
from lingtan.services.credits.uploads import keep_upload
from lingtan.services.orders.choices_of_product import product_of
from lingtan.services.orders.draft import OrderDraft, draft_order
from lingtan.services.orders.entry import check_entry, enter_confirmation, send_back
from lingtan.services.orders.header import OrderHeader
from lingtan.services.orders.line import RegistryWord
from lingtan.services.orders.moves import Moved, instruct_orders, release_order
from lingtan.services.orders.pasted import PastedDevices, keep_pasted
from lingtan.services.orders.placing import Placed, place_order
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import File as FileKey
from lingtan.web.frame.asked import Line, Number, Word
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_Text = Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
#: A form that was not filled sends an empty text, which is no quantile.
_Quantile = Annotated[Annotated[float, Field(ge=0.5, le=0.999)] | None, BeforeValidator(lambda given: given or None), Query()]
_Rules = Annotated[str, Query(max_length=40, pattern=r"^[a-z0-9-]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A kept table, and the query that shows its plan."""

    file: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDone:
    """A line that was entered, checked or sent back."""

    number: str
    line: int
    reference: str


class HeaderForm(BaseModel):
    """What is chosen beside the devices."""

    number: str = Field(max_length=100)
    manufacturer: str = Field("", max_length=200)
    holder: str = Field(max_length=200)
    holder_id: str = Field(max_length=100)
    payer: str = Field("", max_length=200)
    payer_id: str = Field("", max_length=100)
    quantile: float | None = Field(None, ge=0.5, le=0.999)
    rules: str = Field("credits-voluntary", max_length=40)
    preference: str = Field("oldest_vintage", max_length=40)

    def header(self, **changed: str) -> OrderHeader:
        """As the services take it."""
        return OrderHeader(**({name: getattr(self, name) for name in HeaderForm.model_fields} | changed))


class DraftForm(HeaderForm):
    """A table of devices, or serial numbers of one verified product."""

    file: UploadFile | None = None
    serials: str = Field("", max_length=1_000_000)
    study: str = Field("", max_length=100)


class PlaceForm(HeaderForm):
    """The kept table that was planned."""

    file: str = Field(max_length=64)


class EntryForm(BaseModel):
    """The registry's word on one line, and its document."""

    reference: str = Field(max_length=200)
    url: str = Field(max_length=500)
    retired_on: date
    reason: str = Field(max_length=500)
    beneficiary: str = Field(max_length=2_000)
    serials: str = Field("", max_length=300)
    document: UploadFile


class ReasonForm(BaseModel):
    """Why."""

    reason: str = Field(max_length=2_000)


class ChosenForm(BaseModel):
    """The orders that were chosen."""

    numbers: list[str] = Field(max_length=1_000)


def new(
    caller: Caller, *, file: FileKey = "", number: _Text = "", manufacturer: _Text = "", holder: _Text = "", holder_id: _Text = "",
    payer: _Text = "", payer_id: _Text = "", quantile: _Quantile = None,
    rules: _Rules = "credits-voluntary", preference: Word = "oldest_vintage",
) -> OrderDraft:  # fmt: skip
    """The plan of a kept table; without one, the empty form."""
    header = OrderHeader(
        number=number, manufacturer=manufacturer, holder=holder, holder_id=holder_id, payer=payer, payer_id=payer_id, quantile=quantile,
        rules=rules, preference=preference,
    )  # fmt: skip
    return draft_order(caller.workspace, file, header, at=caller.now())


def draft(caller: Caller, form: DraftForm) -> Drafted:
    """Keep the devices for their plan; nothing is recorded."""
    workspace, maker = caller.workspace, form.manufacturer
    if form.file is not None:
        key = keep_upload(workspace, form.file.filename or "", form.file.file.read(), at=caller.now())
    else:
        product = product_of(workspace, form.study)
        maker = product.manufacturer
        devices = PastedDevices(
            serials=form.serials, model=product.model, configuration=product.configuration, service_years=product.years,
            place_of_use=product.place,
        )  # fmt: skip
        key = keep_pasted(workspace, devices, at=caller.now())
    asked = {name: value for name, value in asdict(form.header(manufacturer=maker)).items() if value not in ("", None)}
    return Drafted(file=key, query=urlencode({"file": key, **asked}))


def place(caller: Caller, form: PlaceForm) -> Placed:
    """Reserve the credits of the order that was planned."""
    return place_order(caller.workspace, form.file, form.header(), actor=caller.user, at=caller.now())


def instruct(caller: Caller, form: ChosenForm) -> Moved:
    """The registry was told of these orders."""
    return instruct_orders(caller.workspace, tuple(form.numbers), actor=caller.user, at=caller.now())


def instruct_one(caller: Caller, number: Number) -> Moved:
    """The registry was told of this order."""
    return instruct_orders(caller.workspace, (number,), actor=caller.user, at=caller.now())


def release(caller: Caller, number: Number, form: ReasonForm) -> Moved:
    """Give the credits back."""
    return release_order(caller.workspace, number, reason=form.reason, actor=caller.user, at=caller.now())


def enter(caller: Caller, number: Number, line: Line, form: EntryForm) -> LineDone:
    """Enter what the registry confirmed; another person checks it."""
    word = RegistryWord(**{name: getattr(form, name) for name in ("reference", "url", "retired_on", "reason", "beneficiary", "serials")})
    data, name = form.document.file.read(), form.document.filename or "document"
    done = enter_confirmation(caller.workspace, number, line, word, name=name, document=data, actor=caller.user, at=caller.now())
    return LineDone(number=number, line=line, reference=done.said.registry_reference)


def check(caller: Caller, number: Number, line: Line) -> LineDone:
    """Confirm the line as another person entered it."""
    done = check_entry(caller.workspace, number, line, actor=caller.user, at=caller.now())
    return LineDone(number=number, line=line, reference=done.said.registry_reference)


def back(caller: Caller, number: Number, line: Line, form: ReasonForm) -> LineDone:
    """Send the entry back to who made it."""
    done = send_back(caller.workspace, number, line, reason=form.reason, actor=caller.user, at=caller.now())
    return LineDone(number=number, line=line, reference=done.said.registry_reference)


def template(caller: Caller) -> File:
    """The empty table of an order."""
    return File(name="orders.xlsx", data=orders_template(), media_type=MEDIA["xlsx"])


_WRITE, _ORDER = Permission.ORDERS_WRITE, "/orders/{number}"
_LINE = f"{_ORDER}/lines/{{line}}"
PAGES = (Page(path="/orders/new", view=new, template="orders/new.html", title="ORDERS_NEW", may=_WRITE, nav="orders"),)
ACTIONS = (
    Action(path="/orders/plan", run=draft, may=_WRITE, then="/orders/new?{query}"),
    Action(path="/orders/new", run=place, may=_WRITE, then=_ORDER, done="ORDERS_RESERVED"),
    Action(path="/orders/instruct", run=instruct, may=_WRITE, then="/orders", done="ORDERS_INSTRUCTED_MANY"),
    Action(path=f"{_ORDER}/instruct", run=instruct_one, may=_WRITE, then=_ORDER, done="ORDERS_INSTRUCTED"),
    Action(path=f"{_ORDER}/release", run=release, may=_WRITE, then=_ORDER, done="ORDERS_RELEASED"),
    Action(path=f"{_LINE}/entry", run=enter, may=_WRITE, then=_ORDER, done="ORDERS_ENTERED"),
    Action(path=f"{_LINE}/check", run=check, may=_WRITE, then=_ORDER, done="ORDERS_CHECKED"),
    Action(path=f"{_LINE}/back", run=back, may=_WRITE, then=_ORDER, done="ORDERS_SENT_BACK"),
)
DOWNLOADS = (Download(path="/orders/templates/orders.xlsx", run=template, may=_WRITE),)
