"""The record inside a certificate's PDF: the one attachment named certificate.json. What the pages show is not trusted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from lingtan_verify.pdf_objects import Document, Ref, Stream, broken, inflate
from lingtan_verify.reason import RefusalError

__all__ = ["attached_record"]

RECORD = "certificate.json"
MAX_BYTES = 64 * 2**20
MAX_TREE = 200
_END = re.compile(rb"startxref[\x00\t\n\x0c\r ]+[0-9]+[\x00\t\n\x0c\r ]+%%EOF")


def attached_record(data: bytes) -> bytes:
    """The bytes of the attached record.

    Raises RefusalError `PDF_NO_RECORD`, `PDF_MANY_RECORDS` (also when a later revision of the file redefines it), `PDF_BROKEN`,
    `PDF_REVISED` (anything else was added after the file was made), `PDF_ENCRYPTED`, `PDF_FILTER`, `TOO_LARGE`.
    """
    document = Document(data)
    named = {_stream_number(spec) for spec in _file_specs(document) if RECORD in _names(spec)}
    listed = {_stream_number(spec) for spec in _listed(document) if RECORD in _names(spec)}
    if len(named) > 1:
        raise RefusalError("PDF_MANY_RECORDS")
    if not named or named != listed:
        raise RefusalError("PDF_NO_RECORD")
    definitions = document.objects.get(next(iter(named)), [])
    if len(definitions) != 1:
        raise RefusalError("PDF_MANY_RECORDS" if definitions else "PDF_NO_RECORD")
    stream = definitions[0]
    if not isinstance(stream, Stream):
        raise broken("EmbeddedFile")
    content = inflate(stream, MAX_BYTES)
    _check_parameters(document, stream, content)
    if len(_END.findall(data)) > 1 or any(len(definitions) > 1 for definitions in document.objects.values()):
        raise RefusalError("PDF_REVISED")  # the pages may now show something else than was issued
    return content


def _check_parameters(document: Document, stream: Stream, content: bytes) -> None:
    for parameters in document.definitions(stream.head.get("Params")):
        if not isinstance(parameters, dict):
            continue
        if isinstance(parameters.get("Size"), int) and parameters["Size"] != len(content):
            raise broken("Size")
        if isinstance(parameters.get("CheckSum"), bytes) and parameters["CheckSum"] != hashlib.md5(content, usedforsecurity=False).digest():
            raise broken("CheckSum")


def _file_specs(document: Document) -> Iterator[dict[str, Any]]:
    """Every dictionary with /EF, wherever it stands."""
    for values in document.objects.values():
        for value in values:
            yield from _inside(value.head if isinstance(value, Stream) else value)


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "EF" in value:
            yield value
        for item in value.values():
            yield from _inside(item)
    elif isinstance(value, list):
        for item in value:
            yield from _inside(item)


def _names(spec: dict[str, Any]) -> set[str]:
    return {_text(spec[key]) for key in ("F", "UF") if isinstance(spec.get(key), bytes)}


def _text(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _stream_number(spec: dict[str, Any]) -> int:
    files = spec["EF"]
    numbers = {ref.number for ref in files.values() if isinstance(ref, Ref)} if isinstance(files, dict) else set()
    if len(numbers) != 1:
        raise broken("EF")
    return int(next(iter(numbers)))


def _listed(document: Document) -> Iterator[dict[str, Any]]:
    """File specifications that a catalogue lists, in its embedded-files tree or as associated files."""
    for values in list(document.objects.values()):
        for catalog in values:
            if isinstance(catalog, dict) and catalog.get("Type") == "Catalog":
                for names in document.definitions(catalog.get("Names")):
                    if isinstance(names, dict):
                        yield from _tree(document, names.get("EmbeddedFiles"), set())
                for associated in document.definitions(catalog.get("AF")):
                    for item in associated if isinstance(associated, list) else []:
                        yield from _specs(document, item)


def _specs(document: Document, item: Any) -> Iterator[dict[str, Any]]:
    for spec in document.definitions(item):
        if isinstance(spec, dict) and "EF" in spec:
            yield spec


def _tree(document: Document, node: Any, seen: set[int]) -> Iterator[dict[str, Any]]:
    if isinstance(node, Ref):
        if node.number in seen or len(seen) > MAX_TREE:
            raise broken("names tree")
        seen.add(node.number)
    for body in document.definitions(node):
        if not isinstance(body, dict):
            continue
        for names in document.definitions(body.get("Names")):
            for item in names[1::2] if isinstance(names, list) else []:
                yield from _specs(document, item)
        for kids in document.definitions(body.get("Kids")):
            for kid in kids if isinstance(kids, list) else []:
                yield from _tree(document, kid, seen)
