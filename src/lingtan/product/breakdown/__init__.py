"""What a footprint is made of, line by line, without a draw: certified sums, and flows from activity to stage."""

from lingtan.product.breakdown.flows import TOTAL, Flow, Flows, Node, flows
from lingtan.product.breakdown.outline import Outline, ScoredLine, demands_of, estimated_nodes, mean_mg, outline

__all__ = ["TOTAL", "Flow", "Flows", "Node", "Outline", "ScoredLine", "demands_of", "estimated_nodes", "flows", "mean_mg", "outline"]
