"""The study report at length, set in parts of a few kinds of blocks."""

from lingtan.documents.report.view import render_report, report_view

__all__ = ["render_report", "report_view"]
