"""Sites with facts to begin with: invented ones, and ones after public figures with invented loads, each said to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from lingtan.errors import InputError
from lingtan.factory import site_file
from lingtan.files.trees import read_toml
from lingtan.services.assessment.keeping import keep_part
from lingtan.services.assessment.looking import Part
from lingtan.services.demo.examples import example
from lingtan.services.house.workspace import Workspace
from lingtan.services.sites.keeping import KeptSite, add_site, named_files

__all__ = ["AssessedSample", "add_assessed", "assessed_samples"]

_SAMPLES: Mapping[str, str] = MappingProxyType(
    {"ai-hall": "", "tianjin-greenfield": "tianjin-park.rollout.toml", "wuhan-retrofit": "", "hefei-board-shop": ""}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedSample:
    """An example with its facts: invented where `synthetic`."""

    sample: str
    name: str
    synthetic: bool


@cache
def assessed_samples() -> tuple[AssessedSample, ...]:
    """The examples there are. Raises InputError `EXAMPLE_MISSING` for a broken installation."""
    read = {name: site_file(read_toml(example(f"sites/{name}.toml")), place=name) for name in _SAMPLES}
    return tuple(AssessedSample(sample=name, name=file.name, synthetic=file.synthetic) for name, file in read.items())


def add_assessed(workspace: Workspace, sample: str, *, actor: str, at: datetime) -> KeptSite:
    """Keep an example as a site with its facts and, where it has one, its roll-out. Raises InputError `SITE_SAMPLE_UNKNOWN`."""
    if sample not in _SAMPLES:
        raise InputError("SITE_SAMPLE_UNKNOWN", place=sample[:40], known=", ".join(_SAMPLES))
    path = example(f"sites/{sample}.toml")
    names = (path.name, *named_files(site_file(read_toml(path), place=path.name)))
    kept = add_site(workspace, path.name, {one: (path.parent / one).read_bytes() for one in names}, actor=actor, at=at)
    for part, name in ((Part.FACTS, f"{sample}.facts.toml"), (Part.ROLLOUT, _SAMPLES[sample])):
        if name:
            keep_part(workspace, kept.site, part, name, (path.parent / name).read_bytes(), actor=actor, at=at)
    return kept
