"""Organisations: the owners of facts, each with its own people, its own workspace and its own rows in the log."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, or_, select

from lingtan.access import tables
from lingtan.access.log import Books, Deed
from lingtan.database import moment, stamp
from lingtan.errors import AccessError, InputError
from lingtan.evidence import mixed_scripts, party_core

__all__ = ["Organisation", "Organisations", "check_text", "find", "hold", "insert", "slug_of"]

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Legal name (as on facts), registered identifier, and the name of its folder; the `operator` runs the server and adds others."""

    name: str
    identifier: str
    slug: str
    operator: bool
    created_at: datetime


def slug_of(name: str, identifier: str) -> str:
    """A url-safe name: the Latin letters and digits of the name, else of the identifier; a digest follows where anything was left out."""
    for text in (name, identifier):
        plain = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", text).casefold()).strip("-")[:50].strip("-")
        if plain:
            return plain if text is name and name.isascii() else f"{plain}-{_digest(name)}"
    return f"organisation-{_digest(name)}"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def check_text(value: str, *, place: str, longest: int = 200) -> str:
    """The text, when it is one line of 1 to `longest` printable characters without blanks at its ends. Raises InputError `ACCESS_TEXT`."""
    if not 1 <= len(value) <= longest or value != value.strip() or not value.isprintable():
        raise InputError("ACCESS_TEXT", place=place, longest=longest)
    return value


def insert(connection: Connection, deed: Deed, *, name: str, identifier: str, slug: str) -> Organisation:
    """A new organisation; the first one is the operator. Raises as `Organisations.check_free`."""
    _check_free(connection, name=name, identifier=identifier, slug=slug)
    first = connection.execute(select(func.count()).select_from(tables.organisation)).scalar_one() == 0
    row = {"name": name, "core": party_core(name), "slug": slug, "identifier": identifier, "operator": int(first)}
    connection.execute(tables.organisation.insert().values(created_at=stamp(deed.visit.at), created_by=deed.actor, **row))
    return find(connection, name)


def find(connection: Connection, name: str) -> Organisation:
    """The organisation of this legal name. Raises AccessError `ORGANISATION_UNKNOWN`."""
    query = select(tables.organisation).where(tables.organisation.c.name == name)
    row = connection.execute(query).mappings().first() if name.isprintable() else None
    if row is None:
        raise AccessError("ORGANISATION_UNKNOWN", place=name)
    return _made(row)


def hold(connection: Connection, name: str) -> None:
    """Keeps the organisation's row until the transaction ends, so that two changes of its people happen one after the other."""
    connection.execute(select(tables.organisation.c.name).where(tables.organisation.c.name == name).with_for_update())


def _check_free(connection: Connection, *, name: str, identifier: str, slug: str) -> None:
    check_text(name, place="organisation")
    check_text(identifier, place="identifier")
    if mixed_scripts(name) or party_core(f"x {name}") == "x":  # nothing but legal forms: nobody's name
        raise InputError("ORGANISATION_NAME", place="organisation", name=name)
    if not _SLUG.fullmatch(slug):
        raise InputError("ORGANISATION_SLUG", place="slug", slug=slug)
    row = tables.organisation.c
    same = select(row.name).where(or_(row.core == party_core(name), row.slug == slug))
    found = connection.execute(same).scalars().first()
    if found is not None:
        raise AccessError("ORGANISATION_EXISTS", place="organisation", name=name, other=found)


def _made(row: RowMapping) -> Organisation:
    return Organisation(
        name=row["name"],
        identifier=row["identifier"],
        slug=row["slug"],
        operator=bool(row["operator"]),
        created_at=moment(row["created_at"]),
    )


class Organisations:
    """The register of organisations."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def all(self) -> tuple[Organisation, ...]:
        """Every organisation on this server, by name."""
        query = select(tables.organisation).order_by(tables.organisation.c.name)
        return self._books.read(lambda connection: tuple(_made(row) for row in connection.execute(query).mappings()))

    def of(self, name: str) -> Organisation:
        """The organisation of this legal name. Raises AccessError `ORGANISATION_UNKNOWN`."""
        return self._books.read(lambda connection: find(connection, name))

    def check_free(self, *, name: str, identifier: str, slug: str) -> None:
        """Refuse a name that another organisation has, also in another spelling, or a slug that is taken.

        Raises InputError `ACCESS_TEXT`, `ORGANISATION_NAME`, `ORGANISATION_SLUG`; AccessError `ORGANISATION_EXISTS`.
        """
        self._books.read(lambda connection: _check_free(connection, name=name, identifier=identifier, slug=slug))

    def add(self, deed: Deed, *, name: str, identifier: str, slug: str) -> Organisation:
        """A new organisation; the first one is the operator. Raises as `check_free`."""
        return self._books.record(deed, lambda connection: insert(connection, deed, name=name, identifier=identifier, slug=slug))
