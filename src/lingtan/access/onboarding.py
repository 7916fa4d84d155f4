"""How people come to have an account: the first admin by the code on the server's terminal, everybody else by an invitation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from lingtan.access import grants, organisations, tables, users
from lingtan.access.codes import LIFE, Purpose, issue, look_up, spend
from lingtan.access.identities import Identity, link
from lingtan.access.log import Action, Books, Deed, Log, Visit
from lingtan.access.organisations import Organisation
from lingtan.access.passwords import Passwords, check_password
from lingtan.access.roles import Role
from lingtan.access.sessions import Opened, open_session
from lingtan.access.users import User
from lingtan.errors import AccessError

__all__ = ["Invitation", "NewAdmin", "Onboarding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdmin:
    """Who sets the server up."""

    login: str
    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A user just invited, and the `code` of the link, shown this once."""

    user: User
    code: str
    expires_at: datetime


class Onboarding:
    """Set-up, invitations, and accepting them."""

    def __init__(self, books: Books, passwords: Passwords) -> None:
        self._books = books
        self._passwords = passwords

    def is_open(self) -> bool:
        """Whether the server waits for its set-up: there is no organisation yet."""
        return self._books.read(_untouched)

    def setup_code(self, visit: Visit) -> str:
        """A fresh code to print on the server's terminal; earlier ones run out. Raises AccessError `SETUP_DONE`."""

        def work(connection: Connection) -> str:
            _check_untouched(connection)
            return issue(connection, Purpose.SETUP, visit=visit, actor="")

        return self._books.write(work)

    def check_setup(self, visit: Visit, *, code: str, admin: NewAdmin, name: str, identifier: str, slug: str) -> None:
        """Everything that `set_up` would refuse, without changing anything; a wrong code is written in the log."""
        check_password(admin.password, login=admin.login)

        def work(connection: Connection) -> None:
            _check_untouched(connection)
            look_up(connection, Purpose.SETUP, code, visit.at)

        try:
            self._books.read(work)
        except AccessError as refusal:
            Log(self._books).append(Deed(visit=visit, organisation="", actor="", action=Action.SETUP), refusal.code)
            raise
        organisations.Organisations(self._books).check_free(name=name, identifier=identifier, slug=slug)

    def set_up(self, visit: Visit, *, code: str, admin: NewAdmin, name: str, identifier: str, slug: str) -> tuple[Organisation, Opened]:
        """The first organisation, its admin, and the admin's session. Of two at once with one code, one wins.

        Raises AccessError `SETUP_DONE`, `CODE_REFUSED`; and as `check_password`, `organisations.insert`, `users.insert`.
        """
        check_password(admin.password, login=admin.login)
        hashed = self._passwords.hashed(admin.password)
        deed = Deed(visit=visit, organisation=name, actor=admin.login, action=Action.SETUP, subject=name)

        def work(connection: Connection) -> tuple[Organisation, Opened]:
            spend(connection, Purpose.SETUP, code, visit.at)
            _check_untouched(connection)
            made = organisations.insert(connection, deed, name=name, identifier=identifier, slug=slug)
            person = {"login": admin.login, "name": admin.name, "email": admin.email}
            users.insert(connection, deed, organisation=name, password_hash=hashed, **person)
            grants.grant(connection, deed, login=admin.login, role=Role.ADMIN)
            return made, open_session(connection, admin.login, visit)

        return self._books.record(deed, work)

    def invite(self, deed: Deed, *, login: str, name: str, email: str, organisation: str, roles: Iterable[Role]) -> Invitation:
        """A new user with these roles, and the code of its one-time link. Raises as `users.insert`; AccessError `ROLES_NOT_INDEPENDENT`."""

        def work(connection: Connection) -> Invitation:
            users.insert(connection, deed, login=login, name=name, email=email, organisation=organisation)
            for role in roles:
                grants.grant(connection, deed, login=login, role=role)
            return _invitation(connection, deed, login)

        return self._books.record(deed, work)

    def invite_again(self, deed: Deed, login: str) -> Invitation:
        """A fresh link for a user of the organisation, also for one who forgot its password; the earlier one runs out.

        Raises AccessError `USER_UNKNOWN`.
        """

        def work(connection: Connection) -> Invitation:
            users.member(connection, login, organisation=deed.organisation)
            return _invitation(connection, deed, login)

        return self._books.record(deed, work)

    def invited(self, code: str, at: datetime) -> User:
        """Whom the link is for. Raises AccessError `CODE_REFUSED`."""
        return self._books.read(lambda connection: users.member(connection, str(look_up(connection, Purpose.INVITATION, code, at))))

    def accept(self, visit: Visit, *, code: str, password: str) -> Opened:
        """The person of the link sets its password and is logged in; whatever session it had ends.

        Raises AccessError `CODE_REFUSED`, `LOGIN_REFUSED` (a disabled user), and as `check_password`.
        """
        user = self.invited(code, visit.at)
        check_password(password, login=user.login)
        hashed = self._passwords.hashed(password)
        mine = tables.user.update().where(tables.user.c.login == user.login)

        def work(connection: Connection) -> Opened:
            opened = _enter(connection, visit, code)
            connection.execute(mine.values(password_hash=hashed))
            return opened

        return self._books.record(_accepting(visit, user), work)

    def accept_identity(self, visit: Visit, *, code: str, identity: Identity) -> Opened:
        """The person of the link comes in by single sign-on from now on.

        Raises AccessError `CODE_REFUSED`, `LOGIN_REFUSED`, `IDENTITY_TAKEN`.
        """
        user = self.invited(code, visit.at)
        deed = _accepting(visit, user)

        def work(connection: Connection) -> Opened:
            link(connection, deed, identity, login=user.login)
            return _enter(connection, visit, code)

        return self._books.record(deed, work)


def _accepting(visit: Visit, user: User) -> Deed:
    return Deed(visit=visit, organisation=user.organisation, actor=user.login, action=Action.ACCEPT, subject=user.login)


def _enter(connection: Connection, visit: Visit, code: str) -> Opened:
    login = str(spend(connection, Purpose.INVITATION, code, visit.at))
    if users.member(connection, login).disabled:
        raise AccessError("LOGIN_REFUSED", place="login")
    connection.execute(tables.session.delete().where(tables.session.c.login == login))
    return open_session(connection, login, visit)


def _invitation(connection: Connection, deed: Deed, login: str) -> Invitation:
    code = issue(connection, Purpose.INVITATION, visit=deed.visit, actor=deed.actor, login=login)
    return Invitation(user=users.member(connection, login), code=code, expires_at=deed.visit.at + LIFE[Purpose.INVITATION])


def _untouched(connection: Connection) -> bool:
    return connection.execute(select(tables.organisation.c.name).limit(1)).first() is None


def _check_untouched(connection: Connection) -> None:
    if not _untouched(connection):
        raise AccessError("SETUP_DONE")
