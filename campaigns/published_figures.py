"""Public figures as questions: what they imply, and the Tianjin example at 90 % with green power and with none.

    .venv/bin/python campaigns/published_figures.py

Prints the implied parameters with their bounds and the conflicts, then plans the Tianjin example (examples/sites) for a cut of 90 % twice:
as it stands, and with every bought attribute at zero. Exits 1 where a check that is recorded in docs/assessment.md came out otherwise.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from lingtan.assessment.published import published_report
from lingtan.factory import InstrumentClass, Plan, SiteFile, plan_or_reach
from lingtan.services.factory.site import open_site

SITE = Path(__file__).parents[1] / "examples" / "sites" / "tianjin-greenfield.toml"
CONFLICTS = 6


def without_attributes(file: SiteFile) -> SiteFile:
    """The same site with green power = 0 and no certificates."""
    kept = tuple(item for item in file.instruments if item.kind is InstrumentClass.OFFSET)
    return replace(file, instruments=kept)


def main() -> int:
    """Print all; the number of things that came out otherwise than recorded."""
    report = published_report()
    for check in report.checks:
        bound = f"bound {check.bound.low:.4g} to {check.bound.high:.4g}: {check.fit}" if check.bound else ""
        print(f"{check.id:30} {check.implied.low:10.4g} to {check.implied.high:10.4g} {check.unit:8} {bound}")
    for clash in report.conflicts:
        print(f"conflict {clash.id}: ratio {clash.ratio:.3f}")
    wrong = len(report.conflicts) != CONFLICTS
    with_green = plan_or_reach(open_site(SITE))
    without = plan_or_reach(open_site(SITE, without_attributes))
    if isinstance(with_green, Plan):
        bought = {name: size for name, size in with_green.sizes.items() if name.startswith(("green_power_kwh", "certificates_kwh"))}
        print(f"90 % with green power: {with_green.carbon.market_t:.0f} of {with_green.carbon.baseline_market_t:.0f} t; bought {bought}")
    if not isinstance(without, Plan):
        whole = with_green.carbon.baseline_market_t if isinstance(with_green, Plan) else float("nan")
        print(f"green power = 0: at least {without.least_t:.0f} t remain, so at most {1 - without.least_t / whole:.1%} can be cut")
    return wrong + (not isinstance(with_green, Plan)) + isinstance(without, Plan)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
