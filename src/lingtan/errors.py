"""The one error tree of Lingtan.

    LingtanError                 has a code, a place and parameters; the catalogue holds its sentence and the way out
    ├── InputError               a file, an argument or a record is not what was expected              exit 2
    ├── FactorError              a factor is missing, unsourced, or of the wrong class                 exit 2
    ├── KernelError              the process system has no (trustworthy) solution                      exit 2
    ├── MethodError              the request breaks a rule of method (METHODS.md)                      exit 3
    ├── LedgerError              a transfer, range or allocation may not happen                        exit 3
    │   └── ConflictError        the same id came with a different body; names the differing field     exit 3
    ├── AssuranceError           a statement may not be signed, or no longer holds                     exit 3
    ├── ClaimError               the wording may not be published for this market and audience         exit 3
    ├── AttestError              a signature, digest, membership or status is not what it should be    exit 3
    ├── AccessError              who asks is not known, may not do this, or comes too often            exit 3
    └── StoreError               the database is missing, of another version, or refuses an append     exit 1

Every code stands in `messages/catalog/*.toml` with an English and a Chinese sentence and the way out, and in `docs/errors/`.
"""

from __future__ import annotations

from typing import ClassVar

Param = str | int | float | bool | None

__all__ = [
    "AccessError",
    "AssuranceError",
    "AttestError",
    "ClaimError",
    "ConflictError",
    "FactorError",
    "InputError",
    "KernelError",
    "LedgerError",
    "LingtanError",
    "MethodError",
    "Param",
    "StoreError",
]


class LingtanError(Exception):
    """A refusal with a code, the place it concerns and the parameters of its sentence.

    `place` is where the user must look: a cell (`BOM!C14`), a field (`order.serials[3]`) or a record id.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, /, *, place: str | None = None, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.params: dict[str, Param] = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}{f' @ {self.place}' if self.place else ''}{f': {shown}' if shown else ''}"


class InputError(LingtanError):
    """A file, an argument or a record is not what was expected."""

    exit_code = 2


class FactorError(LingtanError):
    """A factor is missing, unsourced, or of the wrong class."""

    exit_code = 2


class KernelError(LingtanError):
    """The process system has no (trustworthy) solution."""

    exit_code = 2


class MethodError(LingtanError):
    """The request breaks a rule of method."""

    exit_code = 3


class LedgerError(LingtanError):
    """A transfer, range or allocation may not happen."""

    exit_code = 3


class ConflictError(LedgerError):
    """The same id came with a different body; the parameter `field` names the difference."""


class AssuranceError(LingtanError):
    """A statement may not be signed, or no longer holds."""

    exit_code = 3


class ClaimError(LingtanError):
    """The wording may not be published for this market and audience."""

    exit_code = 3


class AttestError(LingtanError):
    """A signature, digest, membership or status is not what it should be."""

    exit_code = 3


class AccessError(LingtanError):
    """Who asks is not known, may not do this, or comes too often."""

    exit_code = 3


class StoreError(LingtanError):
    """The database is missing, of another version, or refuses an append."""
