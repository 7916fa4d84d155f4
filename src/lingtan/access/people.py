"""What a certifier's people are qualified for, and what their organisation is accredited for: the registers behind METHODS 24.

Rows are appended; of the same scope (and number) the last one counts, so a qualification is withdrawn by a row that ends it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from lingtan.access import tables
from lingtan.access.log import Books, Deed
from lingtan.access.organisations import check_text
from lingtan.access.users import member
from lingtan.assurance import Accreditation, Competence, Person
from lingtan.database import stamp

__all__ = ["People"]


class People:
    """The registers of competence and accreditation."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def qualify(self, deed: Deed, *, login: str, competence: Competence) -> None:
        """Records what a user of the organisation is qualified for. Raises AccessError `USER_UNKNOWN`; InputError `ACCESS_TEXT`."""
        check_text(competence.scope, place="scope")
        row = {"scope": competence.scope, "valid_until": competence.valid_until.isoformat(), "actor": deed.actor}

        def work(connection: Connection) -> None:
            member(connection, login, organisation=deed.organisation)
            connection.execute(tables.competence.insert().values(login=login, at=stamp(deed.visit.at), **row))

        self._books.record(deed, work)

    def accredit(self, deed: Deed, accreditation: Accreditation) -> None:
        """Records what the organisation is accredited for, by whom, until when. Raises InputError `ACCESS_TEXT`."""
        row = {"body": accreditation.body, "number": accreditation.number, "scope": accreditation.scope}
        for name, value in row.items():
            check_text(value, place=name)
        row |= {"valid_until": accreditation.valid_until.isoformat(), "actor": deed.actor, "organisation": deed.organisation}
        made = tables.accreditation.insert().values(at=stamp(deed.visit.at), **row)
        self._books.record(deed, lambda connection: connection.execute(made).rowcount)

    def person(self, login: str) -> Person:
        """The user as a party of an engagement. Raises AccessError `USER_UNKNOWN`."""
        row = tables.competence.c

        def work(connection: Connection) -> Person:
            user = member(connection, login)
            rows = connection.execute(select(row.scope, row.valid_until).where(row.login == login).order_by(row.seq))
            held = {scope: Competence(scope=scope, valid_until=date.fromisoformat(until)) for scope, until in rows}
            return Person(id=user.login, name=user.name, organisation=user.organisation, competences=tuple(held.values()))

        return self._books.read(work)

    def accreditations(self, organisation: str) -> tuple[Accreditation, ...]:
        """The organisation's accreditations, each as it was last recorded."""
        row = tables.accreditation.c
        query = select(row.body, row.number, row.scope, row.valid_until).where(row.organisation == organisation).order_by(row.seq)

        def work(connection: Connection) -> tuple[Accreditation, ...]:
            held = {
                (body, number, scope): Accreditation(body=body, number=number, scope=scope, valid_until=date.fromisoformat(until))
                for body, number, scope, until in connection.execute(query)
            }
            return tuple(held.values())

        return self._books.read(work)
