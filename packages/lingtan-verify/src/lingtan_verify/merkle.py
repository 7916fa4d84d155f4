"""RFC 9162 tree hash, and the commitments of docs/certificate.md, section 1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from lingtan_verify.shapes import ROW_SCHEME, SERIAL_SCHEME
from lingtan_verify.strict_json import canonical

__all__ = ["path_root", "root_of", "row_commitment", "serial_commitment"]


def _leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> str:
    """The root as `sha256:…` of at least one leaf; an odd node rises unchanged."""
    level = [_leaf(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [_node(one, two) for one, two in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[2 * len(pairs) :]
    return "sha256:" + level[0].hex()


def path_root(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> str | None:
    """The root that a path leads to; None when it is too short or too long for a tree of this size."""
    if not 0 <= index < size:
        return None
    node, last, steps = _leaf(leaf), size - 1, list(path)
    while last > 0:
        if index % 2 == 1 or index < last:
            if not steps:
                return None
            step = steps.pop(0)
            node = _node(step, node) if index % 2 == 1 else _node(node, step)
        index //= 2
        last //= 2
    return None if steps else "sha256:" + node.hex()


def serial_commitment(secret: bytes, manufacturer: str, serial: str) -> bytes:
    """SHA-256(scheme ‖ 0 ‖ secret ‖ 0 ‖ manufacturer ‖ 0 ‖ serial)."""
    return hashlib.sha256(b"\0".join((SERIAL_SCHEME.encode(), secret, manufacturer.encode(), serial.encode()))).digest()


def row_commitment(salt: bytes, row: Any) -> bytes:
    """SHA-256(scheme ‖ 0 ‖ salt ‖ 0 ‖ RFC 8785 bytes of the row)."""
    return hashlib.sha256(b"\0".join((ROW_SCHEME.encode(), salt, canonical(row)))).digest()
