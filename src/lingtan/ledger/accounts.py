"""Accounts with four running sums, as in TigerBeetle: pending and posted, debit and credit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from lingtan.errors import LedgerError
from lingtan.ledger.amounts import MAX_AMOUNT, check_text

__all__ = ["Account", "Constraint", "account_name", "check_balance", "moved", "refuse_own"]


class Constraint(StrEnum):
    """What an account's balance may never do."""

    NONE = "none"
    #: debits_pending + debits_posted ≤ credits_posted: one cannot give what one has not got
    DEBITS_WITHIN_CREDITS = "debits_within_credits"
    #: credits_pending + credits_posted ≤ debits_posted
    CREDITS_WITHIN_DEBITS = "credits_within_debits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of one organisation in one asset. The four sums are in `unit`, each in [0, 2⁵³−1]."""

    id: str
    organisation: str
    asset: str
    unit: str
    code: str
    constraint: Constraint = Constraint.NONE
    debits_pending: int = 0
    debits_posted: int = 0
    credits_pending: int = 0
    credits_posted: int = 0

    def __post_init__(self) -> None:
        for name in ("id", "organisation", "asset", "unit", "code"):
            check_text(getattr(self, name), place=f"account.{name}")

    @property
    def available(self) -> int:
        """What may still be debited from an account under `DEBITS_WITHIN_CREDITS`. [unit]."""
        return self.credits_posted - self.debits_posted - self.debits_pending


#: Accounts that only the credit flow opens and moves: a free transfer into a pool would be a retirement that no registry confirmed.
_OWN_KINDS = ("holding", "issued", "pool", "spent")


def refuse_own(name: str) -> None:
    """Refuses the accounts of the credit flow to free transfers: LedgerError `ACCOUNT_RESERVED`."""
    if name.split("/", 1)[0] in _OWN_KINDS:
        raise LedgerError("ACCOUNT_RESERVED", place=name)


def account_name(kind: str, *parts: str) -> str:
    """A readable account id, unambiguous whatever the parts contain: `kind/part/part`."""
    return "/".join([kind, *(part.replace("%", "%25").replace("/", "%2F") for part in parts)])


def moved(
    account: Account, *, debits_pending: int = 0, debits_posted: int = 0, credits_pending: int = 0, credits_posted: int = 0
) -> Account:
    """The account after these additions to its sums (negative ones release pending amounts). Not yet checked."""
    return replace(
        account,
        debits_pending=account.debits_pending + debits_pending,
        debits_posted=account.debits_posted + debits_posted,
        credits_pending=account.credits_pending + credits_pending,
        credits_posted=account.credits_posted + credits_posted,
    )


def check_balance(account: Account) -> None:
    """Refuses sums out of range or against the constraint: LedgerError `BALANCE_RANGE`, `EXCEEDS_CREDITS`, `EXCEEDS_DEBITS`."""
    for name in ("debits_pending", "debits_posted", "credits_pending", "credits_posted"):
        if not 0 <= getattr(account, name) <= MAX_AMOUNT:
            raise LedgerError("BALANCE_RANGE", place=account.id, field=name, value=str(getattr(account, name)))
    debits, credits = account.debits_pending + account.debits_posted, account.credits_pending + account.credits_posted
    if account.constraint is Constraint.DEBITS_WITHIN_CREDITS and debits > account.credits_posted:
        raise LedgerError("EXCEEDS_CREDITS", place=account.id, debits=debits, credits=account.credits_posted, unit=account.unit)
    if account.constraint is Constraint.CREDITS_WITHIN_DEBITS and credits > account.debits_posted:
        raise LedgerError("EXCEEDS_DEBITS", place=account.id, debits=account.debits_posted, credits=credits, unit=account.unit)
