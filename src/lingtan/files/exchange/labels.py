"""Names of what a datapackage numbers: our own table, and what can be told from others' tables of metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lingtan.errors import KernelError
from lingtan.files.exchange.datapackage import Datapackage
from lingtan.lca.exchange import ActivityLabel, FlowLabel, MethodLabel
from lingtan.uncertainty import Parameter

__all__ = ["LABELS", "PackageLabels", "foreign_labels"]

#: Name of our table of labels in a datapackage.
LABELS = "lingtan-labels"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLabels:
    """Our table: ids beside labels, in the graph's order; parameters, and which technosphere entries each scales, by entry number."""

    activity_ids: tuple[int, ...]
    activities: tuple[ActivityLabel, ...]
    flow_ids: tuple[int, ...]
    flows: tuple[FlowLabel, ...]
    method: MethodLabel
    multipliers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, ids, labels in (("activities", self.activity_ids, self.activities), ("flows", self.flow_ids, self.flows)):
            if len(ids) != len(labels) or len(set(ids)) != len(ids):
                raise KernelError("ARRAYS_UNEQUAL", place=f"{LABELS}: {name}", found=len(set(ids)), expected=len(labels))


def foreign_labels(packages: Sequence[Datapackage]) -> Mapping[str, Mapping[str, str]]:
    """Rows of metadata tables by their `id` (or `index`) column, texts only. Tables of another shape say nothing about ids."""
    found: dict[str, Mapping[str, str]] = {}
    for package in packages:
        for table in package.labels.values():
            for row in table if isinstance(table, list) else ():
                number = (row.get("id") or row.get("index")) if isinstance(row, Mapping) else None
                if number is not None:
                    found[str(number)] = {str(key): str(value) for key, value in row.items() if value is not None}
    return found
