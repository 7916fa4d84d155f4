"""Orders of the zero-carbon service: which devices, with the hardware or later for devices in use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.evidence import digest_record
from lingtan.neutrality.rows import Row, number, optional_text, text

__all__ = ["ORDER_COLUMNS", "Delivery", "Device", "Entity", "Lot", "Order", "read_order"]

#: Columns of an order table, in template order; the last is needed for devices in use only.
ORDER_COLUMNS = ("serial", "model", "configuration", "service_years", "place_of_use", "delivery", "remaining_years")

#: 4 to 40 ASCII letters, digits and inner `-`, `_`, `.`, `/`: what is printed on labels of devices. Anything wider invites look-alikes.
_SERIAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{2,38})[A-Za-z0-9]")

MAX_SERVICE_YEARS = 30.0


class Delivery(StrEnum):
    """When the service joins the device. A device in use is neutralised for its remaining years only."""

    WITH_HARDWARE = "with_hardware"
    IN_USE = "in_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A legal person by name and identifier (统一社会信用代码, LEI, VAT number…): what a registry can be told, and never free text."""

    name: str
    identifier: str

    def __post_init__(self) -> None:
        for field in ("name", "identifier"):
            value = getattr(self, field)
            if not value.strip() or value != value.strip():
                raise InputError("ENTITY_INCOMPLETE", place=self.name or "?", field=field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device of an order. `remaining_years` only for a device in use; `place` is the cell of its serial."""

    serial: str
    model: str
    configuration: str
    service_years: float
    place_of_use: str
    delivery: Delivery
    remaining_years: float | None
    place: str = ""

    @property
    def covered_years(self) -> float:
        """Years the cancellation covers: all of the service, or what remains of it (unit: a)."""
        return self.service_years if self.remaining_years is None else self.remaining_years


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Devices of an order that one footprint describes, and so one certificate. `serials` in code-point order."""

    model: str
    configuration: str
    service_years: float
    covered_years: float
    place_of_use: str
    delivery: Delivery
    serials: tuple[str, ...]

    @property
    def count(self) -> int:
        """Devices in the lot."""
        return len(self.serials)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A customer's order: who holds the claim, who pays (None when the same), and the devices in row order."""

    number: str
    manufacturer: str
    holder: Entity
    payer: Entity | None
    devices: tuple[Device, ...]

    @property
    def digest(self) -> str:
        """Digest of the order: the same number with another digest is another order and is refused by the ledger."""
        return digest_record(self)

    @property
    def lots(self) -> tuple[Lot, ...]:
        """The devices by model, configuration, years, place and delivery, in the order each first appears."""
        groups: dict[tuple[str, str, float, float, str, Delivery], list[str]] = {}
        for d in self.devices:
            key = (d.model, d.configuration, d.service_years, d.covered_years, d.place_of_use, d.delivery)
            groups.setdefault(key, []).append(d.serial)
        return tuple(
            Lot(
                model=model,
                configuration=configuration,
                service_years=years,
                covered_years=covered,
                place_of_use=where,
                delivery=delivery,
                serials=tuple(sorted(serials)),
            )
            for (model, configuration, years, covered, where, delivery), serials in groups.items()
        )


def read_order(rows: Iterable[Row], *, number: str, manufacturer: str, holder: Entity, payer: Entity | None = None) -> Order:
    """The order of a table.

    Raises InputError for a cell that cannot be read, `DEVICE_SERIAL_FORM` for a serial with other characters or length,
    `DEVICE_SERIAL_TWICE` naming both cells (letter case does not tell devices apart), `ORDER_EMPTY` without devices.
    """
    seen: dict[str, str] = {}
    devices: list[Device] = []
    for row in rows:
        device = _device(row)
        first = seen.setdefault(device.serial.upper(), device.place)
        if first != device.place:
            raise InputError("DEVICE_SERIAL_TWICE", place=device.place, serial=device.serial, first=first)
        devices.append(device)
    if not devices:
        raise InputError("ORDER_EMPTY", place=number)
    if not number.strip() or not manufacturer.strip():
        raise InputError("ORDER_UNNAMED", place=number or "?")
    return Order(number=number, manufacturer=manufacturer, holder=holder, payer=payer, devices=tuple(devices))


def _device(row: Row) -> Device:
    serial = text(row, "serial")
    if not _SERIAL.fullmatch(serial):
        raise InputError("DEVICE_SERIAL_FORM", place=row.cell("serial"), serial=serial)
    years = number(row, "service_years", least=0.25, greatest=MAX_SERVICE_YEARS)
    delivery = _delivery(row)
    return Device(
        serial=serial,
        model=text(row, "model"),
        configuration=text(row, "configuration"),
        service_years=years,
        place_of_use=text(row, "place_of_use"),
        delivery=delivery,
        remaining_years=_remaining(row, delivery, years),
        place=row.cell("serial"),
    )


def _delivery(row: Row) -> Delivery:
    value = optional_text(row, "delivery") or Delivery.WITH_HARDWARE.value
    if value not in {item.value for item in Delivery}:
        raise InputError("ROW_VALUE_CHOICE", place=row.cell("delivery"), got=value, known=", ".join(Delivery))
    return Delivery(value)


def _remaining(row: Row, delivery: Delivery, years: float) -> float | None:
    if delivery is Delivery.IN_USE:
        return number(row, "remaining_years", least=0.25, greatest=years)
    if row.value("remaining_years") not in (None, ""):
        raise InputError("REMAINING_YEARS_OF_NEW_DEVICE", place=row.cell("remaining_years"))
    return None
