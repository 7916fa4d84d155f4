"""A product saved: its figures computed once and recorded beside the device; what is there stays, a change is a new version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.evidence import JSON, Fact, digest_json, to_plain
from lingtan.lca import monte_carlo
from lingtan.product import DeviceSpec, build_inventory, demands_of, load_class_pack, outline
from lingtan.services.footprint.library import library_with
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import CURRENT, KIND, product_id
from lingtan.uncertainty import summarise

__all__ = ["DRAWS", "SEED", "Saved", "append_version", "product_body", "save_product"]

#: Draws and seed of a product's interval; a study that is frozen of it has its own, 10,000 by default.
DRAWS, SEED = 2_000, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved. `is_new_version` is false when the very same was on record already."""

    product: str
    model: str
    mean_mg: int
    mean_kg: float
    is_new_version: bool


def save_product(workspace: Workspace, spec: DeviceSpec, *, actor: str, at: datetime, seed: int = SEED, draws: int = DRAWS) -> Saved:
    """Record the device with its figures, as the first or the next version. Raises as `build_inventory` does; nothing is then written."""
    return append_version(
        workspace, product_id(workspace.profile.organisation, spec), product_body(spec, seed=seed, draws=draws), actor, at
    )


def product_body(spec: DeviceSpec, *, seed: int, draws: int) -> dict[str, JSON]:
    """The body of the fact: the device, and the mean, interval, stages and components as this installation computes them."""
    inventory = build_inventory(spec, load_class_pack(spec.attributes.device_class), library_with())
    lines = outline(inventory)
    drawn = summarise(monte_carlo(inventory.graph, demands_of(inventory), inventory.parameters, seed=seed, draws=draws))
    summary: dict[str, JSON] = {"mean_mg": lines.mean_mg, "sd_mg": round(drawn.sd * 1e6)}
    summary |= {f"{name}_mg": round(getattr(drawn, name) * 1e6) for name in ("p5", "p50", "p95")}
    summary |= {"stages_mg": {stage.value: mg for stage, mg in lines.stages_mg.items()}, "components_mg": dict(lines.components_mg)}
    summary |= {"estimate_share": lines.estimate_share, "primary_data_share": lines.primary_data_share}
    summary |= {"configuration_digest": spec.configuration_digest, "factors_digest": inventory.factors_digest}
    pack: JSON = {"name": inventory.pack.name, "version": inventory.pack.version, "digest": _pack_digest(inventory.pack.name)}
    said: dict[str, JSON] = {"seed": seed, "draws": draws, "method_version": METHOD_VERSION, "state": CURRENT}
    return {"spec": to_plain(spec), "summary": summary, "pack": pack, **said}


@lru_cache(maxsize=32)
def _pack_digest(name: str) -> str:
    return load_class_pack(name).digest


def append_version(workspace: Workspace, product: str, body: dict[str, Any], actor: str, at: datetime) -> Saved:
    """Append the body as the product's next version, unless it is word for word the one that stands."""
    organisation, mean = workspace.profile.organisation, body["summary"]["mean_mg"]
    with workspace.store() as store:
        before = store.last(KIND, product, organisation)
        is_new = before is None or before.digest != digest_json(body)
        if is_new:
            identifier = command_id(organisation, KIND, product, before.id if before else "", digest_json(body))
            by = workspace.by(actor, at)
            store.append(Fact(id=identifier, kind=KIND, subject=product, by=by, asset="product_footprint", unit="mg CO2e", body=body))
    model = body["spec"]["attributes"]["model"]
    return Saved(product=product, model=model, mean_mg=mean, mean_kg=mean / 1e6, is_new_version=is_new)
