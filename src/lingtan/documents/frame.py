"""What every document has: title in both languages, banner, number, footer, verify code, attached record."""

from __future__ import annotations

from typing import Any

from lingtan.documents.labels import Labels
from lingtan.documents.qr import qr_svg

__all__ = ["frame"]


def frame(
    labels: Labels, kind: str, *, number: str, synthetic: bool, attached: tuple[str, bytes], verify: str | None = None
) -> dict[str, Any]:
    """The common part of a view; `kind` is the prefix of the document's labels, `attached` the name and bytes of its record."""
    name, record = attached
    return {
        "lang": labels.language.value,
        "region": {"zh": "cn", "en": "gb"}[labels.language.value],
        "maker": labels.term("MAKER"),
        "title": labels.heading(f"{kind}_TITLE"),
        "nature": labels.term(f"{kind}_NATURE"),
        "footer": labels.term(f"{kind}_FOOTER"),
        "page_of": labels.term("PAGE_OF"),
        "banner": labels.heading("SYNTHETIC") if synthetic else None,
        "number": number,
        "qr": qr_svg(verify) if verify else None,
        "qr_alt": labels.term("QR_ALT"),
        "scan": labels.term("SCAN"),
        "attachment": {
            "name": name,
            "text": record.decode("utf-8"),
            "relationship": "source",
            "description": labels.term(f"{kind}_ATTACHMENT"),
        },
    }
