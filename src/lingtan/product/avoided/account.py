"""The account: reference minus product over paired draws, the share that is claimed, and what the account may never be used for.

METHODS 10: a document of its own, the reference named, the attribution stated; never beside or subtracted from a footprint, never
eligible for neutrality. Neither product's footprint stands in the record, only the digests of their studies, so that nobody nets them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.product.avoided.case import AvoidedCase
from lingtan.product.footprint import DeviceFootprint, compare_devices

__all__ = ["avoided_account"]


def avoided_account(
    case: AvoidedCase, product: DeviceFootprint, reference: DeviceFootprint, *, number: str | None, issued_on: date, seed: int, draws: int
) -> dict[str, JSON]:
    """`avoided.json`: mean difference of the certified means, its joint spread, the claimed share of it. [mg CO2e], positive = avoided.

    Where the 5th percentile of the difference is not above 0 no avoidance is supported, and nothing is claimed. Raises InputError
    `AVOIDED_REFERENCE_OTHER` when the reference study is of another model than the one named, `AVOIDED_SAME`, `AVOIDED_NOT_EQUIVALENT`.
    """
    _check(case, product, reference)
    found = compare_devices(reference.inventory, product.inventory, seed=seed, draws=draws)
    spread = found.difference
    difference = reference.study.mean_mg - product.study.mean_mg
    is_supported = spread.p5 > 0.0
    claimed = round(Fraction(str(case.attribution.share)) * difference) if is_supported else 0
    return {
        "number": number or f"AE-{product.study.digest[7:13]}-{reference.study.digest[7:13]}",
        "issuedOn": issued_on.isoformat(),
        "synthetic": case.synthetic or product.study.synthetic or reference.study.synthetic,
        "methodVersion": product.study.method_version,
        "product": _named(product),
        "reference": {**_named(reference), "why": case.reference.why, "market": case.reference.market},
        "function": {
            "en": product.study.functional_unit_en,
            "zh": product.study.functional_unit_zh,
            "serviceYears": product.study.service_years,
            "placeOfUse": product.study.place_of_use,
        },
        "scenario": {
            "description": case.scenario.description,
            "periodStart": case.scenario.period_start.isoformat(),
            "periodEnd": case.scenario.period_end.isoformat(),
            "units": case.scenario.units,
        },
        "attribution": {
            "share": case.attribution.share,
            "claimedBy": case.attribution.claimed_by,
            "basis": case.attribution.basis,
        },
        "differenceMg": difference,
        "claimedMg": claimed,
        "claimedTotalMg": claimed * case.scenario.units,
        "sdMg": round(spread.sd * 1e6),
        "p5Mg": round(spread.p5 * 1e6),
        "p50Mg": round(spread.p50 * 1e6),
        "p95Mg": round(spread.p95 * 1e6),
        "standardErrorMg": round(spread.standard_error_mean * 1e6),
        "draws": draws,
        "seed": seed,
        "probabilityLower": 1.0 - found.probability_a_less - found.probability_equal,
        "supported": is_supported,
        "stages": [
            {"stage": stage.value, "mg": reference.study.stages_mg[stage] - mg} for stage, mg in product.study.stages_mg.items()
        ],
        "use": {"subtractedFromFootprint": False, "eligibleForNeutrality": False, "isCredit": False},
    }  # fmt: skip


def _named(device: DeviceFootprint) -> dict[str, JSON]:
    attributes = device.inventory.spec.attributes
    named = {"manufacturer": attributes.manufacturer, "model": attributes.model, "configuration": attributes.configuration}
    return {**named, "studyDigest": device.study.digest}


def _check(case: AvoidedCase, product: DeviceFootprint, reference: DeviceFootprint) -> None:
    if reference.study.subject.casefold() != case.reference.name.strip().casefold():
        raise InputError("AVOIDED_REFERENCE_OTHER", place="reference.name", named=case.reference.name, found=reference.study.subject)
    if reference.study.configuration_digest == product.study.configuration_digest:
        raise InputError("AVOIDED_SAME", place="reference", model=product.study.subject)
    for field in ("functional_unit_en", "service_years", "place_of_use", "data_year", "end_of_life", "method_version"):
        one, other = getattr(product.study, field), getattr(reference.study, field)
        if one != other:
            raise InputError("AVOIDED_NOT_EQUIVALENT", place="reference", field=field, product=str(one), reference=str(other))
