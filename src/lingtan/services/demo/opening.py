"""The demo's engagement as it is opened: who prepares, who verifies, who took part in what."""

from __future__ import annotations

from datetime import date

from lingtan.assurance import Accreditation, Competence, Involvement, Opened, Person, Role
from lingtan.services.demo.parties import CERTIFIER, ISSUER, MANUFACTURER, clock

__all__ = ["COMPETENT_UNTIL", "SCOPE", "VALID_UNTIL", "opening"]

SCOPE = "GB/T 24067-2024"
VALID_UNTIL = date(2028, 6, 7)
COMPETENT_UNTIL = date(2028, 12, 31)
ACCREDITATION = Accreditation(body="Synthetic accreditation 合成认可", number="SYN-0001", scope=SCOPE, valid_until=date(2029, 12, 31))


def opening(name: str, minute: float, *, competent_until: date = COMPETENT_UNTIL) -> Opened:
    """The engagement's opening: who prepares, who verifies, who took part in what."""
    qualified = (Competence(scope=SCOPE, valid_until=competent_until),)
    people = (
        Person(id="preparer", name="Li Preparer (synthetic)", organisation=ISSUER),
        Person(id="verifier", name="Wang Verifier (synthetic)", organisation=CERTIFIER, competences=qualified),
        Person(id="drafter", name="Zhao Drafter (synthetic)", organisation=CERTIFIER, competences=qualified),
    )
    return Opened(
        at=clock(minute), actor="verifier", engagement=name, client=ISSUER, certifier=CERTIFIER, scope=SCOPE, people=people,
        beneficiaries=(MANUFACTURER,), accreditation=ACCREDITATION,
        involvements=(Involvement(party="preparer", role=Role.PREPARED_STUDY), Involvement(party="drafter", role=Role.DRAFTED_METHOD)),
    )  # fmt: skip
