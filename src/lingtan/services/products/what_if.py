"""What if: a product with a few attributes changed, its mean beside the recorded one; a scenario, never the verified figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lingtan.product import compare_devices
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import Computed, compute, compute_plain
from lingtan.services.products.controls import Control, changes_of, controls_of
from lingtan.services.products.editing import changed_spec
from lingtan.services.products.record import current_version

__all__ = ["StageChange", "WhatIfView", "changed_stages", "what_if"]

_SEED, _DRAWS = 1, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChange:
    """A stage or component before and after. [kg CO2e]."""

    name: str
    before_kg: float
    after_kg: float
    difference_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfView:
    """A scenario beside the product. [kg CO2e] Means are certified; P5 and P95 are of the difference over `draws` paired draws.

    `controls` hold the values asked for; `changed` the attributes that differ. It is a scenario: nothing of it is verified.
    """

    product: str
    model: str
    configuration: str
    synthetic: bool
    controls: tuple[Control, ...]
    changed: tuple[str, ...]
    before_mg: int
    before_kg: float
    after_mg: int
    after_kg: float
    difference_kg: float
    p5_kg: float
    p95_kg: float
    probability_lower: float
    draws: int
    stages: tuple[StageChange, ...]
    before_years: float
    after_years: float


def what_if(workspace: Workspace, product: str, asked: Mapping[str, str]) -> WhatIfView:
    """The scenario. Raises InputError `PRODUCT_UNKNOWN`, `WHAT_IF_NUMBER`, and what attributes and freight lanes refuse."""
    version = current_version(workspace, product)
    before = compute_plain(version.spec)
    changes = changes_of(before, asked)
    after = compute(changed_spec(version, changes, configuration=version.attributes["configuration"])) if changes else before
    found = compare_devices(after.inventory, before.inventory, seed=_SEED, draws=_DRAWS)
    controls = tuple(replace(c, value=asked[c.name].strip()) if asked.get(c.name, "").strip() else c for c in controls_of(after))
    one, other = before.outline.mean_mg, after.outline.mean_mg
    return WhatIfView(
        product=product, model=version.attributes["model"], configuration=version.attributes["configuration"],
        synthetic=before.spec.is_synthetic, controls=controls, changed=tuple(changes), before_mg=one, before_kg=one / 1e6, after_mg=other,
        after_kg=other / 1e6, difference_kg=(other - one) / 1e6, p5_kg=found.difference.p5, p95_kg=found.difference.p95,
        probability_lower=found.probability_a_less, draws=_DRAWS, stages=changed_stages(before, after),
        before_years=before.inventory.service_years, after_years=after.inventory.service_years,
    )  # fmt: skip


def changed_stages(before: Computed, after: Computed) -> tuple[StageChange, ...]:
    """Every stage of both."""
    pairs = ((stage.value, mg, after.outline.stages_mg[stage]) for stage, mg in before.outline.stages_mg.items())
    return tuple(
        StageChange(name=name, before_kg=one / 1e6, after_kg=other / 1e6, difference_kg=(other - one) / 1e6) for name, one, other in pairs
    )
