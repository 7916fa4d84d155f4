"""A year's bills of a plan and of business as usual, to the fen, beside what the linear program says."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from lingtan.energy import FloatArray, bill, month_uses
from lingtan.evidence import JSON
from lingtan.factory import Plan, billing_tariff

__all__ = ["bills_view"]


def bills_view(made: Plan) -> dict[str, JSON]:
    """Sum of twelve bills before and after the plan, with 力调电费 at the load's own reactive power. [yuan]"""
    site = made.model.site
    before = _year(made, site.load_kw, np.zeros_like(site.load_kw))
    after = _year(made, made.import_kw, made.export_kw)
    return {"before_yuan": str(before), "after_yuan": str(after), "saved_yuan": str(before - after)}


def _year(made: Plan, drawn_kw: FloatArray, fed_kw: FloatArray) -> Decimal:
    site = made.model.site
    tariff = billing_tariff(site, made.model.basic, drawn_kw)
    reactive = site.load_kw * site.reactive_ratio
    uses = month_uses(tariff, site.calendar, np.maximum(drawn_kw, 0.0), np.maximum(fed_kw, 0.0), reactive_kvar=reactive)
    return sum((bill(tariff, use).total_yuan for use in uses), Decimal(0))
