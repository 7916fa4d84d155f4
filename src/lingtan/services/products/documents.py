"""What a product hands out as files: its declaration, its device file, its contribution tree."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from lingtan.messages import Language
from lingtan.product import DEFAULT_DRAWS
from lingtan.services.footprint.declaration import declare
from lingtan.services.footprint.studies import find_study
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute_plain
from lingtan.services.products.device_file import device_workbook
from lingtan.services.products.lines import line_rows
from lingtan.services.products.record import current_version
from lingtan.services.products.studying import assessed
from lingtan.services.products.tree import contribution_tree, tree_workbook

__all__ = ["Document", "Form", "declaration_document", "device_document", "tree_document"]

Form = Literal["json", "xlsx", "zh.pdf", "en.pdf"]
_MEDIA = {
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
    version = current_version(workspace, product)
    digest = version.summary.get("study_digest")
    if digest is None:
        device = assessed(version, seed=version.seed, draws=DEFAULT_DRAWS)
    else:
        with workspace.store() as store:
            device = find_study(store, digest).recompute()
    number = f"DECL-{device.footprint.study_digest[7:19]}"
    with tempfile.TemporaryDirectory(prefix="lingtan-") as folder:
        paths = declare(device, Path(folder), number=number, issued_on=issued_on)
        data = Path(paths[form]).read_bytes()
    return Document(name=f"{number}.{form}", media=_MEDIA[form.rpartition(".")[2]], data=data)


def device_document(workspace: Workspace, product: str) -> Document:
    """The device as a workbook in the form of the template, so that it can be changed there and uploaded again."""
    version = current_version(workspace, product)
    return Document(name=f"{product}.xlsx", media=_MEDIA["xlsx"], data=device_workbook(compute_plain(version.spec).spec))


def tree_document(workspace: Workspace, product: str, language: Language) -> Document:
    """The contribution tree with its sums as formulas, in a language."""
    rows = line_rows(product, compute_plain(current_version(workspace, product).spec))
    return Document(name=f"{product}-tree.xlsx", media=_MEDIA["xlsx"], data=tree_workbook(contribution_tree(rows), language))
