"""Documents: certificate, declaration, statement, study report, avoided emissions: PDF/A-3b derived from the records they carry."""

from lingtan.documents.avoided import avoided_view, render_avoided
from lingtan.documents.certificate import certificate_view, render_certificate
from lingtan.documents.declaration import declaration_view, render_declaration
from lingtan.documents.fonts import FONT_FAMILY, FONT_SHA256
from lingtan.documents.qr import qr_svg
from lingtan.documents.report import render_report, report_view
from lingtan.documents.statement import render_statement, statement_view

__all__ = [
    "FONT_FAMILY",
    "FONT_SHA256",
    "avoided_view",
    "certificate_view",
    "declaration_view",
    "qr_svg",
    "render_avoided",
    "render_certificate",
    "render_declaration",
    "render_report",
    "render_statement",
    "report_view",
    "statement_view",
]
