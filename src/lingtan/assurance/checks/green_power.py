"""Green power: one attribute, one claim (METHODS 13)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from lingtan.assurance.checks.metering import months_between
from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack

__all__ = ["check_green_power"]


def check_green_power(pack: EvidencePack) -> Iterator[Detected]:
    """`GREEN_DOUBLE`, `GREEN_OVERDRAWN`, `GREEN_OWNER`, `GREEN_VINTAGE`, `GREEN_UNKNOWN`, `GREEN_CREDITED`.

    The same id twice; more MWh used than held; owned by, or cancelled for, somebody else; a vintage outside the period; a use of an
    attribute that is not in the register; the same MWh also sold as a carbon credit.
    """
    held = Counter(attribute.id for attribute in pack.attributes)
    months = months_between(pack.study.period_start, pack.study.period_end)
    used: dict[str, float] = {}
    claimants = Counter((use.attribute, use.product) for use in pack.attribute_uses)
    for use in pack.attribute_uses:
        used[use.attribute] = math.fsum((used.get(use.attribute, 0.0), use.mwh))
        if use.attribute not in held:
            yield Detected(code="GREEN_UNKNOWN", place=use.attribute, expected="a registered attribute", found=use.product, of_rule=True)
    for (claimed, product), count in claimants.items():
        if count > 1:
            yield Detected(code="GREEN_DOUBLE", place=claimed, expected="1 use", found=f"{count} uses for {product}", of_rule=True)
    for attribute in pack.attributes:
        place, total = attribute.id, used.get(attribute.id, 0.0)
        if held[attribute.id] > 1:
            yield Detected(code="GREEN_DOUBLE", place=place, expected="1 record", found=f"{held[attribute.id]} records", of_rule=True)
        if total > attribute.mwh * (1 + 1e-9):
            yield Detected(
                code="GREEN_OVERDRAWN", place=place, expected=f"≤ {shown(attribute.mwh)} MWh", found=f"{shown(total)} MWh", of_rule=True
            )
        if attribute.id in used and attribute.credited_as:
            yield Detected(code="GREEN_CREDITED", place=place, expected="one scheme", found=attribute.credited_as, of_rule=True)
        if attribute.id in used and attribute.owner != pack.organisation:
            yield Detected(code="GREEN_OWNER", place=place, expected=pack.organisation, found=attribute.owner, of_rule=True)
        if attribute.id in used and attribute.cancelled_for != pack.organisation:
            yield Detected(
                code="GREEN_OWNER", place=place, expected=pack.organisation, found=attribute.cancelled_for or "not cancelled", of_rule=True
            )
        if attribute.id in used and attribute.vintage not in months:
            yield Detected(code="GREEN_VINTAGE", place=place, expected=f"{months[0]} … {months[-1]}", found=attribute.vintage, of_rule=True)
