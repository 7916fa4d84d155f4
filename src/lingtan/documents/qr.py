"""A QR code as an SVG drawing."""

from __future__ import annotations

import io

__all__ = ["qr_svg"]


def qr_svg(text: str, *, dark: str = "#14211b") -> str:
    """The QR code of `text` (error correction M, four modules of quiet zone on white) as an SVG document."""
    import segno

    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="svg", xmldecl=False, border=4, dark=dark, light="#ffffff")
    return buffer.getvalue().decode("utf-8")
