"""What to act on in a product: by component, by supplier, by datum, by assumption, each with what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lingtan.product.report import ComponentSpot, ParameterSpot, SupplierSpot, hot_spots, supplier_spots
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import Computed, compute_plain, drivers_of
from lingtan.services.products.record import current_version

__all__ = ["HotSpotsView", "hot_spots_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpotsView:
    """A product's hot spots. `sd_mg` is the first-order spread that all of them are measured against. [mg CO2e]."""

    product: str
    model: str
    configuration: str
    synthetic: bool
    mean_mg: int
    sd_mg: int
    components: tuple[ComponentSpot, ...]
    suppliers: tuple[SupplierSpot, ...]
    data: tuple[ParameterSpot, ...]
    assumptions: tuple[ParameterSpot, ...]


def hot_spots_view(workspace: Workspace, product: str) -> HotSpotsView:
    """The hot spots of the version on record. Raises InputError `PRODUCT_UNKNOWN`."""
    version = current_version(workspace, product)
    return _view(product, compute_plain(version.spec))


@lru_cache(maxsize=64)
def _view(product: str, computed: Computed) -> HotSpotsView:
    """Kept in the process: it follows from the device alone."""
    spec, lines, drivers = computed.spec.attributes, computed.outline.lines, drivers_of(computed)
    found = hot_spots(computed.inventory, lines, drivers)
    return HotSpotsView(
        product=product, model=spec.model, configuration=spec.configuration, synthetic=computed.spec.is_synthetic,
        mean_mg=found.mean_mg, sd_mg=found.sd_mg, components=found.components, data=found.data, assumptions=found.assumptions,
        suppliers=supplier_spots(computed.inventory, lines, drivers, computed.outline.scores),
    )  # fmt: skip
