"""Products side by side over the same draws: what they share cancels in the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lingtan.errors import InputError
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.causes import AttributeLine, CauseLine, attributes_of, causes_of
from lingtan.services.products.choices import Choice, choices_of
from lingtan.services.products.computing import Computed, compute_plain, paired
from lingtan.services.products.parts import PartRow, component_rows, stage_rows
from lingtan.services.products.record import Version, current_version

__all__ = ["ComparedProduct", "ComparisonView", "compare_products"]

_MOST, _SEED, _DRAWS = 6, 1, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedProduct:
    """A product; its difference is this one less the first, which has none. [kg CO2e]; `probability_lower` over the paired draws [-]."""

    product: str
    label: str
    mean_kg: float
    p5_kg: float
    p95_kg: float
    estimate_share: float
    difference_kg: float | None = None
    difference_p5_kg: float | None = None
    difference_p95_kg: float | None = None
    probability_lower: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """The products and their parts; fewer than two compare nothing."""

    products: tuple[ComparedProduct, ...]
    stages: tuple[PartRow, ...]
    components: tuple[PartRow, ...]
    choices: tuple[Choice, ...]
    causes: tuple[CauseLine, ...] = ()
    attributes: tuple[AttributeLine, ...] = ()
    draws: int = _DRAWS


def compare_products(workspace: Workspace, products: Sequence[str]) -> ComparisonView:
    """The products against the first. Raises InputError `PRODUCT_UNKNOWN`, `COMPARISON_TOO_MANY`."""
    asked = tuple(dict.fromkeys(filter(None, products)))
    if len(asked) > _MOST:
        raise InputError("COMPARISON_TOO_MANY", place="compare", most=_MOST)
    versions = [current_version(workspace, product) for product in asked]
    found = [compute_plain(version.spec) for version in versions]
    rows = tuple(_compared(version, one, found[0]) for version, one in zip(versions, found, strict=True))
    labels = [row.label for row in rows]
    return ComparisonView(
        products=rows, stages=stage_rows(found), components=component_rows(found), choices=choices_of(workspace),
        causes=causes_of(labels, found),
        attributes=attributes_of(labels, found),
    )  # fmt: skip


def _compared(version: Version, one: Computed, first: Computed) -> ComparedProduct:
    said, mean = version.summary, one.outline.mean_mg
    label = f"{version.attributes['model']} · {version.attributes['configuration']}"
    row = ComparedProduct(
        product=version.product, label=label, mean_kg=mean / 1e6, p5_kg=said["p5_mg"] / 1e6, p95_kg=said["p95_mg"] / 1e6,
        estimate_share=one.outline.estimate_share,
    )  # fmt: skip
    if one is first:
        return row
    found = paired(one, first, _SEED, _DRAWS)
    row = replace(row, difference_kg=(mean - first.outline.mean_mg) / 1e6, probability_lower=found.probability_a_less)
    return replace(row, difference_p5_kg=found.difference.p5, difference_p95_kg=found.difference.p95)
