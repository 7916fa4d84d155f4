"""`lingtan workshop thread`: a kilowatt-hour saved at the ovens, measured, all the way to the grams that a certificate must cancel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lingtan.evidence import Intensity, MeasuredSaving
from lingtan.factors import FactorLibrary
from lingtan.neutrality import grams_up
from lingtan.product import DeviceFootprint, DeviceSpec, build_inventory, load_class_pack, mean_mg
from lingtan.product.workshop.use import WorkshopUse
from lingtan.services.footprint.device import footprint_of
from lingtan.services.workshop.intensity import shop_intensity
from lingtan.services.workshop.refused import refused_code
from lingtan.services.workshop.saving import counted_saving
from lingtan.services.workshop.shop import OpenedShop

__all__ = ["Thread", "pull_thread", "thread_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The chain with everything behind it: meters, saving, intensities, and the device's mean by estimate and before. [mg CO2e]

    `device` is the footprint with the boards as they are measured after.
    """

    shop: OpenedShop
    saving: MeasuredSaving
    before: Intensity
    after: Intensity
    estimated_mg: int
    before_mg: int
    device: DeviceFootprint


def pull_thread(shop: OpenedShop, spec: DeviceSpec, library: FactorLibrary, *, seed: int, draws: int) -> Thread:
    """The device with the boards of the shop before and after. Raises what any link refuses: a saving that does not count ends it."""
    before = shop_intensity(replace(shop, months=shop.baseline, baseline=()), library)
    after = shop_intensity(shop, library, before=before)
    pack = load_class_pack(spec.attributes.device_class)
    was = replace(spec, workshops=(WorkshopUse(intensity=before),))
    device = footprint_of(replace(spec, workshops=(WorkshopUse(intensity=after),)), library, seed=seed, draws=draws)
    means = [mean_mg(build_inventory(one, pack, library)) for one in (spec, was)]
    return Thread(
        shop=shop, saving=counted_saving(shop), before=before, after=after, estimated_mg=means[0], before_mg=means[1], device=device
    )  # fmt: skip


def thread_view(thread: Thread, *, devices: int) -> dict[str, Any]:
    """The chain link by link, before and after, for a batch; and that one month of the same meters is refused."""
    means = (thread.before_mg, thread.device.footprint.mean_mg)
    month = replace(thread.shop, months=thread.shop.months[:1])
    saving, pieces = thread.saving, (thread.before, thread.after)
    return {
        "synthetic": thread.after.synthetic, "workshop": thread.after.workshop, "product": thread.after.product, "devices": devices,
        "model": thread.device.footprint.subject, "meters": list(thread.after.meters), "digests": [one.digest for one in pieces],
        "saving_kwh": saving.saving_kwh, "saving_error_kwh": saving.standard_error_kwh, "months": saving.months_count,
        "kwh_per_piece": [one.kwh_per_unit for one in pieces], "kg_per_piece": [one.kg_per_unit for one in pieces],
        "estimated_kg": thread.estimated_mg / 1e6, "device_kg": [mg / 1e6 for mg in means],
        "required_g": [grams_up(mg * devices) for mg in means], "one_month_refused": refused_code(lambda: counted_saving(month)),
    }  # fmt: skip
