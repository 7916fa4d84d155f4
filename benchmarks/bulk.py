"""A server's home with many products and devices, made by the services themselves. All of it synthetic.

python benchmarks/bulk.py FOLDER [--products 10000] [--certificates 1000] [--devices 1000]

Every certificate goes the whole way: order, reservation, instruction, the (synthetic) registry's confirmation, allocation, signature.
So the rows are those that a server writes: hash chains hold, books balance, and each serial number is found where a user would look for it.
A product is a demo device under another configuration's name, with the figures of its template. The folder is made once and then kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from dataclasses import dataclass, replace
from itertools import product as every
from pathlib import Path
from typing import Any

from lingtan.evidence import Fact
from lingtan.neutrality import Cancellation, Delivery, Device, Entity, Order
from lingtan.product import spec_from_mapping
from lingtan.services.certificates.issuing import issue_many
from lingtan.services.certificates.publication import publication
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.inputs import Block, write_credits
from lingtan.services.demo.parties import HOLDER, MANUFACTURER, Stage, clock
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.demo.serving import prepare_demo
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import open_workspace
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reserve import reserve_order
from lingtan.services.products.record import KIND, product_id, versions_of
from lingtan.services.products.saving import product_body
from lingtan.store import open_store

_CHUNK, _DRAWS, _SEED = 500, 500, 1
_HOLDERS, _OPEN, _WAITING = 200, 20, 20
_YEARS, _PLACES = (3, 4, 5, 6), ("CN", "CN-GD", "DE", "US", "FR")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of everything."""

    products: int
    certificates: int
    devices: int

    @property
    def folder(self) -> str:
        return f"{self.products}-products-{self.certificates}x{self.devices}-devices"


def load(cache: Path, size: Size) -> Path:
    """The home of this size in the cache; made first where it is not there. A half-made one is begun anew."""
    home = cache / size.folder
    if not (home / "bulk.ready").is_file():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        _fill(home, size)
        (home / "bulk.ready").write_text(json.dumps({"devices": size.certificates * size.devices}), "utf-8")
    return home


def _fill(home: Path, size: Size) -> None:
    db = f"sqlite:///{home / 'lingtan.db'}"
    _tell("demo", 0, 1)
    prepare_demo(home, db)
    with open_store(db) as store:
        spaces = (open_workspace(home / "organisations" / name, db=db, opened=store) for name in ("issuer", "certifier"))
        issuer, certifier = spaces
        stage = Stage(out=home, issuer=issuer, certifier=certifier)
        _products(stage, size.products)
        _certificates(stage, size)


def _products(stage: Stage, count: int) -> None:
    templates, organisation = _templates(stage), stage.issuer.profile.organisation
    for start in range(0, count, _CHUNK):
        facts = []
        for index in range(start, min(start + _CHUNK, count)):
            body = templates[index % len(templates)]
            named = body["spec"]["attributes"] | {"configuration": f"SYN-{index:06d}"}
            spec = spec_from_mapping(body["spec"] | {"attributes": named}, place="bulk")
            summary = body["summary"] | {"configuration_digest": spec.configuration_digest}
            said = body | {"spec": body["spec"] | {"attributes": named}, "summary": summary}
            by = stage.issuer.by("preparer", clock(30 + index / 1_000))
            facts.append(
                Fact(
                    id=command_id(organisation, "bulk", str(index)), kind=KIND, subject=product_id(organisation, spec), by=by,
                    asset="product_footprint", unit="mg CO2e", body=said,
                )
            )  # fmt: skip
        with stage.issuer.store() as store:
            store.append_all(facts)
        _tell("products", start + len(facts), count)


def _templates(stage: Stage) -> list[dict[str, Any]]:
    """The demo's devices for other years and places, each computed."""
    with stage.issuer.store() as store:
        subjects = [entry.subject for entry in store.catalogue(KIND, organisation=stage.issuer.profile.organisation).rows]
    bodies = []
    for subject, years, place in every(subjects, _YEARS, _PLACES):
        plain = dict(versions_of(stage.issuer, subject)[-1].spec)
        spec = spec_from_mapping(plain, place="bulk")
        changed = replace(spec, attributes=replace(spec.attributes, service_years=float(years), place_of_use=place))
        bodies.append(json.loads(json.dumps(product_body(changed, seed=_SEED, draws=_DRAWS))))
    return bodies


def _certificates(stage: Stage, size: Size) -> None:
    tonnes = max(1_000, size.certificates * size.devices // 2)
    serial = f"20001-1-{tonnes}-VCS-VCU-304-VER-CN-1-9001-01012023-31122023-0"
    block: Block = ("VCS", "9001", "Synthetic bulk biochar", "removal", "VM0044", 2023, serial, tonnes)
    write_credits(stage.out / "inputs" / "bulk.csv", [block])
    import_credits(stage.issuer, stage.out / "inputs" / "bulk.csv", actor="credit-manager", at=clock(200))
    with stage.issuer.store() as store:
        example = dict(store.facts(kind="cancellation")[0].body)["order"]["devices"][0]
    whole = size.certificates + _OPEN + _WAITING
    for index in range(whole):
        devices = size.devices if index < size.certificates else 10
        cancellation = _reserved(stage, index, devices, example)
        if index < size.certificates + _WAITING:
            instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(201))
            confirm_lines(stage, cancellation, minute=202, beneficiary=cancellation.order.holder.name)
        if index < size.certificates:
            (found,) = issue_many(stage.issuer, (cancellation.number,), publication("CN", "B2B"), actor="issuer", at=clock(204))
            if isinstance(found, Exception):
                raise found
        _tell("certificates", index + 1, whole)


def _reserved(stage: Stage, index: int, devices: int, example: dict[str, Any]) -> Cancellation:
    turn = index % _HOLDERS
    holder = HOLDER if turn == 0 else Entity(name=f"Synthetic Customer {turn:05d} Ltd", identifier=f"91110000SYN{turn:07d}")
    said = {name: example[name] for name in ("model", "configuration", "service_years", "place_of_use")}
    many = tuple(
        Device(serial=serial_of(index, one), remaining_years=None, delivery=Delivery.WITH_HARDWARE, **said) for one in range(devices)
    )
    order = Order(number=f"SYN-BULK-{index:06d}", manufacturer=MANUFACTURER, holder=holder, payer=None, devices=many)
    chosen = choices(None, "credits-voluntary")
    (cancellation,) = reserve_order(stage.issuer, order, chosen, actor="credit-manager", at=clock(200))
    return cancellation


def serial_of(certificate: int, device: int) -> str:
    """The serial number of a device under a certificate, both from 0."""
    return f"SYN-BULK-{certificate:06d}-{device:06d}"


_began = time.monotonic()


def _tell(what: str, done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        print(f"{time.monotonic() - _began:7.0f} s  {what} {done}/{total}", file=sys.stderr, flush=True)


def main() -> None:
    """Make the folder, and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--certificates", type=int, default=1_000)
    parser.add_argument("--devices", type=int, default=1_000)
    options = parser.parse_args()
    print(load(options.cache, Size(products=options.products, certificates=options.certificates, devices=options.devices)))


if __name__ == "__main__":
    main()
