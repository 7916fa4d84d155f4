"""What an upload would become, before anything is saved: the total, what was imputed, what the house remarks."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.lca import monte_carlo
from lingtan.messages import Message
from lingtan.product import DeviceSpec, demands_of
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute
from lingtan.services.products.figures import Part, stage_parts
from lingtan.services.products.gaps import Gap, gaps
from lingtan.services.products.record import KIND, product_id
from lingtan.services.products.saving import DRAWS, SEED
from lingtan.uncertainty import summarise

__all__ = ["PreviewView", "preview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """A device as it would be saved. [kg CO2e]; `product` is its id, `is_known` says whether it would be a next version of one."""

    product: str
    is_known: bool
    manufacturer: str
    model: str
    configuration: str
    device_class: str
    place_of_use: str
    service_years: float
    synthetic: bool
    bom_lines: int
    mean_mg: int
    mean_kg: float
    p5_kg: float
    p95_kg: float
    estimate_share: float
    stages: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[Message, ...]


def preview(workspace: Workspace, spec: DeviceSpec) -> PreviewView:
    """The device computed and shown; nothing is written. Raises as `build_inventory` does."""
    computed, organisation = compute(spec), workspace.profile.organisation
    inventory, name = computed.inventory, product_id(organisation, spec)
    with workspace.store() as store:
        is_known = store.count(KIND, subject=name, organisation=organisation) > 0
    drawn = summarise(monte_carlo(inventory.graph, demands_of(inventory), inventory.parameters, seed=SEED, draws=DRAWS))
    said = spec.attributes
    return PreviewView(
        product=name, is_known=is_known, manufacturer=said.manufacturer, model=said.model, configuration=said.configuration,
        device_class=said.device_class, place_of_use=inventory.place_of_use, service_years=inventory.service_years,
        synthetic=spec.is_synthetic, bom_lines=len(spec.bom), mean_mg=computed.outline.mean_mg, mean_kg=computed.outline.mean_mg / 1e6,
        p5_kg=drawn.p5, p95_kg=drawn.p95, estimate_share=computed.outline.estimate_share, stages=stage_parts(computed),
        gaps=gaps(computed), warnings=inventory.warnings,
    )  # fmt: skip
