"""Who may do what: roles, permissions, and which permissions a role brings.

A certifier's independence (METHODS 24) begins here: one person of one organisation never checks what it made, sells or signs, so
`certifier` stands together with none of `INDEPENDENT_OF`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from lingtan.errors import AccessError

__all__ = ["INDEPENDENT_OF", "PERMISSIONS", "Permission", "Role", "check_independent", "permissions_of"]


class Role(StrEnum):
    """A part that a person plays in its organisation."""

    MAKER = "maker"
    CERTIFIER = "certifier"
    CREDIT_MANAGER = "credit_manager"
    ISSUER = "issuer"
    CUSTOMER = "customer"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """One kind of deed on one kind of thing."""

    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    VERIFICATION_READ = "verification:read"
    VERIFICATION_ANSWER = "verification:answer"
    VERIFICATION_VERIFY = "verification:verify"
    CREDITS_READ = "credits:read"
    CREDITS_WRITE = "credits:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CERTIFICATES_READ = "certificates:read"
    CERTIFICATES_ISSUE = "certificates:issue"
    FACTORY_READ = "factory:read"
    FACTORY_WRITE = "factory:write"
    JOBS_READ = "jobs:read"
    AUDIT_READ = "audit:read"
    ACCOUNTS_WRITE = "accounts:write"
    ACCOUNT_OWN = "account:own"


#: What everyone who is logged in may do.
_EVERYONE = frozenset({Permission.JOBS_READ, Permission.ACCOUNT_OWN})

#: What each role brings. A customer sees certificates of which it is the holder; a certifier the studies of its engagements.
PERMISSIONS = MappingProxyType(
    {
        Role.MAKER: _EVERYONE
        | {
            Permission.PRODUCTS_READ,
            Permission.PRODUCTS_WRITE,
            Permission.VERIFICATION_READ,
            Permission.VERIFICATION_ANSWER,
            Permission.CERTIFICATES_READ,
            Permission.ORDERS_READ,
            Permission.FACTORY_READ,
            Permission.FACTORY_WRITE,
        },
        Role.CERTIFIER: _EVERYONE | {Permission.VERIFICATION_READ, Permission.VERIFICATION_VERIFY},
        Role.CREDIT_MANAGER: _EVERYONE
        | {
            Permission.PRODUCTS_READ,
            Permission.CREDITS_READ,
            Permission.CREDITS_WRITE,
            Permission.ORDERS_READ,
            Permission.ORDERS_WRITE,
            Permission.CERTIFICATES_READ,
        },
        Role.ISSUER: _EVERYONE
        | {
            Permission.PRODUCTS_READ,
            Permission.CREDITS_READ,
            Permission.ORDERS_READ,
            Permission.CERTIFICATES_READ,
            Permission.CERTIFICATES_ISSUE,
        },
        Role.CUSTOMER: _EVERYONE | {Permission.CERTIFICATES_READ},
        Role.AUDITOR: _EVERYONE
        | {
            Permission.PRODUCTS_READ,
            Permission.VERIFICATION_READ,
            Permission.CREDITS_READ,
            Permission.ORDERS_READ,
            Permission.CERTIFICATES_READ,
            Permission.FACTORY_READ,
            Permission.AUDIT_READ,
        },
        Role.ADMIN: _EVERYONE | {Permission.ACCOUNTS_WRITE, Permission.AUDIT_READ, Permission.FACTORY_READ, Permission.FACTORY_WRITE},
    }
)

#: Roles that nobody holds together with `certifier` in one organisation: who made, sold or signs a figure does not verify it.
INDEPENDENT_OF = frozenset({Role.MAKER, Role.CREDIT_MANAGER, Role.ISSUER})


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that holders of these roles may do; with no role at all, what everyone logged in may."""
    return _EVERYONE.union(*(PERMISSIONS[role] for role in roles))


def check_independent(roles: Iterable[Role], *, place: str) -> None:
    """Refuse a set of roles in which the checker is also maker, seller or issuer. Raises AccessError `ROLES_NOT_INDEPENDENT`."""
    held = set(roles)
    barred = sorted(held & INDEPENDENT_OF)
    if Role.CERTIFIER in held and barred:
        raise AccessError("ROLES_NOT_INDEPENDENT", place=place, role=Role.CERTIFIER.value, other=", ".join(barred))
