"""What a product hands out as files: its declaration, its study report, its device file, its contribution tree."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from lingtan.messages import Language
from lingtan.services.footprint.declaration import declare
from lingtan.services.footprint.report import ReportForm, report_bytes, report_number, report_record, review_of
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute_plain
from lingtan.services.products.device_file import device_workbook
from lingtan.services.products.lines import line_rows
from lingtan.services.products.opened.tree import contribution_tree
from lingtan.services.products.opened.tree_workbook import tree_workbook
from lingtan.services.products.record import current_version
from lingtan.services.products.studying import standing_study

__all__ = ["MEDIA", "Document", "Form", "declaration_document", "device_document", "report_document", "tree_document"]

Form = Literal["json", "xlsx", "zh.pdf", "en.pdf"]
#: Media types by the last part of a form.
MEDIA = {
    "json": "application/json", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to hand out."""

    name: str
    media: str
    data: bytes


def declaration_document(workspace: Workspace, product: str, form: Form, *, issued_on: date) -> Document:
    """The declaration of the product's frozen study, or, before there is one, of the study that freezing it would give.

    Raises InputError `PRODUCT_UNKNOWN`.
    """
    device, _ = standing_study(workspace, product)
    number = f"DECL-{device.footprint.study_digest[7:19]}"
    with tempfile.TemporaryDirectory(prefix="lingtan-") as folder:
        paths = declare(device, Path(folder), number=number, issued_on=issued_on)
        data = Path(paths[form]).read_bytes()
    return Document(name=f"{number}.{form}", media=MEDIA[form.rpartition(".")[2]], data=data)


def report_document(workspace: Workspace, product: str, form: ReportForm, *, issued_on: date) -> Document:
    """The full study report of the product's frozen study, or, before there is one, of the study that freezing it would give.

    Raises InputError `PRODUCT_UNKNOWN`.
    """
    device, is_frozen = standing_study(workspace, product)
    with workspace.store() as store:
        review = review_of(store, device.footprint.study_digest)
    named = workspace.profile.organisation
    record = report_record(device, issued_on=issued_on, commissioner=named, is_frozen=is_frozen, review=review)
    data = report_bytes(record, form)
    return Document(name=f"{report_number(device)}.{form}", media=MEDIA[form.rpartition(".")[2]], data=data)


def device_document(workspace: Workspace, product: str) -> Document:
    """The device as a workbook in the form of the template, so that it can be changed there and uploaded again."""
    version = current_version(workspace, product)
    return Document(name=f"{product}.xlsx", media=MEDIA["xlsx"], data=device_workbook(compute_plain(version.spec).spec))


def tree_document(workspace: Workspace, product: str, language: Language) -> Document:
    """The contribution tree with its sums as formulas, in a language."""
    rows = line_rows(product, compute_plain(current_version(workspace, product).spec))
    return Document(name=f"{product}-tree.xlsx", media=MEDIA["xlsx"], data=tree_workbook(contribution_tree(rows), language))
