"""The year of a plan hour by hour, as it is kept, drawn and exported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lingtan.energy import FloatArray
from lingtan.factory import Plan
from lingtan.factory.model import energy_prices

__all__ = ["HourColumn", "Hours", "hours_of"]

_DIGITS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HourColumn:
    """One value an hour: mean power [kW], the battery's content [kWh] or the price [yuan/kWh], as the name's end says."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of the year `year` in local time `zone`, each column as long. `times` are the beginnings of the hours."""

    zone: str
    times: tuple[str, ...]
    columns: tuple[HourColumn, ...]

    def column(self, name: str) -> tuple[float, ...]:
        """A column's values; empty where the plan has none of this name."""
        return next((one.values for one in self.columns if one.name == name), ())


def hours_of(made: Plan) -> Hours:
    """Load, what the grid and each generator give, the battery, feed-in, and the price of power."""
    calendar = made.model.site.calendar
    # adding 0 makes a solver's −0 a 0
    columns = tuple(HourColumn(name=name, values=tuple((values.round(_DIGITS) + 0.0).tolist())) for name, values in _columns(made))
    price = HourColumn(name="price_yuan_per_kwh", values=tuple(energy_prices(made.model.site).round(4).tolist()))
    times = tuple(at.strftime("%Y-%m-%d %H:%M") for at in calendar.local)
    return Hours(zone=calendar.zone, times=times, columns=(*columns, price))


def _columns(made: Plan) -> Iterator[tuple[str, FloatArray]]:
    site, found = made.model.site, made.solution
    yield "load_kw", site.load_kw
    yield "import_kw", made.import_kw
    for generator in site.generators:
        yield f"{generator.name}_kw", generator.per_kw * made.sizes[f"{generator.name}_kw"]
    if any(block.name == "content" for block in found.lp.columns):
        for name in ("charge", "discharge"):
            yield f"{name}_kw", found.of(name) * 1000
        yield "content_kwh", found.of("content") * 1000
    if site.generators:
        yield "curtail_kw", found.of("curtail") * 1000
    yield "export_kw", made.export_kw
