"""A full bundle opened: what its certificate says, what its study says, and the device computed anew from its own files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.attest import BundleKind
from lingtan.errors import InputError, MethodError
from lingtan.files import read_bundle
from lingtan.product import DeviceFootprint
from lingtan.services.footprint.frozen import thaw

__all__ = ["Opened", "open_full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The certificate's subject and the study, as they say, and the device, as it is computed."""

    subject: Mapping[str, Any]
    study: Mapping[str, Any]
    device: DeviceFootprint


def open_full(path: Path) -> Opened:
    """The bundle, from its own files alone.

    Raises MethodError `METHOD_VERSION` for a bundle of another method, InputError `BUNDLE_NOT_FULL` for a public one and `BAD_RECORD` for
    files that do not have their form.
    """
    bundle = read_bundle(path)
    if bundle.method_version != METHOD_VERSION:
        raise MethodError("METHOD_VERSION", place=path.name, study=bundle.method_version, installed=METHOD_VERSION)
    if bundle.kind is not BundleKind.FULL:
        raise InputError("BUNDLE_NOT_FULL", place=path.name)
    names = {"spec": "spec.json", "class_pack": "class_pack.json", "factors": "factors.json", "study": "study.json"}
    files: dict[str, Any] = {name: bundle.json(file) for name, file in names.items()}
    certificate: Any = bundle.json("certificate.json")
    try:
        study, subject = files["study"], certificate["credentialSubject"]
        body = {**files, "seed": study["seed"], "draws": study["draws"], "method_version": study["method_version"]}
        return Opened(subject=subject, study=study, device=thaw(body, place=path.name, foreign=True).recompute())
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as exc:
        # A bundle comes from elsewhere: its manifest may fit files that are of no form at all.
        raise InputError("BAD_RECORD", place=path.name, kind="Bundle", detail=f"{type(exc).__name__}: {exc}") from exc
