"""Verify, without login: by number or scanned code, by dropped file in the visitor's own browser, and by serial number."""

from __future__ import annotations

from lingtan.services.certificates.public.checking import VerifyView, verify_view
from lingtan.services.certificates.public.device import PublicDeviceView, public_device
from lingtan.services.certificates.public.published import published_file
from lingtan.services.certificates.public.trust import house_trust
from lingtan.web.frame.asked import Number, Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def verify(caller: Caller, *, number: Search = "") -> VerifyView:
    """The place to drop a file, and to ask for a number."""
    return _asked(caller, number.strip(), "")


def verify_number(caller: Caller, number: Number, *, r: Search = "") -> VerifyView:
    """The server's answer about a number, beside the browser's own."""
    return _asked(caller, number, r)


def _asked(caller: Caller, number: str, code: str) -> VerifyView:
    house = caller.house
    house.throttle.check("verify", caller.address, at=caller.now())
    return verify_view(house.store, house.organisations(), number, code=code, language=caller.language, on=caller.now().date())


def device(caller: Caller, *, serial: Search = "") -> PublicDeviceView:
    """Which certificates name a serial number."""
    caller.house.throttle.check("verify", caller.address, at=caller.now())
    return public_device(caller.house.store, serial)


def published(caller: Caller, number: Number, name: str) -> File:
    """The record, the issuer's last status list, its trust list, a PDF or the public bundle."""
    caller.house.throttle.check("verify", caller.address, at=caller.now())
    found = published_file(caller.house.store, caller.house.workspace, number, name)
    return File(name=found.name, data=found.data, media_type=found.media_type, is_shown=name.endswith(".json"))


def trust(caller: Caller) -> File:
    """The keys that the organisations of this server vouch for."""
    return File(name="trust.json", data=house_trust(caller.house.organisations()), media_type="application/json", is_shown=True)


_DEVICES = Sheet(
    name="devices", title="VERIFY_DEVICES", rows=lambda view: view.devices, empty="VERIFY_DEVICES_EMPTY",
    columns=(
        Column(name="number", title="VERIFY_NUMBER", link="/verify/{number}"),
        Column(name="state", title="VERIFY_STATE", kind=Kind.STATE, prefix="VERIFY_STATE_"),
        Column(name="grams", title="VERIFY_GRAMS", kind=Kind.INTEGER, unit="g CO₂e"),
    ),
)  # fmt: skip

PAGES = (
    Page(path="/verify", view=verify, template="verify/verify.html", title="VERIFY_TITLE", may=None, nav="verify"),
    Page(
        path="/verify/device", view=device, template="verify/device.html", title="VERIFY_DEVICE", may=None, nav="verify",
        sheets=(_DEVICES,),
    ),
    Page(path="/verify/{number}", view=verify_number, template="verify/verify.html", title="VERIFY_TITLE", may=None, nav="verify"),
)  # fmt: skip
ACTIONS = ()
DOWNLOADS = (
    Download(path="/verify/trust.json", run=trust, may=None),
    Download(path="/verify/{number}/{name}", run=published, may=None),
)
