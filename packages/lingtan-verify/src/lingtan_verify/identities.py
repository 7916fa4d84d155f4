"""What must be true of the figures: identities 1 to 5 of docs/certificate.md. A valid signature over false content is still refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from lingtan_verify.reason import Reason, Reasons

__all__ = ["check_allocation", "check_credits", "check_footprint", "check_period", "credit_ranges", "folded"]

GRAMS_PER_TONNE = 1_000_000
#: The house's outer window between vintage and cancellation, as in its rule packs for credits; a programme's own may be narrower. [a]
VINTAGE_WINDOW_YEARS = 10
#: An identifier shorter than this names nobody when it stands alone.
SHORTEST_IDENTIFIER = 8
_FOR_WHOM = re.compile(r"(?:^|[^a-z])(?<!not )(?:for|on behalf of|beneficiary)$|(?:受益人|代表)$")
Z95 = 1.6449  # standard normal P95
#: A certificate is signed when it is issued; the outbox may lag, but not by more than this. [days]
SIGNING_LAG_DAYS = 31


def folded(text: str) -> str:
    """Text without what spelling leaves open: width, case, spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())


def check_footprint(subject: dict[str, Any]) -> Reasons:
    """Identity 1, and that the quantiles are in order and the policy is what its basis says."""
    footprint, policy, count = subject["footprint"], subject["policy"], subject["devices"]["count"]
    mean = footprint["meanMg"]
    if sum(footprint["stagesMg"].values()) != mean:
        yield Reason("STAGES_NOT_MEAN", "footprint.stagesMg", {"sum": sum(footprint["stagesMg"].values()), "mean": mean})
    if not footprint["p5Mg"] <= footprint["p50Mg"] <= footprint["p95Mg"]:
        yield Reason("QUANTILES_OUT_OF_ORDER", "footprint.p5Mg")
    if policy["meanBatchMg"] != mean * count:
        yield Reason("BATCH_NOT_MEAN", "policy.meanBatchMg", {"want": mean * count, "got": policy["meanBatchMg"]})
    if (policy["basis"] == "quantile") != (policy["quantile"] is not None):
        yield Reason("BASIS", "policy.quantile")
    elif policy["basis"] == "mean" and policy["batchMg"] != policy["meanBatchMg"]:
        yield Reason("BATCH_NOT_MEAN", "policy.batchMg", {"want": policy["meanBatchMg"], "got": policy["batchMg"]})
    elif policy["batchMg"] < policy["meanBatchMg"]:
        yield Reason("BATCH_BELOW_MEAN", "policy.batchMg")
    elif policy["quantile"] == 0.95:
        yield from _p95_is_plausible(footprint, policy, count)


def _p95_is_plausible(footprint: dict[str, Any], policy: dict[str, Any], count: int) -> Reasons:
    """The batch's P95 lies between half the normal closed form and the fully common bound (METHODS 4), within the noise of the draws.

    With a share u of the variance independent per unit, the batch's relative spread falls to √(1 − u + u/n) of one device's. The
    noise is four standard errors of the draws' mean, against which the exact mean is held.
    """
    share = policy["unitVarianceShare"]
    spread = (1 - share + share / count) ** 0.5
    noise = 4 * footprint["sdMg"] * count / footprint["draws"] ** 0.5
    above = policy["batchMg"] - policy["meanBatchMg"]
    common = max(footprint["p95Mg"] - footprint["meanMg"], 0) * count
    least = 0.5 * min(common, Z95 * footprint["sdMg"] * count) * spread - noise
    if not least <= above <= common + noise + 1000 * count:
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
    retired = GRAMS_PER_TONNE * sum(line["tonnes"] for line in lines)
    if allocation["retiredG"] != retired:
        yield Reason("RETIRED_GRAMS", "allocation.retiredG", {"want": retired, "got": allocation["retiredG"]})
    remainder = allocation["retiredG"] + allocation["carriedInG"] - allocation["totalG"]
    if remainder < 0:
        yield Reason("NOT_COVERED", "allocation", {"short": -remainder})
    elif allocation["remainderG"] != remainder:
        yield Reason("REMAINDER_GRAMS", "allocation.remainderG", {"want": remainder, "got": allocation["remainderG"]})
    for name, most in (("remainderG", GRAMS_PER_TONNE * max(1, len(lines))), ("carriedInG", GRAMS_PER_TONNE)):
        if allocation[name] >= most:
            yield Reason("REMAINDER_TOO_LARGE", f"allocation.{name}", {"grams": allocation[name]})


def credit_ranges(subject: dict[str, Any]) -> list[tuple[str, tuple[str, int, int]]]:
    """Place and (prefix, first, last) of every line, edges inclusive; case, width and kind of separator make no new prefix."""
    return [
        (f"credits[{index}]", (_series(line["serialPrefix"]), int(line["serialFirst"]), int(line["serialLast"])))
        for index, line in enumerate(subject["credits"])
    ]


def _series(prefix: str) -> str:
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", prefix).casefold()).strip("-")


def _line(line: dict[str, Any], place: str, subject: dict[str, Any], issued_on: date) -> Reasons:
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
    if re.search(rf"(?<![0-9a-f]){root}(?![0-9a-f])", written):
        return True
    if len(identifier) >= SHORTEST_IDENTIFIER and re.search(rf"(?<!\w){re.escape(identifier)}(?!\w)", written):
        return True
    return any(_stands_alone(written[: at.start()].rstrip(), written[at.end() :].lstrip()) for at in re.finditer(re.escape(name), written))


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
    if not (start <= end <= until and issued_on < until) or (until - start).days > 366 * (years + 1):
        yield Reason("CLAIM_PERIOD", "claim.periodEnd", {"years": years})
    if document["credentialStatus"]["id"] != f"urn:lingtan:status:{subject['number']}":
        yield Reason("STATUS_ENTRY", "credentialStatus.id")
    if (subject["version"] == 1) != (subject["replaces"] is None):
        yield Reason("VERSION", "replaces")
