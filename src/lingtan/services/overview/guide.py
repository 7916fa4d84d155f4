"""The guide: what each role does first, page by page, and the words that pages use."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.access import Role

__all__ = ["Guide", "GuideStep", "RoleGuide", "guide"]

#: Where each role goes, in this order; None is a visitor. The sentence of a step is `HELP_<role>_<number>`.
_WAYS: tuple[tuple[Role | None, tuple[str, ...]], ...] = (
    (None, ("/verify", "/verify/device", "/road", "/data")),
    (Role.MAKER, ("/products/import", "/products", "/products", "/verification/new", "/verification")),
    (Role.CERTIFIER, ("/verification", "/verification", "/verification", "/verification")),
    (Role.CREDIT_MANAGER, ("/credits/import", "/orders/new", "/orders", "/orders", "/credits/pools")),
    (Role.ISSUER, ("/certificates/issue", "/certificates", "/certificates", "/devices")),
    (Role.CUSTOMER, ("/certificates", "/verify", "/devices")),
    (Role.AUDITOR, ("/products", "/verification", "/ledger", "/organisation/log")),
    (Role.ADMIN, ("/organisation/people", "/organisation", "/organisation/trust", "/organisation/log")),
)

#: The words of the glossary: `HELP_WORD_<word>` and what it means, `HELP_MEANS_<word>`.
_WORDS = (
    *("footprint", "factor", "allocation", "estimate", "primary", "gsd", "interval", "gwp", "electricity", "study", "digest"),
    *("evidence", "finding", "materiality", "statement", "accreditation", "credit", "vintage", "registry", "reservation", "retirement"),
    *("buffer", "remainder", "certificate", "edition", "revocation", "bundle", "trust", "ledger", "token", "synthetic"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """One step: the code of its sentence, and the page to do it on."""

    code: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGuide:
    """What a role does, in order; `role` is empty for a visitor. `is_own` when the reader has the role."""

    role: str
    is_own: bool
    steps: tuple[GuideStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The roles, the reader's own first, and the words of the glossary."""

    roles: tuple[RoleGuide, ...]
    words: tuple[str, ...]


def guide(own: tuple[str, ...]) -> Guide:
    """The guide for a reader who has these roles."""
    roles = [
        RoleGuide(role=role or "", is_own=role in own, steps=tuple(_step(role, number, href) for number, href in enumerate(ways, 1)))
        for role, ways in _WAYS
    ]
    return Guide(roles=tuple(sorted(roles, key=lambda one: not one.is_own)), words=_WORDS)


def _step(role: Role | None, number: int, href: str) -> GuideStep:
    return GuideStep(code=f"HELP_{(role or 'visitor').upper()}_{number}", href=href)
