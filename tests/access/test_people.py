"""Competence and accreditation on record, as the rules of METHODS 24 read them."""

from datetime import date

import pytest
from town import at

from lingtan.assurance.people import Accreditation, check_accreditation, check_competence
from lingtan.errors import AccessError, AssuranceError, InputError
from lingtan.services.accounts.people import accreditations, person, record_accreditation, record_competence

SCOPE = "GB/T 24067-2024"


def test_a_competence_counts_until_its_last_day_and_the_last_row_of_a_scope_wins(town):
    admin = town.session("bea")
    signer = record_competence(town.accounts, admin, at(), login="vera", scope=SCOPE, valid_until=date(2027, 6, 30))
    assert check_competence(signer, scope=SCOPE, on=date(2027, 6, 30)).scope == SCOPE
    with pytest.raises(AssuranceError, match="COMPETENCE_EXPIRED"):
        check_competence(signer, scope=SCOPE, on=date(2027, 7, 1))
    record_competence(town.accounts, admin, at(), login="vera", scope="ISO 14067", valid_until=date(2028, 1, 1))
    withdrawn = record_competence(town.accounts, admin, at(), login="vera", scope=SCOPE, valid_until=date(2026, 1, 1))
    assert [c.scope for c in withdrawn.competences] == [SCOPE, "ISO 14067"]
    with pytest.raises(AssuranceError, match="COMPETENCE_EXPIRED"):
        check_competence(withdrawn, scope=SCOPE, on=date(2026, 11, 22))
    assert person(town.accounts, town.session("vera"), login="vera") == withdrawn
    assert withdrawn.organisation == town.CERTIFIER


def test_an_accreditation_counts_until_its_last_day_and_is_renewed_by_a_row(town):
    admin = town.session("bea")
    given = {"body": "CNAS", "number": "V-1", "scope": SCOPE}
    (first,) = record_accreditation(town.accounts, admin, at(), **given, valid_until=date(2026, 1, 1))
    with pytest.raises(AssuranceError, match="ACCREDITATION_EXPIRED"):
        check_accreditation(first, on=date(2026, 11, 22))
    (renewed,) = record_accreditation(town.accounts, admin, at(), **given, valid_until=date(2029, 1, 1))
    check_accreditation(renewed, on=date(2026, 11, 22))
    assert renewed == Accreditation(**given, valid_until=date(2029, 1, 1))
    assert accreditations(town.accounts, town.session("mao")) == ()


def test_only_the_own_admin_qualifies_people(town):
    until = date(2027, 1, 1)
    with pytest.raises(AccessError, match="NOT_ALLOWED"):
        record_competence(town.accounts, town.session("vera"), at(), login="vera", scope=SCOPE, valid_until=until)
    with pytest.raises(AccessError, match="USER_UNKNOWN"):
        record_competence(town.accounts, town.session("ann"), at(), login="vera", scope=SCOPE, valid_until=until)
    with pytest.raises(AccessError, match="USER_UNKNOWN"):
        person(town.accounts, town.session("mao"), login="vera")
    with pytest.raises(AccessError, match="NOT_ALLOWED"):
        record_accreditation(town.accounts, town.session("vera"), at(), body="B", number="1", scope="s", valid_until=until)


@pytest.mark.parametrize("field", ["body", "number", "scope"])
@pytest.mark.parametrize("value", ["", " x", "a\nb", "x" * 201, "\0"])
def test_bad_words_on_an_accreditation_are_refused_naming_the_field(town, field, value):
    given = {"body": "B", "number": "1", "scope": "s", field: value}
    with pytest.raises(InputError, match="ACCESS_TEXT") as refusal:
        record_accreditation(town.accounts, town.session("bea"), at(), **given, valid_until=date(2027, 1, 1))
    assert refusal.value.place == field
