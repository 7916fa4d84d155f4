"""The made-up people of the demo's web app: one for each role, and three for the registry's four eyes."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.access import Role
from lingtan.services.demo.parties import CERTIFIER, HOLDER, ISSUER

__all__ = ["CAST", "Player"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A login of the demo; the same names stand as actors on the demo's facts."""

    login: str
    name: str
    organisation: str
    roles: tuple[Role, ...]


CAST = (
    Player(login="preparer", name="Li Preparer (synthetic)", organisation=ISSUER, roles=(Role.MAKER,)),
    Player(login="verifier", name="Wang Verifier (synthetic)", organisation=CERTIFIER, roles=(Role.CERTIFIER,)),
    Player(login="credit-manager", name="Chen Credits (synthetic)", organisation=ISSUER, roles=(Role.CREDIT_MANAGER,)),
    Player(login="checker", name="Sun Checker (synthetic)", organisation=ISSUER, roles=(Role.CREDIT_MANAGER,)),
    Player(login="issuer", name="Zhou Issuer (synthetic)", organisation=ISSUER, roles=(Role.ISSUER,)),
    Player(login="customer", name="Wu Customer (synthetic)", organisation=HOLDER.name, roles=(Role.CUSTOMER,)),
    Player(login="auditor", name="Zheng Auditor (synthetic)", organisation=ISSUER, roles=(Role.AUDITOR,)),
    Player(login="admin", name="Feng Admin (synthetic)", organisation=ISSUER, roles=(Role.ADMIN,)),
    Player(login="certifier-admin", name="Zhao Admin (synthetic)", organisation=CERTIFIER, roles=(Role.ADMIN,)),
)
