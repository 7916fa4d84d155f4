"""Independent verifier of Lingtan certificates. Imports nothing of lingtan."""

from lingtan_verify.verify import Verdict, verify

__version__ = "0.1.0"

__all__ = ["Verdict", "__version__", "verify"]
