"""A device by its serial: which of the visible certificates name it, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.certificates.views.visible import Sight
from lingtan.services.credits.steps import Step, own_steps

__all__ = ["DeviceClaim", "DeviceView", "device_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceClaim:
    """One certificate that a device stands or stood under. [g CO2e]"""

    certificate: str
    manufacturer: str
    serial: str
    grams: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """What is known of a serial number; `history` is of the own organisation only."""

    serial: str
    claims: tuple[DeviceClaim, ...]
    history: tuple[Step, ...]
    synthetic: bool


def device_view(sight: Sight, serial: str) -> DeviceView:
    """The device of this serial in any spelling; nothing of certificates that are not in sight."""
    workspace, wanted = sight.workspace, serial.strip()
    claims: list[DeviceClaim] = []
    history: list[Step] = []
    with workspace.store() as store:
        for claim in store.ledger.find_device(wanted) if wanted else ():
            listed = store.catalogue(
                "certificate", organisation=sight.organisation, party=sight.holder, prefix=claim.certificate, limit=200
            )
            if not any(entry.subject == claim.certificate for entry in listed.rows):
                continue
            said = DeviceClaim(
                certificate=claim.certificate, manufacturer=claim.manufacturer, serial=claim.serial, grams=claim.amount,
                state=claim.state.value,
            )  # fmt: skip
            claims.append(said)
            events = store.ledger.history_of_device(claim.manufacturer, claim.serial)
            history += [step for step in own_steps(events, claim.organisation) if step not in history]
    return DeviceView(serial=wanted, claims=tuple(claims), history=tuple(history), synthetic=workspace.profile.synthetic)
