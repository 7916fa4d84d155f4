"""The empty tables to fill in."""

from __future__ import annotations

from lingtan.files import TemplateKind, template_bytes

__all__ = ["credits_template", "orders_template"]


def credits_template() -> bytes:
    """The XLSX template of holdings."""
    return template_bytes(TemplateKind.CREDITS)


def orders_template() -> bytes:
    """The XLSX template of an order."""
    return template_bytes(TemplateKind.ORDERS)
