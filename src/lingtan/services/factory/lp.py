"""`lingtan factory lp`: the linear program of a site for any other solver."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import JSON
from lingtan.factory import plan_model
from lingtan.files.atomic import write_atomic
from lingtan.optimise import mps_lines
from lingtan.services.factory.site import open_site

__all__ = ["write_lp"]


def write_lp(path: Path, target: Path) -> dict[str, JSON]:
    """Write the program under the site's first basic charge as MPS, atomically; MW, MWh, thousand yuan and tonnes inside."""
    site = open_site(path)
    model = plan_model(site, site.basics[0] if site.basics else None)
    write_atomic(target, ("\n".join(mps_lines(model.lp, name="lingtan")) + "\n").encode("ascii"))
    rows, columns = model.lp.matrix.shape
    return {"file": str(target), "rows": rows, "columns": columns, "entries": int(model.lp.matrix.nnz), "constant": model.constant}
