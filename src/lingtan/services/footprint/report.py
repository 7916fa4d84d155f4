"""`lingtan study report`: the full study report of a study as JSON or as PDF in a language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from lingtan.documents import render_report
from lingtan.errors import InputError
from lingtan.evidence import JSON, canonical_bytes
from lingtan.files import write_atomic
from lingtan.messages import Language
from lingtan.product import DeviceFootprint
from lingtan.product.report import CriticalReview, study_report
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store

__all__ = ["ReportForm", "report_bytes", "report_number", "report_record", "review_of", "write_report"]

ReportForm = Literal["json", "zh.pdf", "en.pdf"]


def report_number(device: DeviceFootprint) -> str:
    """The number a report has unless it is given another: it follows from the study."""
    return f"SR-{device.footprint.study_digest[7:19]}"


def report_record(
    device: DeviceFootprint,
    *,
    issued_on: date,
    commissioner: str,
    is_frozen: bool,
    review: CriticalReview | None = None,
    number: str | None = None,
) -> dict[str, JSON]:
    """The record of the report; what is said of a review is what is on record at the time."""
    return study_report(
        device,
        number=number or report_number(device),
        issued_on=issued_on,
        commissioner=commissioner,
        is_frozen=is_frozen,
        review=review,
    )


def report_bytes(record: dict[str, JSON], form: ReportForm) -> bytes:
    """The report in a form. The same record gives the same bytes."""
    return canonical_bytes(record) if form == "json" else render_report(record, form.removesuffix(".pdf"))


def write_report(record: dict[str, JSON], path: Path, language: Language) -> None:
    """Write the report in the form that the file's ending names. Raises InputError `REPORT_FORM` for another ending."""
    forms: dict[str, ReportForm] = {".json": "json", ".pdf": "zh.pdf" if language is Language.ZH else "en.pdf"}
    if path.suffix not in forms:
        raise InputError("REPORT_FORM", place=path.name, known=", ".join(forms))
    write_atomic(path, report_bytes(record, forms[path.suffix]))


def review_of(store: Store, study: str) -> CriticalReview | None:
    """The verification statement over the study of this digest; None where there is none."""
    signed = next(iter(store.catalogue("statement", ref=study, limit=1).rows), None)
    if signed is None:
        return None
    vc = body_of(store.fact(signed.fact))
    last = next(iter(store.catalogue("assurance_event", ref=study, limit=1).rows), None)
    return CriticalReview(
        number=signed.subject,
        body=str(vc["issuer"]["name"]),
        level=str(vc["credentialSubject"]["levelOfAssurance"]),
        valid_until=str(vc["validUntil"])[:10],
        is_withdrawn=last is not None and (last.state or "").lower() == "withdrawn",
    )
