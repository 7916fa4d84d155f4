"""The file beside the data sets in which our own packages keep keys, order and parameters; openLCA ignores it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.lca.exchange import ActivityLabel, FlowLabel, MethodLabel
from lingtan.uncertainty import Parameter

__all__ = ["OWN_FILE", "OpenlcaLabels"]

OWN_FILE = "lingtan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenlcaLabels:
    """Labels by id of the data set, parameters by the name they have in formulas; all in the graph's order."""

    activities: tuple[tuple[str, ActivityLabel], ...]
    flows: tuple[tuple[str, FlowLabel], ...]
    methods: tuple[tuple[str, MethodLabel], ...]
    parameters: tuple[tuple[str, Parameter], ...]
