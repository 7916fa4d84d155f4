"""Independent verifier of Lingtan certificates. Imports nothing of lingtan."""

__version__ = "0.1.0"
