"""The people of an organisation, as its admins see them in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.access import Accounts, Role, Session, User
from lingtan.services.accounts.users import list_users

__all__ = ["PeopleView", "PersonRow", "people_view", "state_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One of them; `state` is active, invited (not in yet) or closed."""

    login: str
    name: str
    email: str
    roles: tuple[str, ...]
    state: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """The people, by login, and the roles there are."""

    rows: tuple[PersonRow, ...]
    roles: tuple[str, ...]


def people_view(accounts: Accounts, session: Session) -> PeopleView:
    """Everybody of the caller's organisation. Raises AccessError `NOT_ALLOWED`."""
    rows = tuple(
        PersonRow(
            login=user.login, name=user.name, email=user.email, roles=tuple(role.value for role in user.roles), state=state_of(user),
            created_at=user.created_at, created_by=user.created_by,
        )
        for user in list_users(accounts, session)
    )  # fmt: skip
    return PeopleView(rows=rows, roles=tuple(role.value for role in Role))


def state_of(user: User) -> str:
    """Whether somebody may come in, and does."""
    return "closed" if user.disabled else "active" if user.has_password or user.is_linked else "invited"
