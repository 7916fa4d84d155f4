"""What must be true of the figures: identities 1 to 5 of docs/certificate.md. A valid signature over false content is still refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from statistics import NormalDist
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from lingtan_verify.reason import Reason, Reasons
from lingtan_verify.serials import check_serial, series_of

__all__ = ["SIGNING_LAG_DAYS", "check_allocation", "check_credits", "check_footprint", "check_period", "credit_ranges"]

GRAMS_PER_TONNE = 1_000_000
#: The house's outer window between vintage and cancellation, as in its rule packs for credits; a programme's own may be narrower. [a]
VINTAGE_WINDOW_YEARS = 10
#: An identifier shorter than this names nobody when it stands alone.
SHORTEST_IDENTIFIER = 8
_FOR_WHOM = re.compile(r"(?:^|[^a-z])(?:for|on behalf of|beneficiary)$|(?:受益人|代表)$")
#: Words before a name or identifier that may turn it round: such a text names nobody for certain.
_DENIES = re.compile(
    r"\b(?:not|no|nor|never|none|nothing|nobody|without|except|excluding|other than|instead of|rather than)\b|[非不未无除]"
)
Z95 = 1.6449  # standard normal P95
#: Cantelli's inequality: at most 5 % of any distribution lie further than √19 standard deviations above, or below, its mean.
_FURTHEST_P95 = 19**0.5
#: A certificate's claim begins with its issue; hardware may follow within this. [days]
_START_DAYS = 366
#: A certificate is signed when it is issued; the outbox may lag, but not by more than this. [days]
SIGNING_LAG_DAYS = 31


def check_footprint(subject: dict[str, Any]) -> Reasons:
    """Identity 1, and that the quantiles are in order and the policy is what its basis says."""
    footprint, policy, count = subject["footprint"], subject["policy"], subject["devices"]["count"]
    mean = footprint["meanMg"]
    if sum(footprint["stagesMg"].values()) != mean:
        yield Reason("STAGES_NOT_MEAN", "footprint.stagesMg", {"sum": sum(footprint["stagesMg"].values()), "mean": mean})
    for stage in ("materials", "assembly", "transport", "use"):
        if footprint["stagesMg"][stage] < 0:  # only what is recovered at the end of life may be a credit
            yield Reason("STAGE_NEGATIVE", f"footprint.stagesMg.{stage}", {"mg": footprint["stagesMg"][stage]})
    yield from _spread_is_plausible(footprint)
    if policy["meanBatchMg"] != mean * count:
        yield Reason("BATCH_NOT_MEAN", "policy.meanBatchMg", {"want": mean * count, "got": policy["meanBatchMg"]})
    if (policy["basis"] == "quantile") != (policy["quantile"] is not None):
        yield Reason("BASIS", "policy.quantile")
    elif policy["basis"] == "mean" and policy["batchMg"] != policy["meanBatchMg"]:
        yield Reason("BATCH_NOT_MEAN", "policy.batchMg", {"want": policy["meanBatchMg"], "got": policy["batchMg"]})
    elif policy["batchMg"] < policy["meanBatchMg"]:
        yield Reason("BATCH_BELOW_MEAN", "policy.batchMg")
    elif policy["basis"] == "quantile":
        yield from _quantile_is_plausible(footprint, policy, count)


def _spread_is_plausible(footprint: dict[str, Any]) -> Reasons:
    """Quantiles in order, the mean between them, and no further apart than any distribution of this σ allows, within the noise."""
    mean, sd, noise = footprint["meanMg"], footprint["sdMg"], _noise(footprint)
    low, high = footprint["p5Mg"], footprint["p95Mg"]
    if not low <= footprint["p50Mg"] <= high or not low - noise <= mean <= high + noise:
        yield Reason("QUANTILES_OUT_OF_ORDER", "footprint.p5Mg")
    elif max(high - mean, mean - low) > _FURTHEST_P95 * sd + noise:
        yield Reason("SD_IMPLAUSIBLE", "footprint.sdMg", {"sd": sd, "p5": low, "p95": high})


def _noise(footprint: dict[str, Any]) -> float:
    """Four standard errors of the draws' mean, against which the exact mean is held, and a milligram of rounding. [mg]."""
    return float(4 * footprint["sdMg"] / footprint["draws"] ** 0.5 + 1)


def _quantile_is_plausible(footprint: dict[str, Any], policy: dict[str, Any], count: int) -> Reasons:
    """The batch's quantile lies between half the normal closed form and the fully common bound (METHODS 4), within the noise.

    With a share u of the variance independent per unit, the batch's relative spread falls to √(1 − u + u/n) of one device's. Below
    P95 the least falls to nothing, as a skewed total's lower quantiles lie under its mean; above P95 the most is Cantelli's bound.
    """
    share, quantile = policy["unitVarianceShare"], policy["quantile"]
    of_p95 = max(0.0, min(1.0, (NormalDist().inv_cdf(quantile) / Z95 - 0.3) / 0.7))
    furthest = (quantile / (1 - quantile)) ** 0.5 * footprint["sdMg"] * count if quantile > 0.95 else 0.0
    spread = (1 - share + share / count) ** 0.5
    noise = _noise(footprint) * count
    above = policy["batchMg"] - policy["meanBatchMg"]
    common = max(footprint["p95Mg"] - footprint["meanMg"], 0) * count
    least = 0.5 * of_p95 * min(common, Z95 * footprint["sdMg"] * count) * spread - noise
    if not least <= above <= max(common, furthest) + noise + 1000 * count:
        yield Reason("QUANTILE_IMPLAUSIBLE", "policy.batchMg", {"above_mg": above, "common_mg": common})


def _up(mg: int) -> int:
    return -(-mg // 1000)


def check_allocation(subject: dict[str, Any]) -> Reasons:
    """Identities 2 and 3: milligrams rounded up to grams, and grams to devices, without one lost or added."""
    policy, allocation, count = subject["policy"], subject["allocation"], subject["devices"]["count"]
    want = _up(policy["batchMg"])
    if policy["requiredG"] != want:
        yield Reason("REQUIRED_GRAMS", "policy.requiredG", {"want": want, "got": policy["requiredG"]})
    buffer = policy["requiredG"] - _up(policy["meanBatchMg"])
    if policy["bufferG"] != buffer:
        yield Reason("BUFFER_GRAMS", "policy.bufferG", {"want": buffer, "got": policy["bufferG"]})
    if allocation["totalG"] != policy["requiredG"]:
        yield Reason("TOTAL_GRAMS", "allocation.totalG", {"want": policy["requiredG"], "got": allocation["totalG"]})
    if allocation["extraCount"] >= count or count * allocation["baseG"] + allocation["extraCount"] != allocation["totalG"]:
        yield Reason("SHARE_GRAMS", "allocation.baseG")


def check_credits(subject: dict[str, Any], issued_on: date) -> Reasons:
    """Identities 4 and 5: ranges and tonnes, remainder, dates, beneficiary."""
    lines, allocation = subject["credits"], subject["allocation"]
    for index, line in enumerate(lines):
        yield from _line(line, f"credits[{index}]", subject, issued_on)
    for (one, first), (other, second) in pairwise(sorted(credit_ranges(subject), key=lambda item: item[1])):
        if first[0] == second[0] and second[1] <= first[2]:
            yield Reason("RANGE_OVERLAP", other, {"with": one})
    yield from _references(lines)
    retired = GRAMS_PER_TONNE * sum(line["tonnes"] for line in lines)
    if allocation["retiredG"] != retired:
        yield Reason("RETIRED_GRAMS", "allocation.retiredG", {"want": retired, "got": allocation["retiredG"]})
    carried = allocation["carriedFrom"]
    named = {one["number"] for one in carried}
    if sum(one["grams"] for one in carried) != allocation["carriedInG"] or len(named) != len(carried) or subject["number"] in named:
        yield Reason(
            "CARRIED_FROM", "allocation.carriedFrom", {"want": allocation["carriedInG"], "got": sum(one["grams"] for one in carried)}
        )
    remainder = allocation["retiredG"] + allocation["carriedInG"] - allocation["totalG"]
    if remainder < 0:
        yield Reason("NOT_COVERED", "allocation", {"short": -remainder})
    elif allocation["remainderG"] != remainder:
        yield Reason("REMAINDER_GRAMS", "allocation.remainderG", {"want": remainder, "got": allocation["remainderG"]})
    for name, most in (("remainderG", GRAMS_PER_TONNE * max(1, len(lines))), ("carriedInG", GRAMS_PER_TONNE)):
        if allocation[name] >= most:
            yield Reason("REMAINDER_TOO_LARGE", f"allocation.{name}", {"grams": allocation[name]})


def _references(lines: list[dict[str, Any]]) -> Reasons:
    """One retirement of a registry is one project and one vintage: another one under its reference was not retired by it."""
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for index, line in enumerate(lines):
        reference, kind = (line["programme"], line["registryReference"]), (line["projectId"], line["vintageYear"])
        if seen.setdefault(reference, kind) != kind:
            yield Reason("REFERENCE_REUSED", f"credits[{index}].registryReference", {"reference": line["registryReference"]})


def credit_ranges(subject: dict[str, Any]) -> list[tuple[str, tuple[str, int, int]]]:
    """Place and (prefix, first, last) of every line, edges inclusive; case, width and kind of separator make no new prefix."""
    return [
        (f"credits[{index}]", (series_of(line["serialPrefix"]), int(line["serialFirst"]), int(line["serialLast"])))
        for index, line in enumerate(subject["credits"])
    ]


def _line(line: dict[str, Any], place: str, subject: dict[str, Any], issued_on: date) -> Reasons:
    yield from check_serial(line, place)
    units = int(line["serialLast"]) - int(line["serialFirst"]) + 1
    if line["tonnes"] != units:
        yield Reason("RANGE_NOT_TONNES", f"{place}.tonnes", {"range": units, "tonnes": line["tonnes"]})
    retired_on = date.fromisoformat(line["retiredOn"])
    if retired_on > issued_on:
        yield Reason("RETIRED_AFTER_ISSUE", f"{place}.retiredOn", {"retired": line["retiredOn"], "issued": issued_on.isoformat()})
    if line["vintageYear"] > retired_on.year:
        yield Reason("VINTAGE_AFTER_RETIREMENT", f"{place}.vintageYear", {"vintage": line["vintageYear"], "retired": line["retiredOn"]})
    if retired_on.year - line["vintageYear"] > VINTAGE_WINDOW_YEARS:
        yield Reason("VINTAGE_TOO_OLD", f"{place}.vintageYear", {"vintage": line["vintageYear"], "years": VINTAGE_WINDOW_YEARS})
    if not _names(line["beneficiary"], subject):
        yield Reason("BENEFICIARY", f"{place}.beneficiary", {"holder": subject["holder"]["name"]})


def _names(beneficiary: str, subject: dict[str, Any]) -> bool:
    """Whether the registry's text names the holder, whole and as nobody else's part, or the batch by its root."""
    written, root = _spaced(beneficiary), subject["devices"]["serialsRoot"].removeprefix("sha256:")
    identifier, name = _spaced(subject["holder"]["identifier"]), _spaced(subject["holder"]["name"])
    wholes = [root] + ([identifier] if len(identifier) >= SHORTEST_IDENTIFIER else [])
    found = [at for whole in wholes for at in re.finditer(rf"(?<!\w){re.escape(whole)}(?!\w)", written)]
    found += [
        at for at in re.finditer(re.escape(name), written) if _stands_alone(written[: at.start()].rstrip(), written[at.end() :].lstrip())
    ]
    return any(_DENIES.search(written[: at.start()]) is None for at in found)


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _stands_alone(before: str, after: str) -> bool:
    """No branch, no holding, no "not": a name ends at punctuation and begins there, or after a word that says for whom."""
    ends = not after or after[0] in ",;:|/、.()。，"
    begins = not before or before[-1] in ",;:|/、(。，" or _FOR_WHOM.search(before) is not None
    return ends and begins


def check_period(document: dict[str, Any], now: str) -> Reasons:
    """Dates of the certificate itself: signed when issued, not in the future, not over, and no longer than the declared years."""
    subject, created = document["credentialSubject"], document["proof"]["created"]
    claim = subject["claim"]
    start, end = date.fromisoformat(claim["periodStart"]), date.fromisoformat(claim["periodEnd"])
    issued_on, until = date.fromisoformat(document["validFrom"][:10]), date.fromisoformat(document["validUntil"][:10])
    if document["validFrom"] > now or created > now:
        yield Reason("NOT_YET_VALID", "validFrom", {"valid_from": document["validFrom"], "now": now})
    if document["validUntil"] <= now:
        yield Reason("EXPIRED", "validUntil", {"valid_until": document["validUntil"]})
    if date.fromisoformat(created[:10]) - issued_on > timedelta(days=SIGNING_LAG_DAYS):
        yield Reason("BACK_DATED", "validFrom", {"valid_from": document["validFrom"], "created": created})
    years = subject["product"]["serviceYears"]
    covered = (end - start).days + 1 <= 365.25 * years + 3 and abs(start - issued_on) <= timedelta(days=_START_DAYS)
    if not (covered and start <= end <= until and issued_on < until) or (until - start).days > 366 * (years + 1):
        yield Reason("CLAIM_PERIOD", "claim.periodEnd", {"years": years})
    if subject["footprint"]["dataYear"] > issued_on.year:
        yield Reason("DATA_YEAR", "footprint.dataYear", {"year": subject["footprint"]["dataYear"]})
    yield from _address(subject)
    if document["credentialStatus"]["id"] != f"urn:lingtan:status:{subject['number']}":
        yield Reason("STATUS_ENTRY", "credentialStatus.id")
    if (subject["version"] == 1) != (subject["replaces"] is None) or subject["replaces"] == subject["number"]:
        yield Reason("VERSION", "replaces")


def _address(subject: dict[str, Any]) -> Reasons:
    """The address to verify at is this certificate's: its number ends the path, and `r`, when given, begins its batch root."""
    address = urlsplit(subject["verify"]["address"])
    roots = parse_qs(address.query).get("r", [])
    root = subject["devices"]["serialsRoot"].removeprefix("sha256:")
    if unquote(address.path).rpartition("/")[2] != subject["number"] or any(len(one) < 16 or not root.startswith(one) for one in roots):
        yield Reason("VERIFY_ADDRESS", "verify.address", {"address": subject["verify"]["address"]})
