"""Who asks: a person in a session, a program with a token, or a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from lingtan.errors import AccessError
from lingtan.messages import Language
from lingtan.services.accounts.permissions import Permission
from lingtan.services.accounts.types import Session, Visit
from lingtan.services.house.house import House
from lingtan.services.house.workspace import Workspace

__all__ = ["Caller"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The one a page is made for. `user` is the login, which is also the actor on facts; it is empty for a visitor.

    `base` is the server's address as the browser wrote it, `token` that of the browser's session.
    """

    house: House
    language: Language
    address: str = ""
    request_id: str = ""
    is_secure: bool = False
    base: str = ""
    session: Session | None = None
    token: str = ""

    @property
    def user(self) -> str:
        """The login."""
        return self.session.user if self.session else ""

    @property
    def name(self) -> str:
        """The person's name."""
        return self.session.name if self.session else ""

    @property
    def organisation(self) -> str:
        """The legal name of the caller's organisation."""
        return self.session.organisation if self.session else ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The caller's roles."""
        return self.session.roles if self.session else ()

    @property
    def csrf(self) -> str:
        """What a form must bring along."""
        return self.session.csrf if self.session else ""

    @property
    def workspace(self) -> Workspace:
        """The workspace of the caller's organisation. Raises AccessError `LOGIN_NEEDED` for a visitor."""
        return self.house.workspace(self.known().organisation)

    @property
    def is_known(self) -> bool:
        """Whether somebody logged in."""
        return bool(self.user)

    def now(self) -> datetime:
        """The clock of the edge, in whole seconds UTC; the house inside takes it as an argument."""
        return datetime.now(UTC).replace(microsecond=0)

    def can(self, permission: Permission | str) -> bool:
        """Whether one of the caller's roles allows it."""
        return self.session is not None and self.session.can(Permission(permission))

    def visit(self) -> Visit:
        """This request, as the log of access writes it down."""
        return Visit(at=self.now(), address=self.address, request_id=self.request_id)

    def known(self) -> Session:
        """The session. Raises AccessError `LOGIN_NEEDED` for a visitor."""
        if self.session is None:
            raise AccessError("LOGIN_NEEDED")
        return self.session
