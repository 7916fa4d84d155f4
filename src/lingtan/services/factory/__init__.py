"""Commands of the zero-carbon factory."""
