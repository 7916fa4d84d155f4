"""A certificate's document for a page: the labels and values of the PDF, derived from the signed record; nothing is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lingtan.documents import certificate_view
from lingtan.messages import Language
from lingtan.services.certificates.views.paper_parts import Field, KeyFigure, PaperCredit, Section

__all__ = ["Paper", "paper_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The document without its claim, which a page asks the gate for. `qr` is a drawing (SVG) of the verify address."""

    title: str
    beside: str
    nature: str
    footer: str
    legend: str
    key_figures: tuple[KeyFigure, ...]
    identity: tuple[Field, ...]
    sections: tuple[Section, ...]
    credits: tuple[PaperCredit, ...]
    qr: str


def paper_of(document: Mapping[str, Any], language: Language) -> Paper:
    """The document in a language. Raises InputError `DOCUMENT_FIELD` for a record that is not a certificate's."""
    view = certificate_view(document, language.value)
    return Paper(
        title=view["title"]["main"], beside=view["title"]["beside"], nature=view["nature"], footer=view["footer"],
        legend=view["stages_legend"],
        key_figures=tuple(KeyFigure(label=one["label"], value=one["value"], unit=one["unit"]) for one in view["key_figures"]),
        identity=_fields(view["identity"]),
        sections=tuple(
            Section(heading=one["heading"]["main"], beside=one["heading"]["beside"], fields=_fields(one["fields"]))
            for one in view["sections"].values()
        ),
        credits=tuple(
            PaperCredit(name=one["name"], tonnes=one["tonnes"], fields=_fields(one["fields"])) for one in view["credits"]["lines"]
        ),
        qr=view["qr"] or "",
    )  # fmt: skip


def _fields(fields: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    return tuple(Field(label=one["label"], value=one["value"], small=one["small"]) for one in fields)
