"""A reader of PDF objects (ISO 32000-2, section 7.3), just enough to find an attachment: no pages, no fonts, no execution."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

from lingtan_verify.reason import RefusalError

__all__ = ["Document", "Name", "Ref", "Stream", "inflate"]

MAX_STREAM = 64 * 2**20
MAX_OBJECTS = 500_000
_MAX_DEPTH = 50
_SPACE = b"\x00\t\n\x0c\r "
_OBJ = re.compile(rb"(?<![0-9])([0-9]{1,10})[\x00\t\n\x0c\r ]+([0-9]{1,5})[\x00\t\n\x0c\r ]+obj(?![A-Za-z])")
_REF = re.compile(rb"([0-9]{1,10})[\x00\t\n\x0c\r ]+([0-9]{1,5})[\x00\t\n\x0c\r ]+R(?![A-Za-z])")
_NUMBER = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_SKIP = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*)")
_WORD = re.compile(rb"true|false|null")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Name(str):
    """A PDF name, such as /Type."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """An indirect reference; only the object number counts."""

    number: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary and its raw bytes."""

    head: dict[str, Any]
    raw: bytes


def broken(what: str) -> RefusalError:
    """The refusal of a PDF that cannot be read."""
    return RefusalError("PDF_BROKEN", what)


class _Parser:
    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data, self.position = data, position

    def skip(self) -> None:
        match = _SKIP.match(self.data, self.position)
        self.position = match.end() if match else self.position

    def value(self, depth: int = 0) -> Any:
        if depth > _MAX_DEPTH:
            raise broken("nesting")
        self.skip()
        lead = self.data[self.position : self.position + 2]
        if lead == b"<<":
            return self._dictionary(depth)
        if lead[:1] == b"[":
            return self._array(depth)
        if lead[:1] == b"(":
            return self._literal()
        if lead[:1] == b"<":
            return self._hexadecimal()
        for pattern, make in ((_NAME, _name), (_REF, _ref), (_NUMBER, _number), (_WORD, _word)):
            match = pattern.match(self.data, self.position)
            if match:
                self.position = match.end()
                return make(match)
        raise broken(f"byte {self.position}")

    def _dictionary(self, depth: int) -> dict[str, Any]:
        self.position += 2
        found: dict[str, Any] = {}
        while True:
            self.skip()
            if self.data.startswith(b">>", self.position):
                self.position += 2
                return found
            key = self.value(depth + 1)
            if not isinstance(key, Name) or key in found:
                raise broken("dictionary")
            found[str(key)] = self.value(depth + 1)

    def _array(self, depth: int) -> list[Any]:
        self.position += 1
        found: list[Any] = []
        while True:
            self.skip()
            if self.data.startswith(b"]", self.position):
                self.position += 1
                return found
            found.append(self.value(depth + 1))

    def _hexadecimal(self) -> bytes:
        end = self.data.find(b">", self.position)
        digits = bytes(byte for byte in self.data[self.position + 1 : max(end, 0)] if byte not in _SPACE)
        try:
            found = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        except ValueError as exc:
            raise broken("string") from exc
        if end < 0:
            raise broken("string")
        self.position = end + 1
        return found

    def _literal(self) -> bytes:
        self.position += 1
        out, depth, data = bytearray(), 1, self.data
        while self.position < len(data):
            letter = data[self.position : self.position + 1]
            self.position += 1
            if letter == b"\\":
                out += self._escape()
                continue
            depth += (letter == b"(") - (letter == b")")
            if depth == 0:
                return bytes(out)
            out += letter
        raise broken("string")

    def _escape(self) -> bytes:
        octal = re.compile(rb"[0-7]{1,3}").match(self.data, self.position)
        if octal:
            self.position = octal.end()
            return bytes([int(octal.group(), 8) & 0xFF])
        letter = self.data[self.position : self.position + 1]
        self.position += 1
        if letter in (b"\r", b"\n"):
            if self.data[self.position - 1 : self.position + 1] == b"\r\n":
                self.position += 1
            return b""
        return _ESCAPES.get(letter, letter)


def _name(match: re.Match[bytes]) -> Name:
    raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), match.group(1))
    return Name(raw.decode("latin-1"))


def _ref(match: re.Match[bytes]) -> Ref:
    return Ref(int(match.group(1)))


def _number(match: re.Match[bytes]) -> float | int:
    text = match.group().decode("ascii")
    if len(text) > 20:
        raise broken("number")
    return float(text) if "." in text else int(text)


def _word(match: re.Match[bytes]) -> bool | None:
    return {b"true": True, b"false": False, b"null": None}[match.group()]


def inflate(stream: Stream, limit: int) -> bytes:
    """The stream's bytes, unfiltered or Flate. Raises RefusalError `PDF_FILTER`, `PDF_BROKEN`, `TOO_LARGE`."""
    filters = stream.head.get("Filter")
    filters = filters if isinstance(filters, list) else [filters] if filters is not None else []
    if len(filters) > 1 or any(one != "FlateDecode" for one in filters) or stream.head.get("DecodeParms") not in (None, [None], {}):
        raise RefusalError("PDF_FILTER", str(filters))
    if not filters:
        return stream.raw
    machine = zlib.decompressobj()
    try:
        data = machine.decompress(stream.raw, limit + 1)
    except zlib.error as exc:
        raise broken("Flate") from exc
    if len(data) > limit:
        raise RefusalError("TOO_LARGE", "PDF stream", limit=limit)
    if not machine.eof or machine.unused_data.strip(_SPACE):
        raise broken("Flate")
    return data


class Document:
    """Every object of every revision of a PDF, by number: a redefined object has several definitions."""

    def __init__(self, data: bytes) -> None:
        """Raises RefusalError `NOT_PDF`, `PDF_BROKEN`, `PDF_ENCRYPTED`, `PDF_FILTER`, `TOO_LARGE`."""
        if not data.startswith(b"%PDF-"):
            raise RefusalError("NOT_PDF")
        self.objects: dict[int, list[Any]] = {}
        self._count = 0
        self._budget = MAX_STREAM
        self._scan(data)
        streams = [value for values in self.objects.values() for value in values if isinstance(value, Stream)]
        if any(one.head.get("Type") == "XRef" and "Encrypt" in one.head for one in streams) or re.search(
            rb"trailer[^>]{0,2000}/Encrypt", data
        ):
            raise RefusalError("PDF_ENCRYPTED")
        for stream in streams:
            if stream.head.get("Type") == "ObjStm":
                self._unpack(stream)

    def _add(self, number: int, value: Any) -> None:
        self._count += 1
        if self._count > MAX_OBJECTS:
            raise RefusalError("TOO_LARGE", "PDF objects", limit=MAX_OBJECTS)
        self.objects.setdefault(number, []).append(value)

    def _scan(self, data: bytes) -> None:
        position = 0
        while match := _OBJ.search(data, position):
            parser = _Parser(data, match.end())
            value = parser.value()
            parser.skip()
            position = parser.position
            if data.startswith(b"stream", position) and isinstance(value, dict):
                raw, position = _stream_bytes(data, position + len(b"stream"), value.get("Length"))
                value = Stream(value, raw)
            self._add(int(match.group(1)), value)

    def _unpack(self, stream: Stream) -> None:
        data = inflate(stream, self._budget)
        self._budget -= len(data)
        count, first = stream.head.get("N"), stream.head.get("First")
        if not isinstance(count, int) or not isinstance(first, int) or not 0 <= count <= MAX_OBJECTS:
            raise broken("ObjStm")
        parser = _Parser(data)
        table = [(parser.value(), parser.value()) for _ in range(count)]
        for number, offset in table:
            if not isinstance(number, int) or not isinstance(offset, int) or not 0 <= first + offset <= len(data):
                raise broken("ObjStm")
            self._add(number, _Parser(data, first + offset).value())

    def definitions(self, value: Any) -> list[Any]:
        """The value, or every definition of the object that it refers to."""
        return self.objects.get(value.number, []) if isinstance(value, Ref) else [value]


def _stream_bytes(data: bytes, start: int, length: Any) -> tuple[bytes, int]:
    start += 2 if data.startswith(b"\r\n", start) else 1
    if isinstance(length, int) and 0 <= length <= len(data) - start:
        rest = data[start + length : start + length + 20].lstrip(_SPACE)
        if rest.startswith(b"endstream"):
            return data[start : start + length], start + length
    end = data.find(b"endstream", start)
    if end < 0:
        raise broken("stream")
    return data[start:end].rstrip(b"\r\n"), end
