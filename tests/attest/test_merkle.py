"""The tree hash against Certificate Transparency's published roots and paths, and what no path may do."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.attest import merkle_path, merkle_paths, merkle_root, verify_path
from lingtan.errors import AttestError

#: Reference leaves, roots and audit paths of Certificate Transparency (RFC 6962 test data, as transparency-dev/merkle
#: keeps it in testonly/constants.go); RFC 9162 kept the tree hash.
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    0: [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    5: [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def recursive_root(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + recursive_root(leaves[:split]) + recursive_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_certificate_transparencys(size):
    assert merkle_root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize("index", PATHS)
def test_paths_are_certificate_transparencys(index):
    assert [step.hex() for step in merkle_path(LEAVES, index)] == PATHS[index]


@pytest.mark.parametrize("size", range(1, 71))
def test_every_path_of_every_size_leads_to_the_root(size):
    leaves = [bytes([n]) * (n % 5) + b"leaf" for n in range(size)]
    root, paths = merkle_root(leaves), merkle_paths(leaves)
    assert root == recursive_root(leaves)
    for index, path in enumerate(paths):
        assert path == merkle_path(leaves, index)
        assert verify_path(leaves[index], index=index, size=size, path=path, root=root)
        assert not verify_path(leaves[index], index=(index + 1) % (size + 1), size=size, path=path, root=root)
        assert not verify_path(leaves[index], index=index, size=size, path=(*path, root), root=root)
        assert size == 1 or not verify_path(leaves[index], index=index, size=size, path=path[:-1], root=root)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), leaves=st.lists(st.binary(max_size=40), min_size=1, max_size=70))
def test_no_altered_leaf_path_or_root_verifies(data, leaves):
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, path = merkle_root(leaves), merkle_path(leaves, index)
    assert verify_path(leaves[index], index=index, size=len(leaves), path=path, root=root)
    other = data.draw(st.binary(max_size=40).filter(lambda leaf: leaf != leaves[index]))
    assert not verify_path(other, index=index, size=len(leaves), path=path, root=root)
    bit = data.draw(st.integers(0, 255))
    turned = bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(root))
    assert not verify_path(leaves[index], index=index, size=len(leaves), path=path, root=turned)
    if path:
        step = data.draw(st.integers(0, len(path) - 1))
        bent = bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(path[step]))
        assert not verify_path(leaves[index], index=index, size=len(leaves), path=(*path[:step], bent, *path[step + 1 :]), root=root)


@settings(max_examples=100, deadline=None)
@given(leaves=st.lists(st.binary(max_size=8), min_size=2, max_size=40, unique=True), data=st.data())
def test_order_and_membership_change_the_root(leaves, data):
    one, other = data.draw(st.tuples(st.integers(0, len(leaves) - 1), st.integers(0, len(leaves) - 1)).filter(lambda p: p[0] != p[1]))
    swapped = list(leaves)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert merkle_root(swapped) != merkle_root(leaves)
    assert merkle_root(leaves[:one] + leaves[one + 1 :]) != merkle_root(leaves)


def test_a_node_is_never_mistaken_for_a_leaf():
    left, right = hashlib.sha256(b"\x00a").digest(), hashlib.sha256(b"\x00b").digest()
    assert merkle_root([left + right]) != merkle_root([b"a", b"b"])


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_is_not_there_has_no_path(index):
    with pytest.raises(AttestError, match="NO_SUCH_LEAF"):
        merkle_path([b"a", b"b", b"c"], index)


def test_steps_of_another_length_are_no_path():
    assert not verify_path(b"a", index=0, size=2, path=[b"short"], root=merkle_root([b"a", b"b"]))
