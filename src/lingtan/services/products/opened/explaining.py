"""A figure of a product opened: from the number to activity × factor × allocation, with source, year, place and quality."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute_plain
from lingtan.services.products.lines import LineRow, line_rows
from lingtan.services.products.opened.walking import Node, walk
from lingtan.services.products.record import Version, current_version

__all__ = ["ExplainedView", "LineView", "explain_figure", "explain_line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedView:
    """A figure and every step behind it."""

    product: str
    model: str
    figure: str
    value: float
    unit: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line with the walk back to its sources."""

    product: str
    model: str
    line: LineRow
    explained: ExplainedView


def explain_figure(workspace: Workspace, product: str, figure: str) -> ExplainedView:
    """Any figure of the footprint, or a line or factor by its name. Raises InputError `PRODUCT_UNKNOWN`, `FIGURE_UNKNOWN`."""
    return _explained(current_version(workspace, product), figure)


def explain_line(workspace: Workspace, product: str, line: str) -> LineView:
    """One line by its key. Raises InputError `PRODUCT_UNKNOWN`, `PRODUCT_LINE_UNKNOWN`."""
    version = current_version(workspace, product)
    found = next((row for row in line_rows(product, compute_plain(version.spec)) if row.line == line), None)
    if found is None:
        raise InputError("PRODUCT_LINE_UNKNOWN", place=line, product=product)
    return LineView(product=product, model=version.attributes["model"], line=found, explained=_explained(version, line))


def _explained(version: Version, figure: str) -> ExplainedView:
    nodes = walk(compute_plain(version.spec), version.seed, version.draws, figure)
    named = {"product": version.product, "model": version.attributes["model"], "figure": figure}
    return ExplainedView(value=nodes[0].value, unit=nodes[0].unit, nodes=nodes, **named)
