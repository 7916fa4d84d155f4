"""From a certificate's own figures back to the footprint and the registry's serials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.errors import Param
from lingtan.evidence import Explanation
from lingtan.messages import Message
from lingtan.neutrality.serials import GRAMS_PER_TONNE

__all__ = ["CERTIFICATE_FIGURES", "explain_certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """How a figure of the certificate is made: where it stands, the sentence, the figures it is made of, and its unit."""

    section: str
    code: str
    parts: tuple[str, ...]
    unit: str = "g CO2e"


_RULES: Mapping[str, _Rule] = {
    "meanBatchMg": _Rule(section="policy", code="EXPLAIN_TIMES", parts=("meanMg",), unit="mg CO2e"),
    "batchMg": _Rule(section="policy", code="EXPLAIN_SAME", parts=("meanBatchMg",), unit="mg CO2e"),
    "requiredG": _Rule(section="policy", code="EXPLAIN_GRAMS_UP", parts=("batchMg",)),
    "bufferG": _Rule(section="policy", code="EXPLAIN_BUFFER", parts=("requiredG", "meanBatchMg")),
    "totalG": _Rule(section="allocation", code="EXPLAIN_SAME", parts=("requiredG",)),
    "baseG": _Rule(section="allocation", code="EXPLAIN_PER_SERIAL", parts=("totalG",)),
    "extraCount": _Rule(section="allocation", code="EXPLAIN_PER_SERIAL", parts=("totalG",), unit="1"),
    "retiredG": _Rule(section="allocation", code="EXPLAIN_SUM", parts=("credits",)),
    "carriedInG": _Rule(section="allocation", code="EXPLAIN_CARRIED", parts=()),
    "remainderG": _Rule(section="allocation", code="EXPLAIN_REMAINDER", parts=("retiredG", "carriedInG", "totalG")),
}

#: The figures of a certificate that are computed from others of it.
CERTIFICATE_FIGURES = tuple(_RULES)


def explain_certificate(subject: Mapping[str, Any], figure: str, mean: Explanation) -> Explanation:
    """The walk back of one of `CERTIFICATE_FIGURES`; `mean` is the walk of the device's mean, which it ends in. [mg or g CO2e]."""
    if figure == "meanMg":
        return mean
    rule, policy = _RULES[figure], subject["policy"]
    params: dict[str, Param] = {"count": subject["devices"]["count"], "share": policy["unitVarianceShare"], "p": policy["quantile"]}
    code = "EXPLAIN_BATCH_QUANTILE" if figure == "batchMg" and policy["basis"] == "quantile" else rule.code
    if rule.parts == ("credits",):
        parts = tuple(_credit(line) for line in subject["credits"])
    else:
        parts = tuple(explain_certificate(subject, part, mean) for part in rule.parts)
    value = subject[rule.section][figure]
    return Explanation(figure=figure, value=value, unit=rule.unit, rule=Message(code=code, params=params), parts=parts)


def _credit(line: Mapping[str, Any]) -> Explanation:
    params = {name: line[name] for name in ("serialFirst", "serialLast", "tonnes", "retiredOn", "registryReference")}
    return Explanation(
        figure=f"{line['serialPrefix']} {line['serialFirst']}–{line['serialLast']}",
        value=line["tonnes"] * GRAMS_PER_TONNE,
        unit="g CO2e",
        rule=Message(code="EXPLAIN_CREDIT", params=params),
        source=f"{line['registry']}, {line['registryUrl']}, {line['evidenceDigest']}",
    )
