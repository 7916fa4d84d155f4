"""Avoided emissions: an account of its own beside no footprint, against a named reference product (METHODS 10)."""

from lingtan.product.avoided.account import avoided_account
from lingtan.product.avoided.case import Attribution, AvoidedCase, Reference, UseScenario, case_from_mapping

__all__ = ["Attribution", "AvoidedCase", "Reference", "UseScenario", "avoided_account", "case_from_mapping"]
