"""A product's study frozen: the figures with their sensitivities enter the record, and the product's next version names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.evidence import JSON
from lingtan.product import DEFAULT_DRAWS, DeviceFootprint, assess, load_class_pack
from lingtan.services.footprint.library import library_with
from lingtan.services.footprint.studies import find_study
from lingtan.services.footprint.study import freeze_study
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute_plain
from lingtan.services.products.record import Version, current_version
from lingtan.services.products.saving import append_version, product_body

__all__ = ["Frozen", "assessed", "freeze_product", "standing_study"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The study that was frozen."""

    product: str
    study: str
    mean_mg: int
    mean_kg: float
    p5_kg: float
    p95_kg: float
    draws: int


def freeze_product(workspace: Workspace, product: str, *, actor: str, at: datetime, seed: int = 1, draws: int = DEFAULT_DRAWS) -> Frozen:
    """Freeze the product as it stands. The same again gives the study that is there. Raises InputError `PRODUCT_UNKNOWN`, `DRAWS_RANGE`.

    The product's version then carries the study's interval and digest.
    """
    version = current_version(workspace, product)
    device = assessed(version, seed=seed, draws=draws)
    fact = freeze_study(workspace, device, actor=actor, at=at)
    said = device.footprint.quantiles
    body = product_body(device.inventory.spec, seed=seed, draws=draws)
    summary = body["summary"]
    assert isinstance(summary, dict)
    linked: dict[str, JSON] = {**summary, "study_digest": fact.subject}
    append_version(workspace, product, {**body, "summary": linked, "state": version.state}, actor, at)
    kg = {"mean_kg": device.footprint.mean_mg / 1e6, "p5_kg": said.p5_mg / 1e6, "p95_kg": said.p95_mg / 1e6}
    return Frozen(product=product, study=fact.subject, mean_mg=device.footprint.mean_mg, draws=draws, **kg)


def standing_study(workspace: Workspace, product: str) -> tuple[DeviceFootprint, bool]:
    """The product's frozen study, and true; before there is one, the study that freezing it would give, and false.

    Raises InputError `PRODUCT_UNKNOWN`, MethodError `METHOD_VERSION` for a study of another method.
    """
    version = current_version(workspace, product)
    digest = version.summary.get("study_digest")
    if digest is None:
        return assessed(version, seed=version.seed, draws=DEFAULT_DRAWS), False
    with workspace.store() as store:
        return find_study(store, digest).recompute(), True


def assessed(version: Version, *, seed: int, draws: int) -> DeviceFootprint:
    """The study of a version, as `lingtan study freeze` computes it."""
    spec = compute_plain(version.spec).spec
    return assess(spec, load_class_pack(spec.attributes.device_class), library_with(), seed=seed, draws=draws)
