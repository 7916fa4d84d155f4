"""A small factory to plan, and a week to schedule. Invented."""

from __future__ import annotations

import json

__all__ = ["SITE", "week_of"]

SITE = b"""
name = "Small shop (invented)"
synthetic = true
year = 2023

[place]
latitude = 39.1
longitude = 117.7

[climate]
monthly_ghi_kwh_m2 = [70, 85, 120, 145, 172, 165, 153, 145, 126, 103, 73, 64]
monthly_air_c = [-4, -1, 6, 14, 20, 25, 27, 26, 21, 14, 5, -2]

[load]
annual_kwh = 2_000_000

[grid]
max_kw = 1_000

[tariff]
name = "flat example"
example = true
surplus_price = 0.3
ratios = { peak = 1.5, flat = 1.0, valley = 0.5 }
day = [{ months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], hours = "vvvvvvvvpppppppppppppvvv" }]
energy = [{ kind = "purchase", price = 0.6, floats = true }]

[carbon]
location_kg_per_kwh = 0.6
market_kg_per_kwh = 0.58
factor_year = 2023

[finance]
discount_share = 0.06
horizon_years = 20

[pv]
roof_m2 = 4_000
cover_share = 0.7
module_w_m2 = 200
capex_yuan_per_kw = 2_900
opex_share = 0.012
life_years = 25

[[instruments]]
name = "certificates"
kind = "certificate"
price = 5
limit = 500

[cap]
basis = "market"
cut_share = 0.4

[sources]
climate = { standing = "unverified", source = "invented" }
load = { standing = "assumed", source = "invented" }
grid = { standing = "assumed", source = "invented" }
tariff = { standing = "assumed", source = "invented" }
carbon = { standing = "source", source = "invented, as if read" }
finance = { standing = "assumed", source = "invented" }
pv = { standing = "unverified", source = "invented" }
instruments = { standing = "assumed", source = "invented" }
"""


def week_of(orders: int) -> bytes:
    """So many orders of two families on two lines, all wanted on the first day. Invented."""
    due = [f"2026-11-30 {8 + number % 12:02d}:00" for number in range(orders)]
    rows = [
        {"order": f"SYN-{number}", "family": "AB"[number % 2], "quantity": 60 + number, "release": "2026-11-30 06:00", "due": moment}
        for number, moment in enumerate(due)
    ]
    tables = {
        "orders": rows,
        "lines": [{"line": "L1", "set_up_for": "A"}, {"line": "L2", "set_up_for": "B"}],
        "rates": [{"line": "*", "family": family, "rate": 30} for family in "AB"],
        "changeovers": [{"from": "*", "to": "*", "line": "*", "time": 20}],
    }
    return json.dumps(tables).encode()
