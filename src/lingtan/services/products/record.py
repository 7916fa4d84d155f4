"""A product on record: facts of kind `product`, one a version, under an id made of who makes what."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Fact
from lingtan.product import DeviceSpec
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace

__all__ = ["CURRENT", "KIND", "WITHDRAWN", "Version", "current_version", "product_id", "version_of", "versions_of"]

KIND = "product"
CURRENT, WITHDRAWN = "current", "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One saving of a product. `summary` holds the figures as they were computed then, `spec` the device's plain form."""

    product: str
    fact: str
    at: datetime
    actor: str
    state: str
    spec: Mapping[str, Any]
    summary: Mapping[str, Any]
    seed: int
    draws: int
    method_version: str

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The device's attributes in plain form."""
        found: Mapping[str, Any] = self.spec["attributes"]
        return found

    @property
    def mean_mg(self) -> int:
        """The mean as it was recorded. [mg CO2e]."""
        return int(self.summary["mean_mg"])


def product_id(organisation: str, spec: DeviceSpec) -> str:
    """The id of the product that this device is a version of: the same maker, model and configuration give the same id."""
    named = (organisation, spec.attributes.manufacturer, spec.attributes.model, spec.attributes.configuration)
    digest = hashlib.sha256("\0".join(named).encode()).digest()
    return f"p-{base64.b32encode(digest).decode().lower()[:12]}"


def version_of(fact: Fact) -> Version:
    """The version that a fact records. Raises InputError `BAD_RECORD`."""
    body = body_of(fact)
    figures = {name: body[name] for name in ("spec", "summary", "seed", "draws", "method_version")}
    return Version(product=fact.subject, fact=fact.id, at=fact.by.at, actor=fact.by.actor, state=body.get("state", CURRENT), **figures)


def current_version(workspace: Workspace, product: str) -> Version:
    """The product as it stands, withdrawn ones too. Raises InputError `PRODUCT_UNKNOWN`, also for another organisation's."""
    with workspace.store() as store:
        found = store.last(KIND, product, workspace.profile.organisation)
    if found is None:
        raise InputError("PRODUCT_UNKNOWN", place=product)
    return version_of(found)


def versions_of(workspace: Workspace, product: str) -> tuple[Version, ...]:
    """Every version in the order they were saved. Raises InputError `PRODUCT_UNKNOWN`."""
    with workspace.store() as store:
        found = store.facts(kind=KIND, subject=product, organisation=workspace.profile.organisation)
    if not found:
        raise InputError("PRODUCT_UNKNOWN", place=product)
    return tuple(version_of(fact) for fact in found)
