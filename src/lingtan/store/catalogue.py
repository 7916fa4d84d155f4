"""What a list shows of a fact: label, key, reference, party, amount and state, taken from fixed places of its body.

One entry an (organisation, kind, subject); a later fact of the same subject changes what it says and leaves the rest. Facts of an
engagement, and of the request for one, come from two houses: the entry stands under the client, with the certifier as party.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.evidence import JSON, canonical_bytes, digest_bytes
from lingtan.store.tables import Row

__all__ = ["SHARED", "SHOWN", "Shown", "entries_of", "key_of"]

#: An index of PostgreSQL takes no more than 2,700 bytes: what is longer stands there by its digest, and a label is cut. [bytes]
_LONGEST = 1_000
_LONGEST_LABEL = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where a kind's columns stand in its body, as dotted paths. Parts of a label are joined by `between`, those of a key by `key_of`."""

    label: tuple[str, ...] = ()
    between: str = " "
    key: tuple[str, ...] = ()
    ref: str = ""
    party: str = ""
    amount: str = ""
    state: str = ""
    owner: str = ""


_CERTIFIED = "credentialSubject"
_NAMED = ("spec.attributes.manufacturer", "spec.attributes.model", "spec.attributes.configuration")

#: Every kind that shows more than its subject.
SHOWN: Mapping[str, Shown] = {
    "study": Shown(
        label=("study.subject", "study.configuration"),
        between=" · ",
        key=(*_NAMED, "study.service_years", "study.place_of_use"),
        ref="study.configuration_digest",
        amount="study.mean_mg",
    ),
    "product": Shown(
        label=_NAMED,
        key=_NAMED,
        ref="summary.configuration_digest",
        party="spec.attributes.device_class",
        amount="summary.mean_mg",
        state="state",
    ),
    "assurance_event": Shown(
        label=("body.scope",),
        key=("body.body.number",),
        ref="body.study_digest",
        party="body.certifier",
        amount="body.body.mean_mg",
        state="event",
        owner="body.client",
    ),
    "verification_request": Shown(
        label=("request.product", "request.configuration"),
        between=" · ",
        ref="request.study",
        party="request.certifier",
        amount="request.mean_mg",
        state="state",
        owner="request.client",
    ),
    "statement": Shown(
        label=(f"{_CERTIFIED}.subject", f"{_CERTIFIED}.configuration"),
        between=" · ",
        ref=f"{_CERTIFIED}.studyDigest",
        party="issuer.name",
        amount=f"{_CERTIFIED}.meanMg",
    ),
    "cancellation": Shown(
        label=("order.number", "lot.model"),
        between=" · ",
        key=("order.number",),
        ref="study_digest",
        party="order.holder.identifier",
        amount="requirement.required_g",
    ),
    "confirmation": Shown(label=("line.confirmation.registry_reference",), party="line.confirmation.beneficiary"),
    "certificate": Shown(
        label=(f"{_CERTIFIED}.product.model",),
        key=(f"{_CERTIFIED}.order",),
        ref=f"{_CERTIFIED}.footprint.studyDigest",
        party=f"{_CERTIFIED}.holder.identifier",
        amount=f"{_CERTIFIED}.allocation.totalG",
    ),
}

#: Kinds whose subject is one thing, whichever house records about it; their facts count the `step`.
SHARED = frozenset({"assurance_event", "verification_request"})


def key_of(*parts: JSON) -> str:
    """The key that parts make: one text as it is, several as the canonical JSON of their list; by its digest when it is long."""
    return _bounded(parts[0] if len(parts) == 1 and isinstance(parts[0], str) else canonical_bytes(parts).decode())


def entries_of(facts: Iterable[tuple[Row, JSON]], earlier: Mapping[str, Row] | None = None) -> list[dict[str, Any]]:
    """The entries of facts of one kind and subject, each with its body, in the order of their chains; `earlier` ones by organisation.

    Entries of a shared kind are made of all facts of the subject, and there is one.
    """
    rows: dict[str, dict[str, Any]] = {owner: dict(row) for owner, row in (earlier or {}).items()}
    ordered = list(facts)
    shared = bool(ordered) and ordered[0][0]["kind"] in SHARED
    if shared:
        ordered.sort(key=lambda pair: (_step(pair[1]), pair[0]["organisation"]))
        named = [owner for row, body in ordered if (owner := _text(_at(body, SHOWN[row["kind"]].owner)))]
        whose = named[-1] if named else ordered[0][0]["organisation"]
    for row, body in ordered:
        owner = whose if shared else row["organisation"]
        rows[owner] = _after(rows.get(owner), row, body) | {"organisation": owner}
    return list(rows.values())


def _after(earlier: Row | None, row: Row, body: JSON) -> dict[str, Any]:
    """The entry once this fact is on record."""
    shown = SHOWN.get(row["kind"], Shown())
    said = {
        "label": _label(body, shown),
        "key": _key(body, shown),
        "ref": _text(_at(body, shown.ref)),
        "party": _text(_at(body, shown.party)),
        "amount": _integer(_at(body, shown.amount)),
        "state": _text(_at(body, shown.state)),
    }
    known = earlier or {"label": row["subject"][:_LONGEST_LABEL], "first_at": row["recorded_at"]}
    merged = {name: known.get(name) if value is None else value for name, value in said.items()}
    whole = {"organisation": row["organisation"], "kind": row["kind"], "subject": row["subject"], **merged}
    return whole | {"first_at": known["first_at"], "at": row["recorded_at"], "fact": row["id"], "seq": row["seq"]}


def _at(body: JSON, path: str) -> JSON:
    """What stands at a dotted path; None where the body has no such place."""
    found = body if path else None
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _label(body: JSON, shown: Shown) -> str | None:
    parts = [_at(body, path) for path in shown.label]
    said = [part for part in parts if isinstance(part, str) and part and "\0" not in part]
    return shown.between.join(said)[:_LONGEST_LABEL] or None


def _key(body: JSON, shown: Shown) -> str | None:
    parts = [_at(body, path) for path in shown.key]
    if not parts or None in parts:
        return None
    return _text(parts[0]) if len(parts) == 1 else key_of(*parts)


def _text(value: JSON) -> str | None:
    """A text that a column may hold; None for anything else."""
    return _bounded(value) if isinstance(value, str) and value and "\0" not in value else None


def _bounded(text: str) -> str:
    data = text.encode()
    return text if len(data) <= _LONGEST else digest_bytes(data)


def _integer(value: JSON) -> int | None:
    """A whole number; an integer that came as 4.0 is 4, as its canonical form says."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == int(value) else None


def _step(body: JSON) -> int:
    step = _at(body, "step")
    return step if isinstance(step, int) else 0
