"""What no plan can go below: `lower_bound`, valid by whole-number arithmetic whatever its prices are."""

from lingtan.scheduling.bounding.bound import Bound, lower_bound

__all__ = ["Bound", "lower_bound"]
