"""`lingtan factory scenarios`: a plan's figures as ranges over draws of what the site file calls uncertain."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory import plan, scenarios
from lingtan.services.factory.site import open_site_file

__all__ = ["scenarios_view"]


def scenarios_view(path: Path, *, runs: int = 100, seed: int = 1, keep: bool = False, workers: int = 2) -> dict[str, Any]:
    """Ranges of money, carbon and sizes; with `keep` the site's own plan is built in every draw. The distributions stand beside them."""
    file, site = open_site_file(path)
    found = scenarios(site, file.uncertainties, runs=runs, seed=seed, keep=plan(site) if keep else None, workers=workers)
    return {
        "nature": "forecast", "site": site.name, "synthetic": site.synthetic, "runs": runs, "seed": seed, "kept": keep,
        "missed": found.missed, "ranges": {name: asdict(summary) for name, summary in found.ranges().items()},
        "uncertain": [asdict(one) for one in file.uncertainties],
        "scenarios": [{"by": dict(run.by), "figures": None if run.figures is None else dict(run.figures)} for run in found.runs],
    }  # fmt: skip
