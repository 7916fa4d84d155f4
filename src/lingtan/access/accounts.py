"""The desks of access over one database."""

from __future__ import annotations

from lingtan.access.grants import Grants
from lingtan.access.identities import Identities
from lingtan.access.log import Books, Log
from lingtan.access.onboarding import Onboarding
from lingtan.access.organisations import Organisations
from lingtan.access.passwords import Passwords
from lingtan.access.people import People
from lingtan.access.schema import prepare
from lingtan.access.sessions import Sessions
from lingtan.access.tokens import Tokens
from lingtan.access.users import Users
from lingtan.database import Database

__all__ = ["Accounts"]


class Accounts:
    """Who may come in: each desk's calls are one transaction with its row in the log. Needs the tables that `prepare` makes."""

    def __init__(self, database: Database, *, passwords: Passwords | None = None) -> None:
        self._database = database
        books = Books(database)
        self.passwords = passwords or Passwords()
        self.log = Log(books)
        self.organisations = Organisations(books)
        self.users = Users(books)
        self.grants = Grants(books)
        self.people = People(books)
        self.sessions = Sessions(books, self.passwords)
        self.tokens = Tokens(books)
        self.onboarding = Onboarding(books, self.passwords)
        self.identities = Identities(books)

    def prepare(self) -> None:
        """Creates the tables of access or moves them to this program's revision. Raises StoreError `STORE_VERSION`."""
        prepare(self._database)
