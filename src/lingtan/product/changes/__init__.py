"""Why a figure changed: between two devices, two factor releases, two portfolios."""

from lingtan.product.changes.difference import AttributeChange, Cause, CauseRow, Difference, difference
from lingtan.product.changes.mix import MixChange, ProductChange, Sold, mix_change
from lingtan.product.changes.release import Effect, ReleaseCause, ReleaseEffect, release_effect

__all__ = [
    "AttributeChange",
    "Cause",
    "CauseRow",
    "Difference",
    "Effect",
    "MixChange",
    "ProductChange",
    "ReleaseCause",
    "ReleaseEffect",
    "Sold",
    "difference",
    "mix_change",
    "release_effect",
]
