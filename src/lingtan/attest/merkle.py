"""The Merkle tree hash of RFC 9162, section 2.1: leaf SHA-256(0x00 ‖ x), node SHA-256(0x01 ‖ left ‖ right)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from lingtan.errors import AttestError

__all__ = ["leaf_hash", "merkle_path", "merkle_paths", "merkle_root", "node_hash", "verify_path"]

HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Hashes level by level, leaves first; a node without a sibling rises unchanged, which is RFC 9162's split."""
    level = [leaf_hash(leaf) for leaf in leaves]
    levels = [level]
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
        levels.append(level)
    return levels


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The tree hash (32 bytes); of no leaves, SHA-256 of nothing."""
    return _levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def _path(levels: list[list[bytes]], index: int) -> tuple[bytes, ...]:
    path: list[bytes] = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return tuple(path)


def merkle_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The inclusion path of one leaf, from its sibling upwards. Raises AttestError `NO_SUCH_LEAF`."""
    if not 0 <= index < len(leaves):
        raise AttestError("NO_SUCH_LEAF", index=index, size=len(leaves))
    return _path(_levels(leaves), index)


def merkle_paths(leaves: Sequence[bytes]) -> tuple[tuple[bytes, ...], ...]:
    """The inclusion paths of all leaves in order, hashing the tree once."""
    levels = _levels(leaves)
    return tuple(_path(levels, index) for index in range(len(leaves)))


def verify_path(leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf stands at `index` of the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in path):
        return False
    here, last, node = index, size - 1, leaf_hash(leaf)
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(step, node)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            node = node_hash(node, step)
        here >>= 1
        last >>= 1
    return last == 0 and node == root
