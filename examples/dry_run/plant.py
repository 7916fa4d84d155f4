"""Planting: which errors a case has, and in which order they go in."""

from __future__ import annotations

import random
from collections.abc import Collection

from generate import document_contents
from planters import PLANTERS, Planted

from lingtan.assurance import EvidencePack

__all__ = ["CASE", "plant", "random_case"]

#: The twenty of the committed case. Those that set the sums anew come first, those that leave the sums alone or break them last.
CASE = (
    "assembly_kwh_not_the_allocated",
    "stale_factor",
    "direct_electricity_factor",
    "unit_slip",
    "supplier_figure_net_of_offsets",
    "heavy_part_left_out",
    "freight_factor_of_another_mode",
    "use_years_differ",
    "recycled_input_and_credit",
    "amount_not_as_documented",
    "line_twice",
    "meter_not_used_up",
    "green_certificate_used_twice",
    "gwp_sets_mixed",
    "supplier_boundary",
    "month_missing",
    "primary_share_overstated",
    "document_of_another_period",
    "another_configuration",
    "p95_published_as_mean",
)
#: Errors that hide one another (one leg, one line, one part) and so are never planted together.
_RIVALS = (
    {"freight_factor_of_another_mode", "freight_distance_in_another_unit"},
    {"stage_missing", "recycled_input_and_credit"},
    {"supplier_boundary", "supplier_figure_expired"},
    {"heavy_part_left_out", "negative_mass"},
    {"unit_slip", "amount_not_as_documented", "product_off", "measured_without_document"},
    {"p95_published_as_mean", "sum_off"},
    {"green_power_also_sold_as_credit", "green_power_of_another_year", "green_power_of_another_owner", "green_certificate_used_twice"},
    {"month_missing", "meter_not_used_up"},
    {"stale_factor", "gwp_sets_mixed", "factor_transcribed_wrongly"},
    {"stale_factor", "use_in_another_place"},
)
#: Planted last, in this order: they must see, or may not be undone by, the sums of the others.
_LAST = ("primary_share_overstated", "sum_off", "product_off", "p95_published_as_mean")


def plant(
    pack: EvidencePack, *, seed: int, names: Collection[str]
) -> tuple[EvidencePack, tuple[Planted, ...], dict[str, dict[str, float]]]:
    """The pack with the named errors, the key to them, and what the (true) documents state; the seed draws targets and sizes."""
    contents = document_contents(pack)
    key = []
    for name in sorted(names, key=lambda name: (_LAST.index(name) if name in _LAST else -1, list(PLANTERS).index(name))):
        planter, codes = PLANTERS[name]
        pack, places = planter(pack, random.Random(f"{seed}:{name}"))
        key.append(Planted(name=name, places=places, codes=codes))
    return pack, tuple(key), contents


def random_case(seed: int, *, count: int = 20) -> tuple[str, ...]:
    """Names of `count` errors that do not hide one another, another choice for another seed."""
    names = list(PLANTERS)
    random.Random(seed).shuffle(names)
    chosen: list[str] = []
    for name in names:
        if len(chosen) < count and not any(name in rivals and rivals & set(chosen) for rivals in _RIVALS):
            chosen.append(name)
    return tuple(chosen)
