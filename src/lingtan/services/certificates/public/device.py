"""What anybody may ask of a serial number: certificate, state and grams; never who holds it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.services.certificates.views.listing import standing_of
from lingtan.store import Store

__all__ = ["PublicDevice", "PublicDeviceView", "public_device"]

#: Shorter ones are guesses.
_SHORTEST_SERIAL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDevice:
    """One certificate that names the device, as the server says. [g CO2e]"""

    number: str
    state: str
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDeviceView:
    """The answer about one serial number."""

    serial: str
    devices: tuple[PublicDevice, ...]


def public_device(store: Store, serial: str) -> PublicDeviceView:
    """The certificates of the device of this serial, in any spelling; none where none was asked. Raises InputError `SERIAL_SHORT`."""
    wanted = serial.strip()
    if not wanted:
        return PublicDeviceView(serial="", devices=())
    if len(wanted) < _SHORTEST_SERIAL:
        raise InputError("SERIAL_SHORT", place="serial", shortest=_SHORTEST_SERIAL)
    claims = store.ledger.find_device(wanted)
    found = tuple(
        PublicDevice(number=one.certificate, state=standing_of(store.ledger.certificate(one.certificate).state), grams=one.amount)
        for one in claims
    )
    return PublicDeviceView(serial=wanted, devices=found)
