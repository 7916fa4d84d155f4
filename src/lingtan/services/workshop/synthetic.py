"""`lingtan workshop synthetic`: the meters of a board shop that does not exist, as the files that a user would fill in. Synthetic."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import WorkshopProcess
from lingtan.factory import site_file
from lingtan.factory.synthetic_shop import PRODUCT, SyntheticYear, synthetic_months
from lingtan.factory.workshop import Workshop
from lingtan.files import read_toml, write_atomic
from lingtan.files.energy.shop_months import write_shop_months
from lingtan.services.workshop.shop import DRIVERS, OpenedShop

__all__ = ["SHOP", "synthetic_shop", "write_synthetic"]

#: The module goes in at the turn of these years.
_BEFORE, _AFTER = 2024, 2025
SHOP = Workshop(
    organisation="Lingtan Demo Maker (SYNTHETIC)", name="Board shop (SYNTHETIC)", product=PRODUCT, process=WorkshopProcess.BOARD_SOLDERING,
    metered=("electricity", "nitrogen"), place="CN", synthetic=True,
)  # fmt: skip
_TOML = """# Invented meters, by the physics of the site file's measures with noise. SYNTHETIC.
months = "after-2025.csv"
baseline = "before-2024.csv"

[workshop]
organisation = "{organisation}"
name = "{name}"
product = "{product}"
process = "{process}"
metered = ["electricity", "nitrogen"]
place = "{place}"
synthetic = true
"""


def synthetic_shop(site: Path, *, seed: int, months: int = 12) -> OpenedShop:
    """The invented board shop of a site file: a year before the module, and the first months after."""
    file = site_file(read_toml(site), place=site.name)
    before = synthetic_months(file, SyntheticYear(year=_BEFORE, module_share=0.0, seed=seed))
    after = synthetic_months(file, SyntheticYear(year=_AFTER, module_share=1.0, seed=seed), months=months)
    return OpenedShop(workshop=SHOP, months=after, baseline=before, drivers=DRIVERS, weights={}, least_months=12)


def write_synthetic(site: Path, out: Path, *, seed: int, months: int = 12) -> dict[str, str]:
    """The shop as files: `workshop.toml` and its two tables; returns the paths."""
    shop = synthetic_shop(site, seed=seed, months=months)
    names = {name: getattr(SHOP, name) for name in ("organisation", "name", "product", "place")} | {"process": SHOP.process.value}
    write_atomic(out / "workshop.toml", _TOML.format(**names).encode())
    write_shop_months(out / "before-2024.csv", shop.baseline)
    write_shop_months(out / "after-2025.csv", shop.months)
    return {"workshop": str(out / "workshop.toml"), "before": str(out / "before-2024.csv"), "after": str(out / "after-2025.csv")}
