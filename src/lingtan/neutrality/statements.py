"""Whether a verification statement carries this footprint, here and today, before anything is neutralised on it."""

from __future__ import annotations

from datetime import date

from lingtan.errors import AssuranceError
from lingtan.evidence import Footprint, StatementOfFootprint, party_core

__all__ = ["check_statement"]


def check_statement(
    statement: StatementOfFootprint, footprint: Footprint, *, on: date, issuer: str, manufacturer: str, independence_digest: str | None
) -> None:
    """Nothing, or the first reason why the statement does not carry the footprint.

    `issuer` will issue the certificate and `manufacturer` made the devices: neither may verify. `independence_digest` is of the
    certifier's recorded independence (METHODS 24). Raises
    AssuranceError `STATEMENT_CONFIGURATION_DIFFERS`, `STATEMENT_STUDY_DIFFERS`, `STATEMENT_FIGURE_DIFFERS`, `STATEMENT_NOT_YET`,
    `STATEMENT_EXPIRED`, `STATEMENT_WITHDRAWN`, `STATEMENT_SELF`, `STATEMENT_INDEPENDENCE`.
    """
    place = statement.number
    if statement.configuration_digest != footprint.configuration_digest:
        raise AssuranceError("STATEMENT_CONFIGURATION_DIFFERS", place=place, subject=statement.subject, wanted=footprint.subject)
    if statement.study_digest != footprint.study_digest:
        raise AssuranceError("STATEMENT_STUDY_DIFFERS", place=place, statement=statement.study_digest, study=footprint.study_digest)
    if statement.mean_mg != footprint.mean_mg:
        raise AssuranceError("STATEMENT_FIGURE_DIFFERS", place=place, statement_mg=statement.mean_mg, footprint_mg=footprint.mean_mg)
    if on < statement.signed_on:
        raise AssuranceError("STATEMENT_NOT_YET", place=place, signed_on=statement.signed_on.isoformat(), on=on.isoformat())
    if on > statement.valid_until:
        raise AssuranceError("STATEMENT_EXPIRED", place=place, valid_until=statement.valid_until.isoformat(), on=on.isoformat())
    if statement.withdrawn_on is not None:
        # A withdrawal bars the statement for back-dated days too: what is known to be wrong is not built upon.
        raise AssuranceError("STATEMENT_WITHDRAWN", place=place, withdrawn_on=statement.withdrawn_on.isoformat())
    if party_core(statement.certifier) in (party_core(issuer), party_core(manufacturer)):
        raise AssuranceError("STATEMENT_SELF", place=place, certifier=statement.certifier)
    if not independence_digest:
        raise AssuranceError("STATEMENT_INDEPENDENCE", place=place, certifier=statement.certifier)
