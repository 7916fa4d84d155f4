"""A maker's shelf for tests: a workspace on its own database, and synthetic laptops saved in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lingtan.attest import KeyPair
from lingtan.product import spec_from_mapping
from lingtan.services.house.profile import Profile
from lingtan.services.house.workspace import Workspace, create_workspace
from lingtan.services.products.saving import save_product

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WHO = "wang"
X13 = "thinkpad-x13"


def opened(folder: Path, name: str) -> Workspace:
    profile = Profile(organisation=name, identifier=f"SYN-{name}", db=f"sqlite:///{folder / 'shared.db'}", synthetic=True)
    return create_workspace(folder / name, profile, key=KeyPair.from_seed(name.encode().ljust(32, b"0")[:32]), master=b"m" * 32)


def laptop(**attributes: object) -> dict[str, object]:
    named = {"device_class": "laptop", "manufacturer": "Synthetic Devices", "model": "SYN 13", "place_of_use": "CN-BJ"}
    return {"attributes": {**named, **attributes}, "synthetic": True}


def saved(workspace: Workspace, at: datetime = NOW, **attributes: object) -> str:
    return save_product(workspace, spec_from_mapping(laptop(**attributes), place="test"), actor=WHO, at=at).product
