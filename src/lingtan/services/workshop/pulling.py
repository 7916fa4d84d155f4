"""The golden thread of a kept workshop: pulled once for a device, kept with every number of it, and read again by its page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from lingtan.evidence import Intensity, MeasuredSaving, from_plain, to_plain
from lingtan.files import read_json, write_atomic
from lingtan.neutrality import grams_up
from lingtan.product import DeviceSpec, spec_from_mapping
from lingtan.services.demo.examples import example
from lingtan.services.footprint.device import device_from_file
from lingtan.services.house.workspace import Workspace
from lingtan.services.library.today import todays_library
from lingtan.services.products.record import current_version
from lingtan.services.workshop.keeping import SHOPS, kept_shop
from lingtan.services.workshop.thread import pull_thread

__all__ = ["KeptThread", "kept_thread", "pull_kept"]

#: A thread's device is shown by its mean, which no draw moves.
_DRAWS, _SEED = 200, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptThread:
    """A thread from the meters to a batch's grams. `product` is empty for the example's device. Means of the device, [mg CO2e] and [g]."""

    shop: str
    product: str
    model: str
    configuration: str
    devices: int
    actor: str
    at: datetime
    saving: MeasuredSaving
    before: Intensity
    after: Intensity
    estimated_mg: int
    before_mg: int
    after_mg: int
    before_g: int
    after_g: int


def pull_kept(workspace: Workspace, shop: str, *, product: str, devices: int, actor: str, at: datetime) -> KeptThread:
    """Pull the thread for a product on record, or for the example's device, and keep it. Raises what any of its links refuses."""
    folder = SHOPS.folder(workspace, shop)
    found = pull_thread(kept_shop(folder), _device(workspace, product), todays_library(), seed=_SEED, draws=_DRAWS)
    said, mean = found.device.inventory.spec.attributes, found.device.footprint.mean_mg
    kept = KeptThread(
        shop=shop, product=product, model=said.model, configuration=said.configuration, devices=devices, actor=actor, at=at,
        saving=found.saving, before=found.before, after=found.after, estimated_mg=found.estimated_mg, before_mg=found.before_mg,
        after_mg=mean, before_g=grams_up(found.before_mg * devices), after_g=grams_up(mean * devices),
    )  # fmt: skip
    write_atomic(folder / "thread.json", json.dumps(to_plain(kept)).encode(), private=True)
    return kept


def kept_thread(workspace: Workspace, shop: str) -> KeptThread | None:
    """The thread that was pulled last, None before any was. Raises StoreError `SHOP_UNKNOWN`."""
    path = SHOPS.folder(workspace, shop) / "thread.json"
    return from_plain(KeptThread, read_json(path), place=path.name) if path.is_file() else None


def _device(workspace: Workspace, product: str) -> DeviceSpec:
    if not product:
        return device_from_file(example("thinkpad-x13.toml"))
    return spec_from_mapping(current_version(workspace, product).spec, place=product)
