"""The identities of a certificate (docs/certificate.md, section 1), recomputed from its own words before it is signed.

A valid signature over false content is still false, so each check here works on the document alone, as a stranger would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from lingtan.errors import MethodError, Param
from lingtan.evidence import Stage, digest_json, is_web_address, mentions, mixed_scripts, party_core
from lingtan.messages import Message
from lingtan.neutrality.figures import kg_of_g, kg_of_mg
from lingtan.neutrality.retirements import names_beneficiary
from lingtan.neutrality.serials import GRAMS_PER_TONNE

__all__ = ["WordCheck", "check_identities", "require_identities"]

#: Words of a text that may not be published for the certificate's market and audience; the claims room brings it.
WordCheck: TypeAlias = Callable[[str], Sequence[str]]

_Doc: TypeAlias = Mapping[str, Any]


def check_identities(document: _Doc, *, banned: WordCheck) -> tuple[Message, ...]:
    """What is false in a certificate (signed or not), in the order of the identities; empty when all hold.

    A document in which a member is missing or of the wrong kind gives one finding, `CERT_SHAPE`.
    """
    try:
        return tuple(_findings(document, banned))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as exc:
        return (_found("CERT_SHAPE", "certificate", detail=f"{type(exc).__name__}: {exc}"),)


def require_identities(document: _Doc, *, banned: WordCheck) -> None:
    """Raises MethodError with the code of the first identity that does not hold."""
    for finding in check_identities(document, banned=banned):
        raise MethodError(finding.code, place=finding.place, **finding.params)


def _findings(document: _Doc, banned: WordCheck) -> Iterator[Message]:
    subject = document["credentialSubject"]
    issued_on = date.fromisoformat(document["validFrom"][:10])
    yield from _footprint(subject)
    yield from _policy(subject)
    yield from _allocation(subject)
    yield from _credits(subject)
    yield from _retirements(subject, issued_on)
    yield from _statement(document, subject, issued_on)
    yield from _claim(subject, banned)
    yield from _texts(subject, "")


def _footprint(subject: _Doc) -> Iterator[Message]:
    """Identity 1."""
    footprint, policy, count = subject["footprint"], subject["policy"], _integer(subject["devices"]["count"])
    stages, mean = footprint["stagesMg"], _integer(footprint["meanMg"])
    if set(stages) != set(Stage) or sum(_integer(mg) for mg in stages.values()) != mean:
        yield _found("CERT_STAGES", "footprint.stagesMg", stages=sum(stages.values()), mean=mean)
    if _integer(policy["meanBatchMg"]) != mean * count:
        yield _found("CERT_BATCH_MEAN", "policy.meanBatchMg", got=policy["meanBatchMg"], want=mean * count)
    batch, basis = _integer(policy["batchMg"]), policy["basis"]
    if (basis == "mean") != (policy["quantile"] is None) or basis not in ("mean", "quantile"):
        yield _found("CERT_BASIS", "policy.basis", basis=str(basis))
    elif (basis == "mean" and batch != policy["meanBatchMg"]) or batch < policy["meanBatchMg"]:
        yield _found("CERT_BATCH", "policy.batchMg", got=batch, mean=policy["meanBatchMg"])


def _policy(subject: _Doc) -> Iterator[Message]:
    """Identity 2."""
    policy = subject["policy"]
    required = -(-policy["batchMg"] // 1000)
    if _integer(policy["requiredG"]) != required:
        yield _found("CERT_REQUIRED", "policy.requiredG", got=policy["requiredG"], want=required)
    buffer = policy["requiredG"] + -policy["meanBatchMg"] // 1000
    if _integer(policy["bufferG"]) != buffer:
        yield _found("CERT_BUFFER", "policy.bufferG", got=policy["bufferG"], want=buffer)


def _allocation(subject: _Doc) -> Iterator[Message]:
    """Identity 3."""
    a, count = subject["allocation"], subject["devices"]["count"]
    total, base, extra = _integer(a["totalG"]), _integer(a["baseG"]), _integer(a["extraCount"])
    if total != subject["policy"]["requiredG"]:
        yield _found("CERT_TOTAL", "allocation.totalG", got=total, want=subject["policy"]["requiredG"])
    if not 0 <= extra < count:
        yield _found("CERT_EXTRA", "allocation.extraCount", got=extra, count=count)
    if total != count * base + extra:
        yield _found("CERT_PER_SERIAL", "allocation.baseG", got=count * base + extra, want=total)


def _credits(subject: _Doc) -> Iterator[Message]:
    """Identity 4."""
    lines, a = subject["credits"], subject["allocation"]
    taken: list[tuple[str, str, int, int, int]] = []
    for index, line in enumerate(lines):
        place = f"credits[{index}]"
        first, last = _digits(line["serialFirst"]), _digits(line["serialLast"])
        if _integer(line["tonnes"]) != last - first + 1 or line["tonnes"] < 1:
            yield _found("CERT_TONNES", f"{place}.tonnes", got=line["tonnes"], want=last - first + 1)
        for programme, prefix, begin, end, other in taken:
            if (programme, prefix) == (line["programme"], line["serialPrefix"]) and first <= end and begin <= last:
                yield _found("CERT_RANGE_TWICE", f"{place}.serialFirst", other=other)
        taken.append((line["programme"], line["serialPrefix"], first, last, index))
    retired = sum(line["tonnes"] for line in lines) * GRAMS_PER_TONNE
    if _integer(a["retiredG"]) != retired:
        yield _found("CERT_RETIRED", "allocation.retiredG", got=a["retiredG"], want=retired)
    if _integer(a["carriedInG"]) < 0:
        yield _found("CERT_CARRIED", "allocation.carriedInG", got=a["carriedInG"])
    carried = sum(_integer(one["grams"]) for one in a["carriedFrom"])
    numbers = [one["number"] for one in a["carriedFrom"]]
    if carried != a["carriedInG"] or len(set(numbers)) != len(numbers) or subject["number"] in numbers:
        yield _found("CERT_CARRIED_FROM", "allocation.carriedFrom", got=carried, want=a["carriedInG"])
    remainder = a["retiredG"] + a["carriedInG"] - a["totalG"]
    if _integer(a["remainderG"]) != remainder:
        yield _found("CERT_REMAINDER", "allocation.remainderG", got=a["remainderG"], want=remainder)
    covered = min(a["retiredG"], retired) + a["carriedInG"]
    if covered < a["totalG"]:
        yield _found("CERT_SHORT", "allocation.retiredG", short=a["totalG"] - covered)
    if remainder >= GRAMS_PER_TONNE * max(len(lines), 1):
        yield _found("CERT_REMAINDER_LARGE", "allocation.remainderG", got=remainder, lines=len(lines))


def _retirements(subject: _Doc, issued_on: date) -> Iterator[Message]:
    """Identity 5."""
    holder, root = subject["holder"], subject["devices"]["serialsRoot"]
    for index, line in enumerate(subject["credits"]):
        place, retired_on = f"credits[{index}]", date.fromisoformat(line["retiredOn"])
        if retired_on > issued_on:
            yield _found("CERT_RETIRED_LATER", f"{place}.retiredOn", got=line["retiredOn"], issued=issued_on.isoformat())
        if _integer(line["vintageYear"]) > retired_on.year:
            yield _found("CERT_VINTAGE", f"{place}.vintageYear", got=line["vintageYear"], year=retired_on.year)
        if not names_beneficiary(line["beneficiary"], name=holder["name"], identifier=holder["identifier"], serials_root=root):
            yield _found("CERT_BENEFICIARY", f"{place}.beneficiary", got=line["beneficiary"], holder=holder["name"])


def _statement(document: _Doc, subject: _Doc, issued_on: date) -> Iterator[Message]:
    """Identity 6, but for the signature, which `attest` checks."""
    if len(document["evidence"]) != 1:
        yield _found("CERT_STATEMENT", "evidence", got=str(len(document["evidence"])))
        return
    statement = document["evidence"][0]
    said, product, footprint = statement["credentialSubject"], subject["product"], subject["footprint"]
    named = subject["statement"]
    if "LingtanVerificationStatement" not in statement["type"] or "proof" not in statement:
        yield _found("CERT_STATEMENT", "evidence[0].type", got=str(statement["type"]))
    if (named["number"], named["digest"]) != (said["number"], digest_json(statement)):
        yield _found("CERT_STATEMENT_DIGEST", "statement.digest", got=named["number"])
    parties = [document["issuer"]["name"], product["manufacturer"], subject["holder"]["name"]]
    parties += [subject["payer"]["name"]] if subject["payer"] is not None else []
    certifier = party_core(statement["issuer"]["name"])
    if statement["issuer"]["id"] == document["issuer"]["id"] or certifier in {party_core(name) for name in parties}:
        yield _found("CERT_SELF_VERIFIED", "evidence[0].issuer", got=statement["issuer"]["name"])
    if not date.fromisoformat(statement["validFrom"][:10]) <= issued_on <= date.fromisoformat(statement["validUntil"][:10]):
        yield _found("CERT_STATEMENT_NOT_IN_FORCE", "evidence[0].validUntil", got=statement["validUntil"], issued=issued_on.isoformat())
    signed_on = statement["validFrom"][:10]  # ISO days sort as text
    for index, line in enumerate(subject["credits"]):
        if line["retiredOn"] < signed_on:
            yield _found("CERT_RETIRED_BEFORE_STATEMENT", f"credits[{index}].retiredOn", got=line["retiredOn"], signed=signed_on)
    if said["signer"]["competenceValidUntil"] < signed_on:
        yield _found(
            "CERT_COMPETENCE", "evidence[0].credentialSubject.signer", got=said["signer"]["competenceValidUntil"], signed=signed_on
        )
    minor = said["findings"].get("openMinor", [])
    is_named = all(any(mentions(words, one) for words in said["qualifications"]) for one in minor)
    if not is_named or len(set(minor)) != said["findings"]["raised"] - said["findings"]["closed"]:
        yield _found("CERT_FINDINGS_OPEN", "evidence[0].credentialSubject.findings", raised=said["findings"]["raised"])
    pairs: tuple[tuple[str, str, Any, Any], ...] = (
        ("CERT_STATEMENT_SUBJECT", "subject", said["subject"], product["model"]),
        ("CERT_STATEMENT_CONFIGURATION", "configuration", said["configuration"], product["configuration"]),
        ("CERT_STATEMENT_STUDY", "studyDigest", said["studyDigest"], footprint["studyDigest"]),
        ("CERT_STATEMENT_CONFIGURATION", "configurationDigest", said["configurationDigest"], product["configurationDigest"]),
        ("CERT_STATEMENT_MEAN", "meanMg", said["meanMg"], footprint["meanMg"]),
        ("CERT_STATEMENT_STAGES", "stagesMg", said["stagesMg"], footprint["stagesMg"]),
        ("CERT_STATEMENT_YEARS", "serviceYears", said["serviceYears"], product["serviceYears"]),
        ("CERT_STATEMENT_PLACE", "placeOfUse", said["placeOfUse"], product["placeOfUse"]),
        ("CERT_STATEMENT_METHOD", "methodVersion", said["methodVersion"], subject["methodVersion"]),
        ("CERT_STATEMENT_GWP", "gwpSet", said["gwpSet"], footprint["gwpSet"]),
        ("CERT_STATEMENT_SYNTHETIC", "synthetic", bool(said["synthetic"]) <= bool(subject["synthetic"]), True),
    )
    for code, member, got, want in pairs:
        if got != want:
            yield _found(code, f"evidence[0].credentialSubject.{member}", got=str(got), want=str(want))


def _claim(subject: _Doc, banned: WordCheck) -> Iterator[Message]:
    """Identity 7."""
    claim = subject["claim"]
    if claim["type"] != "offset":
        yield _found("CERT_CLAIM_TYPE", "claim.type", got=str(claim["type"]))
    if date.fromisoformat(claim["periodEnd"]) < date.fromisoformat(claim["periodStart"]):
        yield _found("CERT_PERIOD", "claim.periodEnd", got=claim["periodEnd"])
    product = subject["product"]
    for place, printed in (
        ("product.model", product["model"]),
        ("product.functionalUnit", product["functionalUnit"]),
        ("claim.standard", claim["standard"]),
    ):
        words = banned(printed)
        if words:
            yield _found("CERT_CLAIM_WORD", place, words=", ".join(words))
    footprint, cancelled = kg_of_mg(subject["footprint"]["meanMg"]), kg_of_g(subject["allocation"]["totalG"])
    for language in ("zh", "en"):
        place, text = f"claim.text.{language}", claim["text"][language]
        words = banned(text)
        if words:
            yield _found("CERT_CLAIM_WORD", place, words=", ".join(words))
        if f"{footprint} kg" not in text:
            yield _found("CERT_CLAIM_FOOTPRINT", place, want=f"{footprint} kg")
        if f"{cancelled} kg" not in text:
            yield _found("CERT_CLAIM_CANCELLED", place, want=f"{cancelled} kg")


def _texts(value: object, place: str) -> Iterator[Message]:
    """Every text of the subject: no word of two alphabets that look alike, and addresses that a browser may open."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{place}[{index}]")
    elif isinstance(value, str):
        if mixed_scripts(value):
            yield _found("CERT_MIXED_SCRIPTS", place, got=value)
        if place.endswith(("registryUrl", "verify.address")) and not is_web_address(value):
            yield _found("CERT_ADDRESS", place, got=value)


def _found(code: str, place: str, **params: Param) -> Message:
    return Message(code=code, params=params, place=place)


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"integer wanted, got {value!r}")
    return value


def _digits(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ValueError(f"digits wanted, got {value!r}")
    return int(value)
