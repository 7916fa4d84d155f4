"""Who may be named in a verification: certifiers of this server, one's own colleagues, the accreditations of a house."""

from __future__ import annotations

from collections.abc import Iterable

from lingtan.access import Accounts, Role
from lingtan.assurance import Accreditation, Person
from lingtan.errors import AssuranceError

__all__ = ["accreditation_of", "certifiers", "colleagues", "known_certifier", "named"]


def certifiers(accounts: Accounts, own: str) -> tuple[str, ...]:
    """The other houses in which somebody is a certifier, by name."""
    names = [one.name for one in accounts.organisations.all() if one.name != own]
    return tuple(name for name in names if colleagues(accounts, name, Role.CERTIFIER))


def known_certifier(among: Iterable[str], name: str) -> str:
    """The certifier of this name. Raises AssuranceError `CERTIFIER_NOT_HERE`."""
    known = tuple(among)
    if name.strip() not in known:
        raise AssuranceError("CERTIFIER_NOT_HERE", place="certifier", name=name, known=", ".join(known) or "-")
    return name.strip()


def colleagues(accounts: Accounts, organisation: str, role: Role) -> tuple[Person, ...]:
    """The people of a house who may come in and play this role, by login, with the competences that the register knows."""
    users = [user for user in accounts.users.all(organisation) if role in user.roles and not user.disabled]
    return tuple(accounts.people.person(user.login) for user in users)


def named(among: Iterable[Person], logins: Iterable[str]) -> tuple[Person, ...]:
    """The people of these logins. Raises AssuranceError `PERSON_NOT_HERE` for one who is not among them."""
    known = {person.id: person for person in among}
    wanted = tuple(dict.fromkeys(logins))
    if stranger := next((login for login in wanted if login not in known), None):
        raise AssuranceError("PERSON_NOT_HERE", place=stranger, login=stranger, known=", ".join(sorted(known)) or "-")
    return tuple(known[login] for login in wanted)


def accreditation_of(accounts: Accounts, organisation: str, number: str) -> Accreditation | None:
    """The accreditation of this number; None for no number. Raises AssuranceError `ACCREDITATION_NOT_HERE`."""
    held = {one.number: one for one in accounts.people.accreditations(organisation)}
    if number and number not in held:
        raise AssuranceError("ACCREDITATION_NOT_HERE", place=number, number=number)
    return held.get(number)
