"""The server's own check of a published record's signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.attest import TrustList, verify_credential
from lingtan.errors import LingtanError
from lingtan.messages import Message

__all__ = ["signature_refusal"]


def signature_refusal(document: Mapping[str, Any], trust: TrustList) -> Message | None:
    """Why the record's signature is not one of an issuer in the list; None where it is."""
    try:
        verify_credential(document, trust.issuers)
    except LingtanError as error:
        return Message(code=error.code, params=error.params, place=error.place)
    return None
