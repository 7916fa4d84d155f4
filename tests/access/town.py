"""Two organisations with people in them, and a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher

from lingtan.access import Accounts, Passwords, Role, Session, Throttle, Visit
from lingtan.database import Database
from lingtan.services.accounts.enrol import enrol_organisation, enrol_user
from lingtan.services.accounts.sessions import session_of

T0 = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WORD = "heron lamp orchard 7"
OTHER_WORD = "violin gravel monsoon"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def at(**later: float) -> Visit:
    """A visit some time after the beginning."""
    return Visit(at=T0 + timedelta(**later), address="203.0.113.7", request_id="r-1")


@contextmanager
def opened(url: str) -> Iterator[Accounts]:
    """Accounts at this address, made where there are none."""
    database = Database.at(url, must_exist=False)
    accounts = Accounts(database, passwords=Passwords(CHEAP))
    accounts.prepare()
    try:
        yield accounts
    finally:
        database.close()


class Town:
    """`Qingtian Notebooks` runs the server; `Beacon Verification` is a guest. Each has an admin and one person of each fitting role."""

    MAKER, CERTIFIER = "Qingtian Notebooks Ltd", "Beacon Verification"

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.throttle = Throttle()
        for name in (self.MAKER, self.CERTIFIER):
            enrol_organisation(accounts, at(), actor="console", name=name, identifier=f"id of {name}")
        self.add("ann", Role.ADMIN)
        self.add("mao", Role.MAKER)
        self.add("cai", Role.CREDIT_MANAGER)
        self.add("bea", Role.ADMIN, organisation=self.CERTIFIER)
        self.add("vera", Role.CERTIFIER, organisation=self.CERTIFIER)

    def add(self, login: str, *roles: Role, organisation: str = MAKER) -> None:
        """A person who may log in with `WORD`."""
        enrol_user(
            self.accounts, at(), actor="console", organisation=organisation, login=login, name=login.title(),
            email=f"{login}@example.com", password=WORD, roles=roles,
        )  # fmt: skip

    def token(self, login: str, **later: float) -> str:
        """The browser's token of a fresh log-in."""
        return self.accounts.sessions.log_in(at(**later), login=login, password=WORD).token

    def session(self, login: str, **later: float) -> Session:
        """The session of a fresh log-in."""
        session = session_of(self.accounts, self.token(login, **later), at=at(**later).at)
        assert session is not None
        return session
