"""A workspace with many confirmed cancellations that wait for their certificates, made by the services alone. All of it synthetic.

python many.py HOME COUNT [DATABASE_URL]    prints the issuer's home, and how long it took
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from lingtan.neutrality import Delivery, Device, Entity, Order
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.inputs import Block, write_credits
from lingtan.services.demo.parties import Stage, clock, set_stage
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reserve import reserve_order
from lingtan.store import open_store

DEVICE = Path(__file__).parents[1] / "corpus" / "devices" / "monitor.toml"
#: Every order has a holder of its own, so that no remainder passes from one to the next.
BEFORE, DRAWS = 100, 300


@dataclass(frozen=True, kw_only=True)
class Many:
    """The stage, with its stores open, and the numbers whose certificates are not issued yet."""

    stage: Stage
    numbers: tuple[str, ...]


def prepare(out: Path, count: int, db: str | None = None) -> Many:
    """One study and statement, and `count` cancellations of one monitor each, reserved, instructed and confirmed by the registry."""
    out.mkdir(parents=True, exist_ok=True)
    closed = set_stage(out, db or f"sqlite:///{out.resolve() / 'lingtan.db'}")
    store = open_store(closed.issuer.profile.db)  # one for all, as in the server
    stage = replace(closed, issuer=replace(closed.issuer, opened=store), certifier=replace(closed.certifier, opened=store))
    tonnes = max(1_000, 2 * count)
    serial = f"14100-1-{tonnes}-VCS-VCU-304-VER-CN-1-2250-01012023-31122023-0"
    block: Block = ("VCS", "2250", "Synthetic biochar", "removal", "VM0044", 2023, serial, tonnes)
    write_credits(out / "holdings.csv", [block])
    import_credits(stage.issuer, out / "holdings.csv", actor="credit-manager", at=clock(0))
    device = footprint_of(device_from_file(DEVICE), library_with(), seed=7, draws=DRAWS)
    verify_study(stage, device, name="MANY", minute=10)
    said, figure = device.inventory.spec.attributes, device.footprint
    numbers = []
    for index in range(count):
        holder = Entity(name=f"Synthetic Customer {index:05d} Ltd", identifier=f"91110000SYN{index:07d}")
        one = Device(
            serial=f"SYN-MANY-{index:06d}", model=said.model, configuration=said.configuration, service_years=figure.service_years,
            remaining_years=None, place_of_use=figure.place_of_use, delivery=Delivery.WITH_HARDWARE,
        )  # fmt: skip
        order = Order(number=f"SYN-MANY-{index:06d}", manufacturer=said.manufacturer, holder=holder, payer=None, devices=(one,))
        (cancellation,) = reserve_order(stage.issuer, order, choices(None, "credits-voluntary"), actor="credit-manager", at=clock(BEFORE))
        instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(BEFORE + 1))
        confirm_lines(stage, cancellation, minute=BEFORE + 2, beneficiary=holder.name)
        numbers.append(cancellation.number)
    return Many(stage=stage, numbers=tuple(numbers))


if __name__ == "__main__":
    began = time.perf_counter()
    made = prepare(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
    print(made.stage.issuer.home, f"{len(made.numbers)} confirmed cancellations in {time.perf_counter() - began:.1f} s")
