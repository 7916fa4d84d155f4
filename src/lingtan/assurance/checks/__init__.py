"""The checks of an evidence pack, one concept a file; each is a pure function from the pack to what it detected."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lingtan.assurance.checks.arithmetic import check_lines, check_published, check_stages
from lingtan.assurance.checks.factors import check_factor_classes, check_factor_editions, check_gwp_sets
from lingtan.assurance.checks.finite import check_finite
from lingtan.assurance.checks.freight import check_freight, great_circle_km
from lingtan.assurance.checks.green_power import check_green_power
from lingtan.assurance.checks.masses import check_masses
from lingtan.assurance.checks.metering import check_allocation, check_meters, months_between
from lingtan.assurance.checks.netting import check_credit_ranges, check_offsets, check_recycling
from lingtan.assurance.checks.plausibility import check_amounts
from lingtan.assurance.checks.quantiles import check_quantiles
from lingtan.assurance.checks.records import check_configuration, check_documents, check_duplicates, check_primary_share
from lingtan.assurance.checks.suppliers import check_suppliers
from lingtan.assurance.checks.use_phase import check_use, covers
from lingtan.assurance.detected import Detected, ranked
from lingtan.assurance.pack import EvidencePack

__all__ = ["CHECKS", "covers", "great_circle_km", "months_between", "run_checks"]

CHECKS: tuple[Callable[[EvidencePack], Iterator[Detected]], ...] = (
    check_lines,
    check_stages,
    check_published,
    check_quantiles,
    check_factor_classes,
    check_gwp_sets,
    check_factor_editions,
    check_meters,
    check_allocation,
    check_green_power,
    check_suppliers,
    check_masses,
    check_freight,
    check_use,
    check_offsets,
    check_recycling,
    check_credit_ranges,
    check_amounts,
    check_configuration,
    check_duplicates,
    check_documents,
    check_primary_share,
)


def run_checks(pack: EvidencePack) -> tuple[Detected, ...]:
    """Everything that all checks detect in a pack, the largest effect first; with a number that is none, only that."""
    if broken := tuple(check_finite(pack)):
        return broken
    return ranked(tuple(detected for check in CHECKS for detected in check(pack)))
