"""Why a figure changed: from one device to another, and from one factor release to the next."""

from lingtan.product.changes.difference import AttributeChange, Cause, CauseRow, Difference, difference
from lingtan.product.changes.release import Effect, ReleaseCause, ReleaseEffect, release_effect

__all__ = [
    "AttributeChange",
    "Cause",
    "CauseRow",
    "Difference",
    "Effect",
    "ReleaseCause",
    "ReleaseEffect",
    "difference",
    "release_effect",
]
