"""The mark an amount carries from its cell to the screen: who knows it, and how."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Mark"]


class Mark(StrEnum):
    """How an amount is known. `is_estimate` marks are hatched wherever they show."""

    MEASURED = "measured"
    SUPPLIER = "supplier"
    DECLARED = "declared"
    LITERATURE = "literature"
    MODELLED = "modelled"
    IMPUTED = "imputed"
    ASSUMED = "assumed"
    SYNTHETIC = "synthetic"

    @property
    def is_primary(self) -> bool:
        """Counts toward the primary data share."""
        return self in (Mark.MEASURED, Mark.SUPPLIER)

    @property
    def is_estimate(self) -> bool:
        """Shown as an estimate."""
        return self in (Mark.MODELLED, Mark.IMPUTED, Mark.ASSUMED, Mark.SYNTHETIC)
