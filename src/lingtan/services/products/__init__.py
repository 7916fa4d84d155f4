"""Products: devices that a maker keeps in the system, each version of them recorded with its footprint."""
