"""The verified figure is the mean; quantiles are labelled, ordered, and belong to one another (METHODS 3)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lingtan.assurance.checks.arithmetic import printed_kg
from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack

__all__ = ["check_quantiles"]

#: (P95 − P5) / σ of the normal is 3.29; of a lognormal with GSD 2 about 2.7. Outside 1.5…5 the three do not come from one sample.
_SPREAD_PER_SD = (1.5, 5.0)
_FEWEST_DRAWS = 1000


def check_quantiles(pack: EvidencePack) -> Iterator[Detected]:
    """`QUANTILE_LABEL`, `QUANTILE_ORDER`, `SPREAD_IMPLAUSIBLE`, `DRAWS_TOO_FEW`."""
    study = pack.study
    if study.published_label != "mean":
        yield Detected(code="QUANTILE_LABEL", place="study.published", expected="mean", found=study.published_label, of_rule=True)
    printed = printed_kg(study.published_kg)
    printed_mg = Decimal(study.mean_mg) if printed is None else printed * 10**6
    for name, value in (("p5", study.p5_mg), ("p50", study.p50_mg), ("p95", study.p95_mg)):
        nearer = abs(printed_mg - value) < abs(printed_mg - study.mean_mg)
        far = abs(printed_mg - study.mean_mg) > max(Decimal(study.mean_mg) / 1000, Decimal(60_000))
        if study.published_label == "mean" and nearer and far and abs(printed_mg - value) <= max(abs(value) // 1000, 60_000):
            yield Detected(
                code="QUANTILE_LABEL",
                place="study.published",
                expected=f"mean {shown(study.mean_mg / 1e6)} kg",
                found=f"{name} {study.published_kg} kg as mean",
                effect_mg=study.mean_mg - value,
                of_rule=True,
            )
    if not study.p5_mg <= study.p50_mg <= study.p95_mg or not study.p5_mg <= study.mean_mg <= study.p95_mg:
        found = f"{study.p5_mg} / {study.p50_mg} / {study.p95_mg}, mean {study.mean_mg}"
        yield Detected(code="QUANTILE_ORDER", place="study.quantiles", expected="P5 ≤ P50, mean ≤ P95", found=found)
    low, high = _SPREAD_PER_SD
    spread = study.p95_mg - study.p5_mg
    if study.sd_mg <= 0 or not low <= spread / study.sd_mg <= high:
        yield Detected(
            code="SPREAD_IMPLAUSIBLE", place="study.sd", expected=f"(P95 − P5)/σ in [{low}, {high}]", found=f"{spread} / {study.sd_mg}"
        )
    if study.draws < _FEWEST_DRAWS:
        yield Detected(code="DRAWS_TOO_FEW", place="study.draws", expected=f"≥ {_FEWEST_DRAWS}", found=str(study.draws))
