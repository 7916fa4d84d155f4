"""The study report of a verification's study, for both sides of it."""

from __future__ import annotations

from datetime import date

from lingtan.errors import MethodError
from lingtan.services.assure.views.room import VerificationRoom
from lingtan.services.footprint.report import ReportForm, report_bytes, report_record, review_of
from lingtan.services.footprint.studies import find_study
from lingtan.store import Store

__all__ = ["study_report_file"]


def study_report_file(store: Store, room: VerificationRoom, form: ReportForm, *, issued_on: date) -> bytes:
    """The full study report of the study that the client asks to be verified, as recorded. `room` is what a side of it may see.

    Raises MethodError `STUDY_UNKNOWN` where no study is named yet, `STUDY_DIFFERS` or `METHOD_VERSION` for one that computes otherwise.
    """
    if room.figures is None:
        raise MethodError("STUDY_UNKNOWN", place=room.engagement, matches=0)
    study = room.figures.study
    device, review = find_study(store, study, organisation=room.client).require(), review_of(store, study)
    return report_bytes(report_record(device, issued_on=issued_on, commissioner=room.client, is_frozen=True, review=review), form)
