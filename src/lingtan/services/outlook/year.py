"""A year in operation hour by hour, as it came about on a forecast."""

from __future__ import annotations

import numpy as np

from lingtan.factory import Operation, Site
from lingtan.factory.model import energy_prices
from lingtan.services.sites.hours import HourColumn, Hours

__all__ = ["year_in_operation"]


def year_in_operation(site: Site, ran: Operation) -> Hours:
    """What was used, drawn, made, fed in, and what the battery did; [kW] but for the battery's content [kWh] and the price [yuan/kWh].

    Nothing is curtailed in operation, so that the battery's power closes the balance.
    """
    into = ran.import_kw - ran.export_kw + ran.own_kw - ran.used_kw
    named = {
        "load_kw": ran.used_kw, "import_kw": ran.import_kw, "pv_kw": ran.own_kw, "discharge_kw": np.maximum(-into, 0.0),
        "charge_kw": np.maximum(into, 0.0), "export_kw": ran.export_kw, "content_kwh": ran.content_kwh,
    }  # fmt: skip
    columns = [HourColumn(name=name, values=tuple((values.round(1) + 0.0).tolist())) for name, values in named.items()]
    price = HourColumn(name="price_yuan_per_kwh", values=tuple(energy_prices(site).round(4).tolist()))
    times = tuple(at.strftime("%Y-%m-%d %H:%M") for at in site.calendar.local)
    return Hours(zone=site.calendar.zone, times=times, columns=(*columns, price))
