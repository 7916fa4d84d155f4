"""Documents: certificate, declaration and verification statement as PDF/A-3b, derived from their JSON records and carrying them."""

from lingtan.documents.certificate import certificate_view, render_certificate
from lingtan.documents.declaration import declaration_view, render_declaration
from lingtan.documents.fonts import FONT_FAMILY, FONT_SHA256
from lingtan.documents.qr import qr_svg
from lingtan.documents.statement import render_statement, statement_view

__all__ = [
    "FONT_FAMILY",
    "FONT_SHA256",
    "certificate_view",
    "declaration_view",
    "qr_svg",
    "render_certificate",
    "render_declaration",
    "render_statement",
    "statement_view",
]
