"""`lingtan study avoided`: an account of avoided emissions against a named reference product, a document of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from lingtan.documents import render_avoided
from lingtan.errors import InputError
from lingtan.evidence import JSON, canonical_bytes
from lingtan.files import read_toml, write_atomic
from lingtan.messages import Language
from lingtan.product import DeviceFootprint
from lingtan.product.avoided import avoided_account, case_from_mapping

__all__ = ["avoided_record", "write_avoided"]


def avoided_record(
    case: Path, studies: Sequence[DeviceFootprint], *, issued_on: date, seed: int, draws: int, number: str | None = None
) -> dict[str, JSON]:
    """The account of the case's file over two studies, the product's and the reference's. Raises InputError as `avoided_account`."""
    product, reference = studies
    stated = case_from_mapping(read_toml(case), place=case.name)
    return avoided_account(stated, product, reference, number=number, issued_on=issued_on, seed=seed, draws=draws)


def write_avoided(record: dict[str, JSON], path: Path, language: Language) -> None:
    """Write the account as `.pdf` or `.json`. Raises InputError `REPORT_FORM` for another ending."""
    if path.suffix not in (".json", ".pdf"):
        raise InputError("REPORT_FORM", place=path.name, known=".json, .pdf")
    write_atomic(path, canonical_bytes(record) if path.suffix == ".json" else render_avoided(record, language.value))
