"""The site: every page and action, and the navigation between them."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.accounts.permissions import Permission
from lingtan.web.frame.action import Action
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.pages import entry, help, home, jobs, road
from lingtan.web.pages.account import organisation, own, people
from lingtan.web.pages.assessment import certification, park
from lingtan.web.pages.assessment import site as assessed
from lingtan.web.pages.certificates import devices, issuing, public
from lingtan.web.pages.certificates import listing as certificates
from lingtan.web.pages.credits import change as credits_change
from lingtan.web.pages.credits import holdings, ledger
from lingtan.web.pages.data import factors as data
from lingtan.web.pages.factory import alarms, outlook, simulation, site, sites, week, weeks
from lingtan.web.pages.orders import change as orders_change
from lingtan.web.pages.orders import listing as orders
from lingtan.web.pages.products import comparison, editing, hot_spots, importing, portfolio, product, what_if
from lingtan.web.pages.products import listing as products
from lingtan.web.pages.verification import room
from lingtan.web.pages.workshop import modules, shop

__all__ = ["ACTIONS", "DOWNLOADS", "NAVIGATION", "PAGES", "Entry"]

#: In the order in which routes are tried: an address of its own stands before one with a part that may be anything.
_ROOMS = (
    *(entry, own, organisation, people, home, road, jobs),
    *(importing, products, editing, what_if, hot_spots, product, comparison, portfolio),
    *(sites, alarms, outlook, site, weeks, simulation, week),
    *(assessed, certification, park, modules, shop),
    room,
    *(credits_change, holdings, ledger),
    *(orders_change, orders),
    *(issuing, certificates, devices, public),
    *(data, help),
)

PAGES: tuple[Page, ...] = tuple(page for room in _ROOMS for page in room.PAGES)
ACTIONS: tuple[Action, ...] = tuple(action for room in _ROOMS for action in room.ACTIONS)
DOWNLOADS: tuple[Download, ...] = tuple(download for room in _ROOMS for download in room.DOWNLOADS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the navigation; shown to those who may see it."""

    name: str
    code: str
    href: str
    may: Permission | None


NAVIGATION: tuple[Entry, ...] = (
    Entry(name="home", code="NAV_HOME", href="/home", may=Permission.ACCOUNT_OWN),
    Entry(name="products", code="NAV_PRODUCTS", href="/products", may=Permission.PRODUCTS_READ),
    Entry(name="factory", code="NAV_FACTORY", href="/factory", may=Permission.FACTORY_READ),
    Entry(name="verification", code="NAV_VERIFICATION", href="/verification", may=Permission.VERIFICATION_READ),
    Entry(name="credits", code="NAV_CREDITS", href="/credits", may=Permission.CREDITS_READ),
    Entry(name="orders", code="NAV_ORDERS", href="/orders", may=Permission.ORDERS_READ),
    Entry(name="certificates", code="NAV_CERTIFICATES", href="/certificates", may=Permission.CERTIFICATES_READ),
    Entry(name="road", code="NAV_ROAD", href="/road", may=None),
    Entry(name="verify", code="NAV_VERIFY", href="/verify", may=None),
    Entry(name="data", code="NAV_DATA", href="/data", may=None),
    Entry(name="help", code="NAV_HELP", href="/help", may=None),
)
