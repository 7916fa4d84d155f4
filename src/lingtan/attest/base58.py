"""Base58 with the Bitcoin alphabet, as Multibase `z` uses it (draft-msporny-base58)."""

from __future__ import annotations

from lingtan.errors import AttestError

__all__ = ["decode_multibase", "encode_multibase"]

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {letter: number for number, letter in enumerate(_ALPHABET)}
_LONGEST = 256


def encode_multibase(data: bytes) -> str:
    """The bytes as `z` and base58btc text; each leading zero byte is a `1`."""
    number = int.from_bytes(data, "big")
    letters: list[str] = []
    while number:
        number, rest = divmod(number, 58)
        letters.append(_ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(reversed(letters))


def decode_multibase(text: str, *, place: str | None = None) -> bytes:
    """The bytes of a `z` Multibase text. Raises AttestError `BAD_MULTIBASE` for another base, letter, or an absurd length."""
    body = text[1:]
    if not text.startswith("z") or not body or len(body) > _LONGEST or any(letter not in _VALUE for letter in body):
        raise AttestError("BAD_MULTIBASE", place=place)
    number = 0
    for letter in body:
        number = number * 58 + _VALUE[letter]
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
