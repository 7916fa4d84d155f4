"""What one product avoids by design, measure by measure, and what the measures it does not use would change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lingtan.product import Reductions, load_class_pack, reductions
from lingtan.services.demo.examples import example
from lingtan.services.footprint.device import device_from_file
from lingtan.services.footprint.library import library_with
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import Computed, compute, compute_plain
from lingtan.services.products.record import KIND, current_version

__all__ = ["Measure", "Measures", "measures_of"]

_ROOMS = {"REDUCTION_RECYCLED": "recycled", "REDUCTION_SOLDER": "solder", "REDUCTION_PACKAGING": "packaging"}
_SAMPLE = "thinkpad-x13.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure. [kg CO2e] per device; `possible_kg` is what it would change in this device where it is not used."""

    code: str
    room: str
    is_used: bool
    change_kg: float
    possible_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Gross + changes + contractual green power = footprint, exactly in mg. `product` is empty for the sample that visitors see."""

    product: str
    model: str
    gross_kg: float
    steps: tuple[Measure, ...]
    green_power_kg: float
    footprint_kg: float
    estimate_share: float


def measures_of(workspace: Workspace | None, product: str) -> Measures:
    """The measures of a product, or of the latest; of the sample where there is none. Raises InputError `PRODUCT_UNKNOWN`."""
    name = product or (_latest(workspace) if workspace is not None else "")
    if workspace is None or not name:
        return _measures("", compute(device_from_file(example(_SAMPLE))))
    return _measures(name, compute_plain(current_version(workspace, name).spec))


def _latest(workspace: Workspace) -> str:
    with workspace.store() as store:
        rows = store.catalogue(KIND, organisation=workspace.profile.organisation, limit=1).rows
    return rows[0].subject if rows else ""


def _measures(product: str, computed: Computed) -> Measures:
    found = _reductions(computed)
    steps = tuple(
        Measure(
            code=step.code,
            room=_ROOMS[step.code],
            is_used=step.is_used,
            change_kg=step.change_mg / 1e6,
            possible_kg=None if step.possible_mg is None else step.possible_mg / 1e6,
        )
        for step in found.steps
    )
    return Measures(
        product=product, model=computed.spec.attributes.model, gross_kg=found.gross_mg / 1e6, steps=steps, green_power_kg=0.0,
        footprint_kg=found.footprint_mg / 1e6, estimate_share=computed.outline.estimate_share,
    )  # fmt: skip


@lru_cache(maxsize=128)
def _reductions(computed: Computed) -> Reductions:
    return reductions(computed.spec, load_class_pack(computed.spec.attributes.device_class), library_with())
