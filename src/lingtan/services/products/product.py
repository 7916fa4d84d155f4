"""The page of one product: everything that stands behind its figure, of the version on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from lingtan.messages import Message
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import Computed, compute_plain
from lingtan.services.products.figures import Headline, Part, headline, stage_parts
from lingtan.services.products.gaps import Driver, Gap, gaps, largest_drivers
from lingtan.services.products.history import StudyRow, VersionRow, studies_of, version_rows
from lingtan.services.products.lines import LineRow, hot_spots, line_rows
from lingtan.services.products.opened.flowing import FlowsView, flows_view
from lingtan.services.products.opened.tree import StageBranch, contribution_tree
from lingtan.services.products.record import CURRENT, versions_of

__all__ = ["ProductView", "Workings", "product_view", "workings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workings:
    """What follows from a device alone: its lines and all that is said of them."""

    product: str
    stages: tuple[Part, ...]
    flows: FlowsView
    lines: tuple[LineRow, ...]
    hot_spots: tuple[LineRow, ...]
    tree: tuple[StageBranch, ...]
    gaps: tuple[Gap, ...]
    drivers: tuple[Driver, ...]
    warnings: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """One product as its page shows it. `workings.lines` sum to `headline.mean_mg` exactly."""

    product: str
    manufacturer: str
    model: str
    configuration: str
    device_class: str
    state: str
    is_withdrawn: bool
    synthetic: bool
    saved_at: datetime
    saved_by: str
    bom_lines: int
    headline: Headline
    workings: Workings
    versions: tuple[VersionRow, ...]
    studies: tuple[StudyRow, ...]


def product_view(workspace: Workspace, product: str) -> ProductView:
    """The product, withdrawn ones too. Raises InputError `PRODUCT_UNKNOWN`, also for another organisation's."""
    versions = versions_of(workspace, product)
    version, computed = versions[-1], compute_plain(versions[-1].spec)
    texts = {name: version.attributes[name] for name in ("manufacturer", "model", "configuration", "device_class")}
    return ProductView(
        product=product, state=version.state, is_withdrawn=version.state != CURRENT, synthetic=computed.spec.is_synthetic,
        saved_at=version.at, saved_by=version.actor, bom_lines=len(computed.spec.bom), headline=headline(version, computed),
        workings=workings(product, computed),
        versions=version_rows(versions), studies=studies_of(workspace, versions), **texts,
    )  # fmt: skip


@lru_cache(maxsize=64)
def workings(product: str, computed: Computed) -> Workings:
    """The workings of a device, for the page and for a preview; kept in the process, for they follow from the device alone."""
    rows = line_rows(product, computed)
    return Workings(
        product=product, stages=stage_parts(computed), flows=flows_view(computed), lines=rows, hot_spots=hot_spots(rows),
        tree=contribution_tree(rows), gaps=gaps(computed), drivers=largest_drivers(computed), warnings=computed.inventory.warnings,
    )  # fmt: skip
