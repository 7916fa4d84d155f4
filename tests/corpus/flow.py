"""A small deterministic flow: device file → frozen study → statement → credits → certificate → bundles. All of it synthetic.

    python flow.py OUT DATABASE_URL DEVICE [DEVICE …]

prints the SHA-256 of everything that was certified, by name. Clock, keys and secrets are fixed, so the same inputs must give the same bytes
on every machine and database.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lingtan.evidence import canonical_bytes
from lingtan.services.certificates.bundle import export_certificate
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import Publication
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.inputs import write_credits, write_order
from lingtan.services.demo.parties import HOLDER, Stage, clock, set_stage
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reading import order_from_file
from lingtan.services.orders.reserve import reserve_order

DEVICES = Path(__file__).parent / "devices"
SEED, DRAWS, COUNT, QUANTILE = 7, 300, 3, 0.9


def run(out: Path, db: str, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Certify three of each device; the paths of what was exported, by device."""
    out.mkdir(parents=True, exist_ok=True)
    stage = set_stage(out, db)
    write_credits(out / "holdings.csv")
    import_credits(stage.issuer, out / "holdings.csv", actor="credit-manager", at=clock(0))
    return {name: _certify(stage, name, 10 + 30 * index) for index, name in enumerate(names)}


def _certify(stage: Stage, name: str, minute: float) -> dict[str, str]:
    device = footprint_of(device_from_file(DEVICES / f"{name}.toml"), library_with(), seed=SEED, draws=DRAWS)
    verify_study(stage, device, name=name, minute=minute)
    said, path = device.inventory.spec.attributes, stage.out / f"{name}.xlsx"
    years, place = device.footprint.service_years, device.footprint.place_of_use
    write_order(path, prefix=f"SYN-{name}", model=said.model, configuration=said.configuration, years=years, place=place, devices=COUNT)
    order = order_from_file(path, number=f"SYN-{name}", manufacturer=said.manufacturer, holder=HOLDER)
    (cancellation,) = reserve_order(
        stage.issuer, order, choices(QUANTILE, "credits-voluntary"), actor="credit-manager", at=clock(minute + 15)
    )
    instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(minute + 16))
    confirm_lines(stage, cancellation, minute=minute + 17)
    issue(stage.issuer, cancellation.number, Publication(), actor="issuer", at=clock(minute + 19))
    return export_certificate(stage.issuer, cancellation.number, stage.out / "certificates", actor="issuer", at=clock(minute + 20))


def digests(out: Path, db: str, exported: dict[str, dict[str, str]]) -> dict[str, str]:
    """SHA-256 of every exported file, and of the body of every fact on record."""
    from lingtan.store import open_store

    found = {f"{name}: {kind}": Path(path).read_bytes() for name, paths in exported.items() for kind, path in paths.items()}
    with open_store(db) as store:
        for fact in store.facts():
            found[f"fact {fact.kind} {fact.id}"] = canonical_bytes(fact.body)
    found |= {f"statement {path.name}": path.read_bytes() for path in sorted((out / "statements").iterdir())}
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


if __name__ == "__main__":
    folder, url = Path(sys.argv[1]), sys.argv[2]
    print(json.dumps(digests(folder, url, run(folder, url, sys.argv[3:]))))
