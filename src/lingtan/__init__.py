"""Lingtan (零碳): from a bill of materials to a carbon-neutral certificate that anyone can recompute."""

__version__ = "0.1.0"

#: Names the rules by which certified figures are computed. A change that moves one digit of a published figure needs a new one.
METHOD_VERSION = "lingtan-2026.1"

__all__ = ["METHOD_VERSION", "__version__"]
