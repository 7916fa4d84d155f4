"""Example sites, to begin with: invented ones, and ones of public figures with every assumption marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from lingtan.errors import InputError
from lingtan.factory import site_file
from lingtan.files.trees import read_toml
from lingtan.services.demo.examples import example
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import KeptSite, add_site, named_files

__all__ = ["SampleSite", "add_sample", "sample_sites", "site_template"]

_SAMPLES = ("factory-board-shop.toml", "sites/green-workshop.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSite:
    """An example: invented where `synthetic`, else of public figures with assumptions."""

    sample: str
    name: str
    synthetic: bool


@cache
def sample_sites() -> tuple[SampleSite, ...]:
    """The examples there are. Raises InputError `EXAMPLE_MISSING` for a broken installation."""
    read = [(path.stem, site_file(read_toml(path), place=path.name)) for path in map(example, _SAMPLES)]
    return tuple(SampleSite(sample=stem, name=file.name, synthetic=file.synthetic) for stem, file in read)


def add_sample(workspace: Workspace, sample: str, *, actor: str, at: datetime) -> KeptSite:
    """Keep an example as a site. Raises InputError `SITE_SAMPLE_UNKNOWN`."""
    known = {Path(name).stem: name for name in _SAMPLES}
    if sample not in known:
        raise InputError("SITE_SAMPLE_UNKNOWN", place=sample[:40], known=", ".join(known))
    path = example(known[sample])
    beside = named_files(site_file(read_toml(path), place=path.name))
    return add_site(workspace, path.name, {one: (path.parent / one).read_bytes() for one in (path.name, *beside)}, actor=actor, at=at)


def site_template() -> bytes:
    """A whole site file to change: the invented board shop, each section with its units and origin."""
    return example(_SAMPLES[0]).read_bytes()
