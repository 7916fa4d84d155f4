"""Sample products: the example files, models by their published specifications, each attribute with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from lingtan.errors import InputError
from lingtan.services.demo.devices import DEVICES
from lingtan.services.demo.examples import example
from lingtan.services.footprint.device import device_from_file
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.saving import Saved, save_product

__all__ = ["Sample", "load_sample", "samples"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample: who makes it, and the sources that its file cites."""

    sample: str
    manufacturer: str
    model: str
    configuration: str
    sources: tuple[str, ...]
    synthetic: bool


@cache
def samples() -> tuple[Sample, ...]:
    """The samples there are. Raises InputError `EXAMPLE_MISSING` for a broken installation."""
    found = []
    for name in DEVICES:
        spec = device_from_file(example(f"{name}.toml"))
        said = spec.attributes
        sources = tuple(dict.fromkeys(entry.source for entry in said.sources.values() if entry.source))
        named = {"manufacturer": said.manufacturer, "model": said.model, "configuration": said.configuration}
        found.append(Sample(sample=name, sources=sources, synthetic=spec.is_synthetic, **named))
    return tuple(found)


def load_sample(workspace: Workspace, sample: str, *, actor: str, at: datetime) -> Saved:
    """Save a sample as a product. Raises InputError `SAMPLE_UNKNOWN`."""
    if sample not in DEVICES:
        raise InputError("SAMPLE_UNKNOWN", place=sample, known=", ".join(DEVICES))
    return save_product(workspace, device_from_file(example(f"{sample}.toml")), actor=actor, at=at)
