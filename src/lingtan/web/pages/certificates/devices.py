"""Devices: what is known of a serial number, for the own organisation or the holder."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.certificates.views.lookup import DeviceView, device_view
from lingtan.web.frame.asked import Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.certificates.listing import sight_of

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def device(caller: Caller, *, serial: Search = "") -> DeviceView:
    """The certificates that name the device, and its history."""
    return device_view(sight_of(caller), serial)


_CLAIMS = Sheet(
    name="claims", title="CERTS_DEVICE_CLAIMS", rows=lambda view: view.claims, empty="CERTS_DEVICE_EMPTY",
    columns=(
        Column(name="certificate", title="CERTS_NUMBER", link="/certificates/{certificate}"),
        Column(name="manufacturer", title="CERTS_MANUFACTURER"),
        Column(name="serial", title="CERTS_SERIAL"),
        Column(name="grams", title="CERTS_ALLOCATED", kind=Kind.INTEGER, unit="g CO₂e"),
        Column(name="state", title="CERTS_STATE", kind=Kind.STATE, prefix="CERTS_STATE_"),
    ),
)  # fmt: skip

_HISTORY = Sheet(
    name="history", title="CERTS_DEVICE_HISTORY", rows=lambda view: view.history, empty="CERTS_DEVICE_EMPTY",
    columns=(
        Column(name="at", title="CERTS_AT", kind=Kind.TIME),
        Column(name="actor", title="CERTS_ACTOR"),
        Column(name="kind", title="CERTS_WHAT", kind=Kind.TERM, prefix="CERTS_EVENT_"),
        Column(name="subject", title="CERTS_SUBJECT"),
        Column(name="state", title="CERTS_STATE", kind=Kind.STATE, prefix="CERTS_STATE_"),
    ),
)  # fmt: skip

PAGES = (
    Page(
        path="/devices", view=device, template="certificates/device.html", title="CERTS_DEVICE", may=Permission.CERTIFICATES_READ,
        nav="certificates", sheets=(_CLAIMS, _HISTORY),
    ),
)  # fmt: skip
ACTIONS = ()
DOWNLOADS = ()
