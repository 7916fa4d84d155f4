"""Records: documents that exist, fit the period and are used once; no line twice; digests that are of what they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import Document, EvidencePack
from lingtan.evidence import digest_json

__all__ = ["check_configuration", "check_documents", "check_duplicates", "check_primary_share"]

_SHARE_TOLERANCE = 0.005


def check_configuration(pack: EvidencePack) -> Iterator[Detected]:
    """`CONFIGURATION_DIGEST`: the digest is not the one of the attributes in the pack."""
    expected = digest_json(dict(pack.study.configuration))
    if expected != pack.study.configuration_digest:
        yield Detected(
            code="CONFIGURATION_DIGEST", place="study.configuration", expected=expected, found=pack.study.configuration_digest, of_rule=True
        )


def check_duplicates(pack: EvidencePack) -> Iterator[Detected]:
    """`LINE_DUPLICATE`: the same id, or the same part, amount, factor and document under two ids."""
    seen: dict[tuple[object, ...], str] = {}
    ids: set[str] = set()
    for line in pack.lines:
        body = (line.stage, line.component, line.material, line.place, line.amount, line.unit, line.factor, line.allocation, line.document)
        if line.id in ids or body in seen:
            other = line.id if line.id in ids else seen[body]
            yield Detected(code="LINE_DUPLICATE", place=line.id, expected="once", found=f"as {other}", effect_mg=-line.mg)
        seen.setdefault(body, line.id)
        ids.add(line.id)


def _uses(pack: EvidencePack) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = defaultdict(list)
    for row in pack.meters:
        uses[row.document].append(f"{row.meter} {row.month}")
    for line in pack.lines:
        if line.document:
            uses[line.document].append(line.id)
    for figure in pack.suppliers:
        uses[figure.document].append(figure.id)
    return uses


def check_documents(pack: EvidencePack) -> Iterator[Detected]:
    """`DOCUMENT_MISSING`, `DATE_OUTSIDE_PERIOD`, `DATE_FUTURE`, `DOCUMENT_REUSED` (one bill, two readings), `DOCUMENT_COPIED`."""
    documents = {document.id: document for document in pack.documents}
    files: dict[str, Document] = {}
    for document in pack.documents:
        if document.issued_on > pack.as_of:
            yield Detected(
                code="DATE_FUTURE", place=document.id, expected=f"≤ {pack.as_of}", found=document.issued_on.isoformat(), of_rule=True
            )
        if document.digest in files:
            yield Detected(
                code="DOCUMENT_COPIED", place=document.id, expected="its own file", found=f"as {files[document.digest].id}", of_rule=True
            )
        files.setdefault(document.digest, document)
    study = pack.study
    for name, places in sorted(_uses(pack).items()):
        found = documents.get(name)
        if found is None:
            yield Detected(code="DOCUMENT_MISSING", place=places[0], expected=name or "a document", found="none")
            continue
        if found.period_end < study.period_start or found.period_start > study.period_end:
            expected = f"{study.period_start} … {study.period_end}"
            yield Detected(
                code="DATE_OUTSIDE_PERIOD", place=name, expected=expected, found=f"{found.period_start} … {found.period_end}", of_rule=True
            )
    bills: dict[str, str] = {}
    for row in pack.meters:
        place = f"{row.meter} {row.month}"
        if row.document in bills:
            yield Detected(
                code="DOCUMENT_REUSED", place=place, expected="its own bill", found=f"{row.document} of {bills[row.document]}", of_rule=True
            )
        bills.setdefault(row.document, place)


def check_primary_share(pack: EvidencePack) -> Iterator[Detected]:
    """`PRIMARY_OVERSTATED`: stated share > Σ|mg| of primary lines that have a document / Σ|mg|. `MARK_WITHOUT_EVIDENCE`."""
    documents = {document.id for document in pack.documents}
    total = sum(abs(line.mg) for line in pack.lines)
    primary = 0
    for line in pack.lines:
        if not line.mark.is_primary:
            continue
        if line.document in documents:
            primary += abs(line.mg)
        else:
            yield Detected(
                code="MARK_WITHOUT_EVIDENCE", place=line.id, expected="a document", found=f"{line.mark.value}, none", effect_mg=line.mg
            )
    share = primary / total if total else 0.0
    if pack.study.primary_data_share > share + _SHARE_TOLERANCE:
        found = shown(pack.study.primary_data_share)
        yield Detected(code="PRIMARY_OVERSTATED", place="study.primary_data_share", expected=f"≤ {shown(share)}", found=found, of_rule=True)
