"""What a plan is asked beyond its site file: the controls of the page, each with its bounds, and the site file changed by them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from lingtan.factory import Basis, InstrumentClass, SiteFile
from lingtan.factory.site_file import CapTable
from lingtan.services.sites.planned import Planned

__all__ = ["Basis", "Control", "PlanSettings", "changed", "controls"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """None: as the site file has it. A cut of 0 is no cap; a battery's power goes with its energy; certificates in [yuan/MWh]."""

    cut_share: float | None = None
    basis: Basis | None = None
    roof_m2: float | None = None
    battery_kwh: float | None = None
    certificate_yuan_per_mwh: float | None = None

    @property
    def is_file(self) -> bool:
        """Whether nothing departs from the file."""
        return all(getattr(self, field.name) is None for field in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A slider of the page, from 0 to `most`, in `unit`."""

    name: str
    value: float
    most: float
    step: float
    unit: str


def changed(file: SiteFile, asked: PlanSettings) -> SiteFile:
    """The site file as the settings have it."""
    if asked.roof_m2 is not None and file.pv is not None:
        file = replace(file, pv=replace(file.pv, roof_m2=asked.roof_m2))
    if asked.battery_kwh is not None and file.battery is not None and file.battery.max_kwh > 0:
        power_kw = file.battery.max_kw * asked.battery_kwh / file.battery.max_kwh
        file = replace(file, battery=replace(file.battery, max_kwh=asked.battery_kwh, max_kw=power_kw))
    if asked.certificate_yuan_per_mwh is not None:
        price = asked.certificate_yuan_per_mwh
        instruments = tuple(replace(i, price=price) if i.kind is InstrumentClass.CERTIFICATE else i for i in file.instruments)
        file = replace(file, instruments=instruments)
    if asked.cut_share is None and asked.basis is None:
        return file
    basis = asked.basis or (file.cap.basis if file.cap else Basis.LOCATION)
    if asked.cut_share is None:
        return file if file.cap is None else replace(file, cap=replace(file.cap, basis=basis))
    return replace(file, cap=CapTable(basis=basis, cut_share=asked.cut_share) if asked.cut_share else None)


def controls(file: SiteFile, asked: PlanSettings, answer: Planned | None) -> tuple[Control, ...]:
    """The sliders of a site, at what is asked or else at the file's value; a cap in tonnes at the cut that it is."""
    now = changed(file, asked)
    cut_share = now.cap.cut_share if now.cap else 0.0
    if cut_share is None and answer is not None:
        cut_share = answer.cut_share
    found = [Control(name="cut_percent", value=round(100 * (cut_share or 0.0), 1), most=100, step=0.5, unit="%")]
    if file.pv is not None and now.pv is not None:
        found.append(Control(name="roof_m2", value=now.pv.roof_m2, most=file.pv.roof_m2, step=max(1.0, file.pv.roof_m2 // 100), unit="m²"))
    if file.battery is not None and now.battery is not None:
        most = 2 * file.battery.max_kwh
        found.append(Control(name="battery_kwh", value=now.battery.max_kwh, most=most, step=max(1.0, most // 100), unit="kWh"))
    prices = [i.price for i in now.instruments if i.kind is InstrumentClass.CERTIFICATE]
    if prices:
        found.append(Control(name="certificate_yuan_per_mwh", value=prices[0], most=max(60.0, prices[0]), step=0.05, unit="yuan/MWh"))
    return tuple(found)
